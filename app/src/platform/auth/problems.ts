import { defineProblems } from '../../kernel/problem.ts';
import { mapConstraint } from '../http/problems.ts';

defineProblems({
  'auth.invalid-credentials': 401,
  'auth.code-required': 401,
  'auth.code-invalid': 401,
  'auth.locked': 429,
  'auth.password-wrong': 403,
  'auth.password-change-required': 403,
  'auth.totp-not-started': 409,
  'auth.totp-already-on': 409,
  'auth.duties-not-separated': 403,
  'auth.key-unknown': 401,
  'auth.key-expired': 401,
  'auth.key-revoked': 401,
  'auth.key-account': 401,
  'auth.key-scope': 403,
  'auth.key-not-here': 403,
  'accounts.login-taken': 409,
  'accounts.person-has-account': 409,
  'accounts.not-yourself': 409,
});

mapConstraint('accounts__login_unique', 'accounts.login-taken');
mapConstraint('accounts__person_unique', 'accounts.person-has-account');
