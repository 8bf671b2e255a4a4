// A second copy of unsent work that only the server can open. It is made when the work is written down, made anew when what would be
// sent changes, and goes when the server has taken the work. Whoever forgets the PIN sends these instead (`sendSealedWork`).
import { bodyOf, commandIdOf, type Item, photosToSend } from './item.ts';
import { chainOf } from './lanes.ts';
import type { Answer, Store } from './ports.ts';
import { base64Of, type SealedEnvelope, type SealedWork, type ServerKey, sealWork } from './sealing.ts';
import { type Verdict, verdictOf } from './verdict.ts';

export type SealedPhotoRow = { key: string; owner: string; envelope: SealedEnvelope };

/** One piece of work as only the server can read it, with what has to be known to send it without reading it. */
export type SealedRow = {
  id: string;
  owner: string;
  seq: number;
  kind: 'file' | 'command' | 'record';
  envelope: SealedEnvelope;
  /** `ref`: it has arrived already. */
  photos: readonly { key: string; field: string; ref?: string }[];
};

export type SealedShelf = {
  has(id: string): Promise<boolean>;
  put(row: SealedRow, photos: readonly SealedPhotoRow[]): Promise<void>;
  drop(id: string): Promise<void>;
};

export type SealingParts = {
  store: Store;
  sealed: SealedShelf;
  account: string;
  /** The server's key; undefined while this phone has never heard of it. */
  keyOf(): Promise<ServerKey | undefined>;
  skewMs(): number;
};

/**
 * The same store, which also seals. Work is never refused because its sealed copy could not be made: how many have none is counted where
 * the phone shows what it holds.
 */
export function sealingStore({ store, sealed, account, keyOf, skewMs }: SealingParts): Store {
  const items = new Map<string, Item>();
  const sealedAs = new Map<string, string>();
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const mine = turn.then(work).catch(() => undefined);
    turn = mine;
    return mine;
  }

  async function seal(item: Item, blobs: ReadonlyMap<string, Blob>): Promise<void> {
    const key = await keyOf();
    if (!key) return;
    const mark = markOf(item, skewMs());
    if (sealedAs.get(item.id) === mark) return;
    const envelope = await sealWork(key, workOf(item, chainOf(items, item), whoseOf(account, key), skewMs()));
    const photos: SealedPhotoRow[] = [];
    for (const [name, blob] of blobs) {
      const data = base64Of(await blob.arrayBuffer());
      const sealedPhoto = await sealWork(key, { ...whoseOf(account, key), kind: 'photo', data });
      photos.push({ key: name, owner: item.owner, envelope: sealedPhoto });
    }
    await sealed.put(
      {
        id: item.id,
        owner: item.owner,
        seq: item.seq,
        kind: item.kind,
        envelope,
        photos: photosToSend(item).map(({ key: name, field, ref }) => ({
          key: name,
          field,
          ...(ref ? { ref } : {}),
        })),
      },
      photos,
    );
    sealedAs.set(item.id, mark);
  }

  async function sealMissing(item: Item): Promise<void> {
    if (await sealed.has(item.id)) return;
    const blobs = new Map<string, Blob>();
    for (const { key } of photosToSend(item)) {
      const blob = await store.blob(key);
      if (blob) blobs.set(key, blob);
    }
    await seal(items.get(item.id) ?? item, blobs);
  }

  return {
    ...store,
    async list(owner) {
      const found = await store.list(owner);
      for (const item of found) items.set(item.id, item);
      // A phone that died between the two has work without its sealed copy.
      for (const item of found) if (!isTaken(item)) void inTurn(() => sealMissing(item));
      return found;
    },
    async add(item, blobs) {
      items.set(item.id, item);
      await store.add(item, blobs);
      await inTurn(() => seal(item, blobs));
    },
    async save(item) {
      items.set(item.id, item);
      await store.save(item);
      await inTurn(() => (isTaken(item) ? sealed.drop(item.id) : seal(item, new Map())));
    },
    async drop(item) {
      items.delete(item.id);
      await store.drop(item);
      await inTurn(() => sealed.drop(item.id));
    },
  };
}

