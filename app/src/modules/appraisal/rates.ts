// The three rates: counted by a declared rule, as of a past day when asked, every number opening its cases.
import { listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { CasesWorld } from '../cases/public.ts';
import { unitNameOf } from '../catalogue/public.ts';
import type { BehindQuery, RatesQuery } from './contract.ts';
import type { AppraisalParts } from './ports.ts';
import { readCounts, readSeen, type Sight } from './rate-reading.ts';
import { type Cell, cells, rateRules, SMALL } from './rules.ts';
import { cellsFrom, type Grouping } from './store-parts.ts';
import * as store from './store-rates.ts';
import './problems.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 800;

type Asked = {
  filter: store.RateFilter & { areaKey: string };
  from: string;
  to: string;
  asOf: string;
  /** The day is over, so these numbers stay. */
  final: boolean;
  area: TreeNode;
  by: Grouping;
  world: CasesWorld;
  /** A category that has children: a group of `by=category` stands for all of them. */
  headings: ReadonlyMap<string, string[]>;
};

async function readQuery(
  parts: AppraisalParts,
  tx: Tx,
  query: Omit<BehindQuery, 'cell'> | RatesQuery,
): Promise<Asked> {
  const now = parts.now();
  const today = civilDate(now);
  const asOf = dateOf(query.asOf ?? today, 'asOf');
  if (asOf > today) throw problem('appraisal.future', { today }, [{ path: 'asOf', code: 'future' }]);
  const to = dateOf(query.to ?? asOf, 'to');
  const from = dateOf(query.from ?? civilDate(startOfCivilDate(to) - (DEFAULT_DAYS - 1) * DAY_MS), 'from');
  const days = (startOfCivilDate(to) - startOfCivilDate(from)) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS)
    throw problem('appraisal.period', { days: MOST_DAYS }, [
      { path: 'to', code: 'day-range', params: { max: MOST_DAYS } },
    ]);
  const dayEnd = endOfCivilDay(startOfCivilDate(asOf));
  const world = await parts.world(tx.scope.district);
  const area = await areaOf(tx, query.area);
  if (query.unit && !world.catalogue.units.has(query.unit)) {
    const closed = await listNodes(tx, 'unit', { ids: [query.unit], closed: true });
    if (closed.length === 0)
      throw problem('appraisal.unknown-unit', {}, [{ path: 'unit', code: 'unknown-unit' }]);
  }
  const headings = new Map<string, string[]>();
  for (const { code, parent } of world.catalogue.categories.values())
    if (parent !== null) headings.set(parent, [...(headings.get(parent) ?? []), code]);
  if (query.category && !world.catalogue.categories.has(query.category))
    throw problem('appraisal.unknown-category', {}, [{ path: 'category', code: 'unknown-category' }]);
  const rule = rateRules.find((one) => one.code === (query.rule ?? 'answered')) ?? rateRules[0];
  if (!rule) throw new Error('no counting rule');
  return {
    filter: {
      until: Math.min(dayEnd, now + 1),
      filedFrom: startOfCivilDate(from),
      filedBefore: endOfCivilDay(startOfCivilDate(to)),
      areaKey: area.key,
      unit: query.unit,
      categories: query.category ? [query.category, ...(headings.get(query.category) ?? [])] : undefined,
      kind: query.kind,
      rule,
    },
    from,
    to,
    asOf,
    final: dayEnd <= now,
    area,
    by: query.by ?? 'area',
    world,
    headings: query.category ? new Map() : headings,
  };
}

function dateOf(text: string, path: string): string {
  const at = startOfCivilDate(text);
  // 2026-02-30 and the like are refused, not moved to another day.
  if (Number.isNaN(at) || civilDate(at) !== text || text < '1992-01-01')
    throw problem('appraisal.period', { days: MOST_DAYS }, [{ path, code: 'day-invalid' }]);
  return text;
}

async function areaOf(tx: Tx, id: string | undefined): Promise<TreeNode> {
  const [found] = await listNodes(
    tx,
    'area',
    id === undefined ? { parentId: null } : { ids: [id], closed: true },
  );
  if (!found) throw problem('appraisal.unknown-area', {}, [{ path: 'area', code: 'unknown-area' }]);
  return found;
}

/** How an address names the group without a key. */
const EMPTY_KEY = '-';

type Numbers = Record<Cell, number>;
type Group = { key: string; label: string; areaId?: string | undefined; inSight: boolean; numbers: Numbers };

function none(): Numbers {
  return Object.fromEntries(cells.map((cell) => [cell, 0])) as Numbers;
}

function add(into: Numbers, more: Numbers): void {
  for (const cell of cells) into[cell] += more[cell];
}

