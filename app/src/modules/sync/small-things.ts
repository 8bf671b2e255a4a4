// What a grid worker's phone holds beside cases: the categories of a report, the cards of the own places, whom to call for what, what the
// printed codes there stand for, the plans in force there and what lies at the stock points.
import { createHash } from 'node:crypto';
import { phoneRegisters } from '../../engines/register/offline.ts';
import { chain, subtree } from '../../engines/tree/tree.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { SPOT_NEAR_METRES } from '../cases/public.ts';
import { type Catalogue, reportCategories } from '../catalogue/public.ts';
import { boxOfArea, readGridCard, selectPosts } from '../org/public.ts';
import { myPatrols } from '../patrol/public.ts';
import { listScannable } from '../places/public.ts';
import { phonePlans } from '../preparedness/public.ts';
import { phonePoints } from '../stocks/public.ts';
import type { Asking, SmallThing, Staff, SyncParts } from './ports.ts';

/** A person with more places than these is at a desk. */
const MOST_CARDS = 20;
const MOST_CONTACTS = 100;
/** Of each register: a grid has some hundreds of households. */
const MOST_RECORDS = 500;
/** Of the codes of one phone: a grid has some hundreds of houses and things, a street tens of thousands. */
const MOST_CODES = { assets: 2_000, buildings: 2_000 };
/** Duties that somebody in the field has to reach. */
const CALLED_FOR = ['dispatch', 'intake', 'escalate-receive', 'verify', 'command', 'hotline'];

export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}

/** How many printed codes, and how many records of registers, of the own places do not fit. */
type Left = { codes: number; records: number };

/** Everything beside the cases, and what of it does not fit. */
export async function readSmallThings(
  parts: SyncParts,
  tx: Tx,
  asking: Asking,
): Promise<{ things: SmallThing[]; left: Left }> {
  const { actor, locale } = asking;
  const now = parts.now();
  const { catalogue } = await parts.catalogue.facts(actor.district);
  const places = placesOf(actor);
  const cards: SmallThing[] = [];
  for (const { areaId, areaPath } of places) {
    const card = await readGridCard(tx, areaPath, now, locale);
    const bounds = await boxOfArea(tx, areaPath, now);
    cards.push({ id: `card/${areaId}`, type: 'card', payload: { areaId, ...card, bounds } });
  }
  const codes = await codesOf(tx, places);
  const registers = await phoneRegisters(tx, parts.registers, asking, MOST_RECORDS);
  const things: SmallThing[] = [
    { id: 'catalogue', type: 'catalogue', payload: { categories: reportCategories(catalogue, locale) } },
    { id: 'contacts', type: 'contacts', payload: { items: await contactsOf(tx, places, now) } },
    ...cards,
    { id: 'patrol', type: 'patrol', payload: await patrolsOf(parts, tx, asking) },
    ...codes.things,
    ...(await emergencyThings(parts, tx, asking, places)),
    ...registers.map(
      ({ left: _left, ...payload }): SmallThing => ({
        id: `register/${payload.code}`,
        type: 'register',
        payload,
      }),
    ),
  ];
  const records = registers.reduce((sum, one) => sum + one.left, 0);
  return { things, left: { codes: codes.leftOut, records } };
}

/** Plans and stock points of the own places; nothing where there are none. */
async function emergencyThings(
  parts: SyncParts,
  tx: Tx,
  asking: Asking,
  places: readonly { areaPath: string }[],
): Promise<SmallThing[]> {
  const paths = places.map((one) => one.areaPath);
  const plans = await phonePlans(parts.preparedness, tx, asking, paths);
  const points = await phonePoints(parts.stocks, tx, paths);
  return [
    ...(plans.length > 0 ? [{ id: 'plans', type: 'plans' as const, payload: { items: plans } }] : []),
    ...(points.length > 0 ? [{ id: 'stocks', type: 'stocks' as const, payload: { items: points } }] : []),
  ];
}

/** What each printed code of the own places stands for: a scan opens the place also where there is no network. */
async function codesOf(tx: Tx, places: readonly { areaId: string; areaPath: string }[]) {
  const things: SmallThing[] = [];
  const room = { ...MOST_CODES };
  let leftOut = 0;
  for (const { areaId, areaPath } of places) {
    const within = (await subtree(tx, 'area', areaPath)).map((node) => node.id);
    const areas = (await chain(tx, 'area', areaPath)).map(({ id, name, level }) => ({ id, name, level }));
    const { assets, buildings, total } = await listScannable(tx, within, room);
    room.assets -= assets.length;
    room.buildings -= buildings.length;
    leftOut += total - assets.length - buildings.length;
    things.push({
      id: `codes/${areaId}`,
      type: 'codes',
      payload: { nearMetres: SPOT_NEAR_METRES, areas, assets, buildings },
    });
  }
  return { things, leftOut };
}

/** What is due at the own places, with the checklists for it. Without the instant at which it was asked, which would change it each time. */
async function patrolsOf(parts: SyncParts, tx: Tx, asking: Asking): Promise<Record<string, unknown>> {
  const { at: _at, ...due } = await myPatrols(parts.patrol, tx, asking);
  return due;
}

function placesOf(actor: Staff): { areaId: string; areaPath: string }[] {
  const byId = new Map(actor.posts.map(({ areaId, areaPath }) => [areaId, { areaId, areaPath }]));
  return [...byId.values()].slice(0, MOST_CARDS);
}

/** Posts at and above the own places that are called for something: by post and unit, with the desk's phone and the published name only. */
async function contactsOf(tx: Tx, places: readonly { areaPath: string }[], now: number) {
  const found = new Map<
    string,
    { title: string; unit: string; name: string | null; phone: string | null; duties: string[] }
  >();
  for (const { areaPath } of places) {
    for (const post of await selectPosts(tx, civilDate(now), { above: areaPath, limit: MOST_CONTACTS })) {
      const duties = post.duties.filter((duty) => CALLED_FOR.includes(duty));
      const { phone } = post.unitAttributes;
      if (duties.length > 0)
        found.set(post.id, {
          title: post.title,
          unit: post.unitName,
          name: post.publishedName,
          phone: typeof phone === 'string' ? phone : null,
          duties,
        });
    }
  }
  return [...found.values()].slice(0, MOST_CONTACTS);
}

const digests = new WeakMap<Catalogue, string>();

/** Changes with whatever of the reader, and of the words they are given, shows on every page of a case. */
export async function readerStamp(parts: SyncParts, { actor, locale }: Asking): Promise<string> {
  const { catalogue } = await parts.catalogue.facts(actor.district);
  return digest([actor.posts, locale, catalogueDigest(catalogue)]);
}

function catalogueDigest(catalogue: Catalogue): string {
  let known = digests.get(catalogue);
  if (known === undefined) {
    known = digest([[...catalogue.categories.values()], catalogue.items, [...catalogue.units.values()]]);
    digests.set(catalogue, known);
  }
  return known;
}
