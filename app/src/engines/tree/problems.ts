import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'tree.node-not-found': 404,
  'tree.version-conflict': 409,
  'tree.command-reused': 409,
  'tree.node-closed': 409,
  'tree.parent-closed': 409,
  'tree.parent-in-other-tree': 400,
  'tree.cycle': 409,
  'tree.has-children': 409,
  'tree.name-taken': 409,
  'tree.code-taken': 409,
  'tree.name-empty': 400,
  'tree.date-impossible': 400,
  'tree.date-in-future': 400,
  'tree.date-before-last-change': 409,
  'tree.too-deep': 400,
  'tree.boundary-invalid': 400,
  'tree.boundary-outside-china': 400,
  'tree.point-impossible': 400,
});
