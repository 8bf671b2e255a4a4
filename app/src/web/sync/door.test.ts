// What can be done with a phone before its PIN is known: open work of an earlier release is sealed, a locked phone says how much waits,
// and a forgotten PIN loses nothing that was sealed for the server.
import 'fake-indexeddb/auto';
import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSealedKeys } from '../../modules/sync/sealed-keys.ts';
import { openBox } from './box.ts';
import { openShelf } from './dexie-store.ts';
import { openDoor } from './door.ts';
import type { Item } from './item.ts';
import { pack, unpack } from './packing.ts';
import type { Answer } from './ports.ts';
import { sealingStore, sendSealedWork } from './sealed-outbox.ts';
import { createServerKey } from './server-key.ts';
import { createVault, unlockVault } from './vault.ts';

const random = (size: number) => webcrypto.getRandomValues(new Uint8Array(size));
const item = (id: string, part: Partial<Item> = {}): Item => ({
  id,
  owner: 'me',
  caseId: id,
  seq: Number(id.slice(1)),
  kind: 'file',
  path: '/cases',
  body: { commandId: id, text: `漏水 ${id}` },
  formerIds: [],
  baseVersion: null,
  after: null,
  deviceAt: 5,
  skewMs: 0,
  formsVersion: 1,
  photos: [],
  title: id,
  attempts: 0,
  notBefore: 0,
  state: 'waiting',
  madeVersion: null,
  ...part,
});
const photo = (key: string, field: string, part: object = {}): Item['photos'][number] => ({
  key,
  field,
  thumb: '',
  state: 'waiting',
  sentBytes: 0,
  bytes: 5,
  renewed: 0,
  ...part,
});
const keys = createSealedKeys(
  () => new Uint8Array(32).fill(7),
  () => Date.UTC(2026, 10, 22),
);

it('packs a value with its photos, and gives the same value back', async () => {
  const value = {
    text: '漏水',
    photos: [{ key: 'a', blob: new Blob(['first'], { type: 'image/jpeg' }) }, { key: 'b' }],
    other: new Blob(['second']),
  };
  const back = unpack<typeof value>(await pack(value));
  expect([back.text, back.photos[1]]).toEqual(['漏水', { key: 'b' }]);
  expect([await back.photos[0]?.blob?.text(), back.photos[0]?.blob?.type]).toEqual(['first', 'image/jpeg']);
  expect(await back.other.text()).toBe('second');
});

it('seals what an earlier release had laid open, once, and a PIN opens it', async () => {
  const before = await openShelf('me', openBox, 'open-work');
  await before.store.add(item('i1', { photos: [photo('p1', '')] }), new Map([['p1', new Blob(['bytes'])]]));
  const page = (id: string) => ({
    cursor: 'c1',
    reset: null,
    items: [{ id, type: 'case', stamp: '1', payload: {} }],
    removed: [],
    more: false,
    leftOut: [],
  });
  await before.replica.apply(page('case/1'));
  before.close();
  const door = await openDoor('open-work');
  const { record, box } = await createVault('294817', random);
  await door.setVault('me', record);
  expect(await door.sealOpenWork('me', box)).toBe(1);
  expect(await door.sealOpenWork('me', box)).toBe(0);
  const kept = await door.vault('me');
  const opened = kept && (await unlockVault(kept, '294817', random));
  const shelf = await openShelf('me', opened, 'open-work');
  expect((await shelf.store.list('me')).map((one) => one.body['text'])).toEqual(['漏水 i1']);
  expect(await (await shelf.store.blob('p1'))?.text()).toBe('bytes');
  // Open copies are gone, and come anew; sealed ones stay when the phone is unlocked again.
  expect([await shelf.replica.list('case'), await shelf.replica.cursor()]).toEqual([[], null]);
  await shelf.replica.apply(page('case/2'));
  await door.sealOpenWork('me', box);
  expect((await shelf.replica.list('case')).map((one) => one.id)).toEqual(['case/2']);
  expect(await shelf.replica.cursor()).toBe('c1');
  expect(await door.lastOwner()).toBe('me');
  shelf.close();
  door.close();
});

