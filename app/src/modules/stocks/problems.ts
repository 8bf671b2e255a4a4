import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'stocks.point-unknown': 404,
  'stocks.point-closed': 409,
  'stocks.item-unknown': 400,
  'stocks.lot-unknown': 404,
  'stocks.loan-unknown': 404,
  'stocks.proposal-unknown': 404,
  'stocks.not-yours': 403,
  'stocks.expired': 409,
  'stocks.dates': 400,
  'stocks.decided-already': 409,
  'stocks.loan-same-point': 400,
  'stocks.loan-too-much': 409,
  'stocks.keeper-unknown': 400,
  'stocks.request-unknown': 404,
  'stocks.request-not-yours': 403,
  'stocks.request-over': 409,
  'stocks.refusal-reason': 400,
  'stocks.not-asking': 403,
  'stocks.rule-source': 400,
  'stocks.not-ruling': 403,
});
