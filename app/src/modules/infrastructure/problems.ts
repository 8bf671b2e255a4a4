import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'infrastructure.rule-unknown': 404,
  'infrastructure.no-gap': 409,
  'infrastructure.open-already': 409,
  'infrastructure.not-yours': 403,
});
