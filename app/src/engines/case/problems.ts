import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'cases.not-found': 404,
  'cases.other-not-found': 404,
  'cases.unknown-kind': 400,
  'cases.unknown-command': 400,
  'cases.not-possible': 409,
  'cases.version-conflict': 409,
  'cases.command-id-reused': 409,
  'cases.undo-too-late': 409,
  'cases.undo-not-possible': 409,
  'cases.undo-not-yours': 403,
  'cases.not-for-many': 400,
  'cases.bulk-twice': 400,
  'cases.bulk-not-found': 404,
  'cases.bulk-running': 409,
  'cases.bulk-too-late': 409,
});
