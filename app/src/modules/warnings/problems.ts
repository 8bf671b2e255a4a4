import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'warnings.refused': 400,
  'warnings.not-base64': 400,
  'warnings.not-yours': 403,
  'warnings.unknown': 404,
  'warnings.known-otherwise': 409,
  'warnings.area-unknown': 400,
  'warnings.area-not-yours': 403,
  'warnings.times': 400,
  'warnings.times-past': 400,
  'warnings.no-document': 404,
  'warnings.emergency-unknown': 404,
  'warnings.not-relayed': 409,
  'warnings.over': 409,
  'warnings.relay-unknown': 404,
  'warnings.relay-same-person': 403,
  'warnings.relay-decided': 409,
  'warnings.relay-not-out': 409,
  'warnings.relay-followed': 409,
  'warnings.relay-known-otherwise': 409,
});
