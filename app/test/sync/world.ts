// A district of its own for one run of the fuzz, with five phones and a desk that works online, and everything that may go wrong between
// them. All of it follows from the seed.
import { createRandom, type Random } from '@renlin/core/random';
import { SESSION_COOKIE } from '../../src/platform/auth/sessions.ts';
import type { NewItem } from '../../src/web/sync/item.ts';
import type { SealedEnd } from '../../src/web/sync/sealed-outbox.ts';
import {
  DAY,
  HOUR,
  MINUTE,
  type PersonKey,
  PRODUCT_NOW,
  type Seeded,
  seedDistrict,
  type TestProduct,
} from '../product.ts';
import { createPhone, type Fate, type Phone, type Trouble } from './phone.ts';

export const PHONES = [
  ['worker1', 0],
  // The second phone of the same person.
  ['worker1', -3 * HOUR],
  ['worker2', 365 * DAY],
  ['urban', 0],
  ['secretary1', 20 * MINUTE],
] as const satisfies readonly (readonly [PersonKey, number])[];

/** What every release of the app calls the field of a remark. */
const NOTE_FIELD = ['', 'text', 'words', 'note', 'note'];
export const RELEASES = 4;
export const FORM_HISTORY = [
  { release: 2, command: 'note', rename: { text: 'words' } },
  { release: 3, command: 'note', rename: { words: 'note' } },
  { release: 4, command: 'finish', drop: ['hours'] },
];

const FATES: readonly Fate[] = [
  'request-lost',
  'answer-lost',
  'doubled',
  'late',
  'busy',
  'too-many',
  'captive',
];
const ACTIONS = 34;

/** In some worlds the owner of this phone leaves the service while work lies on it. */
const LEAVER = 4;

export type Recorded = { phone: number; item: NewItem };
export type World = Awaited<ReturnType<typeof buildWorld>>;

