// Shelters as people use them: kept in readiness, opened, counted at the door, closed when empty.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import type { CountBody, DrillBody, OpenBody, ShelterBody, SpaceBody } from './contract.ts';
import type { Asking, SheltersParts, Staff } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const KEEPING = ['intake', 'dispatch', 'command'] as const;
/** How many other shelters a refusal names. */
const NAMED = 3;

function staffOf({ actor }: Asking): Staff {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

function keeps(actor: Staff, one: Pick<store.ShelterRow, 'areaPath' | 'keeperPost'>): boolean {
  return (
    actor.posts.some((post) => post.postId === one.keeperPost) ||
    KEEPING.some((duty) => holdsDutyOver(actor, duty, one.areaPath))
  );
}

/** Places that are neither taken nor promised. What is promised to somebody who is inside already is not counted twice. */
const roomOf = (one: store.ShelterRow) => one.capacity - Math.max(one.inside, one.allocated);

function viewOf(one: store.ShelterRow, actor: Staff) {
  return {
    ...one,
    open: one.openingId !== null,
    room: Math.max(0, roomOf(one)),
    over: Math.max(0, one.inside - one.capacity),
    mine: keeps(actor, one),
  };
}

export async function listShelters(tx: Tx, asking: Asking, open: boolean | undefined) {
  const actor = staffOf(asking);
  const all = await store.listShelters(tx);
  const items = all.filter((one) => open === undefined || (one.openingId !== null) === open);
  return { items: items.map((one) => viewOf(one, actor)) };
}

async function getShelter(tx: Tx, id: string, path = 'id'): Promise<store.ShelterRow> {
  const found = await store.findShelter(tx, id);
  if (!found) throw problem('shelters.unknown', {}, [{ path, code: 'shelter' }]);
  return found;
}

async function mine(tx: Tx, asking: Asking, id: string): Promise<store.ShelterRow> {
  const actor = staffOf(asking);
  const found = await getShelter(tx, id);
  if (!keeps(actor, found)) throw problem('shelters.not-yours', { shelter: found.name });
  return found;
}

export async function viewShelter(tx: Tx, asking: Asking, id: string) {
  const one = await getShelter(tx, id);
  const counts = one.openingId === null ? [] : await store.listCounts(tx, one.openingId);
  return { ...viewOf(one, staffOf(asking)), counts };
}

export async function addShelter(parts: SheltersParts, tx: Tx, asking: Asking, body: ShelterBody) {
  const actor = staffOf(asking);
  const area = (await parts.areaChain(actor.district, body.areaId)).at(-1);
  if (!area) throw problem('shelters.area-unknown', {}, [{ path: 'areaId', code: 'shelter-area' }]);
  if (!keeps(actor, { areaPath: area.path, keeperPost: '' }))
    throw problem('shelters.not-yours', { shelter: area.name });
  const [keeper] = await selectPosts(tx, civilDate(parts.now()), { ids: [body.keeperPost] });
  if (!keeper) throw problem('shelters.keeper-unknown', {}, [{ path: 'keeperPost', code: 'shelter-keeper' }]);
  const { point, drill, ...rest } = body;
  if (drill && drill.on > civilDate(parts.now()))
    throw problem('shelters.time', {}, [{ path: 'drill/on', code: 'shelter-future' }]);
  await store.insertShelter(
    tx,
    {
      ...rest,
      lng: point?.lng ?? null,
      lat: point?.lat ?? null,
      drilledOn: drill?.on ?? null,
      drilledMinutes: drill?.minutes ?? null,
    },
    parts.now(),
  );
  return viewShelter(tx, asking, body.id);
}

/** A space as it is from now on. Fewer places than are taken or promised is refused with the number: nobody inside is argued away. */
export async function editShelter(parts: SheltersParts, tx: Tx, asking: Asking, id: string, body: SpaceBody) {
  const actor = staffOf(asking);
  await store.lockShelter(tx, id);
  const one = await mine(tx, asking, id);
  const area = (await parts.areaChain(actor.district, body.areaId)).at(-1);
  if (!area) throw problem('shelters.area-unknown', {}, [{ path: 'areaId', code: 'shelter-area' }]);
  if (!keeps(actor, { areaPath: area.path, keeperPost: area.id === one.areaId ? one.keeperPost : '' }))
    throw problem('shelters.not-yours', { shelter: area.name });
  const [keeper] = await selectPosts(tx, civilDate(parts.now()), { ids: [body.keeperPost] });
  if (!keeper) throw problem('shelters.keeper-unknown', {}, [{ path: 'keeperPost', code: 'shelter-keeper' }]);
  const taken = Math.max(one.inside, one.allocated);
  if (body.capacity < taken)
    throw problem('shelters.taken', { shelter: one.name, people: taken }, [
      { path: 'capacity', code: 'shelter-taken' },
    ]);
  const { point, ...rest } = body;
  await store.updateShelter(tx, id, { ...rest, lng: point?.lng ?? null, lat: point?.lat ?? null });
  return viewShelter(tx, asking, id);
}

/** The conversion was tried: on which day, and how long it took. The last one shows. */
export async function recordDrill(parts: SheltersParts, tx: Tx, asking: Asking, id: string, body: DrillBody) {
  const one = await mine(tx, asking, id);
  if (body.on > civilDate(parts.now()))
    throw problem('shelters.time', {}, [{ path: 'on', code: 'shelter-future' }]);
  if (one.drilledOn !== null && body.on < one.drilledOn)
    throw problem('shelters.time', {}, [{ path: 'on', code: 'shelter-drill-before' }]);
  await store.recordDrill(tx, id, body);
  return viewShelter(tx, asking, id);
}

function instantOf(parts: SheltersParts, at: number | undefined, from: number): number {
  const now = parts.now();
  if (at === undefined) return now;
  // Written down by hand at midnight, the date is soon a day or a year off.
  if (at > now) throw problem('shelters.time', {}, [{ path: 'at', code: 'shelter-future' }]);
  if (at < from) throw problem('shelters.time', {}, [{ path: 'at', code: 'shelter-before-opening' }]);
  return at;
}

export async function openShelter(parts: SheltersParts, tx: Tx, asking: Asking, id: string, body: OpenBody) {
  const actor = staffOf(asking);
  await mine(tx, asking, id);
  const at = instantOf(parts, body.at, 0);
  // Two people at the door open it once: the first stands.
  await store.insertOpening(tx, { id: body.id, shelterId: id, at, by: actor.accountId, why: body.why });
  return viewShelter(tx, asking, id);
}

export async function closeShelter(
  parts: SheltersParts,
  tx: Tx,
  asking: Asking,
  id: string,
  at: number | undefined,
) {
  const actor = staffOf(asking);
  await store.lockShelter(tx, id);
  const one = await mine(tx, asking, id);
  if (one.openingId === null || one.openedAt === null) return viewShelter(tx, asking, id);
  if (one.inside > 0) throw problem('shelters.still-inside', { shelter: one.name, people: one.inside });
  await store.closeOpening(tx, one.openingId, actor.accountId, instantOf(parts, at, one.openedAt));
  return viewShelter(tx, asking, id);
}

/** Shelters with room for so many, open ones first, then those that open soonest. */
async function roomElsewhere(tx: Tx, not: string, people: number, care: number): Promise<string> {
  const fitting = (await store.listShelters(tx))
    .filter((one) => one.id !== not && roomOf(one) >= people && one.careCapacity - one.allocatedCare >= care)
    .sort(
      (a, b) =>
        Number(b.openingId !== null) - Number(a.openingId !== null) ||
        a.conversionMinutes - b.conversionMinutes ||
        roomOf(b) - roomOf(a),
    );
  return fitting
    .slice(0, NAMED)
    .map((one) => `${one.name} ${roomOf(one)}`)
    .join('、');
}

async function refuseFull(
  tx: Tx,
  one: store.ShelterRow,
  free: number,
  people: number,
  care: number,
  path: string,
): Promise<never> {
  const elsewhere = await roomElsewhere(tx, one.id, people, care);
  throw problem(
    'shelters.full',
    { shelter: one.name, free: Math.max(0, free), people, elsewhere: elsewhere || '—' },
    [{ path, code: 'shelter-full' }],
  );
}

/**
 * What was counted at the door. Letting in more than there is room for is refused with where there is room; a headcount is a fact and is
 * kept as it is, shown as over capacity.
 */
export async function countPeople(parts: SheltersParts, tx: Tx, asking: Asking, id: string, body: CountBody) {
  const actor = staffOf(asking);
  await store.lockShelter(tx, id);
  const one = await mine(tx, asking, id);
  if (one.openingId === null || one.openedAt === null)
    throw problem('shelters.not-open', { shelter: one.name });
  const before = await store.findCount(tx, body.id);
  if (before) {
    const same = before.openingId === one.openingId && before.kind === body.kind;
    if (!same || before.people !== body.people || before.care !== body.care)
      throw problem('shelters.id-reused', {}, [{ path: 'id', code: 'shelter-id' }]);
    return viewShelter(tx, asking, id);
  }
  const at = instantOf(parts, body.at, one.openedAt);
  if (body.kind === 'in' && one.inside + body.people > one.capacity)
    await refuseFull(tx, one, one.capacity - one.inside, body.people, body.care, 'people');
  if (body.kind === 'out' && (body.people > one.inside || body.care > one.insideCare))
    throw problem('shelters.too-many-out', { shelter: one.name, inside: one.inside }, [
      { path: 'people', code: 'shelter-out' },
    ]);
  await store.insertCount(tx, {
    ...body,
    openingId: one.openingId,
    at,
    by: actor.accountId,
    now: parts.now(),
  });
  return viewShelter(tx, asking, id);
}

/** Promises places to a transfer, or refuses with where there is room. Whoever may keep the list of transfers may allocate. */
export async function allocateShelter(
  tx: Tx,
  one: { transferId: string; shelterId: string; people: number; care: number; at: number },
): Promise<void> {
  await store.lockShelter(tx, one.shelterId);
  const shelter = await getShelter(tx, one.shelterId, 'shelterId');
  const free = roomOf(shelter);
  const careFree = shelter.careCapacity - Math.max(shelter.allocatedCare, shelter.insideCare);
  if (one.people > free || one.care > careFree)
    await refuseFull(tx, shelter, free, one.people, one.care, 'shelterId');
  await store.allocate(tx, one);
}
