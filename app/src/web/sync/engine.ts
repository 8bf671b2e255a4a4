// The heart of offline work: takes what a person did, writes it down, and sees it through to an end. It knows nothing of pages,
// IndexedDB or the network (see `ports.ts`). Every change of an item is written before the next step is taken, and every step may be
// the last one before the phone dies: whatever was written is taken up again from there, under the same command id.
import { LONGEST_WAIT_MS, pauseAfter } from './backoff.ts';
import { asksPerson, bodyOf, commandIdOf, type Item, type ItemPhoto, isFinal, type NewItem } from './item.ts';
import { chainOf, inOrder, lastOf, nextInstant, readyItems, restingOn } from './lanes.ts';
import type { Answer, Clock, Ids, Random, Store, Transport } from './ports.ts';
import { skewOf } from './skew.ts';
import { verdictOf } from './verdict.ts';

export type SyncParts = {
  owner: string;
  store: Store;
  transport: Transport;
  clock: Clock;
  random: Random;
  ids: Ids;
  /** The release of the forms that this build of the app shows. */
  formsVersion: number;
  /** How far the server's clock was ahead when it was last measured; kept by the caller between starts. */
  skewMs?: number | undefined;
  /** The same as other answers told since the app was opened; undefined while none did. */
  heard?: (() => number | undefined) | undefined;
};

export type SyncStatus = {
  /** In the order of the work. */
  items: readonly Item[];
  sending: boolean;
  /** The session is over: nothing leaves until somebody signs in. */
  signedOut: boolean;
  /** Whether the last attempt reached the server. */
  online: boolean;
};

export type Sync = ReturnType<typeof createSync>;

/** How many cases are sent at once: a long upload does not stop a short report. */
const AT_ONCE = 3;
/** How often a photo that the server has thrown away in the meantime is sent anew. */
const MOST_RENEWALS = 3;
const CONFLICT = 'cases.version-conflict';
/** How long what was taken stays in the list. */
const KEEP_DONE_MS = 3 * 86_400_000;

