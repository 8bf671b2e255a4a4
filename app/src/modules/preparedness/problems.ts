import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'preparedness.not-found': 404,
  'preparedness.area-unknown': 400,
  'preparedness.not-your-area': 403,
  'preparedness.content': 400,
  'preparedness.review-past': 400,
  'preparedness.draft-open': 409,
  'preparedness.not-draft': 409,
  'preparedness.changed': 409,
  'preparedness.unit-not-named': 400,
  'preparedness.unit-not-yours': 403,
  'preparedness.unsigned': 409,
  'preparedness.same-person': 403,
  'preparedness.not-approver': 403,
  'preparedness.gaps-unseen': 409,
  'preparedness.risk-unknown': 404,
  'preparedness.risk-not-in-force': 409,
  'preparedness.risk-kept-here': 409,
});
