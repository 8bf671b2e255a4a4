import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'sync.sealed-key-unknown': 400,
  'sync.sealed-damaged': 400,
  'sync.sealed-foreign': 403,
  'sync.hand-in-credential': 403,
  'sync.hand-in-has-access': 409,
  'sync.hand-in-over': 403,
  'sync.hand-in-after-end': 403,
  'sync.hand-in-no-post': 403,
  'sync.hand-in-late': 409,
});