export function createSync(parts: SyncParts) {
  const { store, transport, clock, random } = parts;
  const items = new Map<string, Item>();
  const flying = new Set<string>();
  const listeners = new Set<() => void>();
  const landings = new Map<string, () => void>();
  /** Photos for which the phone had no room. */
  const unkept = new Map<string, Blob>();
  let skewMs = parts.skewMs;
  /** The first report of a phone must not go out by a wrong clock only because nothing was sent before it. */
  const ahead = (): number | undefined => skewMs ?? parts.heard?.();
  let signedOut = false;
  let online = true;
  let stopped = false;
  let status: SyncStatus = { items: [], sending: false, signedOut, online };

  function tell(): void {
    status = { items: inOrder([...items.values()]), sending: flying.size > 0, signedOut, online };
    for (const listener of listeners) listener();
  }

  /** Written first, then believed. A full phone must not stop what the network could take, so a failure to write is only not remembered. */
  async function put(item: Item): Promise<Item> {
    await store.save(item).catch(() => undefined);
    items.set(item.id, item);
    tell();
    return item;
  }

  const change = (item: Item, part: Partial<Item>): Promise<Item> =>
    put({ ...(items.get(item.id) ?? item), ...part });

  /** Takes up what an earlier life of this phone wrote down. */
  async function start(): Promise<void> {
    for (const item of await store.list(parts.owner)) items.set(item.id, item);
    for (const item of [...items.values()]) {
      if (item.state === 'sending' || item.state === 'needs-login') await change(item, { state: 'waiting' });
      if (item.state === 'rejected') await askAbout(item);
    }
    const before = clock.now() - KEEP_DONE_MS;
    for (const item of [...items.values()])
      if (isFinal(item) && item.state !== 'rejected' && (item.endedAt ?? 0) < before && !isNeeded(item))
        await remove(item);
    tell();
  }

  function isNeeded(item: Item): boolean {
    return [...items.values()].some((one) => one.after === item.id && !isFinal(one));
  }

  /**
   * Writes a new piece of work down; it leaves with the next `pump`. A phone that is full must not stop what the network could take:
   * then the item says that only memory holds it (`unkept`), and the page must not let go of it before it has arrived.
   */
  async function submit(given: NewItem): Promise<Item> {
    const known = items.get(given.id);
    if (known) return known;
    const list = [...items.values()];
    const { photos, ...rest } = given;
    const item: Item = {
      ...rest,
      owner: parts.owner,
      seq: list.reduce((most, one) => Math.max(most, one.seq), 0) + 1,
      formerIds: [],
      after: lastOf(list, given.caseId)?.id ?? null,
      deviceAt: clock.now(),
      skewMs: ahead() ?? null,
      formsVersion: parts.formsVersion,
      photos: photos.map(
        ({ key, field, thumb, ref, blob }): ItemPhoto => ({
          key,
          field,
          thumb,
          state: ref ? 'sent' : 'waiting',
          ...(ref ? { ref } : {}),
          sentBytes: 0,
          bytes: blob?.size ?? 0,
          renewed: 0,
        }),
      ),
      attempts: 0,
      notBefore: 0,
      state: 'waiting',
      madeVersion: null,
    };
    const blobs = new Map(photos.flatMap(({ key, blob }) => (blob ? [[key, blob] as const] : [])));
    const kept = await store.add(item, blobs).then(
      () => item,
      (): Item => {
        for (const [key, blob] of blobs) unkept.set(key, blob);
        return { ...item, unkept: true };
      },
    );
    items.set(kept.id, kept);
    tell();
    return kept;
  }

  /** Sends what may be sent now, and gives when nothing more can be done at this instant. Runs at the same time are one. */
  let pumping: Promise<void> | undefined;
  function pump(): Promise<void> {
    look();
    pumping ??= run().finally(() => {
      pumping = undefined;
    });
    return pumping;
  }

  // Something new may leave: a pump that waits for a long upload looks again.
  let look: () => void = () => undefined;

  async function run(): Promise<void> {
    const running = new Set<Promise<void>>();
    for (;;) {
      const looked = new Promise<void>((resolve) => {
        look = resolve;
      });
      for (const item of mayStart(AT_ONCE - running.size)) {
        const one: Promise<void> = deliver(item).finally(() => running.delete(one));
        running.add(one);
      }
      if (running.size === 0) return;
      await Promise.race([...running, looked]);
    }
  }

  function mayStart(most: number): Item[] {
    if (signedOut || stopped) return [];
    const ready = readyItems([...items.values()], clock.now());
    return ready.filter((item) => !flying.has(item.id)).slice(0, most);
  }

  /** Sends one item if its turn has come, and gives it as it is then. */
  async function attempt(id: string): Promise<Item | undefined> {
    const ready = readyItems([...items.values()], clock.now());
    if (!signedOut && !stopped && ready.some((item) => item.id === id)) {
      const landed = new Promise<void>((resolve) => {
        landings.set(id, resolve);
      });
      void pump();
      look();
      await landed;
    }
    return items.get(id);
  }

  async function deliver(item: Item): Promise<void> {
    flying.add(item.id);
    try {
      const begun = await change(item, { state: 'sending', attempts: item.attempts + 1 });
      const whole = await sendPhotos(begun);
      if (whole) await sendBody(whole);
    } finally {
      flying.delete(item.id);
      landings.get(item.id)?.();
      landings.delete(item.id);
      tell();
    }
  }

  /** The record leaves when its photos have arrived; undefined when it has to wait. */
  async function sendPhotos(item: Item): Promise<Item | undefined> {
    let current = item;
    for (const { key } of item.photos) {
      const photo = current.photos.find((one) => one.key === key);
      if (!photo || photo.state === 'sent' || photo.state === 'left-out') continue;
      const next = await sendPhoto(current, photo);
      if (!next) return undefined;
      current = next;
    }
    return current;
  }

  async function sendPhoto(item: Item, photo: ItemPhoto): Promise<Item | undefined> {
    const patch = (part: Partial<ItemPhoto>, more: Partial<Item> = {}) => {
      const now = items.get(item.id) ?? item;
      const photos = now.photos.map((one) => (one.key === photo.key ? { ...one, ...part } : one));
      return change(now, { ...more, photos });
    };
    const blob = unkept.get(photo.key) ?? (await store.blob(photo.key).catch(() => undefined));
    if (!blob) {
      await patch({ state: 'lost' }, { state: 'held', why: 'photo' });
      return undefined;
    }
    const answer = await transport.upload(
      { key: photo.key, blob, uploadUrl: photo.uploadUrl },
      async ({ url, sentBytes }) => {
        await patch({ uploadUrl: url, sentBytes });
      },
    );
    learn(item, answer);
    const ref = (answer.body as { ref?: unknown } | null)?.ref;
    if (answer.status >= 200 && answer.status < 300 && typeof ref === 'string')
      return patch({ state: 'sent', ref, sentBytes: photo.bytes });
    const verdict = verdictOf('file', answer);
    if (verdict.is === 'refused') {
      const { said } = verdict;
      // Another piece was faster: the next attempt asks where to go on.
      if (said.status === 409 || said.status === 423) {
        await later(items.get(item.id) ?? item, null);
        return undefined;
      }
      // A begun upload that the server no longer knows begins anew.
      if ((said.status === 404 || said.status === 410) && photo.uploadUrl !== undefined) {
        const { uploadUrl: _gone, ...rest } = photo;
        const now = items.get(item.id) ?? item;
        const photos = now.photos.map((one) => (one.key === photo.key ? { ...rest, sentBytes: 0 } : one));
        await later(await change(now, { photos }), null);
      } else await patch({ state: 'refused', said }, { state: 'held', why: 'photo', said });
      return undefined;
    }
    await waitFor(items.get(item.id) ?? item, verdict);
    return undefined;
  }

  async function sendBody(item: Item): Promise<void> {
    const answer = await transport.send(item.path, bodyOf(item, chainOf(items, item), ahead() ?? 0));
    learn(item, answer);
    const verdict = verdictOf(item.kind, answer);
    switch (verdict.is) {
      case 'done': {
        const { state, madeVersion, answer: given } = verdict;
        await store.dropBlobs(item.photos.map((photo) => photo.key)).catch(() => undefined);
        const { said: _said, why: _why, ...rest } = items.get(item.id) ?? item;
        await put({ ...rest, state, madeVersion, answer: given, endedAt: clock.now() });
        return;
      }
      case 'held':
        if (verdict.why === 'early') await later(item, null, { state: 'held', why: 'early' });
        else
          await change(item, {
            state: 'held',
            why: 'conflict',
            ...(verdict.said ? { said: verdict.said } : {}),
          });
        return;
      case 'refused': {
        const renewed = renewedPhotos(item, verdict.said);
        if (renewed) return later(item, 0, { state: 'waiting', photos: renewed });
        await askAbout(await change(item, { state: 'rejected', said: verdict.said, endedAt: clock.now() }));
        return;
      }
      default:
        await waitFor(item, verdict);
    }
  }

  async function waitFor(item: Item, verdict: ReturnType<typeof verdictOf>): Promise<void> {
    if (verdict.is === 'login') {
      signedOut = true;
      await change(item, { state: 'needs-login', said: verdict.said });
    } else if (verdict.is === 'later') await later(item, verdict.retryAfterMs);
  }

  function later(
    item: Item,
    afterMs: number | null,
    part: Partial<Item> = { state: 'waiting' },
  ): Promise<void> {
    const pause = Math.max(
      Math.min(afterMs ?? 0, LONGEST_WAIT_MS),
      afterMs === 0 ? 0 : pauseAfter(item.attempts, random),
    );
    return change(item, { ...part, notBefore: clock.now() + pause }).then(() => undefined);
  }

  /** What waited too long for its record was thrown away by the server: as long as the bytes are here they are sent anew. */
  function renewedPhotos(item: Item, said: Item['said']): readonly ItemPhoto[] | undefined {
    if (said?.code !== 'files.not-yours') return undefined;
    const may = item.photos.filter(
      (one) => one.state === 'sent' && one.bytes > 0 && one.renewed < MOST_RENEWALS,
    );
    if (may.length === 0) return undefined;
    return item.photos.map((one) => {
      if (!may.includes(one)) return one;
      const { ref: _ref, uploadUrl: _url, ...rest } = one;
      return { ...rest, state: 'waiting', sentBytes: 0, renewed: one.renewed + 1 };
    });
  }

  /** What builds on refused work is kept and not sent until the person has decided. */
  async function askAbout(refused: Item): Promise<void> {
    for (const item of restingOn([...items.values()], refused.id))
      await change(item, { state: 'held', why: 'earlier-refused' });
  }

  function learn(item: Item, answer: Answer): void {
    const now = items.get(item.id);
    if (now) items.set(item.id, { ...now, lastStatus: answer.status });
    online = answer.status !== 0;
    const measured = skewOf(answer);
    if (measured !== undefined) skewMs = measured;
  }

  /** Somebody signed in as the owner: what waited for that goes on. */
  async function signedIn(): Promise<void> {
    signedOut = false;
    for (const item of [...items.values()])
      if (item.state === 'needs-login') await change(item, { state: 'waiting', notBefore: 0 });
    tell();
  }

  /** The network is back: what waited for it leaves. What the server asked to come later comes later. */
  async function wake(): Promise<void> {
    for (const item of [...items.values()])
      if (item.state === 'waiting' && item.lastStatus === 0 && item.notBefore > clock.now())
        await change(item, { notBefore: 0 });
  }

  /** What a full phone can't even take away stays in the list: the next start, or the person, tries again. */
  async function remove(item: Item): Promise<void> {
    const gone = await store.drop(item).then(
      () => true,
      () => false,
    );
    if (!gone && !item.unkept) return;
    for (const photo of item.photos) unkept.delete(photo.key);
    items.delete(item.id);
    tell();
  }

  /** The person gives it up, or has read why it was refused. What builds on it is asked about. */
  async function drop(id: string): Promise<void> {
    const item = items.get(id);
    if (!item || flying.has(id)) return;
    if (item.state !== 'accepted' && item.state !== 'merged') await askAbout(item);
    await remove(item);
  }

  /** The person has seen what others did (`baseVersion`) and still wants it. */
  async function again(id: string, baseVersion: number): Promise<void> {
    const item = items.get(id);
    if (item?.state !== 'held' || item.why !== 'conflict') return;
    const { said: _said, why: _why, ...rest } = item;
    const renewed = { ...rest, baseVersion, state: 'waiting' as const, attempts: 0, notBefore: 0 };
    // A conflict leaves no mark on the server: under the same id it can't be carried out twice, whatever is still under way.
    if (item.said?.code === CONFLICT) await put(renewed);
    else {
      // Any other refusal is remembered for the old id, which can't be carried out any more.
      const formerIds = [...item.formerIds, commandIdOf(item)];
      await put({ ...renewed, formerIds, body: { ...item.body, commandId: parts.ids.next() } });
    }
  }

  /** The person wants it although what it was built on was refused. */
  async function goOn(id: string): Promise<void> {
    const item = items.get(id);
    if (item?.state !== 'held' || item.why !== 'earlier-refused') return;
    const { why: _why, ...rest } = item;
    const earlier = item.after === null ? undefined : items.get(item.after);
    await put({ ...rest, after: earlier?.after ?? null, state: 'waiting', notBefore: 0 });
  }

  /** The person goes on without the photos that can't be sent. */
  async function withoutPhotos(id: string): Promise<void> {
    const item = items.get(id);
    if (item?.state !== 'held' || item.why !== 'photo') return;
    const { why: _why, said: _said, ...rest } = item;
    const photos = item.photos.map(
      (one): ItemPhoto =>
        one.state === 'lost' || one.state === 'refused' ? { ...one, state: 'left-out' } : one,
    );
    await put({ ...rest, photos, state: 'waiting', notBefore: 0 });
  }

  return {
    start,
    submit,
    attempt,
    pump,
    signedIn,
    wake,
    drop,
    again,
    goOn,
    withoutPhotos,
    find: (id: string) => items.get(id),
    status: () => status,
    /** When the next item may leave by itself; null when nothing waits for time. */
    nextAt: () => (signedOut ? null : nextInstant([...items.values()], clock.now())),
    /** How far the server's clock is ahead; undefined until an answer told. */
    skew: ahead,
    /** How many items wait for the person. */
    asking: () => [...items.values()].filter(asksPerson).length,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** Lets nothing more leave; what is under way ends. */
    stop() {
      stopped = true;
      listeners.clear();
    },
  };
}