function isTaken({ state }: Item): boolean {
  return state === 'accepted' || state === 'merged';
}

/** What of an item shows in its envelope: a change of anything else needs no new one. */
function markOf(item: Item, skewMs: number): string {
  const photos = photosToSend(item).map((photo) => [photo.key, photo.ref ?? '']);
  // Written down before the server's clock was ever heard: the true hour is known now.
  const measured = item.skewMs ?? skewMs;
  return JSON.stringify([commandIdOf(item), item.baseVersion, item.after, measured, photos]);
}

type Whose = Pick<SealedWork, 'account' | 'handIn'>;

/** The credential lies inside, where only the server reads it: a phone whose owner can't sign in any more still shows whose work it is. */
function whoseOf(account: string, { handIn }: ServerKey): Whose {
  return { account, ...(handIn === undefined ? {} : { handIn }) };
}

function workOf(item: Item, chain: readonly Item[], whose: Whose, skewMs: number): SealedWork {
  // Photos are named beside the envelope: their names are not known yet.
  const body = bodyOf({ ...item, photos: [] }, chain, skewMs);
  switch (item.kind) {
    case 'file':
      return { ...whose, kind: 'file', body };
    case 'command':
      return { ...whose, kind: 'command', caseId: item.caseId, body };
    case 'record':
      return { ...whose, kind: 'record', body };
  }
}

export type SealedEnd = { id: string; verdict: Verdict };

export type SendingParts = {
  rows: readonly SealedRow[];
  photoOf(key: string): Promise<SealedPhotoRow | undefined>;
  send(path: string, body: Record<string, unknown>): Promise<Answer>;
  /** The server has it: nothing of it has to stay. */
  done(id: string): Promise<void>;
  /** `hand-in`: its owner's access has ended, and nobody is signed in. */
  door?: 'sealed' | 'hand-in';
};

/** Said of every piece: there is nothing to hand in while one can sign in. */
export const STILL_OPEN = 'sync.hand-in-has-access';

/**
 * Sends work that this phone can't read any more, in the order in which it was done. Stops at the first answer that asks to come later
 * or to sign in; what was refused stays until the person has read why.
 */
export async function sendSealedWork({
  rows,
  photoOf,
  send,
  done,
  door = 'sealed',
}: SendingParts): Promise<SealedEnd[]> {
  const ends: SealedEnd[] = [];
  for (const row of [...rows].sort((a, b) => a.seq - b.seq)) {
    const verdict = await sendOne(row, photoOf, send, door);
    ends.push({ id: row.id, verdict });
    // What waits for an earlier command lies at the server now.
    // A full phone that can't take it away sends it once more another time, under the same id.
    if (verdict.is === 'done' || (verdict.is === 'held' && verdict.why === 'early'))
      await done(row.id).catch(() => undefined);
    if (verdict.is === 'later' || verdict.is === 'login') break;
    if (verdict.is === 'refused' && verdict.said.code === STILL_OPEN) break;
  }
  return ends;
}

async function sendOne(
  row: SealedRow,
  photoOf: SendingParts['photoOf'],
  send: SendingParts['send'],
  door: 'sealed' | 'hand-in',
): Promise<Verdict> {
  const path = `/sync/${door}`;
  const photos: string[] = [];
  const photoFields: Record<string, string[]> = {};
  for (const { key, field, ref } of row.photos) {
    const kept = await photoOf(key);
    let arrived = ref;
    if (kept) {
      const verdict = verdictOf('record', await send(path, kept.envelope));
      if (verdict.is !== 'done') return verdict;
      arrived = (verdict.answer as { ref?: string }).ref;
    }
    if (!arrived) continue;
    if (field === '') photos.push(arrived);
    else photoFields[field] = [...(photoFields[field] ?? []), arrived];
  }
  const body = {
    ...row.envelope,
    ...(photos.length > 0 ? { photos } : {}),
    ...(Object.keys(photoFields).length > 0 ? { photoFields } : {}),
  };
  // Whoever hands in can't look at the case and decide again: what the server says is the end of it, also that it holds it for now.
  return verdictOf(door === 'hand-in' ? 'record' : row.kind, await send(path, body));
}
