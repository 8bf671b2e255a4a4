// What the pages read from the copy on the phone, in the shape in which the server would have answered. What the mere passing of time
// changes (a deadline that went by, whether it is today) is reckoned here.
import { endOfCivilDay } from '../../../kernel/clock.ts';
import type { ReportCategory } from '../../capture/categories.ts';
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

export async function copyOfRound(replica: ReplicaStore): Promise<MyPatrols | undefined> {
  return (await replica.find('patrol'))?.payload as MyPatrols | undefined;
}

type KeptCategory = ReportCategory & { parentLabel?: string };

export async function copyOfCategories(replica: ReplicaStore): Promise<ReportCategory[] | undefined> {
  const kept = (await replica.find('catalogue'))?.payload as { categories: KeptCategory[] } | undefined;
  return kept?.categories.map(({ code, label, parentLabel, group, kinds, publicThing }) => ({
    code,
    label,
    group: parentLabel || group,
    kinds,
    publicThing,
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
