// The key pairs for which phones seal their work. They follow from the installation's secret and the year: every process has them, a new
// one comes each year, and older ones still open.
import { createHash } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

const FIRST_YEAR = 2026;

export const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

type PrivateKey = Awaited<ReturnType<typeof suite.kem.deriveKeyPair>>['privateKey'];
export type Pair = { keyId: string; publicKey: string; privateKey: PrivateKey };

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
