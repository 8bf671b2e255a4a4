// What the pages read from the copy on the phone, in the shape in which the server would have answered. What the mere passing of time
// changes (a deadline that went by, whether it is today) is reckoned here.

import { distance } from '@renlin/core/geometry/measure';
import { endOfCivilDay } from '../../../kernel/clock.ts';
import type { ReportCategory } from '../../capture/categories.ts';
import type { PlaceCode, Spot } from '../../capture/place.ts';
import type { CaseRow, CaseView } from '../../kit/api-types.ts';
import type { PointTable } from '../../kit/map/point-data.ts';
import type { MyPatrols } from '../../patrol/queries.ts';
import type { ReplicaStore } from '../../sync/replica.ts';

export type Work = {
  now: CaseRow[];
  today: CaseRow[];
  later?: CaseRow[];
  waiting: CaseRow[];
  /** Missing where only the server knows. */
  done?: { today: number };
};

export async function copyOfCase(
  replica: ReplicaStore,
  id: string,
  now: number,
): Promise<CaseView | undefined> {
  const thing = await replica.find(`case/${id}`);
  return thing && asOf(thing.payload as CaseView, now);
}

/** A deadline that went by since the copy was made shows. */
function asOf<T extends CaseRow>(row: T, now: number): T {
  const dueAt = row.clock?.state === 'running' ? row.clock.dueAt : null;
  if (!row.clock || dueAt === null || dueAt >= now || row.clock.late) return row;
  return { ...row, clock: { ...row.clock, late: true }, state: { ...row.state, shape: 'late' } };
}

/** The same groups as the server's: what can't wait, what is due today, what is later, and what lies with others. */
export async function copyOfWork(replica: ReplicaStore, now: number): Promise<Work | undefined> {
  const work = (await replica.find('work'))?.payload as { queue: string[]; waiting: string[] } | undefined;
  if (!work) return undefined;
  const rowsOf = async (ids: readonly string[]) =>
    (await Promise.all(ids.map((id) => copyOfCase(replica, id, now)))).filter(
      (row): row is CaseView => row !== undefined,
    );
  const rows = await rowsOf(work.queue);
  const endOfDay = endOfCivilDay(now);
  const isNow = ({ state, urgent }: CaseRow) => state.shape === 'late' || state.shape === 'soon' || urgent;
  const isToday = ({ clock }: CaseRow) => clock?.dueAt != null && clock.dueAt <= endOfDay;
  return {
    now: rows.filter(isNow),
    today: rows.filter((row) => !isNow(row) && isToday(row)),
    later: rows.filter((row) => !isNow(row) && !isToday(row)),
    waiting: await rowsOf(work.waiting),
  };
}

/** The open transfers of the copy. */
export async function copyOfTransfers(replica: ReplicaStore, now: number): Promise<{ items: CaseRow[] }> {
  const cases = (await replica.list('case')).map((thing) => asOf(thing.payload as CaseView, now));
  return { items: cases.filter((one) => one.kind === 'transfer' && !one.outcome.closed) };
}

export async function copyOfRound(replica: ReplicaStore): Promise<MyPatrols | undefined> {
  return (await replica.find('patrol'))?.payload as MyPatrols | undefined;
}

type KeptCategory = ReportCategory & { parentLabel?: string };

export async function copyOfCategories(replica: ReplicaStore): Promise<ReportCategory[] | undefined> {
  const kept = (await replica.find('catalogue'))?.payload as { categories: KeptCategory[] } | undefined;
  return kept?.categories.map(({ code, label, parentLabel, group, kinds, publicThing, dispute }) => ({
    code,
    label,
    group: parentLabel || group,
    kinds,
    publicThing,
    dispute: dispute ?? false,
  }));
}

const COLUMNS = ['id', 'number', 'lng', 'lat', 'state', 'category', 'overdue'] as const;

/** The open cases of the copy that have a point. */
export async function copyOfPoints(replica: ReplicaStore, now: number): Promise<PointTable | undefined> {
  const cases = (await replica.list('case')).map((thing) => asOf(thing.payload as CaseView, now));
  const open = cases.filter((one) => one.point !== null && !one.outcome.closed);
  return {
    columns: COLUMNS,
    rows: open.map((one) => [
      one.id,
      one.number,
      one.point?.lng,
      one.point?.lat,
      one.state.code,
      one.category?.code ?? '',
      one.clock?.late ?? false,
    ]),
  };
}

