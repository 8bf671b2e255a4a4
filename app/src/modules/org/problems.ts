import { defineProblems } from '../../kernel/problem.ts';

export const orgProblems = defineProblems({
  'org.area-code-malformed': 400,
  'org.area-code-unknown': 404,
  'org.area-code-replaced': 400,
  'org.area-code-above-county': 400,
  'org.area-code-below-county': 400,
});
