// The engine against a server that the test plays: what each answer does to the work, what waits for what, and that a phone which dies
// between any two steps takes everything up again under the same ids.
import { createRandom } from '@renlin/core/random';
import { beforeEach, describe, expect, it } from 'vitest';
import { LONGEST_MS, pauseAfter } from './backoff.ts';
import { createSync, type Sync } from './engine.ts';
import type { Item, NewItem } from './item.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Answer, Store, Transport } from './ports.ts';
import { skewOf } from './skew.ts';
import { verdictOf } from './verdict.ts';

type Sent = { path: string; body: Record<string, unknown> };

const NOW = Date.UTC(2026, 6, 15, 2);
let clock: { at: number };
let sent: Sent[];
let uploads: string[];
let answers: (Answer | ((sent: Sent) => Answer | Promise<Answer>))[];
let uploadAnswers: Answer[];
let store: Store;
let made: number;

const answer = (status: number, body: unknown = {}, more: Partial<Answer> = {}): Answer => ({
  status,
  body,
  date: null,
  retryAfterMs: null,
  ...more,
});
const accepted = (stepVersion = 2) => answer(200, { outcome: 'accepted', stepVersion });
const refusal = (status: number, code: string, more: Partial<Answer> = {}) =>
  answer(status, { code, title: `words of ${code}`, params: { current: 7 } }, more);
const lost = answer(0, null);

const transport: Transport = {
  async send(path, body) {
    sent.push({ path, body });
    const next = answers.shift() ?? accepted();
    return typeof next === 'function' ? next({ path, body }) : next;
  },
  async upload(photo, progress) {
    uploads.push(photo.key);
    await progress({ url: `/up/${photo.key}`, sentBytes: 1 });
    return uploadAnswers.shift() ?? answer(200, { ref: `file-${photo.key}` });
  },
};

beforeEach(() => {
  clock = { at: NOW };
  sent = [];
  uploads = [];
  answers = [];
  uploadAnswers = [];
  store = createMemoryStore();
  made = 0;
});

type Opening = { transport?: Transport; store?: Store; skewMs?: number; heard?: () => number | undefined };
async function open(more: Opening = {}): Promise<Sync> {
  const sync = createSync({
    owner: 'me',
    store,
    transport,
    clock: { now: () => clock.at },
    random: createRandom('engine'),
    ids: { next: () => `new-${++made}` },
    formsVersion: 3,
    ...more,
  });
  await sync.start();
  return sync;
}

const note = (id: string, caseId = 'c1', more: Partial<NewItem> = {}): NewItem => ({
  id,
  caseId,
  kind: 'command',
  path: `/cases/${caseId}/commands`,
  body: { commandId: id, name: 'note', form: { note: id } },
  baseVersion: 1,
  title: id,
  photos: [],
  ...more,
});
const stateOf = (sync: Sync, id: string) => sync.find(id)?.state;
const ids = () => sent.map((one) => one.body['commandId']);

describe('a wrong clock', () => {
  it('is known from whatever the app has asked, before anything was ever sent', async () => {
    const YEAR = 366 * 86_400_000;
    let told: number | undefined;
    const sync = await open({ heard: () => told });
    expect(sync.skew()).toBeUndefined();
    // Written before any answer, sent after one.
    clock.at = NOW - YEAR;
    await sync.submit(note('a'));
    told = YEAR;
    await sync.pump();
    expect(sent[0]?.body['occurredAt']).toBe(NOW);
    await sync.submit(note('b'));
    told = 0;
    await sync.pump();
    // What was known when it was written down stays with it.
    expect(sent[1]?.body['occurredAt']).toBe(NOW);
    expect(sync.skew()).toBe(0);
  });
});

