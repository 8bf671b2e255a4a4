import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'calls.area-unknown': 400,
  'calls.not-your-area': 403,
  'calls.device-unknown': 404,
  'calls.device-ended': 409,
  'calls.call-unknown': 404,
  'calls.code-unknown': 404,
  'calls.signature': 401,
  'calls.consent-past': 400,
  'calls.consent-far': 400,
});
