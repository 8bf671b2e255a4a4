// A phone in a test: the product's own engine and replica, on a shelf that outlives the app, and a network that the test (or chance)
// spoils. Requests go to the whole product in this process, on a real PostgreSQL.

import type { Random } from '@renlin/core/random';
import { createIds } from '../../src/kernel/ids.ts';
import { SESSION_COOKIE } from '../../src/platform/auth/sessions.ts';
import { createSync, type Sync } from '../../src/web/sync/engine.ts';
import type { Item } from '../../src/web/sync/item.ts';
import { createMemoryStore } from '../../src/web/sync/memory-store.ts';
import type { Answer, Store, Transport } from '../../src/web/sync/ports.ts';
import { createMemoryReplica, type Page, pull, type ReplicaStore } from '../../src/web/sync/replica.ts';
import {
  type SealedEnd,
  type SealedPhotoRow,
  type SealedRow,
  sealingStore,
  sendSealedWork,
} from '../../src/web/sync/sealed-outbox.ts';
import type { ServerKey } from '../../src/web/sync/sealing.ts';
import type { TestProduct } from '../product.ts';

/** What happens to one request on its way. */
export type Fate =
  | 'good'
  | 'request-lost'
  | 'answer-lost'
  | 'doubled'
  /** Arrives after others that were sent later; the phone has given up on it by then. */
  | 'late'
  | 'busy'
  | 'too-many'
  /** A sign-in page of a public network answers in the server's place. */
  | 'captive';

export type Trouble = {
  /** What becomes of the next request. */
  fate(): Fate;
  /** Whether the phone dies right here, between two steps. */
  dies(): boolean;
};
export const noTrouble: Trouble = { fate: () => 'good', dies: () => false };

type Raw = { status: number; body: unknown; headers: Record<string, unknown> };

export type PhoneParts = {
  p: TestProduct;
  account: string;
  owner: string;
  random: Random;
  trouble: Trouble;
  /** How far this phone's clock is from the true one. */
  skewMs?: number;
  formsVersion?: number;
  /** With this key the phone keeps a second copy of unsent work that only the server can open. */
  serverKey?: ServerKey;
};

export type Phone = ReturnType<typeof createPhone>;

const HEAD_CODES: Record<number, string> = {
  401: 'auth.required',
  404: 'files.upload-unknown',
  410: 'files.upload-expired',
};
/** Small, so that even a test's picture comes in several pieces. */
const PIECE = 60;

const NEVER = new Promise<never>(() => undefined);

