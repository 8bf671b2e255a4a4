import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'emergency.not-found': 404,
  'emergency.area-unknown': 400,
  'emergency.not-your-area': 403,
  'emergency.already-running': 409,
  'emergency.duty-unknown': 400,
  'emergency.levels-changed': 409,
  'emergency.threshold-empty': 400,
});
