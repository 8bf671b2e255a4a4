import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'patrol.checklist-unknown': 404,
  'patrol.checklist-code-taken': 409,
  'patrol.no-draft': 404,
  'patrol.draft-open': 409,
  'patrol.draft-changed': 409,
  'patrol.contradictory': 400,
  'patrol.effective-in-past': 400,
  'patrol.version-unknown': 400,
  'patrol.plan-unknown': 404,
  'patrol.plan-over': 409,
  'patrol.plan-id-taken': 409,
  'patrol.not-your-area': 403,
  'patrol.dates': 400,
  'patrol.no-places': 400,
  'patrol.too-many-places': 400,
  'patrol.checklist-not-in-force': 400,
  'patrol.place-unknown': 400,
  'patrol.not-your-patrol': 403,
  'patrol.answers': 400,
  'patrol.command-taken': 409,
});
