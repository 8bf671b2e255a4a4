// The board of one emergency: what must be done, in columns, each number with its records; and the same things where they are. Counts follow
// from the cases and books as they stand, nothing is kept.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { vitalNeeds } from '../cases/public.ts';
import { centres, findEmergency, listActivations } from '../emergency/public.ts';
import { boxOfArea } from '../org/public.ts';
import { listShelters } from '../shelters/public.ts';
import { coverOf, viewStockLines } from '../stocks/public.ts';
import type { ColumnCode } from './contract.ts';
import type { Asking, CommandPostParts } from './parts.ts';
import { type Child, listChildren } from './store.ts';

/** A shelter is near full when so much of it is taken. */
const NEARLY = 0.9;
const LINES = 6;
const MOST_LINES = 500;
const MOST_PLACES = 150;
const REFUSED = ['refused', 'out-of-reach'];

export type Line = {
  id: string;
  /** What it is in the reader's words. */
  title: string;
  place: string;
  state: string | null;
  dueAt: number | null;
  caseId: string | null;
  /** A number that says how it stands, with a message key of the page. */
  note: { key: string; params: Record<string, string | number> } | null;
};
export type Column = {
  code: ColumnCode;
  n: number;
  /** Further counts of the column by code. */
  counts: Record<string, number>;
  lines: Line[];
};

