// 减负监测: what each department asked, counted in records. A number belongs to the days on which its records came about, and those never
// change, so that a past day gives the same numbers for ever. Nobody's hours are guessed.
import { listNodes } from '../../engines/tree/tree.ts';
import { startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type BurdenCell, burdenCells } from './contract.ts';
import { type AdmissionParts, type Asking, seesPending, staffOf, today, untilOf } from './parts.ts';
import { type BehindRow, type BurdenFilter, countBurden, listBehind } from './store-burden.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 800;

type Period = { from?: string | undefined; to?: string | undefined };

function periodOf(parts: AdmissionParts, query: Period): { from: string; to: string; filter: BurdenFilter } {
  const now = today(parts);
  const to = query.to ?? now;
  const from =
    query.from ?? new Date(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const days = (startOfCivilDate(to) - startOfCivilDate(from)) / DAY_MS + 1;
  if (to > now || days < 1 || days > MOST_DAYS)
    throw problem('admission.period', { today: now, days: MOST_DAYS }, [
      { path: to > now ? 'to' : 'from', code: 'admission-day' },
    ]);
  return { from, to, filter: { from: startOfCivilDate(from), until: untilOf(to, parts.now()), day: to } };
}

type Numbers = Record<BurdenCell, number>;
const none = (): Numbers => Object.fromEntries(burdenCells.map((cell) => [cell, 0])) as Numbers;

export async function burdenOf(parts: AdmissionParts, tx: Tx, asking: Asking, query: Period) {
  staffOf(asking);
  const { from, to, filter } = periodOf(parts, query);
  const made = await parts.generated.count(tx, filter);
  const counts = [
    ...(await countBurden(tx, filter)),
    ...made.map((one) => ({ ...one, cell: 'generated' as const })),
  ];
  const byUnit = new Map<string, Numbers>();
  const total = none();
  for (const { cell, unitId, n } of counts) {
    const numbers = byUnit.get(unitId) ?? none();
    numbers[cell] += n;
    total[cell] += n;
    byUnit.set(unitId, numbers);
  }
  const units = await listNodes(tx, 'unit', { ids: [...byUnit.keys()], closed: true });
  return {
    from,
    to,
    final: to < today(parts),
    definitions: burdenCells.map((cell) => ({
      cell,
      label: parts.messages.text(asking.locale, `admission.cell.${cell}`),
      definition: parts.messages.text(asking.locale, `admission.cell.${cell}.definition`),
    })),
    total,
    // In the order of the units' own codes and names, never of their numbers.
    units: units.map((unit) => ({ id: unit.id, name: unit.name, numbers: byUnit.get(unit.id) ?? none() })),
  };
}

type BehindQuery = Period & {
  cell: BurdenCell;
  unit?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
};

async function rowsBehind(
  parts: AdmissionParts,
  tx: Tx,
  filter: BurdenFilter,
  cell: BurdenCell,
  unit: string | undefined,
): Promise<BehindRow[]> {
  if (cell !== 'generated') return listBehind(tx, filter, cell, unit);
  return (await parts.generated.list(tx, filter, unit)).map((row) => ({
    ...row,
    kind: 'report' as const,
    label: null,
    fact: null,
    state: 'generated',
    areaPath: null,
  }));
}

/** The records behind a number, as far as the reader may see them, and how many others there are. */
export async function recordsBehind(parts: AdmissionParts, tx: Tx, asking: Asking, query: BehindQuery) {
  const actor = staffOf(asking);
  const { from, to, filter } = periodOf(parts, query);
  const rows = await rowsBehind(parts, tx, filter, query.cell, query.unit);
  const seen = rows.filter(
    (row) =>
      row.kind !== 'request' ||
      !(row.state === 'asked' || row.state === 'withdrawn') ||
      seesPending(actor, row.areaPath ?? '', row.unitId),
  );
  const offset = query.offset ?? 0;
  const page = seen.slice(offset, offset + (query.limit ?? 50));
  return {
    from,
    to,
    cell: query.cell,
    label: parts.messages.text(asking.locale, `admission.cell.${query.cell}`),
    total: rows.length,
    visible: seen.length,
    next: offset + page.length < seen.length ? offset + page.length : null,
    items: page.map(({ areaPath: _path, fact, ...row }) => {
      const known = fact === null ? undefined : parts.facts.find(fact);
      return { ...row, fact: known ? parts.facts.describe(known, asking.locale).label : fact };
    }),
  };
}