export function createPhone(parts: PhoneParts) {
  const { p, random } = parts;
  const shelf = createMemoryStore();
  const replica = createMemoryReplica();
  const device = `phone-${Array.from({ length: 8 }, () => random.int(36).toString(36)).join('')}`;
  const late: (() => Promise<void>)[] = [];
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  const clock = { skewMs: parts.skewMs ?? 0 };
  const ids = createIds(
    () => p.clock.at + clock.skewMs,
    (size) => Uint8Array.from({ length: size }, () => random.int(256)),
  );
  let formsVersion = parts.formsVersion ?? 1;
  let cookie = '';
  let skewKnown: number | undefined;
  let life = newLife();

  type Life = { dead: boolean; died: Promise<void>; die(): void };
  function newLife(): Life {
    let die: () => void = () => undefined;
    const died = new Promise<void>((resolve) => {
      die = resolve;
    });
    const made: Life = { dead: false, died, die: () => undefined };
    made.die = () => {
      made.dead = true;
      die();
    };
    return made;
  }

  /** One step of the app: the phone may die before it or after it, and a dead phone does nothing more. */
  async function step<T>(of: Life, work: () => Promise<T>): Promise<T> {
    if (!of.dead && parts.trouble.dies()) {
      count('killed');
      of.die();
    }
    if (of.dead) return NEVER;
    const result = await work();
    if (!of.dead && parts.trouble.dies()) {
      count('killed');
      of.die();
    }
    return of.dead ? NEVER : result;
  }

  async function request(
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Raw> {
    const binary = body instanceof Uint8Array;
    const raw = await p.app.inject({
      method: method as 'GET',
      url: `/api/v1${url}`,
      headers: {
        ...(body === undefined || binary ? {} : { 'content-type': 'application/json' }),
        ...(cookie === '' ? {} : { cookie: `${SESSION_COOKIE}=${cookie}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: binary ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const json = String(raw.headers['content-type'] ?? '').includes('json');
    return {
      status: raw.statusCode,
      body: json && raw.body !== '' ? raw.json() : undefined,
      headers: raw.headers,
    };
  }

  const LOST: Raw = { status: 0, body: null, headers: {} };

  /** A request with its fate. */
  async function travel(send: () => Promise<Raw>): Promise<Raw> {
    const fate = parts.trouble.fate();
    count(fate);
    switch (fate) {
      case 'good':
        return send();
      case 'request-lost':
        return LOST;
      case 'answer-lost':
        await send();
        return LOST;
      case 'doubled':
        return (await Promise.all([send(), send()]))[random.int(2)] as Raw;
      case 'late':
        late.push(async () => {
          await send();
        });
        return LOST;
      case 'busy':
        return { status: 503, body: { code: 'server.busy', title: 'busy' }, headers: {} };
      case 'too-many':
        return {
          status: 429,
          body: { code: 'rate.limited', title: 'slower' },
          headers: { 'retry-after': '7' },
        };
      case 'captive':
        return { status: 200, body: '<html>sign in to the network</html>', headers: {} };
    }
  }

  function answerOf(raw: Raw): Answer {
    const now = p.clock.at + clock.skewMs;
    const reached = raw.status !== 0 && 'x-request-id' in raw.headers;
    const retryAfter = raw.headers['retry-after'];
    return {
      status: raw.status,
      body: raw.body,
      // The product's clock is the test's; the header of a real server would say the same.
      date: reached ? { server: Math.floor(p.clock.at / 1000) * 1000, sent: now, received: now } : null,
      retryAfterMs: retryAfter === undefined ? null : Number(retryAfter) * 1000,
    };
  }

  const transportOf = (of: Life): Transport => ({
    send: (path, body) =>
      step(of, async () => {
        const token = cookie;
        return answerOf(
          await travel(() => {
            // Sent with the session that the phone had then.
            const before = cookie;
            cookie = token;
            const sent = request('POST', path, body);
            cookie = before;
            return sent;
          }),
        );
      }),
    upload: (photo, progress) => step(of, () => uploadPhoto(of, photo, progress)),
  });

  /** In pieces (tus), each of which has a fate of its own; a begun upload goes on where it stopped. */
  async function uploadPhoto(
    of: Life,
    photo: Parameters<Transport['upload']>[0],
    progress: Parameters<Transport['upload']>[1],
  ): Promise<Answer> {
    const bytes = new Uint8Array(await photo.blob.arrayBuffer());
    const tus = { 'tus-resumable': '1.0.0' };
    let url = photo.uploadUrl;
    let offset = 0;
    if (url === undefined) {
      const begun = await travel(() =>
        request('POST', '/uploads', undefined, { ...tus, 'upload-length': String(bytes.length) }),
      );
      if (begun.status !== 201) return answerOf(begun);
      url = String(begun.headers['location']).replace('/api/v1', '');
      await progress({ url, sentBytes: 0 });
    } else {
      const at = await travel(() => request('HEAD', url as string, undefined, tus));
      // An answer to HEAD has no body: the client asks anew, and hears it in words.
      if (at.status !== 200)
        return answerOf({ ...at, body: at.body ?? { code: HEAD_CODES[at.status] ?? '' } });
      if (at.headers['upload-offset'] === undefined) return answerOf({ ...at, status: 0 });
      offset = Number(at.headers['upload-offset']);
      count('upload resumed');
      if (at.headers['renlin-file']) return answerOf({ ...at, body: { ref: at.headers['renlin-file'] } });
    }
    for (;;) {
      const piece = bytes.subarray(offset, offset + PIECE);
      const headers = {
        ...tus,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(offset),
      };
      const raw = await step(of, () => travel(() => request('PATCH', url as string, piece, headers)));
      if (raw.status !== 204) return answerOf(raw);
      offset = Number(raw.headers['upload-offset']);
      await progress({ url, sentBytes: offset });
      const ref = raw.headers['renlin-file'];
      if (ref) return answerOf({ ...raw, status: 200, body: { ref } });
    }
  }

  const sealedRows = new Map<string, SealedRow>();
  const sealedPhotos = new Map<string, SealedPhotoRow>();
  /** As the app does it: the sealed copy is made beside the work, and goes with it. */
  function storeOf(of: Life): Store {
    const { serverKey, owner } = parts;
    const store = openStoreOf(of);
    if (!serverKey) return store;
    return sealingStore({
      store,
      sealed: {
        has: async (id) => sealedRows.has(id),
        async put(row, photos) {
          sealedRows.set(row.id, row);
          for (const photo of photos) sealedPhotos.set(photo.key, photo);
        },
        async drop(id) {
          sealedRows.delete(id);
        },
      },
      account: owner,
      keyOf: async () => serverKey,
      skewMs: () => sync.skew() ?? 0,
    });
  }

  const openStoreOf = (of: Life): Store => ({
    list: (owner) => step(of, () => shelf.list(owner)),
    add: (item, blobs) => step(of, () => shelf.add(item, blobs)),
    save: (item) => step(of, () => shelf.save(item)),
    drop: (item) => step(of, () => shelf.drop(item)),
    blob: (key) => step(of, () => shelf.blob(key)),
    dropBlobs: (keys) => step(of, () => shelf.dropBlobs(keys)),
  });

  function newSync(of: Life): Sync {
    return createSync({
      owner: parts.owner,
      store: storeOf(of),
      transport: transportOf(of),
      clock: { now: () => p.clock.at + clock.skewMs },
      random,
      ids,
      formsVersion,
      skewMs: skewKnown,
    });
  }
  let sync = newSync(life);

  /** Does something in the app of this life; true when the phone survived it. */
  async function live(work: (sync: Sync) => Promise<unknown>): Promise<boolean> {
    const of = life;
    await Promise.race([work(sync), of.died]);
    const measured = sync.skew();
    if (measured !== undefined) skewKnown = measured;
    return !of.dead;
  }

  return {
    device,
    ids,
    counts,
    clock,
    shelf,
    replica: replica as ReplicaStore,
    account: parts.account,
    owner: parts.owner,
    get sync() {
      return sync;
    },
    get formsVersion() {
      return formsVersion;
    },
    live,
    /** What the phone's own clock says. */
    now: () => p.clock.at + clock.skewMs,
    /** Everything that the phone has written down, whether the app is running or not. */
    items: (): Promise<Item[]> => shelf.list(parts.owner),
    /** The app is started again, perhaps as a newer release. True when it survived the start. */
    async restart(release?: number): Promise<boolean> {
      life.die();
      life = newLife();
      if (release !== undefined) formsVersion = release;
      sync = newSync(life);
      return live((one) => one.start());
    },
    isDead: () => life.dead,
    /** With a session that is there, or a new one. */
    async signIn(session?: string): Promise<void> {
      if (session !== undefined) {
        cookie = session;
        return;
      }
      const { token } = await p.platform.sessions.create(parts.account, { ip: '', userAgent: 'phone' });
      cookie = token;
    },
    request,
    /** Brings the replica up to date; false when the network did not let it. */
    async pull(): Promise<boolean> {
      let ok = true;
      await live(async () => {
        const asked = pull(replica, async (cursor) => {
          const query = `device=${device}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}&limit=20`;
          const raw = await step(life, () => travel(() => request('GET', `/sync/changes?${query}`)));
          if (raw.status !== 200 || typeof raw.body !== 'object') throw new Error(`no page: ${raw.status}`);
          return raw.body as Page;
        });
        await asked.catch((error: unknown) => {
          if (!(error instanceof Error && error.message.startsWith('no page'))) throw error;
          ok = false;
        });
      });
      return ok && !life.dead;
    },
    /** Sends the sealed copies without a session, as often as the network makes it; gives how each piece ended, by its id. */
    async handIn(): Promise<Map<string, SealedEnd['verdict']>> {
      cookie = '';
      const ends = new Map<string, SealedEnd['verdict']>();
      for (let round = 0; round < 50 && sealedRows.size > ends.size; round++) {
        const sent = await sendSealedWork({
          rows: [...sealedRows.values()],
          photoOf: async (key) => sealedPhotos.get(key),
          send: async (path, body) => answerOf(await travel(() => request('POST', path, body))),
          async done(id) {
            sealedRows.delete(id);
          },
          door: 'hand-in',
        });
        for (const { id, verdict } of sent) {
          if (verdict.is === 'later' || verdict.is === 'login') continue;
          ends.set(id, verdict);
          sealedRows.delete(id);
        }
        if (sealedRows.size === 0) break;
      }
      return ends;
    },
    /** What was under way all that time arrives now, in no order. */
    async letLateArrive(): Promise<void> {
      for (const arrive of random.shuffle(late.splice(0))) await arrive();
    },
  };
}
