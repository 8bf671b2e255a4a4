import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'features.collection-unknown': 404,
  'features.item-unknown': 404,
});