describe('what an answer means', () => {
  it.each<[string, Answer, string]>([
    ['accepted', accepted(), 'done'],
    ['merged', answer(200, { outcome: 'merged', stepVersion: 4 }), 'done'],
    ['held by the server', answer(202, { outcome: 'held' }), 'held'],
    ['a sign-in page of a café', answer(200, '<html>'), 'later'],
    ['a gateway without words of ours', answer(403, '<html>forbidden'), 'later'],
    ['no network', lost, 'later'],
    ['the session ended', refusal(401, 'auth.required'), 'login'],
    ['the password is too old', refusal(403, 'auth.password-change-required'), 'login'],
    ['the person may not', refusal(403, 'auth.forbidden'), 'refused'],
    ['not there for this person', refusal(404, 'cases.not-found'), 'refused'],
    ['a wrong form', refusal(400, 'input.invalid'), 'refused'],
    ['too slow', refusal(408, 'input.malformed'), 'later'],
    ['too early', refusal(425, 'server.early'), 'later'],
    ['too many', refusal(429, 'rate.limited'), 'later'],
    ['busy', refusal(503, 'server.busy'), 'later'],
    ['full', refusal(507, 'server.storage-full'), 'later'],
    ['a bug over there', refusal(500, 'server.bug'), 'later'],
    ['somebody was faster', refusal(409, 'cases.version-conflict'), 'held'],
    ['not possible any more', refusal(409, 'cases.not-possible'), 'held'],
    ['an id that is taken', refusal(409, 'cases.command-id-reused'), 'refused'],
  ])('%s', (_what, given, expected) => {
    expect(verdictOf('command', given).is).toBe(expected);
  });
  it('a filing meets no conflict: whatever stands against it is said', () => {
    expect(verdictOf('file', refusal(409, 'resource.conflict')).is).toBe('refused');
  });
  it('a record is taken when our server says anything at all, and a conflict is its end', () => {
    expect(verdictOf('record', answer(200, { id: 'r1' }))).toMatchObject({ is: 'done', state: 'accepted' });
    expect(verdictOf('record', answer(200, '<html>')).is).toBe('later');
    expect(verdictOf('record', refusal(409, 'patrol.plan-ended')).is).toBe('refused');
  });
});

describe('waiting', () => {
  it('doubles up to five minutes, with a random half', () => {
    const edge = (value: number) => ({ next: () => value });
    expect([1, 2, 3].map((n) => pauseAfter(n, edge(0)))).toEqual([2500, 5000, 10_000]);
    expect(pauseAfter(99, edge(0.999999))).toBeLessThanOrEqual(LONGEST_MS);
    expect(pauseAfter(99, edge(0))).toBe(LONGEST_MS / 2);
    const random = createRandom('jitter');
    expect(new Set(Array.from({ length: 20 }, () => pauseAfter(3, random))).size).toBeGreaterThan(15);
  });
  it('waits as long as the server says, tries the lost at once when the network is back', async () => {
    const sync = await open();
    answers = [refusal(429, 'rate.limited', { retryAfterMs: 90_000 }), lost];
    await sync.submit(note('a'));
    await sync.submit(note('b', 'c2'));
    await sync.pump();
    expect(sync.find('a')?.notBefore).toBe(NOW + 90_000);
    expect(sync.find('b')?.notBefore).toBeLessThan(NOW + 10_000);
    expect(sync.nextAt()).toBe(sync.find('b')?.notBefore);
    await sync.wake();
    await sync.pump();
    expect([stateOf(sync, 'a'), stateOf(sync, 'b')]).toEqual(['waiting', 'accepted']);
    clock.at += 90_000;
    await sync.pump();
    expect(stateOf(sync, 'a')).toBe('accepted');
    expect(ids()).toEqual(['a', 'b', 'b', 'a']);
  });
});

