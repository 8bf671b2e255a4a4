import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'shelters.taken': 409,
  'shelters.unknown': 404,
  'shelters.area-unknown': 400,
  'shelters.keeper-unknown': 400,
  'shelters.not-yours': 403,
  'shelters.not-open': 409,
  'shelters.still-inside': 409,
  'shelters.full': 409,
  'shelters.too-many-out': 409,
  'shelters.time': 400,
  'shelters.id-reused': 409,
});
