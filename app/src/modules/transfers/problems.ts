import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'transfers.emergency-over': 409,
  'transfers.outside': 400,
  'transfers.not-yours': 403,
  'transfers.twice': 400,
  'transfers.plan-outside': 400,
  'transfers.organiser-unknown': 400,
  'transfers.leave-by': 400,
  'transfers.refused-home': 409,
  'transfers.slip-unknown': 404,
  'transfers.slip-part': 400,
  'transfers.slip-time': 400,
  'transfers.slip-id-reused': 409,
  'transfers.unknown': 404,
});
