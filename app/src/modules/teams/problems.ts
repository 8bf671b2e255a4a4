import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'teams.unknown': 404,
  'teams.area-unknown': 400,
  'teams.not-yours': 403,
  'teams.nobody': 400,
  'teams.too-many': 400,
  'teams.red-rule': 409,
  'teams.time': 400,
  'teams.post-unknown': 400,
  'teams.emergency': 409,
  'teams.call-out-unknown': 404,
  'teams.not-the-organiser': 403,
});
