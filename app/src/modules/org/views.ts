// From rows to what goes over the wire.
import type { TreeNode } from '../../engines/tree/types.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { AreaJson, OrgNodeJson, PersonJson, PostJson } from './contract.ts';
import type { PersonRow, PostRow } from './post-store.ts';
import { type Level, postKinds } from './presets.ts';
import { type Binding, isAreaTie, type Term } from './store.ts';

export function levelLabel(levels: readonly Level[], code: string, locale: Locale): string {
  return levels.find((level) => level.code === code)?.labels[locale] ?? code;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

export function areaView(node: TreeNode, levels: readonly Level[], locale: Locale): AreaJson {
  return {
    id: node.id,
    name: node.name,
    level: node.level,
    levelLabel: levelLabel(levels, node.level, locale),
    code: node.code,
    localCode: textOf(node.attributes.localCode),
    path: node.path,
    parentId: node.parentId,
    kind: textOf(node.attributes.kind),
    households: numberOf(node.attributes.households),
    communityType: textOf(node.attributes.communityType),
    version: node.version,
    validFrom: node.openedOn,
    validTo: node.closedOn,
  };
}

export function orgNodeView(
  node: TreeNode,
  facts: { levels: readonly Level[]; bindings: readonly Binding[]; terms: readonly Term[]; locale: Locale },
): OrgNodeJson {
  const own = facts.bindings.filter((binding) => binding.fromId === node.id);
  const term = facts.terms.find((one) => one.nodeId === node.id);
  return {
    id: node.id,
    name: node.name,
    level: node.level,
    levelLabel: levelLabel(facts.levels, node.level, facts.locale),
    path: node.path,
    parentId: node.parentId,
    version: node.version,
    phone: textOf(node.attributes.phone),
    hours: textOf(node.attributes.hours),
    areas: own
      .filter((binding) => isAreaTie(binding.kind))
      .map((binding) => ({
        id: binding.toId,
        name: binding.toName,
        level: binding.toLevel,
        path: binding.toPath,
      })),
    industryParents: own
      .filter((binding) => binding.kind === 'industry')
      .map((binding) => ({ id: binding.toId, name: binding.toName })),
    entities: own
      .filter((binding) => binding.kind === 'entity')
      .map((binding) => ({ id: binding.toId, name: binding.toName })),
    lastActivityOn: textOf(node.attributes.lastActivityOn),
    term: term
      ? { startedOn: term.startedOn, endsOn: term.endsOn, remindOn: addMonths(term.endsOn, -REMIND_MONTHS) }
      : null,
    validFrom: node.openedOn,
    validTo: node.closedOn,
  };
}

/** Preparing a re-election takes about half a year. */
export const REMIND_MONTHS = 6;

/** The civil date some months on; the last day of the month when that has no such day. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const at = year * 12 + (month - 1) + months;
  const lastDay = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(Math.floor(at / 12), at % 12, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

export function postView(row: PostRow, locale: Locale): PostJson {
  const person = (part: PostRow['holder']) =>
    part && {
      personId: part.personId,
      name: part.name,
      staffNo: part.staffNo,
      since: part.since,
      until: part.until,
    };
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    kindLabel: postKinds.find((kind) => kind.code === row.kind)?.labels[locale] ?? row.kind,
    unit: { id: row.unitId, name: row.unitName, kind: row.unitKind },
    area: { id: row.areaId, name: row.areaName, level: row.areaLevel, path: row.areaPath },
    duties: row.duties,
    publishedName: row.publishedName,
    version: row.version,
    validFrom: row.validFrom,
    validTo: row.validTo,
    vacant: row.holder === null,
    holder: person(row.holder),
    acting: person(row.acting),
  };
}

export function personView(row: PersonRow): PersonJson {
  return { ...row, phone: row.phone === null ? null : maskPhone(row.phone) };
}

/** 13812345678 → 138****5678; short numbers keep their last two digits. */
export function maskPhone(phone: string): string {
  if (phone.length < 8) return `${'*'.repeat(Math.max(0, phone.length - 2))}${phone.slice(-2)}`;
  return `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
}
