import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'keys.not-found': 404,
  'keys.too-many': 409,
  'keys.no-post': 409,
});