/** A share of whole tenths of a per cent; none below five, where one case more or less would swing it. */
function shareOf(part: number, of: number) {
  return { part, of, percent: of < SMALL ? null : Math.round((part / of) * 1000) / 10, small: of < SMALL };
}

function shown(group: Group, withheld: boolean) {
  const { key, label, areaId, numbers } = group;
  const named = { key: key === '' ? EMPTY_KEY : key, label, ...(areaId ? { areaId } : {}) };
  if (withheld) return { ...named, withheld: true, numbers: null, rates: null };
  return {
    ...named,
    withheld: false,
    numbers,
    rates: {
      response: shareOf(numbers['response-in'], numbers['response-of']),
      solved: shareOf(numbers['solved-in'], numbers['solved-of']),
      satisfied: shareOf(numbers['satisfied-in'], numbers['satisfied-of']),
    },
  };
}

/** Few cases that the reader may not see are not shown as a number: it could point at one household. */
function isWithheld(group: Group): boolean {
  return !group.inSight && group.numbers.filed > 0 && group.numbers.filed < SMALL;
}

/** Whose numbers the reader may take apart: of an area or a unit that is the reader's own. */
function sightOf(tx: Tx, asked: Asked): Sight {
  const { reach, sees = [], units } = tx.scope;
  const covers = (path: string) => reach === 'system' || sees.some((prefix) => path.startsWith(prefix));
  return {
    whole: covers(asked.area.path) || (asked.filter.unit !== undefined && units.includes(asked.filter.unit)),
    sees(key) {
      if (asked.by === 'unit') return units.includes(key);
      return asked.by === 'area' && key !== '' && covers(`${asked.area.path}${key}/`);
    },
  };
}

type CountedCells = { key: string; inSight: boolean } & Numbers;

async function countGroups(tx: Tx, asked: Asked): Promise<CountedCells[]> {
  const rows = await readCounts(tx, asked.filter, asked.by, sightOf(tx, asked));
  return rows.map(({ key, inSight, ...counted }) => ({
    key,
    inSight,
    ...cellsFrom(asked.filter.rule, counted),
  }));
}

export async function ratesOf(parts: AppraisalParts, tx: Tx, locale: Locale, query: RatesQuery) {
  const asked = await readQuery(parts, tx, query);
  const counted = await countGroups(tx, asked);
  const groups = await groupsOf(parts, tx, locale, asked, counted);
  const total: Group = { key: '', label: '', inSight: true, numbers: none() };
  // What is withheld is not in the sum either, from which it could be told.
  for (const group of groups) if (!isWithheld(group)) add(total.numbers, group.numbers);
  return {
    asOf: asked.asOf,
    from: asked.from,
    to: asked.to,
    final: asked.final,
    knownUntil: asked.filter.until,
    area: { id: asked.area.id, name: asked.area.name },
    by: asked.by,
    rule: ruleWords(parts, locale, asked.filter.rule.code),
    rules: rateRules.map((rule) => ({
      code: rule.code,
      title: parts.messages.text(locale, `appraisal.rule.${rule.code}.title`),
    })),
    small: SMALL,
    total: shown(total, false),
    withheld: groups.filter(isWithheld).length,
    groups: groups.map((group) => shown(group, isWithheld(group))),
  };
}

function ruleWords(parts: AppraisalParts, locale: Locale, code: string) {
  const rule = rateRules.find((one) => one.code === code) ?? (rateRules[0] as (typeof rateRules)[number]);
  const text = (key: string) =>
    parts.messages.text(locale, key, {
      hours: rule.responseHours,
      urgent: rule.urgentHours,
      from: rule.satisfiedFrom,
      small: SMALL,
    });
  return {
    code: rule.code,
    version: rule.version,
    title: text(`appraisal.rule.${code}.title`),
    words: [
      text('appraisal.rule.population'),
      text('appraisal.rule.response'),
      text('appraisal.rule.solved'),
      text('appraisal.rule.satisfied'),
      text(`appraisal.rule.${code}.silence`),
      text('appraisal.rule.asOf'),
    ],
  };
}

async function groupsOf(
  parts: AppraisalParts,
  tx: Tx,
  locale: Locale,
  asked: Asked,
  counted: readonly CountedCells[],
): Promise<Group[]> {
  const group = ({ key, inSight, ...numbers }: CountedCells, label: string): Group => ({
    key,
    label,
    inSight,
    numbers,
  });
  const word = (key: string) => parts.messages.text(locale, key);
  switch (asked.by) {
    case 'area': {
      const keys = counted.map((row) => row.key).filter((key) => key !== '');
      const nodes = await listNodes(tx, 'area', { keys, closed: true });
      const byKey = new Map(nodes.map((node) => [node.key, node]));
      return counted.map((row) => {
        const node = byKey.get(row.key);
        return {
          ...group(row, node?.name ?? word('appraisal.group.here')),
          areaId: node?.id,
        };
      });
    }
    case 'unit': {
      const ids = counted.map((row) => row.key).filter((key) => key !== '');
      const nodes = await listNodes(tx, 'unit', { ids, closed: true });
      const names = new Map(nodes.map((node) => [node.id, node.name]));
      return counted.map((row) => group(row, names.get(row.key) ?? word('appraisal.group.no-unit')));
    }
    case 'category':
      return byHeading(asked, counted, locale, word('appraisal.group.no-category'));
    default:
      return counted.map((row) => group(row, row.key));
  }
}