export async function viewBoard(
  parts: CommandPostParts,
  tx: Tx,
  asking: Asking,
  id: string,
  whole?: ColumnCode,
) {
  const emergency = await findEmergency(tx, id);
  if (!emergency) throw problem('emergency.not-found', {});
  const now = parts.now();
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const children = await listChildren(tx, id);
  const uncovered = (await listActivations(tx, id)).at(-1)?.uncovered ?? [];
  const chain = await parts.areaChain(asking.actor.district, emergency.areaId);
  // A community's people go to shelters of the street, and take from its stocks.
  const around = chain.find((one) => one.level === 'street')?.path ?? emergency.areaPath;
  const shelters = (await listShelters(tx))
    .filter((one) => one.areaPath.startsWith(around))
    .map((one) => ({
      ...one,
      open: one.openingId !== null,
      room: Math.max(0, one.capacity - Math.max(one.inside, one.allocated)),
      over: Math.max(0, one.inside - one.capacity),
    }));
  const cover = await coverOf(parts, tx, asking, { areaId: emergency.areaId });
  const lines = (await viewStockLines(parts, tx, asking, { areaId: areaOf(chain, around) })).items;
  const label = (child: Child) => text(`case.state.${child.state}`);
  const lineOf = (child: Child): Line => ({
    id: child.id,
    title: titleOf(child),
    place: child.areaName,
    state: label(child),
    dueAt: child.closedAt === null ? child.dueAt : null,
    caseId: child.id,
    note: null,
  });
  const shown = (code: ColumnCode) => (code === whole ? MOST_LINES : LINES);
  const top = (code: ColumnCode, found: readonly Child[]) => found.slice(0, shown(code)).map(lineOf);
  const of = (kind: string, ...states: string[]) =>
    children.filter((one) => one.kind === kind && states.includes(one.state));
  const open = children.filter((one) => one.closedAt === null);
  const late = open.filter((one) => isLate(one, now));
  const needs = of('relief-need', 'need-open').sort(
    (a, b) => Number(isVital(b)) - Number(isVital(a)) || a.filedAt - b.filedAt,
  );
  const sent = of('action-card', 'card-sent');
  const cannot = of('action-card', 'card-cannot');
  const untold = of('transfer', 'to-notify');
  const astray = of('transfer', ...REFUSED);
  const closures = of('closure', 'closure-in-force');
  const openShelters = shelters.filter((one) => one.open);
  const full = openShelters.filter((one) => Math.max(one.inside, one.allocated) >= one.capacity * NEARLY);
  const short = cover.items.filter((one) => one.days !== null && one.days < cover.goalDays);
  const next = open
    .filter((one) => one.dueAt !== null && one.dueAt >= now)
    .sort((a, b) => (a.dueAt as number) - (b.dueAt as number));
  const columns: Column[] = [
    {
      code: 'cards',
      n: sent.length + cannot.length,
      counts: { sent: sent.length, cannot: cannot.length, uncovered: uncovered.length },
      lines: top('cards', [...cannot, ...sent]),
    },
    {
      code: 'needs',
      n: needs.length,
      counts: {
        vital: needs.filter(isVital).length,
        moving: of('relief-need', 'need-matched', 'need-under-way').length,
        check: of('relief-need', 'need-delivered').length,
      },
      lines: top('needs', needs),
    },
    { code: 'late', n: late.length, counts: {}, lines: top('late', late) },
    {
      code: 'transfers',
      n: astray.length,
      counts: {
        untold: untold.length,
        sheltered: of('transfer', 'sheltered').length,
        people: children.reduce((sum, one) => sum + (one.arrived ?? 0), 0),
      },
      lines: top('transfers', [...astray, ...untold]),
    },
    {
      code: 'shelters',
      n: full.length,
      counts: {
        open: openShelters.length,
        inside: openShelters.reduce((sum, one) => sum + one.inside, 0),
        room: openShelters.reduce((sum, one) => sum + one.room, 0),
      },
      lines: (full.length > 0 ? full : openShelters).slice(0, shown('shelters')).map((one) => ({
        id: one.id,
        title: one.name,
        place: one.areaName,
        state: null,
        dueAt: null,
        caseId: null,
        note: { key: 'board.shelterOf', params: { n: one.inside, of: one.capacity } },
      })),
    },
    {
      code: 'stocks',
      n: short.length,
      counts: { goal: cover.goalDays },
      lines: short
        .sort((a, b) => (a.days ?? 0) - (b.days ?? 0))
        .slice(0, shown('stocks'))
        .map((one) => ({
          id: one.item,
          title: one.name,
          place: '',
          state: null,
          dueAt: null,
          caseId: null,
          note: { key: 'board.days', params: { n: Math.floor((one.days ?? 0) * 10) / 10 } },
        })),
    },
    {
      code: 'closures',
      n: closures.length,
      counts: {},
      lines: top('closures', closures),
    },
    { code: 'next', n: next.length, counts: {}, lines: top('next', next) },
  ];
  return {
    at: now,
    box: await boxOfArea(tx, emergency.areaPath, now),
    mayClose: emergency.closedAt === null,
    columns,
    teams: teamsOf(open),
    map: {
      needs: open
        .filter((one) => one.kind === 'relief-need' && one.lng !== null)
        .map((one) => ({
          id: one.id,
          lng: one.lng,
          lat: one.lat,
          title: one.headline,
          state: one.state,
          label: label(one),
          late: isLate(one, now),
          vital: isVital(one),
          unit: one.unitName,
        })),
      closures: closures.map((one) => ({
        id: one.id,
        title: one.address || one.headline,
        line: one.closure?.line ?? [],
        until: one.closure?.until ?? null,
        late: isLate(one, now),
      })),
      shelters: shelters
        .filter((one) => one.lng !== null && one.lat !== null)
        .map(({ id: key, name, lng, lat, open: isOpen, inside, capacity, room, over }) => ({
          id: key,
          name,
          lng,
          lat,
          open: isOpen,
          inside,
          capacity,
          room,
          over,
        })),
      stocks: stockPlaces(lines),
      places: await quietPlaces(parts, tx, { sent, cannot, untold, uncovered }),
    },
  };
}

/** A card is its post, a transfer or closure its place, a need what is lacking. */
export function titleOf(child: Pick<Child, 'kind' | 'post' | 'address' | 'headline'>): string {
  if (child.kind === 'action-card') return child.post ?? child.headline;
  return child.kind === 'relief-need' ? child.headline : child.address || child.headline;
}

