// Password rules: at least ten characters, three of four classes, not the login, none of the last five.
// Hashes are argon2id with the library's defaults (19 MiB, two passes), which are OWASP's.
import { hash, verify } from '@node-rs/argon2';
import { type FieldProblem, problem } from '../../kernel/problem.ts';

export const PASSWORD_MIN = 10;
export const PASSWORD_HISTORY = 5;
const PASSWORD_MAX = 128;

/** What is wrong with a new password, as field problems; an empty list when nothing is. */
export function passwordFaults(password: string, login: string, path: string): FieldProblem[] {
  if (password.length < PASSWORD_MIN)
    return [{ path, code: 'password-short', params: { min: PASSWORD_MIN } }];
  if (password.length > PASSWORD_MAX) return [{ path, code: 'password-long', params: { max: PASSWORD_MAX } }];
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((one) => one.test(password)).length;
  if (classes < 3) return [{ path, code: 'password-simple' }];
  const plain = password.toLowerCase();
  if (login.length >= 3 && plain.includes(login.toLowerCase())) return [{ path, code: 'password-login' }];
  if (/^(.)\1+$/.test(plain) || COMMON.some((word) => plain.startsWith(word)))
    return [{ path, code: 'password-common' }];
  return [];
}

// The beginnings that stand first in every list of leaked passwords and pass the class rule with a capital and a sign.
const COMMON = ['password', 'p@ssw0rd', 'qwerty', 'abc123', '123456', 'admin123', 'welcome1', '1qaz2wsx'];

export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

// Verified against when there is no such account, so that both answers take the same time.
let decoy: Promise<string> | undefined;

/** Does the password fit the hash? Takes the same time when there is no hash. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hash('no account has this password');
  const target = stored ?? (await decoy);
  const fits = await verify(target, password).catch(() => false);
  return fits && stored !== null && stored !== undefined;
}

/** Throws `input.invalid` when the password breaks a rule or is one of the old ones. */
export async function checkNewPassword(
  password: string,
  login: string,
  path: string,
  old: readonly string[],
): Promise<void> {
  const faults = passwordFaults(password, login, path);
  if (faults.length > 0) throw problem('input.invalid', {}, faults);
  for (const stored of old) {
    if (await verifyPassword(stored, password)) {
      throw problem('input.invalid', {}, [
        { path, code: 'password-reused', params: { count: PASSWORD_HISTORY } },
      ]);
    }
  }
}