export type GridCard = {
  areaId: string;
  grid: { id: string; name: string; level: string } | null;
  who: { title: string; name: string | null; unit: string }[];
  phone: string | null;
  hours: string | null;
  canDo: string[];
  bounds?: [number, number, number, number] | null;
};
export type Contact = {
  title: string;
  unit: string;
  name: string | null;
  phone: string | null;
  duties: string[];
};

export async function copyOfCards(replica: ReplicaStore): Promise<GridCard[]> {
  return (await replica.list('card')).map((thing) => thing.payload as GridCard);
}

export async function copyOfContacts(replica: ReplicaStore): Promise<Contact[] | undefined> {
  const kept = (await replica.find('contacts'))?.payload as { items: Contact[] } | undefined;
  return kept?.items;
}

export type KeptRegister = {
  code: string;
  label: string;
  about: string;
  fields: { code: string; label: string }[];
  rows: { id: string; title: string; area: string; shown: Record<string, string> }[];
};

/** The registers that came along, in the order of their names. */
export async function copyOfRegisters(replica: ReplicaStore): Promise<KeptRegister[]> {
  const things = await replica.list('register');
  return things
    .map((thing) => thing.payload as KeptRegister)
    .sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'));
}

/** Rows in which every word that was typed occurs somewhere, spaces and widths aside. O(rows · length). */
export function findInRegister(register: KeptRegister, typed: string): KeptRegister['rows'] {
  const bare = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');
  const words = typed
    .split(/\s+/)
    .map(bare)
    .filter((word) => word !== '');
  return register.rows.filter((row) => {
    const text = bare([row.title, row.area, ...Object.values(row.shown)].join(' '));
    return words.every((word) => text.includes(word));
  });
}

type Carrier = { name: string | null; address: string | null; lng: number; lat: number };
/** What the printed codes of one of the own places stand for. */
export type KeptCodes = {
  nearMetres: number;
  areas: { id: string; name: string; level: string }[];
  assets: (Carrier & { code: string })[];
  buildings: Carrier[];
};

/** A code on a house is its point, as printed; a scan gives it back to a few metres. */
const SAME_HOUSE_METRES = 15;

const metres = (a: { lng: number; lat: number }, b: { lng: number; lat: number }) =>
  distance([a.lng, a.lat], [b.lng, b.lat]);

function carrierOf(kept: readonly KeptCodes[], code: PlaceCode & { kind: 'point' | 'asset' }) {
  const found = kept.flatMap((codes) => {
    const all: Carrier[] =
      code.kind === 'asset' ? codes.assets.filter((one) => one.code === code.code) : codes.buildings;
    return all.map((carrier) => ({
      codes,
      carrier,
      away: code.kind === 'asset' ? 0 : metres(carrier, code.point),
    }));
  });
  return found
    .filter(({ away }) => away <= SAME_HOUSE_METRES)
    .sort((a, b) => a.away - b.away || b.codes.areas.length - a.codes.areas.length)[0];
}

/** What a scanned code opens: a thing or a house of the own places, and the cases of the copy that are open near it. */
export async function copyOfSpot(
  replica: ReplicaStore,
  code: PlaceCode & { kind: 'point' | 'asset' },
  now: number,
): Promise<Spot | undefined> {
  const kept = (await replica.list('codes')).map((thing) => thing.payload as KeptCodes);
  const found = carrierOf(kept, code);
  if (!found) return undefined;
  const { carrier, codes } = found;
  const cases = (await replica.list('case')).map((thing) => asOf(thing.payload as CaseView, now));
  return {
    place: {
      name: carrier.name,
      address: carrier.address ?? '',
      lng: carrier.lng,
      lat: carrier.lat,
      asset: code.kind === 'asset' ? code.code : null,
      areas: codes.areas,
    },
    cases: [],
    staff: true,
    own: cases.filter(
      (one) => one.point !== null && !one.outcome.closed && metres(one.point, carrier) <= codes.nearMetres,
    ),
  };
}
