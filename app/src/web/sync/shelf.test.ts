// The shelf of a phone on a real IndexedDB implementation: what lies there is sealed, comes back after a restart, and old work is
// carried over; the vault opens with its PIN and with no other.
import 'fake-indexeddb/auto';
import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { carryOver } from '../field/outbox/old-outbox.ts';
import { openBox } from './box.ts';
import { openShelf } from './dexie-store.ts';
import type { Item } from './item.ts';
import { createMemoryStore } from './memory-store.ts';
import { changePin, createVault, pinFault, unlockVault } from './vault.ts';

const random = (size: number) => webcrypto.getRandomValues(new Uint8Array(size));
const SECRET = '三号楼二单元漏水';
const item = (id: string, owner = 'me'): Item => ({
  id,
  owner,
  caseId: 'c',
  seq: Number(id.slice(1)),
  kind: 'command',
  path: '/cases/c/commands',
  body: { commandId: id, form: { note: SECRET } },
  formerIds: [],
  baseVersion: 1,
  after: null,
  deviceAt: 1,
  skewMs: null,
  formsVersion: 1,
  photos: [
    { key: `${id}-p`, field: 'photos', thumb: '', state: 'waiting', sentBytes: 0, bytes: 3, renewed: 0 },
  ],
  title: SECRET,
  attempts: 0,
  notBefore: 0,
  state: 'waiting',
  madeVersion: null,
});
const page = (id: string) => ({
  cursor: `after ${id}`,
  reset: null,
  items: [{ id, type: 'case', stamp: '1', payload: { headline: SECRET } }],
  removed: [],
  more: false,
  leftOut: [],
});

/** Every row of a database as it lies there, as text. */
async function rawText(name: string): Promise<string> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const rows: unknown[] = [];
  for (const store of db.objectStoreNames) {
    rows.push(
      ...(await new Promise<unknown[]>((resolve, reject) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      })),
    );
  }
  db.close();
  return JSON.stringify(rows, (_name, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );
}

describe('the vault', () => {
  it('opens with its PIN, also after the PIN was changed, and with no other', async () => {
    const { record, box } = await createVault('294817', random);
    const sealed = await box.seal(new TextEncoder().encode(SECRET));
    expect(record.rounds).toBeGreaterThanOrEqual(600_000);
    const again = await unlockVault(record, '294817', random);
    expect(new TextDecoder().decode(await again?.open(sealed))).toBe(SECRET);
    expect(await unlockVault(record, '294818', random)).toBeUndefined();
    const next = await changePin(record, '294817', '7412-x', random);
    expect(await unlockVault(next ?? record, '294817', random)).toBeUndefined();
    const renewed = await unlockVault(next ?? record, '7412-x', random);
    expect(new TextDecoder().decode(await renewed?.open(sealed))).toBe(SECRET);
    expect(await changePin(record, 'wrong!', '123987', random)).toBeUndefined();
    const changed = Uint8Array.from(sealed, (byte, at) => (at === 20 ? byte ^ 1 : byte));
    await expect(box.open(changed)).rejects.toThrow();
    // The same text twice is not the same twice.
    expect(Buffer.from(await box.seal(new Uint8Array(8)))).not.toEqual(
      Buffer.from(await box.seal(new Uint8Array(8))),
    );
  });
  it.each([
    ['12345', 'short'],
    ['000000', 'simple'],
    ['123456', 'simple'],
    ['987654', 'simple'],
    ['294817', undefined],
  ])('%s is %s', (pin, fault) => expect(pinFault(pin)).toBe(fault));
});

