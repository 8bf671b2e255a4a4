import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'emergency.not-found': 404,
  'emergency.area-unknown': 400,
  'emergency.not-your-area': 403,
  'emergency.already-running': 409,
  'emergency.duty-unknown': 400,
  'emergency.levels-changed': 409,
  'emergency.is-over': 409,
  'emergency.not-your-place': 403,
  'emergency.place-outside': 400,
  'emergency.threshold-empty': 400,
  'emergency.none-here': 409,
  'emergency.place-missing': 400,
});
