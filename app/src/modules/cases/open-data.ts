// What open protocols may tell the world of cases: exactly what the public map shows. Cases about public things stand at their place,
// under the name of their grid; no words, names or addresses of anybody. All others are only counted in cells.
import { cellOf } from '@renlin/core/geometry/shape';
import type { Actor } from '../../kernel/actor.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { unitNameOf } from '../catalogue/public.ts';
import { caseKinds } from './kinds/kinds.ts';
import { shownPictures } from './kinds/loop-pictures.ts';
import * as openData from './open-data-store.ts';
import type { CasesParts } from './service.ts';
import * as store from './store.ts';
import { mainClock } from './views.ts';
import type { CasesWorld } from './world.ts';

type State = Awaited<ReturnType<typeof openData.listPublic>>[number];

/** What residents and grid workers report; whistles and calls are between units. */
const PUBLIC_KINDS = ['incident', 'request', 'hazard', 'trifle'];
const CELL_METRES = 250;
const MOST_COUNTED = 20_000;
/** Fewer than so many cases in a cell are not shown: a single one would point at a home. */
export const K = 5;

export type OpenCase = {
  id: string;
  number: string;
  kind: string;
  category: string;
  categoryLabel: string;
  state: string;
  stateLabel: string;
  open: boolean;
  solved: string;
  point: { lng: number; lat: number } | null;
  areaName: string;
  unitName: string | null;
  filedAt: number;
  changedAt: number;
  closedAt: number | null;
  dueAt: number | null;
  joined: number;
  /** Pictures that somebody of the case has found fit for everybody. */
  pictures: readonly string[];
};

export type OpenFilter = openData.PublicFilter & { categories?: readonly string[] | undefined };

function limitsOf(world: CasesWorld, only?: readonly string[]): openData.PublicLimits {
  const categories = [...world.catalogue.categories.values()].filter((one) => one.publicThing);
  const codes = categories.map((one) => one.code);
  return { categories: only ? codes.filter((code) => only.includes(code)) : codes, kinds: PUBLIC_KINDS };
}

function asSystem<T>(parts: CasesParts, district: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const system: Actor = { kind: 'system', district, reason: 'open data' };
  return parts.db.read(scopeOf(system), work);
}

async function openCases(
  parts: CasesParts,
  district: string,
  locale: Locale,
  states: readonly State[],
): Promise<OpenCase[]> {
  const world = await parts.engine.world(district);
  const result: OpenCase[] = [];
  for (const state of states) {
    const clock = state.closedAt === null ? mainClock(state) : undefined;
    const chain = await parts.ports.areaChain(district, state.areaId);
    const category = world.catalogue.categories.get(state.category);
    const { id, number, kind, solved, filedAt, closedAt, joined } = state;
    result.push({
      id,
      number,
      kind,
      solved,
      filedAt,
      closedAt,
      joined,
      category: state.category,
      categoryLabel: category?.label[locale] ?? state.category,
      state: state.state,
      stateLabel: parts.messages.text(locale, `case.state.${state.state}`),
      open: closedAt === null,
      point:
        category?.publicThing && state.lng !== null && state.lat !== null
          ? { lng: state.lng, lat: state.lat }
          : null,
      areaName: chain.at(-1)?.name ?? '',
      unitName: state.ownerUnit ? (unitNameOf(world.catalogue, state.ownerUnit) ?? null) : null,
      changedAt: closedAt ?? state.lastAt,
      dueAt: clock?.due ?? null,
      pictures: category?.publicThing ? shownPictures(state) : [],
    });
  }
  return result;
}

/** Cases about public things, the newest first. */
export async function listOpenCases(
  parts: CasesParts,
  district: string,
  locale: Locale,
  filter: OpenFilter,
  page: { limit: number; offset: number },
): Promise<OpenCase[]> {
  const limits = limitsOf(await parts.engine.world(district), filter.categories);
  const states = await asSystem(parts, district, (tx) => openData.listPublic(tx, limits, filter, page));
  return openCases(parts, district, locale, states);
}