/** Categories below a heading become one group; its key names all of them, so that a number still opens its cases. */
function byHeading(asked: Asked, counted: readonly CountedCells[], locale: Locale, unknown: string): Group[] {
  const { categories } = asked.world.catalogue;
  const labelOf = (code: string) => categories.get(code)?.label[locale] || (code === '' ? unknown : code);
  const groups = new Map<string, Group>();
  for (const { key, inSight, ...numbers } of counted) {
    const parent = categories.get(key)?.parent;
    const heading = parent != null && asked.headings.has(parent) ? parent : key;
    const known = groups.get(heading);
    if (known) {
      add(known.numbers, numbers);
      known.inSight = known.inSight && inSight;
      known.key = `${known.key},${key}`;
    } else groups.set(heading, { key, label: labelOf(heading), inSight, numbers });
  }
  return [...groups.values()];
}

/** How many cases stand behind a number, and how many of them the reader sees (by areas and units, where counts are kept). */
async function countsBehind(
  tx: Tx,
  asked: Asked,
  drilling: store.Drilling,
): Promise<{ total: number; seen: number }> {
  const by = drilling.by ?? 'area';
  const keys =
    by === 'category' ? drilling.key?.split(',') : drilling.key === undefined ? undefined : [drilling.key];
  const chosen = <Row extends { key: string }>(rows: readonly Row[]) =>
    drilling.by === undefined || keys === undefined ? rows : rows.filter((row) => keys.includes(row.key));
  const groups = chosen(await countGroups(tx, { ...asked, by }));
  const total = groups.reduce((sum, group) => sum + group[drilling.cell], 0);
  if (groups.every((group) => group.inSight)) return { total, seen: total };
  const seen = await readSeen(tx, asked.filter, by);
  const { rule } = asked.filter;
  return { total, seen: chosen(seen).reduce((sum, row) => sum + cellsFrom(rule, row)[drilling.cell], 0) };
}

/** The cases behind a number, as far as the reader may see them, and how many others there are. */
export async function casesBehind(parts: AppraisalParts, tx: Tx, locale: Locale, query: BehindQuery) {
  const asked = await readQuery(parts, tx, query);
  const drilling: store.Drilling = {
    cell: query.cell,
    by: query.by,
    key: query.key === EMPTY_KEY ? '' : query.key,
  };
  const { total, seen } = await countsBehind(tx, asked, drilling);
  const limit = query.limit ?? 50;
  const offset = query.offset ?? 0;
  const found = await store.listBehind(tx, asked.filter, drilling, { limit: limit + 1, offset });
  const rows = found.slice(0, limit);
  const visible = Math.min(total, Math.max(seen, offset + rows.length));
  const areas = new Map(
    (await listNodes(tx, 'area', { ids: [...new Set(rows.map((row) => row.area_id))], closed: true })).map(
      (node) => [node.id, node.name],
    ),
  );
  const hidden = total - visible;
  const text = (key: string, params = {}) => parts.messages.text(locale, key, params);
  const few = hidden > 0 && total < SMALL;
  return {
    cell: query.cell,
    label: text(`appraisal.cell.${query.cell}`),
    asOf: asked.asOf,
    total: few ? null : total,
    visible,
    hidden: few ? null : hidden,
    ...(hidden > 0
      ? { why: text(few ? 'appraisal.hidden.few' : 'appraisal.hidden.reach', { n: hidden }) }
      : {}),
    items: rows.map((row) => ({
      id: row.id,
      number: row.number,
      headline: row.headline,
      state: { code: row.state, label: text(`case.state.${row.state}`) },
      category: {
        code: row.category,
        label:
          asked.world.catalogue.categories.get(row.category)?.label[locale] ?? text('case.category.none'),
      },
      areaName: areas.get(row.area_id) ?? '',
      unitName: row.unit_id ? (unitNameOf(asked.world.catalogue, row.unit_id) ?? '') : '',
      filedAt: row.filed_at,
      respondedAt: row.responded_at,
      ended: row.ended,
      checked: row.checked,
      answer: row.answer,
      rating: row.rating,
      backSolved: row.back_solved,
      backSatisfied: row.back_satisfied,
      excluded: row.excluded,
    })),
    next: found.length > limit ? offset + limit : null,
  };
}
