import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'drills.not-found': 404,
  'drills.area-unknown': 400,
  'drills.not-your-area': 403,
  'drills.past': 400,
  'drills.script': 400,
  'drills.begun': 409,
  'drills.over': 409,
  'drills.plan-unknown': 400,
  'drills.no-stress-run': 400,
  'drills.unit-unknown': 400,
  'drills.not-observer': 403,
  'drills.not-running': 409,
  'drills.answers': 400,
});
