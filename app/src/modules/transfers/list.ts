// The list of an emergency: who must be told to leave, building by building, and what is really known of each. Nothing follows from the plan.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { emergencyOf, openModuleCase, type TransferFacts } from '../cases/public.ts';
import { type PostRow, selectPosts } from '../org/public.ts';
import { allocateShelter, findShelter } from '../shelters/public.ts';
import { type Entry, type MoveBody, transferStates } from './contract.ts';
import { buildingOf } from './doors.ts';
import type { Asking, Staff, TransfersParts } from './parts.ts';
import { checkLinks } from './people.ts';
import * as store from './store.ts';
import { getEmergency, LISTING, organiserOf, staffOf } from './who.ts';
import './problems.ts';

const MOST = 1000;
const MOST_AHEAD_MS = 3 * 86_400_000;

type Opened = {
  id: string;
  number?: string;
  replayed?: boolean;
  problem?: { code: string; message: string };
};

/** Opens the transfers of a list. Wrong places are refused as a whole; an entry that finds its shelter full is named, the others stand. */
export async function openTransfers(
  parts: TransfersParts,
  asking: Asking,
  emergencyId: string,
  entries: readonly Entry[],
) {
  const actor = staffOf(asking);
  const emergency = await getEmergency(parts, actor.district, emergencyId);
  if (emergency.closedAt !== null) throw problem('transfers.emergency-over', { number: emergency.number });
  if (new Set(entries.map((one) => one.id)).size < entries.length)
    throw problem('transfers.twice', {}, [{ path: 'entries', code: 'transfer-twice' }]);
  for (const [index, entry] of entries.entries())
    await checkPlace(parts, actor, emergency.areaPath, entry, index);
  const organisers = await organisersOf(parts, actor, entries);
  const nearest = await nearestOf(parts, actor, entries);
  await parts.db.read(scopeOf(actor), (tx) =>
    checkLinks(
      parts,
      tx,
      asking,
      entries.flatMap((one) => one.records),
    ),
  );
  const items: Opened[] = [];
  for (const entry of entries)
    items.push(
      await openOne(
        parts,
        asking,
        emergency,
        entry,
        organisers.get(entry.organiserPost ?? '') ?? nearest.get(entry.areaId) ?? null,
      ),
    );
  return { items };
}

/** The posts that the entries name; wrong ones and hours that are past refuse the list as a whole. */
async function organisersOf(
  parts: TransfersParts,
  actor: Staff,
  entries: readonly Entry[],
): Promise<Map<string, PostRow>> {
  const ids = [...new Set(entries.flatMap((one) => one.organiserPost ?? []))];
  const posts = await parts.db.read(scopeOf(actor), (tx) =>
    ids.length === 0 ? Promise.resolve([]) : selectPosts(tx, civilDate(parts.now()), { ids }),
  );
  const known = new Map(posts.map((one) => [one.id, one]));
  for (const [index, { organiserPost, leaveBy, address }] of entries.entries()) {
    if (organiserPost && !known.has(organiserPost))
      throw problem('transfers.organiser-unknown', { address }, [
        { path: `entries/${index}/organiserPost`, code: 'transfer-organiser' },
      ]);
    if (leaveBy !== undefined && (leaveBy <= parts.now() || leaveBy > parts.now() + MOST_AHEAD_MS))
      throw problem('transfers.leave-by', { address }, [
        { path: `entries/${index}/leaveBy`, code: 'transfer-leave-by' },
      ]);
  }
  return known;
}

/** Who brings them away where the list names nobody: whoever reports nearest to the place. */
async function nearestOf(
  parts: TransfersParts,
  actor: Staff,
  entries: readonly Entry[],
): Promise<Map<string, PostRow>> {
  const open = new Set(entries.filter((one) => !one.organiserPost).map((one) => one.areaId));
  const found = new Map<string, PostRow>();
  for (const areaId of open) {
    const path = (await parts.areaChain(actor.district, areaId)).at(-1)?.path ?? '';
    const posts = await parts.db.read(scopeOf(actor), (tx) =>
      selectPosts(tx, civilDate(parts.now()), { above: path, duty: 'report' }),
    );
    const post = organiserOf(posts);
    if (post) found.set(areaId, post);
  }
  return found;
}

