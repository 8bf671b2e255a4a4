import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'reports.form-unreadable': 400,
  'reports.form-encrypted': 400,
  'reports.form-too-big': 413,
  'reports.form-hostile': 400,
  'reports.form-tags': 400,
  'reports.form-cell': 400,
});
