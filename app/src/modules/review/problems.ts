import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'review.not-found': 404,
  'review.area-unknown': 400,
  'review.not-yours': 403,
  'review.too-early': 409,
  'review.answers': 400,
});
