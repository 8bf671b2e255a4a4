import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'ledger.not-enough': 409,
  'ledger.id-reused': 409,
  'ledger.posting-unknown': 404,
  'ledger.reversed-already': 409,
  'ledger.reversal-final': 409,
  'ledger.same-person': 409,
  'ledger.amount': 400,
});