async function checkPlace(
  parts: TransfersParts,
  actor: Staff,
  emergencyPath: string,
  entry: Entry,
  index: number,
): Promise<void> {
  const area = (await parts.areaChain(actor.district, entry.areaId)).at(-1);
  if (!area?.path.startsWith(emergencyPath))
    throw problem('transfers.outside', { address: entry.address }, [
      { path: `entries/${index}/areaId`, code: 'transfer-outside' },
    ]);
  if (!LISTING.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('transfers.not-yours', { area: area.name });
}

async function openOne(
  parts: TransfersParts,
  asking: Asking,
  emergency: { id: string; ownerUnit: string | null; headline: string; facts: object },
  entry: Entry,
  organiser: PostRow | null,
): Promise<Opened> {
  const actor = staffOf(asking);
  const at = parts.now();
  try {
    const shelter = entry.shelterId
      ? await parts.db.read(scopeOf(actor), (tx) => findShelter(tx, entry.shelterId ?? ''))
      : undefined;
    const facts: TransferFacts = {
      emergency: emergency.id,
      people: entry.people,
      needHelp: entry.needHelp,
      shelter: shelter?.name ?? null,
      organiser: organiser && `${organiser.unitName} ${organiser.title}`,
      leaveBy: entry.leaveBy ?? null,
      why: entry.why,
      notified: null,
      arrived: null,
      released: null,
      slips: [],
    };
    const { state, replayed } = await openModuleCase(parts.cases, actor, {
      id: entry.id,
      kind: 'transfer',
      areaId: entry.areaId,
      ownerUnit: emergency.ownerUnit,
      parentId: emergency.id,
      headline: entry.address,
      text: entry.why,
      address: entry.address,
      facts: { transfer: facts, ...(organiser ? { post: organiser.id } : {}) },
      async beside(tx, filed) {
        const { shelterId, people, needHelp } = entry;
        if (shelterId)
          await allocateShelter(tx, { transferId: filed.id, shelterId, people, care: needHelp, at });
        await store.insertLinks(tx, {
          transferId: filed.id,
          emergencyId: emergency.id,
          links: entry.records,
          by: actor.accountId,
          at,
        });
      },
    });
    return { id: entry.id, number: state.number, replayed };
  } catch (error) {
    // Said of this entry; those before it stand.
    if (!(error instanceof Problem)) throw error;
    return {
      id: entry.id,
      problem: {
        code: error.code,
        message: parts.messages.text(asking.locale, `problem.${error.code}`, error.params),
      },
    };
  }
}

/** Another shelter: the places are promised there in the same transaction, or it is refused with where there is room. */
export async function moveToShelter(parts: TransfersParts, asking: Asking, id: string, body: MoveBody) {
  const actor = staffOf(asking);
  const [transfer, shelter] = await parts.db.read(scopeOf(actor), async (tx) => [
    await store.findTransfer(tx, id),
    await findShelter(tx, body.shelterId),
  ]);
  if (!transfer) throw problem('transfers.unknown', {});
  if (!shelter) throw problem('shelters.unknown', {}, [{ path: 'shelterId', code: 'shelter' }]);
  const at = parts.now();
  const { people, needHelp } = transfer;
  const given = await parts.cases.engine.give(
    {
      actor,
      beside: (tx) =>
        allocateShelter(tx, { transferId: id, shelterId: shelter.id, people, care: needHelp, at }),
    },
    id,
    {
      commandId: body.commandId,
      name: 'change-shelter',
      baseVersion: transfer.version,
      occurredAt: at,
      form: { shelter: shelter.name },
    },
  );
  return { id, version: given.state.version, shelter: shelter.name };
}

/** What is known of everybody on the list. Arrived are only those who were counted; doubles of paper slips are shown. */
export async function viewTransfers(
  parts: TransfersParts,
  asking: Asking,
  emergencyId: string,
  state: string | undefined,
) {
  const actor = staffOf(asking);
  const emergency = await getEmergency(parts, actor.district, emergencyId);
  const { sums, items, doubles } = await parts.db.read(scopeOf(actor), async (tx) => ({
    sums: await store.sumTransfers(tx, emergencyId),
    items: await store.listTransfers(tx, emergencyId, { states: transferStates, state, limit: MOST }),
    doubles: await store.listDoubles(tx, emergencyId),
  }));
  const label = (code: string) => parts.messages.text(asking.locale, `case.state.${code}`);
  return {
    releasedAt: emergencyOf(emergency).releasedAt,
    sums: transferStates.map((code) => ({
      ...(sums.find((one) => one.state === code) ?? { state: code, households: 0, people: 0, arrived: 0 }),
      label: label(code),
    })),
    listed: sums.filter((one) => one.state !== 'transfer-struck').reduce((sum, one) => sum + one.people, 0),
    arrived: sums.reduce((sum, one) => sum + one.arrived, 0),
    items: items.map((one) => ({ ...one, label: label(one.state), building: buildingOf(one.address) })),
    more: items.length === MOST,
    doubles,
  };
}