describe('the shelf', () => {
  it('keeps work, photos and copies sealed, and gives them back to their owner', async () => {
    const { box } = await createVault('294817', random);
    const shelf = await openShelf('me', box, 'sealed');
    await shelf.store.add(item('i2'), new Map([['i2-p', new Blob([SECRET], { type: 'image/jpeg' })]]));
    await shelf.store.add(item('i1'), new Map());
    await shelf.store.add(item('i3', 'somebody else'), new Map());
    await shelf.replica.apply(page('case/1'));
    shelf.close();
    expect(await rawText('sealed')).not.toContain('漏水');

    const again = await openShelf('me', box, 'sealed');
    expect((await again.store.list('me')).map((one) => one.id)).toEqual(['i1', 'i2']);
    expect((await again.store.list('me'))[1]).toEqual(item('i2'));
    const blob = await again.store.blob('i2-p');
    expect([await blob?.text(), blob?.type]).toEqual([SECRET, 'image/jpeg']);
    expect((await again.replica.find('case/1'))?.payload).toEqual({ headline: SECRET });
    expect(await again.replica.cursor()).toBe('after case/1');
    await again.store.drop(item('i2'));
    expect(await again.store.blob('i2-p')).toBeUndefined();
    await again.forgetReplica();
    expect([await again.replica.list('case'), await again.replica.cursor()]).toEqual([[], null]);
    // What waits to be sent is not touched by that.
    expect((await again.store.list('me')).map((one) => one.id)).toEqual(['i1']);
    again.close();
  });
  it('takes a page in whole, and begins anew when the feed says so', async () => {
    const shelf = await openShelf('me', openBox, 'pages');
    await shelf.replica.apply(page('case/1'));
    await shelf.replica.apply({ ...page('case/2'), removed: ['case/1'] });
    expect((await shelf.replica.list('case')).map((one) => one.id)).toEqual(['case/2']);
    await shelf.replica.apply({ ...page('case/3'), reset: { code: 'x', words: '' } });
    expect((await shelf.replica.list('case')).map((one) => one.id)).toEqual(['case/3']);
    await shelf.setNote('skew', '5');
    expect(await shelf.note('skew')).toBe('5');
    shelf.close();
  });
});

describe('work of the release before', () => {
  it('is carried over once, in its order, with photos and refusals', async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('renlin-field', 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('outbox');
        request.result.createObjectStore('drafts');
      };
      request.onsuccess = () => resolve(request.result);
    });
    const old = (id: string, at: number, more: object) => ({
      id,
      owner: 'me',
      kind: 'command',
      path: '/cases/c9/commands',
      body: { commandId: id, name: 'note', baseVersion: 4, occurredAt: at, form: { note: id } },
      photos: [],
      title: id,
      at,
      tries: 2,
      ...more,
    });
    const rows = [
      old('b', 20, { photos: [{ key: 'p', field: 'photos', thumb: '', blob: new Blob(['x']) }] }),
      old('a', 10, { refused: { code: 'input.invalid', words: '填写有误' } }),
      old('f', 5, { kind: 'file', path: '/cases', body: { commandId: 'f', text: '上报' } }),
      old('z', 1, { owner: 'somebody else' }),
    ];
    await new Promise<void>((resolve) => {
      const tx = db.transaction(['outbox', 'drafts'], 'readwrite');
      for (const row of rows) tx.objectStore('outbox').put(row, row.id);
      tx.objectStore('drafts').put({ text: '写了一半' }, 'report');
      tx.oncomplete = () => resolve();
    });
    db.close();
    const store = createMemoryStore();
    const drafts = new Map<string, unknown>();
    const keep = async (name: string, value: unknown) => void drafts.set(name, value);
    expect(await carryOver('me', store, { keep })).toBe(3);
    // A draft goes to the shelf, where it is sealed, and is carried over once.
    expect([...drafts]).toEqual([['draft report', { text: '写了一半' }]]);
    drafts.clear();
    const items = await store.list('me');
    expect(items.map((one) => [one.id, one.caseId, one.state, one.deviceAt])).toEqual([
      ['f', 'f', 'waiting', 5],
      ['a', 'c9', 'rejected', 10],
      ['b', 'c9', 'waiting', 20],
    ]);
    expect(items[2]).toMatchObject({
      baseVersion: 4,
      formsVersion: 1,
      photos: [{ state: 'waiting', bytes: 1 }],
    });
    expect(await (await store.blob('p'))?.text()).toBe('x');
    expect(await carryOver('me', store, { keep })).toBe(0);
    expect(drafts.size).toBe(0);
    expect(await store.list('me')).toHaveLength(3);
  });
});
