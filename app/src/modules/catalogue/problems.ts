import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'catalogue.unknown-category': 404,
  'catalogue.code-taken': 409,
  'catalogue.changed-meanwhile': 409,
  'catalogue.parent-unknown': 400,
  'catalogue.in-use': 409,
  'catalogue.list-unknown': 404,
  'catalogue.day-invalid': 400,
});
