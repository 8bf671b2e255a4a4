import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'reports.not-found': 404,
  'reports.not-your-unit': 403,
  'reports.not-your-area': 403,
  'reports.file': 400,
  'reports.cells': 400,
  'reports.period': 400,
  'reports.changed': 409,
  'reports.command-taken': 409,
  'reports.signed': 409,
});