describe('order', () => {
  it('keeps it inside a case and lets no case wait for another', async () => {
    const sync = await open();
    answers = [lost];
    for (const [id, caseId] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
      ['b2', 'b'],
    ] as const)
      await sync.submit(note(id, caseId));
    await sync.pump();
    expect(ids()).toEqual(['a1', 'b1', 'b2']);
    clock.at += 60_000;
    await sync.pump();
    expect(ids().slice(3)).toEqual(['a1', 'a2']);
  });
  it('a record leaves as it was filled in, with its time and photos, and no record waits for another', async () => {
    const sync = await open();
    const record = { kind: 'record' as const, path: '/patrol/records', baseVersion: null };
    const body = { commandId: 'r1', planId: 'p', form: { answers: { clear: 'no' } } };
    const photos = [{ key: 'p', field: 'photos-clear', thumb: '', blob: new Blob(['x']) }];
    const busyForFirst = ({ body: given }: Sent) =>
      given['commandId'] === 'r1' ? answer(503, {}) : answer(200, { id: 'r2' });
    answers = [busyForFirst, busyForFirst];
    await sync.submit(note('r1', 'r1', { ...record, body, photos }));
    await sync.submit(note('r2', 'r2', { ...record, body: { ...body, commandId: 'r2' } }));
    await sync.pump();
    expect(sync.find('r1')?.state).toBe('waiting');
    expect(sync.find('r2')?.state).toBe('accepted');
    expect(sent.find((one) => one.body.commandId === 'r1')?.body).toEqual({
      ...body,
      occurredAt: NOW,
      form: { answers: { clear: 'no' }, 'photos-clear': ['file-p'] },
    });
  });
  it('a long upload stops no short report, also one that comes later', async () => {
    let release: (given: Answer) => void = () => undefined;
    const slow: Transport = {
      ...transport,
      upload: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    };
    const sync = await open({ transport: slow });
    const photo = { key: 'p', field: 'photos', thumb: '', blob: new Blob(['x']) };
    await sync.submit(note('long', 'a', { photos: [photo] }));
    const pumping = sync.pump();
    await sync.submit(note('short', 'b'));
    expect((await sync.attempt('short'))?.state).toBe('accepted');
    expect(stateOf(sync, 'long')).toBe('sending');
    release(answer(200, { ref: 'f' }));
    await pumping;
    expect(stateOf(sync, 'long')).toBe('accepted');
  });
  it('names the commands of its own that the person knew of, and no others', async () => {
    const sync = await open();
    answers = [accepted(2), accepted(5), accepted(6)];
    await sync.submit(note('a'));
    await sync.submit(note('b'));
    await sync.pump();
    // The page was loaded again in between: what it shows needs no naming.
    await sync.submit(note('c', 'c1', { baseVersion: 5 }));
    await sync.pump();
    expect(sent.map((one) => one.body['follows'])).toEqual([undefined, ['a'], undefined]);
    expect(sent.map((one) => one.body['baseVersion'])).toEqual([1, 1, 5]);
  });
  it('asks about what rests on refused work: kept, not sent, not dropped', async () => {
    const sync = await open();
    answers = [refusal(400, 'input.invalid')];
    for (const id of ['a', 'b', 'c']) await sync.submit(note(id));
    await sync.submit(note('d', 'c2'));
    await sync.pump();
    expect(['a', 'b', 'c', 'd'].map((id) => stateOf(sync, id))).toEqual([
      'rejected',
      'held',
      'waiting',
      'accepted',
    ]);
    expect(sync.find('a')?.said?.title).toBe('words of input.invalid');
    expect(sync.find('b')?.why).toBe('earlier-refused');
    expect(sync.asking()).toBe(1);
    await sync.drop('a');
    expect(stateOf(sync, 'b')).toBe('held');
    await sync.goOn('b');
    await sync.pump();
    expect([stateOf(sync, 'b'), stateOf(sync, 'c')]).toEqual(['accepted', 'accepted']);
    expect(sent.find((one) => one.body['commandId'] === 'b')?.body['follows']).toBeUndefined();
  });
});