export async function buildWorld(p: TestProduct, seed: number) {
  const random = createRandom(`sync-${seed}`);
  const code = `f${seed}`;
  p.clock.at = PRODUCT_NOW;
  await p.database.owner('insert into districts (code, name) values ($1, $2)', [code, `测试区 ${code}`]);
  const district: Seeded = await p.database.system((tx) => seedDistrict(tx, p.ids, p.clock.at), code);
  const desk = new Map<PersonKey, string>();
  const trouble = { level: 0, deadly: 0 };
  const counts = new Map<string, number>();
  const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by);

  // By the seed alone, so that the other worlds stay what they were.
  const leaving = seed % 4 === 2 ? { turn: 8 + (seed % 20), endedAt: null as number | null } : undefined;
  const leaverKey = leaving ? await keyOf('secretary1') : undefined;
  async function keyOf(person: PersonKey) {
    const answer = await online(person, 'GET', '/sync/key');
    return answer.body;
  }

  const phones = PHONES.map(([person, skewMs], index) => {
    const chance = random.fork(`phone ${index}`);
    const mischief: Trouble = {
      fate: () => (chance.next() < trouble.level ? chance.pick(FATES) : 'good'),
      dies: () => chance.next() < trouble.deadly,
    };
    const account = district.accounts[person];
    return createPhone({
      p,
      account,
      owner: account,
      random: chance,
      trouble: mischief,
      skewMs,
      formsVersion: 1 + chance.int(2),
      ...(index === LEAVER && leaverKey ? { serverKey: leaverKey } : {}),
    });
  });
  for (const phone of phones) await phone.signIn();
  async function online(person: PersonKey, method: string, url: string, body?: unknown) {
    let cookie = desk.get(person);
    if (!cookie) {
      cookie = (await p.platform.sessions.create(district.accounts[person], { ip: '', userAgent: 'desk' }))
        .token;
      desk.set(person, cookie);
    }
    return p.call(null, method, `/api/v1${url}`, {
      ...(body === undefined ? {} : { body }),
      headers: { cookie: `${SESSION_COOKIE}=${cookie}` },
    });
  }

  const recorded: Recorded[] = [];
  async function submit(index: number, item: NewItem): Promise<void> {
    const phone = phones[index] as Phone;
    let written = false;
    await phone.live(async (sync) => {
      await sync.submit(item);
      written = true;
    });
    // The promise is made when the phone has written it down, whether the page lived to say so or not.
    if (written || (await phone.items()).some((one) => one.id === item.id))
      recorded.push({ phone: index, item });
  }

  const east = () => ({ lng: 120.381 + random.next() * 0.018, lat: 36.291 + random.next() * 0.008 });

  async function fileOffline(index: number): Promise<void> {
    const phone = phones[index] as Phone;
    const id = phone.ids.next();
    const kind = random.next();
    const body: Record<string, unknown> = {
      commandId: id,
      kind: kind < 0.7 ? 'incident' : kind < 0.85 ? 'trifle' : 'request',
      ...(kind < 0.7
        ? { category: 'utility.manhole' }
        : kind < 0.85
          ? { category: 'appearance.litter' }
          : {}),
      text: random.next() < 0.08 ? '' : `离线上报 ${recorded.length}`,
      point: random.next() < 0.06 ? { lng: 121, lat: 36 } : east(),
      channel: 'patrol',
    };
    const photos =
      random.next() < 0.2 ? [{ key: `${id}-p`, field: '', thumb: '', blob: await picture(random) }] : [];
    await submit(index, {
      id,
      caseId: id,
      kind: 'file',
      path: '/cases',
      body,
      baseVersion: null,
      title: '',
      photos,
    });
    count('filed');
    if (photos.length > 0) count('with photo');
    if (photos.length > 0 && random.next() < 0.2) {
      await phone.shelf.dropBlobs([`${id}-p`]);
      count('photo lost');
    }
  }

  async function commandOffline(index: number): Promise<void> {
    const phone = phones[index] as Phone;
    const mine = (await phone.items()).filter((item) => item.kind === 'file' && item.state !== 'rejected');
    const things = await phone.replica.list('case');
    const own = mine.length > 0 && random.next() < 0.4 ? random.pick(mine) : undefined;
    const thing = own || things.length === 0 ? undefined : random.pick(things);
    if (!own && !thing) return fileOffline(index);
    const caseId = own?.id ?? String(thing?.payload['id']);
    const offered = (thing?.payload['actions'] as { name: string }[] | undefined)?.map((one) => one.name) ?? [
      'note',
    ];
    const names = offered.filter((name) => name in forms);
    const name = random.next() < 0.06 ? 'resume' : names.length > 0 ? random.pick(names) : 'note';
    const form = forms[name]?.(phone.formsVersion) ?? {};
    const baseVersion = thing ? Number(thing.payload['version']) : 1;
    const id = phone.ids.next();
    const body = { commandId: id, name, form };
    await submit(index, {
      id,
      caseId,
      kind: 'command',
      path: `/cases/${caseId}/commands`,
      body,
      baseVersion,
      title: name,
      photos: [],
    });
    count(`command ${name}`);
  }

  const forms: Record<string, (release: number) => Record<string, unknown>> = {
    note: (release) => ({ [NOTE_FIELD[release] as string]: `备注 ${recorded.length}` }),
    accept: () => ({}),
    sign: () => ({}),
    finish: (release) => ({ result: '办好了', ...(release < 4 ? { hours: '2' } : {}) }),
    verify: () => ({ result: 'pass' }),
    escalate: () => ({ reason: '没人管' }),
    urge: () => ({}),
    pause: () => ({ reason: 'weather', note: '等雨停' }),
    resume: () => ({}),
  };

  /** Somebody at a desk, with a good line, does the next sensible thing to a case. */
  async function deskWorks(): Promise<void> {
    const list = await online('dispatcher1', 'GET', '/cases?view=all&open=1&limit=20');
    const rows = list.body.items as { id: string; version: number; state: { code: string } }[];
    if (rows.length === 0) return;
    const row = random.pick(rows);
    const unit = district.units['urban-management'];
    const [name, form] =
      row.state.code === 'reported'
        ? (['accept', {}] as const)
        : row.state.code === 'filed'
          ? (['dispatch', { unit }] as const)
          : random.next() < 0.5
            ? (['note', { note: '桌上的备注' }] as const)
            : (['correct', { headline: `改过 ${row.version}` }] as const);
    const body = { commandId: p.ids.next(), name, baseVersion: row.version, form };
    await online('dispatcher1', 'POST', `/cases/${row.id}/commands`, body);
    count('desk');
  }

  async function redraw(): Promise<void> {
    const border = 120.386 + random.next() * 0.008;
    const { g1, g2 } = district.areas;
    const outline = (west: number, east_: number) => ({
      type: 'Polygon',
      coordinates: [
        [
          [west, 36.29],
          [east_, 36.29],
          [east_, 36.3],
          [west, 36.3],
          [west, 36.29],
        ],
      ],
    });
    const plan = {
      kind: 'redraw',
      tree: 'area',
      outlines: [
        { id: g1, geometry: outline(120.38, border) },
        { id: g2, geometry: outline(border, 120.4) },
      ],
    };
    const answer = await online('admin', 'POST', '/org/changes', { commandId: p.ids.next(), plan });
    if (answer.status === 200 && answer.body.state === 'done') count('redrawn');
  }

  /** A worker gets another grid, or comes back. */
  async function moveStaff(): Promise<void> {
    const person = random.pick(['worker1', 'worker2'] as const);
    const area = random.pick([district.areas.g1, district.areas.g2, district.areas.g3]);
    await p.database.owner('update org_posts set area_id = $2 where id = $1', [district.posts[person], area]);
    p.platform.sessions.forget(code);
    count('moved');
  }

  async function endSessions(): Promise<void> {
    await p.platform.sessions.revokeAll(random.pick(phones).account);
    count('session ended');
  }

  async function passTime(): Promise<void> {
    p.clock.at += random.pick([20_000, 5 * MINUTE, 40 * MINUTE, 2 * HOUR]);
    if (random.next() < 0.3) count('lapsed', await p.product.cases.engine.runTimers(code, 50));
  }

  /** What a person does when the phone asks. */
  async function decide(index: number): Promise<void> {
    const phone = phones[index] as Phone;
    for (const item of await phone.items()) {
      if (item.state !== 'held' || item.why === 'early' || random.next() < 0.3) continue;
      count(`asked: ${item.why}`);
      await phone.live(async (sync) => {
        if (item.why === 'photo') await sync.withoutPhotos(item.id);
        else if (item.why === 'earlier-refused') await sync.goOn(item.id);
        else {
          const current = item.said?.params['current'];
          const thing = await phone.replica.find(`case/${item.caseId}`);
          await sync.again(item.id, Number(current ?? thing?.payload['version'] ?? item.baseVersion));
        }
      });
    }
  }

  async function upgrade(index: number): Promise<void> {
    const phone = phones[index] as Phone;
    await phone.restart(Math.min(RELEASES, phone.formsVersion + 1));
    count('upgraded');
  }

  /** The office writes down that somebody has left: their access ends, and their phone never hears of it. */
  async function leave(): Promise<void> {
    const body = { commandId: p.ids.next(), id: district.persons.secretary1, name: 'leave', form: {} };
    const answer = await online('admin', 'POST', '/people/commands', body);
    if (answer.status !== 200) throw new Error(`leaving refused: ${answer.text}`);
    if (leaving) leaving.endedAt = p.clock.at;
    count('left');
  }
  const hasLeft = (index: number) => index === LEAVER && leaving?.endedAt != null;
  const handedIn = new Map<string, SealedEnd['verdict']>();

  async function signInAgain(index: number): Promise<void> {
    if (hasLeft(index)) return;
    const phone = phones[index] as Phone;
    await phone.signIn();
    await phone.live((sync) => sync.signedIn());
  }

  async function act(): Promise<void> {
    const index = random.int(phones.length);
    const phone = phones[index] as Phone;
    const roll = random.next();
    if (roll < 0.2) await fileOffline(index);
    else if (roll < 0.42) await commandOffline(index);
    else if (roll < 0.56) await phone.live((sync) => sync.pump());
    else if (roll < 0.66) await phone.pull();
    else if (roll < 0.75) await deskWorks();
    else if (roll < 0.8) await passTime();
    else if (roll < 0.84) await redraw();
    else if (roll < 0.88) await moveStaff();
    else if (roll < 0.91) await endSessions();
    else if (roll < 0.94) await upgrade(index);
    else if (roll < 0.97) await decide(index);
    else if (roll < 0.985) await phone.letLateArrive();
    else {
      phone.clock.skewMs += random.pick([-DAY, HOUR, 30 * DAY]);
      count('clock changed');
    }
    // Whoever's phone died picks it up again, sometimes at once.
    if (random.next() < 0.7) await restartDead();
    if (random.next() < 0.25 && phone.sync.status().signedOut) await signInAgain(index);
  }

  async function restartDead(): Promise<void> {
    for (const phone of phones) if (phone.isDead()) await phone.restart();
  }

  return {
    seed,
    code,
    district,
    phones,
    counts,
    /** Whose access ended, when, and what became of the work on their phone. */
    left: (index: number) => (hasLeft(index) ? { endedAt: leaving?.endedAt as number, handedIn } : undefined),
    recorded,
    online,
    random,
    /** The days in which everything goes wrong. */
    async live(): Promise<void> {
      for (const phone of phones) await phone.restart();
      await deskFiles();
      trouble.level = 0.3;
      trouble.deadly = 0.012;
      for (let turn = 0; turn < ACTIONS; turn++) {
        if (turn === leaving?.turn) await leave();
        await act();
      }
    },
    /** The day on which everybody has a good line, and all that was under way arrives. */
    async settle(): Promise<void> {
      trouble.level = 0;
      trouble.deadly = 0;
      for (const phone of random.shuffle([...phones])) await phone.letLateArrive();
      for (const [index, phone] of phones.entries()) {
        await phone.restart();
        await signInAgain(index);
      }
      for (let turn = 0; turn < 12; turn++) {
        p.clock.at += 6 * MINUTE;
        let busy = false;
        for (const [index, phone] of phones.entries()) {
          if (hasLeft(index)) continue;
          await phone.live((sync) => sync.pump());
          busy ||= (await phone.items()).some(
            (item) =>
              ['waiting', 'sending', 'needs-login'].includes(item.state) &&
              !isBlocked(item.caseId, item.seq, phone),
          );
        }
        if (!busy) break;
      }
      // What is handed in is news for the others: it comes before they ask for the last time.
      for (const [index, phone] of phones.entries()) {
        if (!hasLeft(index)) continue;
        for (const [id, verdict] of await phone.handIn()) handedIn.set(id, verdict);
        count('handed in', [...handedIn.values()].filter((one) => one.is === 'done').length);
        count('not taken over', [...handedIn.values()].filter((one) => one.is === 'refused').length);
      }
      for (const [index, phone] of phones.entries()) if (!hasLeft(index)) await phone.pull();
    },
  };

  function isBlocked(caseId: string, seq: number, phone: Phone): boolean {
    return phone.sync
      .status()
      .items.some((one) => one.caseId === caseId && one.seq < seq && one.state === 'held');
  }

  /** Something is there already when the phones come for the first time. */
  async function deskFiles(): Promise<void> {
    for (let index = 0; index < 3; index++) {
      const id = p.ids.next();
      const body = {
        commandId: id,
        kind: 'incident',
        category: 'utility.manhole',
        text: `井盖 ${index}`,
        point: east(),
      };
      await online('hotline', 'POST', '/cases', body);
    }
    for (const phone of phones) await phone.pull();
  }
}

/** A small picture of one colour; the file store really decodes it. */
async function picture(random: Random): Promise<Blob> {
  const { default: sharp } = await import('sharp');
  const background = { r: random.int(256), g: random.int(256), b: random.int(256) };
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();
  return new Blob([new Uint8Array(bytes)]);
}
