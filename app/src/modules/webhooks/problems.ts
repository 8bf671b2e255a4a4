import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'webhooks.not-found': 404,
  'webhooks.delivery-not-found': 404,
  'webhooks.not-dead': 409,
  'webhooks.too-many': 409,
});
