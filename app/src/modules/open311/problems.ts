import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'open311.jurisdiction-unknown': 404,
  'open311.service-unknown': 404,
  'open311.service-missing': 400,
  'open311.request-unknown': 404,
  'open311.token-unknown': 404,
  'open311.key-missing': 403,
  'open311.key-scope': 403,
  'open311.parameter': 400,
  'open311.span': 400,
  'open311.place-missing': 400,
});