export const isVital = (child: Pick<Child, 'need'>) => vitalNeeds.has(child.need?.what ?? '');

/** Its limit passed, or it went up because one did. */
export function isLate(child: Pick<Child, 'closedAt' | 'dueAt' | 'goneUp'>, now: number): boolean {
  return child.closedAt === null && (child.goneUp || (child.dueAt !== null && child.dueAt < now));
}

function areaOf(chain: readonly { id: string; path: string }[], path: string): string | undefined {
  return chain.find((one) => one.path === path)?.id;
}

/** Who is on what now. Where people walk is not known and not asked for: a team is where its need is. */
function teamsOf(open: readonly Child[]) {
  const teams = new Map<
    string,
    { unit: string; name: string; needs: { id: string; title: string; place: string }[] }
  >();
  for (const one of open) {
    if (one.kind !== 'relief-need' || !one.unit) continue;
    const team = teams.get(one.unit) ?? { unit: one.unit, name: one.unitName ?? '', needs: [] };
    team.needs.push({ id: one.id, title: one.headline, place: one.areaName });
    teams.set(one.unit, team);
  }
  return [...teams.values()].sort((a, b) => b.needs.length - a.needs.length);
}

type StockLine = Awaited<ReturnType<typeof viewStockLines>>['items'][number];

/** What is left at each point: usable lots together, by item. */
function stockPlaces(lines: readonly StockLine[]) {
  const points = new Map<
    string,
    {
      id: string;
      name: string;
      lng: number;
      lat: number;
      items: Map<string, { name: string; measure: string; left: number }>;
    }
  >();
  for (const line of lines) {
    const { lng, lat } = line;
    if (lng === null || lat === null || !line.counts) continue;
    const point = points.get(line.pointId) ?? {
      id: line.pointId,
      name: line.pointName,
      lng,
      lat,
      items: new Map(),
    };
    const item = point.items.get(line.item) ?? { name: line.itemName, measure: line.measure, left: 0 };
    item.left += line.onHand;
    point.items.set(line.item, item);
    points.set(line.pointId, point);
  }
  return [...points.values()].map(({ items, ...point }) => ({
    ...point,
    items: [...items.values()].sort((a, b) => b.left - a.left).slice(0, 8),
  }));
}

/** Where nobody has answered or been told yet, by grid: who is uncovered. */
async function quietPlaces(
  parts: CommandPostParts,
  tx: Tx,
  found: {
    sent: readonly Child[];
    cannot: readonly Child[];
    untold: readonly Child[];
    uncovered: readonly { areaId: string | null; areaName: string }[];
  },
) {
  type Quiet = {
    areaId: string;
    name: string;
    path: string | null;
    cards: number;
    untold: number;
    gaps: number;
  };
  const places = new Map<string, Quiet>();
  const at = (areaId: string, name: string, path: string | null): Quiet => {
    const known = places.get(areaId) ?? { areaId, name, path, cards: 0, untold: 0, gaps: 0 };
    places.set(areaId, known);
    return known;
  };
  for (const one of [...found.sent, ...found.cannot]) at(one.areaId, one.areaName, one.areaPath).cards += 1;
  for (const one of found.untold) at(one.areaId, one.areaName, one.areaPath).untold += 1;
  for (const one of found.uncovered) if (one.areaId) at(one.areaId, one.areaName, null).gaps += 1;
  const centre = centres(parts, tx);
  const shown = [];
  for (const { path, ...one } of [...places.values()].slice(0, MOST_PLACES)) {
    const where = path ?? (await parts.areaChain(tx.scope.district, one.areaId)).at(-1)?.path;
    const point = where ? await centre(where) : null;
    if (point) shown.push({ ...one, lng: point.lng, lat: point.lat });
  }
  return shown;
}
