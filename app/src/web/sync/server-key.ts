// The server's public key for sealed work, kept on the phone because work is written down where there is no network.
import type { ServerKey } from './sealing.ts';

const NOTE = 'server-key';
/** A new key comes with each year; older ones still open. */
const RENEW_AFTER_MS = 7 * 86_400_000;

type Noted = ServerKey & { at: number };
type Notes = {
  note(name: string): Promise<string | undefined>;
  setNote(name: string, value: string): Promise<void>;
};

/** Gives the key that is known, and asks for a newer one when it is old and the network allows. */
export function createServerKey(notes: Notes, ask: () => Promise<ServerKey>, now: () => number) {
  let noted: Noted | undefined;
  async function known(): Promise<Noted | undefined> {
    const text = noted ? undefined : await notes.note(NOTE);
    if (text !== undefined) noted = JSON.parse(text) as Noted;
    return noted;
  }
  /** False when the network did not give one. */
  async function renew(): Promise<boolean> {
    const old = await known();
    // Earlier releases kept none of the credential that goes inside.
    if (old?.handIn !== undefined && Math.abs(now() - old.at) < RENEW_AFTER_MS) return true;
    try {
      const { keyId, publicKey, handIn } = await ask();
      noted = { keyId, publicKey, ...(handIn === undefined ? {} : { handIn }), at: now() };
    } catch {
      return false;
    }
    await notes.setNote(NOTE, JSON.stringify(noted));
    return true;
  }
  return {
    renew,
    async key(): Promise<ServerKey | undefined> {
      if (!(await known())) await renew();
      if (!noted) return undefined;
      const { at: _at, ...key } = noted;
      return key;
    },
  };
}
