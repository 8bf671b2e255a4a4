// What lies on the phone is sealed with a data key (AES-GCM, 256 bits), and that key with one that comes from the person's PIN. The PIN
// is nowhere: whoever forgets it loses the copies, which the server gives again, and no work, which is also sealed for the server
// (`sealing.ts`). A second wrapping of the same data key (a passkey) can stand beside the first.
import type { Box } from './box.ts';

/** OWASP's figure for PBKDF2 with SHA-256. */
const ROUNDS = 600_000;
const SALT_BYTES = 16;
const IV_BYTES = 12;
export const SHORTEST_PIN = 6;

/** What is kept of a vault beside the sealed things; it opens nothing by itself. */
export type VaultRecord = { v: 1; rounds: number; salt: string; wrapped: string };
export type RandomBytes = (size: number) => Uint8Array;

export type PinFault = 'short' | 'simple';

/** Why a PIN is none: too short, one digit again and again, or digits in a row. */
export function pinFault(pin: string): PinFault | undefined {
  if ([...pin].length < SHORTEST_PIN) return 'short';
  const steps = new Set([...pin].slice(1).map((char, index) => char.charCodeAt(0) - pin.charCodeAt(index)));
  const [only] = steps;
  return steps.size === 1 && only !== undefined && Math.abs(only) <= 1 ? 'simple' : undefined;
}

/** Makes a data key and seals it with the PIN. */
export async function createVault(
  pin: string,
  random: RandomBytes,
): Promise<{ record: VaultRecord; box: Box }> {
  const raw = random(32);
  const box = await boxOf(raw, random);
  return { record: await wrap(raw, pin, random), box };
}

/** The box behind the PIN; undefined when the PIN is not the right one. Takes about half a second on a phone, on purpose. */
export async function unlockVault(
  record: VaultRecord,
  pin: string,
  random: RandomBytes,
): Promise<Box | undefined> {
  const raw = await unwrap(record, pin);
  return raw && boxOf(raw, random);
}

/** The same data key under a new PIN: nothing has to be sealed again. Undefined when the old PIN is not the right one. */
export async function changePin(
  record: VaultRecord,
  pin: string,
  next: string,
  random: RandomBytes,
): Promise<VaultRecord | undefined> {
  const raw = await unwrap(record, pin);
  return raw && wrap(raw, next, random);
}

async function wrap(raw: Uint8Array, pin: string, random: RandomBytes): Promise<VaultRecord> {
  const salt = random(SALT_BYTES);
  const key = await keyOfPin(pin, salt, ROUNDS);
  return { v: 1, rounds: ROUNDS, salt: toBase64(salt), wrapped: toBase64(await seal(key, raw, random)) };
}

async function unwrap(record: VaultRecord, pin: string): Promise<Uint8Array | undefined> {
  const key = await keyOfPin(pin, fromBase64(record.salt), record.rounds);
  return open(key, fromBase64(record.wrapped)).catch(() => undefined);
}

async function boxOf(raw: Uint8Array, random: RandomBytes): Promise<Box> {
  const key = await crypto.subtle.importKey('raw', plain(raw), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { seal: (bytes) => seal(key, bytes, random), open: (bytes) => open(key, bytes) };
}

async function keyOfPin(pin: string, salt: Uint8Array, rounds: number) {
  const secret = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(pin.normalize('NFKC')),
    'PBKDF2',
    false,
    ['deriveKey'],
  );
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: plain(salt), iterations: rounds },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

type Key = Awaited<ReturnType<typeof keyOfPin>>;

/** A nonce of its own before each sealed text. */
async function seal(key: Key, bytes: Uint8Array, random: RandomBytes): Promise<Uint8Array> {
  const iv = random(IV_BYTES);
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: plain(iv) }, key, plain(bytes)),
  );
  const whole = new Uint8Array(IV_BYTES + sealed.length);
  whole.set(iv);
  whole.set(sealed, IV_BYTES);
  return whole;
}

async function open(key: Key, whole: Uint8Array): Promise<Uint8Array> {
  const iv = plain(whole.subarray(0, IV_BYTES));
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, plain(whole.subarray(IV_BYTES))),
  );
}

/** A copy in memory of its own, as the browser's cryptography wants it. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