describe('conflicts and refusals', () => {
  it('sends again what is not possible any more under a new id: the server remembers the old one', async () => {
    const sync = await open();
    answers = [refusal(409, 'cases.not-possible')];
    await sync.submit(note('a'));
    await sync.submit(note('b'));
    await sync.pump();
    await sync.again('a', 7);
    await sync.pump();
    expect(sent.at(-2)?.body).toMatchObject({ commandId: 'new-1', baseVersion: 7 });
    expect(sent.at(-1)?.body).toMatchObject({ commandId: 'b', follows: ['new-1'] });
    expect(sync.find('a')).toMatchObject({ state: 'accepted', formerIds: ['a'] });
  });
  it('holds a conflict with what the server says, and sends it again when the person still wants it', async () => {
    const sync = await open();
    answers = [refusal(409, 'cases.version-conflict')];
    await sync.submit(note('a'));
    await sync.submit(note('b'));
    await sync.pump();
    expect(sync.find('a')).toMatchObject({
      state: 'held',
      why: 'conflict',
      said: { params: { current: 7 } },
    });
    expect(stateOf(sync, 'b')).toBe('waiting');
    await sync.again('a', 7);
    await sync.pump();
    expect(sent.at(-2)?.body).toMatchObject({ commandId: 'a', baseVersion: 7 });
    expect(sent.at(-1)?.body).toMatchObject({ commandId: 'b', follows: ['a'] });
    expect(stateOf(sync, 'a')).toBe('accepted');
  });
  it('asks again for what the server holds until it is carried out', async () => {
    const sync = await open();
    answers = [answer(202, { outcome: 'held' }), accepted()];
    await sync.submit(note('a'));
    await sync.pump();
    expect(sync.find('a')).toMatchObject({ state: 'held', why: 'early' });
    expect(sync.asking()).toBe(0);
    clock.at += 60_000;
    await sync.pump();
    expect(stateOf(sync, 'a')).toBe('accepted');
    expect(ids()).toEqual(['a', 'a']);
  });
  it('keeps everything when the session ends, and goes on after signing in', async () => {
    const sync = await open();
    answers = [refusal(401, 'auth.required')];
    await sync.submit(note('a'));
    await sync.pump();
    await sync.submit(note('b', 'c2'));
    await sync.pump();
    expect([stateOf(sync, 'a'), stateOf(sync, 'b')]).toEqual(['needs-login', 'waiting']);
    expect(sync.status().signedOut).toBe(true);
    expect(sent).toHaveLength(1);
    await sync.signedIn();
    await sync.pump();
    expect([stateOf(sync, 'a'), stateOf(sync, 'b')]).toEqual(['accepted', 'accepted']);
  });
});

describe('photos', () => {
  const photo = (key: string) => ({ key, field: 'photos', thumb: '', blob: new Blob([key]) });
  it('leave first, and the record names them in their field', async () => {
    const sync = await open();
    await sync.submit(note('a', 'c1', { photos: [photo('p'), { ...photo('q'), field: 'photosBefore' }] }));
    await sync.pump();
    expect(uploads).toEqual(['p', 'q']);
    expect(sent[0]?.body['form']).toEqual({ note: 'a', photos: ['file-p'], photosBefore: ['file-q'] });
    expect(await store.blob('p')).toBeUndefined();
  });
  it('a lost upload is taken up where it was, and the record waits for it', async () => {
    const sync = await open();
    uploadAnswers = [lost];
    await sync.submit(note('a', 'c1', { photos: [photo('p')] }));
    await sync.pump();
    expect(sent).toEqual([]);
    expect(sync.find('a')?.photos[0]).toMatchObject({ state: 'waiting', uploadUrl: '/up/p', sentBytes: 1 });
    clock.at += 60_000;
    await sync.pump();
    expect(stateOf(sync, 'a')).toBe('accepted');
  });
  it('one that can’t be read any more says so, and the person goes on without it', async () => {
    const sync = await open();
    await sync.submit(note('a', 'c1', { photos: [photo('p'), photo('q')] }));
    await store.dropBlobs(['p']);
    await sync.pump();
    expect(sync.find('a')).toMatchObject({ state: 'held', why: 'photo', photos: [{ state: 'lost' }, {}] });
    await sync.withoutPhotos('a');
    await sync.pump();
    expect(sent[0]?.body['form']).toEqual({ note: 'a', photos: ['file-q'] });
  });
  it('one that the server does not take is the person’s decision; an upload that it forgot begins anew', async () => {
    const sync = await open();
    uploadAnswers = [refusal(404, 'resource.not-found'), refusal(413, 'files.too-large')];
    await sync.submit(note('a', 'c1', { photos: [photo('p')] }));
    await sync.pump();
    expect(sync.find('a')?.photos[0]).toMatchObject({ state: 'refused' });
    expect(sync.find('a')?.why).toBe('photo');
    const other = await open({ store: createMemoryStore() });
    uploadAnswers = [lost, refusal(404, 'resource.not-found')];
    await other.submit(note('b', 'c1', { photos: [photo('q')] }));
    for (let turn = 0; turn < 3; turn++) {
      await other.pump();
      clock.at += 60_000;
    }
    expect(stateOf(other, 'b')).toBe('accepted');
  });
  it('those that waited too long at the server are sent anew', async () => {
    const sync = await open();
    answers = [refusal(400, 'files.not-yours')];
    await sync.submit(note('a', 'c1', { photos: [photo('p')] }));
    await sync.pump();
    expect(uploads).toEqual(['p', 'p']);
    expect(stateOf(sync, 'a')).toBe('accepted');
  });
});