/** Those with a place, by id: a page, and how many there are in all. */
export async function listPlacedCases(
  parts: CasesParts,
  district: string,
  locale: Locale,
  filter: OpenFilter,
  page: { limit: number; after: string | undefined },
): Promise<{ cases: OpenCase[]; matched: number }> {
  const limits = limitsOf(await parts.engine.world(district), filter.categories);
  const { states, matched } = await asSystem(parts, district, async (tx) => ({
    states: await openData.listPublicPlaced(tx, limits, filter, page),
    matched: await openData.countPublicPlaced(tx, limits, filter),
  }));
  return { cases: await openCases(parts, district, locale, states), matched };
}

/** A case by its number for whoever filed it by their account, whatever it is about; without its place unless that is public. */
export async function findOwnCase(
  parts: CasesParts,
  actor: Actor,
  locale: Locale,
  number: string,
): Promise<OpenCase | undefined> {
  if (actor.kind !== 'staff') return undefined;
  const states = await parts.db.read(scopeOf(actor), (tx) => store.findByNumber(tx, number));
  const mine = states.filter(
    (state) => state.filedBy === actor.accountId && PUBLIC_KINDS.includes(state.kind),
  );
  return (await openCases(parts, actor.district, locale, mine))[0];
}

/** The number of a case by its id, for whoever made the id. */
export async function numberOf(parts: CasesParts, district: string, id: string): Promise<string | undefined> {
  const world = await parts.engine.world(district);
  const limits = { ...limitsOf(world), categories: ['', ...world.catalogue.categories.keys()] };
  const [state] = await asSystem(parts, district, (tx) =>
    openData.listPublic(tx, limits, { ids: [id] }, { limit: 1, offset: 0 }),
  );
  return state?.number;
}

/** Whether everybody may see a picture: a case about a public thing shows it now. */
export async function isOpenPicture(parts: CasesParts, district: string, fileId: string): Promise<boolean> {
  const limits = limitsOf(await parts.engine.world(district));
  const states = await asSystem(parts, district, (tx) => openData.listPublicWithFile(tx, limits, fileId));
  return states.some((state) => shownPictures(state).includes(fileId));
}

export type OpenStep = openData.PublicStep & { label: string };

/** The public steps of public cases in a span of time, the oldest first: that it happened, never what was written. */
export async function listOpenSteps(
  parts: CasesParts,
  district: string,
  locale: Locale,
  filter: { from: number; to: number; numbers?: readonly string[] | undefined },
  page: { limit: number; offset: number },
): Promise<OpenStep[]> {
  const limits = limitsOf(await parts.engine.world(district));
  const names = PUBLIC_KINDS.flatMap((name) =>
    Object.entries(caseKinds.get(name)?.commands ?? {})
      .filter(([, spec]) => spec.public)
      .map(([command]) => command),
  );
  const steps = await asSystem(parts, district, (tx) =>
    openData.listPublicSteps(tx, limits, [...new Set(names)], filter, page),
  );
  return steps.map((step) => ({
    ...step,
    label: parts.messages.text(locale, `case.step.${step.name}`),
  }));
}

export type OpenCell = { id: string; ring: readonly (readonly [number, number])[]; count: number };

/** Cases that are not about public things, counted in cells of at least five. O(rows). */
export function countInCells(
  world: CasesWorld,
  rows: readonly { category: string; lng: number; lat: number }[],
): OpenCell[] {
  const cells = new Map<string, OpenCell>();
  for (const row of rows) {
    if (world.catalogue.categories.get(row.category)?.publicThing) continue;
    const { id, ring } = cellOf(row.lng, row.lat, CELL_METRES);
    const known = cells.get(id);
    if (known) known.count += 1;
    else cells.set(id, { id, ring, count: 1 });
  }
  return [...cells.values()].filter((cell) => cell.count >= K);
}

/** The cells of the public map, in the order of their names. */
export async function listOpenCells(parts: CasesParts, district: string): Promise<OpenCell[]> {
  const world = await parts.engine.world(district);
  const rows = await asSystem(parts, district, (tx) =>
    store.listPoints(tx, { open: true, limit: MOST_COUNTED }),
  );
  return countInCells(world, rows).sort((a, b) => (a.id < b.id ? -1 : 1));
}
