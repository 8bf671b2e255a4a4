import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'catalogue.unknown-category': 404,
  'catalogue.code-taken': 409,
  'catalogue.changed-meanwhile': 409,
  'catalogue.parent-unknown': 400,
  'catalogue.in-use': 409,
  'catalogue.list-unknown': 404,
  'catalogue.day-invalid': 400,
  'catalogue.list-published': 409,
  'catalogue.draft-changed': 409,
  'catalogue.item-unknown': 404,
  'catalogue.item-code-taken': 409,
  'catalogue.effective-in-past': 400,
  'catalogue.list-contradictory': 409,
  'catalogue.proposals-open': 409,
  'catalogue.own-draft': 409,
  'catalogue.lists-differ': 400,
  'catalogue.proposal-unknown': 404,
  'catalogue.proposal-decided': 409,
  'catalogue.decline-reason': 400,
});
