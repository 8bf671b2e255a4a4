import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'readiness.not-found': 404,
  'readiness.area-unknown': 400,
  'readiness.not-your-area': 403,
  'readiness.no-warning': 409,
  'readiness.too-soon': 409,
  'readiness.until': 400,
  'readiness.nobody': 409,
  'readiness.too-many': 409,
});
