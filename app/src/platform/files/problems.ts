import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'files.refused-type': 415,
  'files.heic': 415,
  'files.broken': 400,
  'files.too-large': 413,
  'files.too-many-pixels': 413,
  'files.infected': 422,
  'files.missing': 400,
  'files.not-yours': 400,
  'files.upload-unknown': 404,
  'files.upload-expired': 410,
  'files.upload-damaged': 410,
  'files.upload-offset': 409,
  'files.upload-too-much': 413,
  'files.upload-version': 412,
  'files.too-many-uploads': 429,
});