describe('clocks', () => {
  it('measures how wrong the phone is and says when it really happened', async () => {
    const year = 365 * 86_400_000;
    clock.at = NOW + year;
    const sync = await open();
    const date = () => ({ server: NOW, sent: clock.at, received: clock.at });
    answers = [answer(503, { code: 'server.busy' }, { date: date() }), accepted()];
    await sync.submit(note('a'));
    await sync.pump();
    clock.at += 60_000;
    await sync.pump();
    expect(Math.abs((sent.at(-1)?.body['occurredAt'] as number) - NOW)).toBeLessThan(2_000);
    // The raw time stays as it was.
    expect(sync.find('a')?.deviceAt).toBe(NOW + year);
    expect(skewOf({ date: { server: NOW, sent: NOW + 800, received: NOW + 1_000 } })).toBe(0);
    expect(skewOf({ date: null })).toBeUndefined();
  });
});

describe('a phone that dies', () => {
  it('between any two steps loses nothing and does nothing under a second id', async () => {
    const work = async (sync: Sync) => {
      await sync.submit(
        note('a', 'c1', { photos: [{ key: 'p', field: 'photos', thumb: '', blob: new Blob(['x']) }] }),
      );
      await sync.submit(note('b'));
      await sync.pump();
    };
    let steps = 0;
    for (let fatal = 1; ; fatal++) {
      store = createMemoryStore();
      sent = [];
      steps = 0;
      let die: () => void = () => undefined;
      const died = new Promise<void>((resolve) => {
        die = resolve;
      });
      const mortal =
        <A extends unknown[], T>(call: (...given: A) => Promise<T>) =>
        async (...given: A): Promise<T> => {
          const result = steps < fatal ? await call(...given) : undefined;
          steps += 1;
          if (steps < fatal) return result as T;
          die();
          return new Promise<never>(() => undefined);
        };
      const dying = await open({
        transport: { send: mortal(transport.send), upload: mortal(transport.upload) },
        store: {
          ...store,
          add: mortal(store.add),
          save: mortal(store.save),
          blob: mortal(store.blob),
          dropBlobs: mortal(store.dropBlobs),
        },
      });
      await Promise.race([work(dying), died]);
      const survived = steps < fatal;
      const kept = (await store.list('me')).map((item) => item.id);
      const again = await open();
      await work(again);
      expect([stateOf(again, 'a'), stateOf(again, 'b')], `died at step ${fatal}`).toEqual([
        'accepted',
        'accepted',
      ]);
      for (const id of kept) expect(again.find(id)).toBeDefined();
      expect(new Set(ids())).toEqual(new Set(['a', 'b']));
      // The order holds over both lives.
      expect(ids().lastIndexOf('a')).toBeLessThan(ids().indexOf('b'));
      if (survived) break;
    }
    expect(steps).toBeGreaterThan(8);
  });
  it('keeps what was refused, and what was taken for some days', async () => {
    const sync = await open();
    answers = [refusal(400, 'input.invalid'), accepted()];
    await sync.submit(note('a'));
    await sync.submit(note('z', 'c9'));
    await sync.pump();
    clock.at += 10 * 86_400_000;
    const later = await open();
    expect(later.status().items.map((item: Item) => [item.id, item.state])).toEqual([['a', 'rejected']]);
  });
  it('too full to take anything away keeps it in the list, and starts all the same', async () => {
    const sync = await open();
    answers = [refusal(400, 'input.invalid'), accepted()];
    await sync.submit(note('a'));
    await sync.submit(note('z', 'c9'));
    await sync.pump();
    const room = store.drop;
    store.drop = async () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    await sync.drop('a');
    expect(stateOf(sync, 'a')).toBe('rejected');
    clock.at += 10 * 86_400_000;
    const later = await open();
    expect([stateOf(later, 'a'), stateOf(later, 'z')]).toEqual(['rejected', 'accepted']);
    store.drop = room;
    await later.drop('a');
    expect(later.find('a')).toBeUndefined();
  });
});
