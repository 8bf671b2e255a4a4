// The problems of the places area. Words are in messages.ts under `problem.<code>`.
import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'places.area-unknown': 404,
  'places.file-missing': 400,
  'places.file-empty': 400,
  'places.file-unknown': 415,
  'places.file-packed': 415,
  'places.file-too-large': 413,
  'places.file-truncated': 400,
  'places.file-damaged': 400,
  'places.file-hostile': 400,
  'places.file-no-features': 400,
  'places.outside-district': 400,
  'places.far-away': 400,
  'places.tile-unknown': 404,
});
