import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'appraisal.not-found': 404,
  'appraisal.future': 400,
  'appraisal.period': 400,
  'appraisal.unknown-area': 400,
  'appraisal.unknown-unit': 400,
  'appraisal.unknown-category': 400,
  'appraisal.plan-changed': 409,
  'appraisal.visit-handled': 403,
  'appraisal.visit-over': 409,
  'appraisal.visit-too-soon': 409,
  'appraisal.visit-reopened': 409,
  'appraisal.visit-answers': 400,
  'appraisal.exclusion-not-owner': 403,
  'appraisal.exclusion-open': 409,
  'appraisal.exclusion-granted': 409,
  'appraisal.exclusion-exhausted': 409,
  'appraisal.exclusion-decided': 409,
  'appraisal.exclusion-same-unit': 403,
});
