import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'rhythm.area-unknown': 404,
  'rhythm.not-your-area': 403,
  'rhythm.not-your-post': 403,
  'rhythm.receiver-unknown': 400,
  'rhythm.receiver-self': 400,
  'rhythm.about-unknown': 404,
  'rhythm.handover-unknown': 404,
  'rhythm.handover-received': 409,
  'rhythm.handover-not-for-you': 403,
  'rhythm.diary-not-yours': 403,
  'rhythm.diary-day': 400,
  'rhythm.diary-changed': 409,
  'rhythm.period': 400,
});
