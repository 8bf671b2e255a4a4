// Small pictures of the cases on the phone: the day's work first, no more than fits, gone with their case, taken up again after a break.
import { beforeEach, expect, it } from 'vitest';
import { createMemoryReplica, type ReplicaStore } from '../../sync/replica.ts';
import { dropPictures, keepPictures, keptPicture, keptPictures, type PictureShelf } from './pictures.ts';

let notes: Map<string, unknown>;
let replica: ReplicaStore;
let shelf: PictureShelf;
let fetched: string[];
beforeEach(() => {
  notes = new Map();
  fetched = [];
  replica = createMemoryReplica();
  shelf = {
    replica,
    async keep(name, value) {
      notes.set(name, structuredClone(value));
    },
    kept: async <T>(name: string) => notes.get(name) as T | undefined,
    async unkeep(name) {
      notes.delete(name);
    },
  };
});

async function hold(cases: Record<string, string[]>, queue: string[], removed: string[] = []) {
  await replica.apply({
    cursor: 'c',
    reset: null,
    removed,
    more: false,
    leftOut: [],
    items: [
      { id: 'work', type: 'work', stamp: '1', payload: { queue, waiting: [] } },
      ...Object.entries(cases).map(([id, photos]) => ({
        id: `case/${id}`,
        type: 'case',
        stamp: '1',
        payload: { id, photos: photos.map((fileId) => ({ fileId, stage: 'before', at: 0 })) } as never,
      })),
    ],
  });
}
const thumb = async (fileId: string) => {
  fetched.push(fileId);
  return new Blob([new Uint8Array(1000)], { type: 'image/webp' });
};

it('keeps those of today’s work first, and no more than fits', async () => {
  await hold({ a: ['a1'], b: ['b1', 'b2'], c: ['c1'] }, ['c', 'b']);
  await keepPictures(shelf, thumb, 3_000);
  expect(fetched).toEqual(['c1', 'b1', 'b2']);
  expect(await keptPictures(shelf)).toEqual({ count: 3, bytes: 3_000 });
  expect(await keptPicture(shelf, 'c1')).toMatch(/^data:image\/webp;base64,AAAA/);
  expect(await keptPicture(shelf, 'a1')).toBeUndefined();
  await keepPictures(shelf, thumb, 3_000);
  expect(fetched).toHaveLength(3);
});

it('lets them go with their case, and fetches what then has room', async () => {
  await hold({ a: ['a1'], b: ['b1'] }, ['a', 'b']);
  await keepPictures(shelf, thumb, 1_000);
  expect(await keptPictures(shelf)).toEqual({ count: 1, bytes: 1_000 });
  await hold({}, ['b'], ['case/a']);
  await keepPictures(shelf, thumb, 1_000);
  expect(await keptPicture(shelf, 'a1')).toBeUndefined();
  expect(await keptPicture(shelf, 'b1')).toBeDefined();
  await dropPictures(shelf);
  expect([...notes.keys()]).toEqual([]);
});

it('goes on where the line broke, and steps over what nobody may see any more', async () => {
  await hold({ a: ['a1', 'gone', 'a2', 'a3'] }, ['a']);
  let line = 2;
  const weak = async (fileId: string) => {
    if (line-- <= 0) throw new Error('no line');
    return fileId === 'gone' ? undefined : thumb(fileId);
  };
  await expect(keepPictures(shelf, weak)).rejects.toThrow('no line');
  expect(await keptPictures(shelf)).toEqual({ count: 1, bytes: 1_000 });
  line = 9;
  await keepPictures(shelf, weak);
  expect(fetched).toEqual(['a1', 'a2', 'a3']);
});
