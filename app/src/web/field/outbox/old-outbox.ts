// Work that an earlier release of the app had written down in a database of its own. It is carried over once, item by item, each with
// its photos before the old one goes, so that a phone which dies in between has it at least once, under the same id.

import type { PhoneShelf } from '../../sync/dexie-store.ts';
import type { Item } from '../../sync/item.ts';
import type { Store } from '../../sync/ports.ts';
import { draftName } from './draft-name.ts';
import { newItemOf, type OutboxEntry } from './outbox.ts';
import { dropOldDraft, dropOldItem, listOldDrafts, listOldItems } from './store.ts';

type OldItem = Omit<OutboxEntry, 'photos'> & {
  owner: string;
  photos: OutboxEntry['photos'];
  tries: number;
  refused?: { code: string; words: string };
};

/** Gives how many were carried over. Run before the engine starts. */
export async function carryOver(
  owner: string,
  store: Store,
  drafts?: Pick<PhoneShelf, 'keep'>,
): Promise<number> {
  if (drafts)
    for (const { key, value } of await listOldDrafts()) {
      await drafts.keep(draftName(key), value);
      await dropOldDraft(key);
    }
  const old = ((await listOldItems()) as OldItem[]).filter((item) => item.owner === owner);
  old.sort((a, b) => a.at - b.at || a.id.localeCompare(b.id));
  const known = await store.list(owner);
  const ids = new Set(known.map((item) => item.id));
  let seq = known.reduce((most, item) => Math.max(most, item.seq), 0);
  const lastOf = new Map<string, string>(known.map((item) => [item.caseId, item.id]));
  for (const one of old) {
    if (!ids.has(one.id)) {
      seq += 1;
      const item = itemOf(one, seq, lastOf);
      const blobs = new Map(one.photos.flatMap(({ key, blob }) => (blob ? [[key, blob] as const] : [])));
      await store.add(item, blobs);
      lastOf.set(item.caseId, item.id);
    }
    await dropOldItem(one.id);
  }
  return old.length;
}

function itemOf(one: OldItem, seq: number, lastOf: ReadonlyMap<string, string>): Item {
  const given = newItemOf(one);
  const { refused } = one;
  return {
    ...given,
    owner: one.owner,
    seq,
    formerIds: [],
    after: lastOf.get(given.caseId) ?? null,
    deviceAt: one.at,
    skewMs: 0,
    formsVersion: 1,
    photos: one.photos.map(({ key, field, thumb, ref, blob }) => ({
      key,
      field,
      thumb,
      state: ref ? ('sent' as const) : ('waiting' as const),
      ...(ref ? { ref } : {}),
      sentBytes: 0,
      bytes: blob?.size ?? 0,
      renewed: 0,
    })),
    attempts: one.tries,
    notBefore: 0,
    madeVersion: null,
    state: refused ? 'rejected' : 'waiting',
    ...(refused
      ? {
          said: { status: 400, code: refused.code, title: refused.words, detail: '', params: {}, fields: [] },
        }
      : {}),
  };
}
