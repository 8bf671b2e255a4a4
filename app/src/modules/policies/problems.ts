import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'policies.unknown': 404,
  'policies.unit-unknown': 400,
  'policies.changed-meanwhile': 409,
  'policies.not-valid': 400,
  'policies.not-published': 409,
});
