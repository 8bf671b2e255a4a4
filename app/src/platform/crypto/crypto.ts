// Secrets at rest. A sealed text names its suite and its key, so a key can be rotated and the national algorithms switched on
// without touching what was sealed before. AES-256-GCM by default; SM4-CTR with HMAC-SM3 (encrypt, then authenticate) where the
// rules ask for it: Node's OpenSSL has no SM4-GCM.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomSecret } from '../clock.ts';

export type Suite = 'aes-256-gcm' | 'sm4-ctr-hmac-sm3';

export type Crypto = {
  /** Encrypts a text; `purpose` separates keys and is authenticated: a text sealed for one use opens for no other. */
  seal(purpose: string, text: string): string;
  /** Opens what `seal` gave; throws when it was changed, sealed for another purpose or by an unknown key. */
  open(purpose: string, sealed: string): string;
  /** A keyed hash, for looking things up without storing them. */
  mac(purpose: string, text: string): Buffer;
  /** The same under every known key, the current one first: what was hashed before a rotation is still found. */
  macs(purpose: string, text: string): Buffer[];
  /** Was it sealed with the current key? */
  isCurrent(sealed: string): boolean;
};

/** `secrets`: the current one first, then older ones that may still open texts. */
export function createCrypto(secrets: readonly string[], suite: Suite = 'aes-256-gcm'): Crypto {
  const current = secrets[0];
  if (current === undefined || current.length < 32) throw new Error('RENLIN_SECRET: at least 32 characters');
  const byId = new Map(secrets.map((secret) => [keyId(secret), secret]));
  const currentId = keyId(current);
  const freshBytes = createFreshBytes();
  const keys = new Map(secrets.map((secret) => [secret, new Map<string, KeyObject>()]));

  // As key objects: bytes would be made into one again for every value, which costs more than hashing it.
  function key(secret: string, purpose: string, bytes: number): KeyObject {
    const known = keys.get(secret) as Map<string, KeyObject>;
    const name = `${bytes} ${purpose}`;
    let found = known.get(name);
    if (!found) {
      found = createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'renlin', purpose, bytes)));
      known.set(name, found);
    }
    return found;
  }

  const mac = (secret: string, purpose: string, text: string): Buffer =>
    createHmac('sha256', key(secret, `mac ${purpose}`, 32))
      .update(text)
      .digest();

  return {
    seal(purpose, text) {
      const parts =
        suite === 'aes-256-gcm'
          ? sealAes(key(current, purpose, 32), freshBytes(12), purpose, text)
          : sealSm4(key, freshBytes(16), current, purpose, text);
      return [
        suite === 'aes-256-gcm' ? 'a1' : 's1',
        currentId,
        ...parts.map((part) => part.toString('base64url')),
      ].join('.');
    },
    open(purpose, sealed) {
      const [mark, id, ...rest] = sealed.split('.');
      const secret = byId.get(id ?? '');
      if (secret === undefined) throw new Error('sealed text: unknown key');
      const [iv, body, tag] = rest.map((part) => Buffer.from(part, 'base64url'));
      if (!iv || !body || !tag) throw new Error('sealed text: malformed');
      if (mark === 'a1') return openAes(key(secret, purpose, 32), purpose, iv, body, tag);
      if (mark === 's1') return openSm4(key, secret, purpose, iv, body, tag);
      throw new Error('sealed text: unknown suite');
    },
    mac: (purpose, text) => mac(current, purpose, text),
    macs: (purpose, text) => [...byId.values()].map((secret) => mac(secret, purpose, text)),
    isCurrent: (sealed) => sealed.split('.', 2)[1] === currentId,
  };
}

function keyId(secret: string): string {
  return createHash('sha256').update(`key id ${secret}`).digest('base64url').slice(0, 8);
}

/**
 * Gives random bytes, each once. They are drawn by the page: asking for a few at a time was a tenth of the work of a large import.
 */
function createFreshBytes(): (size: number) => Buffer {
  let drawn = Buffer.alloc(0);
  return (size) => {
    if (drawn.length < size) drawn = randomBytes(8192);
    const bytes = drawn.subarray(0, size);
    drawn = drawn.subarray(size);
    return bytes;
  };
}

function sealAes(key: KeyObject, iv: Buffer, purpose: string, text: string): Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [iv, body, cipher.getAuthTag()];
}

function openAes(key: KeyObject, purpose: string, iv: Buffer, body: Buffer, tag: Buffer): string {
  if (tag.length !== 16) throw new Error('sealed text: malformed');
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose)).setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

type KeyOf = (secret: string, purpose: string, bytes: number) => KeyObject;

function sealSm4(key: KeyOf, iv: Buffer, secret: string, purpose: string, text: string): Buffer[] {
  const cipher = createCipheriv('sm4-ctr', key(secret, `sm4 ${purpose}`, 16), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [iv, body, sm3Tag(key(secret, `sm3 ${purpose}`, 32), iv, body)];
}

function openSm4(key: KeyOf, secret: string, purpose: string, iv: Buffer, body: Buffer, tag: Buffer): string {
  const expected = sm3Tag(key(secret, `sm3 ${purpose}`, 32), iv, body);
  if (tag.length !== expected.length || !timingSafeEqual(tag, expected))
    throw new Error('sealed text: changed');
  const decipher = createDecipheriv('sm4-ctr', key(secret, `sm4 ${purpose}`, 16), iv);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

function sm3Tag(key: KeyObject, iv: Buffer, body: Buffer): Buffer {
  return createHmac('sm3', key).update(iv).update(body).digest();
}

/** The installation's secret: the setting, or a key file (readable by its owner only) made on first use. */
export async function loadSecret(setting: string | undefined, dataFolder: string): Promise<string> {
  if (setting !== undefined) return setting;
  const path = join(dataFolder, 'secret');
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known !== undefined && known.trim().length >= 32) return known.trim();
  await mkdir(dataFolder, { recursive: true });
  const made = randomSecret(48);
  // Written beside and linked into place: two processes that start together agree on the one that came first.
  const draft = `${path}.${randomSecret(6)}`;
  await writeFile(draft, made, { mode: 0o600 });
  try {
    await link(draft, path);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path, 'utf8')).trim();
  } finally {
    await rm(draft, { force: true });
  }
}
