// The server's public key for sealed work, kept on the phone because work is written down where there is no network.
import type { ServerKey } from './sealing.ts';

const NOTE = 'server-key';
/** A new key comes with each year; older ones still open. */
const RENEW_AFTER_MS = 7 * 86_400_000;

type Noted = { keyId: string; publicKey: string; at: number };
type Shelf = {
  note(name: string): Promise<string | undefined>;
  setNote(name: string, value: string): Promise<void>;
  /** Sealed under the PIN: whoever had the credential could seal work in the owner's name. */
  keep(name: string, value: unknown): Promise<void>;
  kept<T>(name: string): Promise<T | undefined>;
};
const CREDENTIAL = 'hand-in';

/** Gives the key that is known, and asks for a newer one when it is old and the network allows. */
export function createServerKey(shelf: Shelf, ask: () => Promise<ServerKey>, now: () => number) {
  let noted: Noted | undefined;
  let handIn: string | undefined;
  async function known(): Promise<Noted | undefined> {
    const text = noted ? undefined : await shelf.note(NOTE);
    if (text !== undefined) noted = JSON.parse(text) as Noted;
    handIn ??= await shelf.kept<string>(CREDENTIAL);
    return noted;
  }
  /** False when the network did not give one. */
  async function renew(): Promise<boolean> {
    const old = await known();
    // Phones of earlier releases have no credential yet.
    if (old && handIn !== undefined && Math.abs(now() - old.at) < RENEW_AFTER_MS) return true;
    try {
      const given = await ask();
      noted = { keyId: given.keyId, publicKey: given.publicKey, at: now() };
      handIn = given.handIn;
    } catch {
      return false;
    }
    try {
      if (handIn !== undefined) await shelf.keep(CREDENTIAL, handIn);
      await shelf.setNote(NOTE, JSON.stringify(noted));
    } catch {
      // A full phone knows it as long as the app is open, and asks again the next time.
    }
    return true;
  }
  return {
    renew,
    async key(): Promise<ServerKey | undefined> {
      if (!(await known())) await renew();
      if (!noted) return undefined;
      const { keyId, publicKey } = noted;
      return { keyId, publicKey, ...(handIn === undefined ? {} : { handIn }) };
    },
  };
}
