// Work that a phone sealed for the server (HPKE) because its owner might forget the PIN. It is opened here and carried out as the
// ordinary request of the very person that is named inside, who must be the one that is signed in. The key pairs follow from the
// installation's secret and the year: every process has them, a new one comes each year, and older ones still open.
import { createHash } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { invalidInput } from '../../platform/http/invalid-input.ts';
import { commandBody, fileBody, fileCase, giveCommand } from '../cases/public.ts';
import type { Asking, SyncParts } from './ports.ts';
import './problems.ts';

/** Both sides name it, so that nothing sealed for another use opens here. */
const PURPOSE = 'renlin sealed work v1';
const FIRST_YEAR = 2026;

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

type PrivateKey = Awaited<ReturnType<typeof suite.kem.deriveKeyPair>>['privateKey'];
type Pair = { keyId: string; publicKey: string; privateKey: PrivateKey };

export type SealedEnvelope = { keyId: string; enc: string; data: string; photos?: string[] | undefined };

export type SealedKeys = {
  /** The key for which phones seal now. */
  current(): Promise<{ keyId: string; publicKey: string }>;
  find(keyId: string): Promise<Pair | undefined>;
};

/** `seedOf` gives 32 bytes that only this installation knows, the same for the same name. */
export function createSealedKeys(seedOf: (name: string) => Uint8Array, now: () => number): SealedKeys {
  const pairs = new Map<number, Promise<Pair>>();
  const yearNow = () => new Date(now()).getUTCFullYear();
  function pairOf(year: number): Promise<Pair> {
    let pair = pairs.get(year);
    if (!pair) {
      pair = makePair(year);
      pairs.set(year, pair);
    }
    return pair;
  }
  async function makePair(year: number): Promise<Pair> {
    const seed = new Uint8Array(seedOf(`sealed-work-${year}`));
    const { publicKey, privateKey } = await suite.kem.deriveKeyPair(seed.buffer);
    const raw = Buffer.from(await suite.kem.serializePublicKey(publicKey));
    // An installation with another secret has other keys under other names.
    const mark = createHash('sha256').update(raw).digest('hex').slice(0, 8);
    return { keyId: `y${year}-${mark}`, publicKey: raw.toString('base64'), privateKey };
  }
  return {
    async current() {
      const { keyId, publicKey } = await pairOf(yearNow());
      return { keyId, publicKey };
    },
    async find(keyId) {
      const year = Number(/^y(\d{4})-/.exec(keyId)?.[1] ?? 0);
      if (year < FIRST_YEAR || year > yearNow() + 1) return undefined;
      const pair = await pairOf(year);
      return pair.keyId === keyId ? pair : undefined;
    },
  };
}

const account = z.string().max(40);
const work = z.discriminatedUnion('kind', [
  z.strictObject({ account, kind: z.literal('file'), body: fileBody }),
  z.strictObject({ account, kind: z.literal('command'), caseId: z.uuid(), body: commandBody }),
  z.strictObject({ account, kind: z.literal('photo'), data: z.base64().max(28_000_000) }),
]);

/** Opens an envelope and carries out what is in it. Sent twice it is done once, like the request it stands for. */
export async function carryOutSealed(parts: SyncParts, asking: Asking, envelope: SealedEnvelope) {
  const inside = await openEnvelope(parts.sealedKeys, envelope);
  const parsed = work.safeParse(inside);
  const named = (inside as { account?: unknown } | null)?.account;
  if (named !== asking.actor.accountId) throw problem('sync.sealed-foreign', {});
  if (!parsed.success) throw invalidInput(parsed.error, '');
  const { data } = parsed;
  const photos = envelope.photos ?? [];
  switch (data.kind) {
    case 'file':
      return fileCase(parts.cases, asking, photos.length > 0 ? { ...data.body, photos } : data.body);
    case 'command':
      return giveCommand(parts.cases, asking, data.caseId, data.body);
    case 'photo': {
      const bytes = Buffer.from(data.data, 'base64');
      const { id } = await parts.storeFile(scopeOf(asking.actor), bytes);
      return { outcome: 'accepted' as const, ref: id };
    }
  }
}

async function openEnvelope(keys: SealedKeys, envelope: SealedEnvelope): Promise<unknown> {
  const pair = await keys.find(envelope.keyId);
  if (!pair) throw problem('sync.sealed-key-unknown', {}, [{ path: 'keyId', code: 'sealed-key' }]);
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey: pair.privateKey,
      enc: bytesOf(envelope.enc),
      info: textBytes(PURPOSE),
    });
    const text = await recipient.open(bytesOf(envelope.data), textBytes(envelope.keyId));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw problem('sync.sealed-damaged', {}, [{ path: 'data', code: 'sealed-damaged' }]);
  }
}

function bytesOf(base64: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(base64, 'base64')).buffer;
}

function textBytes(text: string): ArrayBuffer {
  return new Uint8Array(new TextEncoder().encode(text)).buffer;
}
