import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'roster.area-unknown': 400,
  'roster.not-yours': 403,
  'roster.post-unknown': 400,
  'roster.span': 400,
  'roster.overlap': 409,
  'roster.unknown': 404,
  'roster.over': 409,
  'roster.handed-over': 409,
  'roster.not-begun': 409,
});