describe('a forgotten PIN', () => {
  async function phone(name: string) {
    const { box } = await createVault('294817', random);
    const shelf = await openShelf('me', box, name);
    const store = sealingStore({
      store: shelf.store,
      sealed: shelf.sealed,
      account: 'me',
      keyOf: () => keys.current(),
      skewMs: () => 0,
    });
    return { shelf, store, door: await openDoor(name) };
  }
  type Sent = { path: string; body: Record<string, unknown> };
  const answers = (sent: Sent[], of: (body: Record<string, unknown>) => [number, object]) => ({
    send: async (path: string, body: Record<string, unknown>): Promise<Answer> => {
      sent.push({ path, body });
      const [status, answer] = of(body);
      return { status, body: answer, date: null, retryAfterMs: null };
    },
  });

  it('sends reports, commands and records in their order, photos first, and clears the phone only then', async () => {
    const { shelf, store, door } = await phone('forgotten');
    await store.add(item('i1', { photos: [photo('p1', '')] }), new Map([['p1', new Blob(['bytes'])]]));
    const command = item('i2', {
      kind: 'command',
      caseId: 'c',
      path: '/cases/c/commands',
      body: { commandId: 'i2', name: 'note', form: { note: '看过' } },
      baseVersion: 3,
      photos: [photo('p2', 'photos', { state: 'sent', ref: 'arrived' })],
    });
    await store.add(command, new Map());
    await store.add(
      item('i3', {
        kind: 'record',
        path: '/patrol/records',
        body: { commandId: 'i3', planId: 'x', form: {} },
      }),
      new Map(),
    );
    await store.add(item('i4'), new Map());
    // What the server has taken needs no second copy any more.
    await store.save(item('i4', { state: 'accepted' }));
    expect(await door.unsent('me')).toEqual({ items: 3, sealed: 3 });
    // Whoever has the phone next learns that work of somebody else lies here, and nothing of it.
    expect([await door.others('me'), await door.others('next')]).toEqual([[], ['me']]);
    expect(JSON.stringify(await door.sealedWork('me'))).not.toContain('漏水');

    const sent: Sent[] = [];
    let photos = 0;
    const ends = await sendSealedWork({
      rows: await door.sealedWork('me'),
      photoOf: door.sealedPhoto,
      ...answers(sent, () => {
        photos += 1;
        return photos === 1
          ? [200, { outcome: 'accepted', ref: 'new' }]
          : [200, { outcome: 'accepted', id: 'x' }];
      }),
      done: door.dropSealed,
    });
    expect(ends.map((end) => [end.id, end.verdict.is])).toEqual([
      ['i1', 'done'],
      ['i2', 'done'],
      ['i3', 'done'],
    ]);
    expect(sent.map(({ body }) => [body['photos'], body['photoFields']])).toEqual([
      [undefined, undefined],
      [['new'], undefined],
      [undefined, { photos: ['arrived'] }],
      [undefined, undefined],
    ]);
    expect(await door.unsent('me')).toEqual({ items: 0, sealed: 0 });
    await door.forget('me');
    expect(await shelf.store.list('me')).toEqual([]);
    shelf.close();
    door.close();
  });

  it('keeps what was refused until it was read, and stops where the network does', async () => {
    const { shelf, store, door } = await phone('refused');
    for (const id of ['i1', 'i2', 'i3']) await store.add(item(id), new Map());
    const sent: Sent[] = [];
    const verdicts: [number, object][] = [
      [400, { code: 'input.invalid', title: '填写有误' }],
      [503, { code: 'server.busy', title: '忙' }],
    ];
    const ends = await sendSealedWork({
      rows: await door.sealedWork('me'),
      photoOf: door.sealedPhoto,
      ...answers(sent, () => verdicts.shift() ?? [200, { outcome: 'accepted' }]),
      done: door.dropSealed,
    });
    expect(ends.map((end) => [end.id, end.verdict.is])).toEqual([
      ['i1', 'refused'],
      ['i2', 'later'],
    ]);
    expect((await door.sealedWork('me')).map((row) => row.id).sort()).toEqual(['i1', 'i2', 'i3']);
    expect(await shelf.store.list('me')).toHaveLength(3);
    shelf.close();
    door.close();
  });

  it('goes on where the full phone cannot take away what the server has', async () => {
    const { shelf, store, door } = await phone('full');
    for (const id of ['i1', 'i2']) await store.add(item(id), new Map());
    const sent: Sent[] = [];
    const ends = await sendSealedWork({
      rows: await door.sealedWork('me'),
      photoOf: door.sealedPhoto,
      ...answers(sent, () => [200, { outcome: 'accepted' }]),
      done: async () => {
        throw new DOMException('no room', 'QuotaExceededError');
      },
    });
    expect(ends.map((end) => end.verdict.is)).toEqual(['done', 'done']);
    expect(await door.unsent('me')).toEqual({ items: 2, sealed: 2 });
    shelf.close();
    door.close();
  });

  it('says which work has no copy for the server, and takes the work all the same', async () => {
    const { box } = await createVault('294817', random);
    const shelf = await openShelf('me', box, 'no-key');
    const store = sealingStore({
      store: shelf.store,
      sealed: shelf.sealed,
      account: 'me',
      keyOf: async () => undefined,
      skewMs: () => 0,
    });
    await store.add(item('i1'), new Map());
    const door = await openDoor('no-key');
    expect(await door.unsent('me')).toEqual({ items: 1, sealed: 0 });
    shelf.close();
    door.close();
  });
});

it('keeps the key of the server for days without a network, and asks for a newer one when it is old', async () => {
  const notes = new Map<string, string>();
  const kept = {
    note: async (name: string) => notes.get(name),
    setNote: async (name: string, value: string) => void notes.set(name, value),
    keep: async () => undefined,
    kept: async () => undefined,
  };
  let now = 0;
  let year = 1;
  let line = true;
  const make = () =>
    createServerKey(
      kept,
      async () => {
        if (!line) throw new Error('no network');
        return { keyId: `y${year}`, publicKey: 'k' };
      },
      () => now,
    );
  line = false;
  expect(await make().key()).toBeUndefined();
  line = true;
  expect((await make().key())?.keyId).toBe('y1');
  line = false;
  now = 30 * 86_400_000;
  expect((await make().key())?.keyId).toBe('y1');
  year = 2;
  line = true;
  const later = make();
  expect(await later.renew()).toBe(true);
  expect((await later.key())?.keyId).toBe('y2');
});
