// A reporter without an account: the follow code is theirs alone, the phone's last four digits open it.
import { createHmac } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;

/**
 * The follow code of a filing: ten Crockford base-32 characters (50 bits) derived from the command id, which only the sender knows, so
 * a sender who lost the answer gets the same code with the replay and the database keeps only a hash.
 */
export function followCodeOf(key: Uint8Array, commandId: string): string {
  const digest = createHmac('sha256', key).update(`follow/${commandId}`).digest();
  let code = '';
  for (let i = 0; i < CODE_LENGTH; i++) code += ALPHABET[(digest[i] as number) & 31];
  return `${code.slice(0, 4)}-${code.slice(4, 7)}-${code.slice(7)}`;
}

/** What is typed from paper or the phone: lower case, spaces, and the letters that look like digits are understood. */
export function normaliseFollowCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

export function followHash(key: Uint8Array, code: string): Buffer {
  return createHmac('sha256', key)
    .update(`code/${normaliseFollowCode(code)}`)
    .digest();
}

export function tailHash(key: Uint8Array, code: string, tail: string): Buffer {
  return createHmac('sha256', key)
    .update(`tail/${normaliseFollowCode(code)}/${tail}`)
    .digest();
}

/** Who sent a filing, if nobody signed in: by what only they know. Only the digest is kept. */
export function senderDigest(key: Uint8Array, known: string): string {
  return createHmac('sha256', key).update(`sender ${known}`).digest('base64url');
}
