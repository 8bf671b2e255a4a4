import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'sync.sealed-key-unknown': 400,
  'sync.sealed-damaged': 400,
  'sync.sealed-foreign': 403,
});
