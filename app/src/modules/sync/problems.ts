import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'sync.sealed-key-unknown': 400,
  'sync.sealed-damaged': 400,
  'sync.sealed-foreign': 403,
  'sync.handover-credential': 403,
  'sync.handover-has-access': 409,
  'sync.handover-over': 403,
  'sync.handover-after-end': 403,
  'sync.handover-no-post': 403,
  'sync.handover-late': 409,
});
