// What admission needs from the rest of the product, and who may do what.
import type { Calendar } from '@renlin/core/calendar/calendar';
import type { FactCatalogue } from '../../engines/report/facts.ts';
import { findNode } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { type Actor, holdsDuty, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate, endOfCivilDay, startOfCivilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { AuditWho } from '../../platform/audit/audit.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import './problems.ts';

export type Who = AuditWho & { locale: Locale };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type AdmissionParts = {
  db: Db;
  messages: Messages;
  notify: Notify;
  now(): number;
  facts: FactCatalogue;
  calendar(district: string): Promise<Calendar>;
  /** The posts that hold a duty nearest above a place. */
  holdersNear(tx: Tx, duty: string, areaPath: string): Promise<readonly string[]>;
  districts(): Promise<readonly string[]>;
  /** Columns of registers that a label may mean, each as register and column in words. */
  columnsNamed(label: string, locale: Locale): readonly { code: string; label: string }[];
  /** Reports that were generated for a unit instead of being asked for, of the days from one instant up to another. */
  generated: {
    count(tx: Tx, made: { from: number; until: number }): Promise<readonly { unitId: string; n: number }[]>;
    list(
      tx: Tx,
      made: { from: number; until: number },
      unit: string | undefined,
    ): Promise<readonly { id: string; title: string; unitId: string; unitName: string; at: number }[]>;
  };
  /** The bytes of a stored photo; throws when it is gone. */
  readPhoto(fileId: string, district: string): Promise<{ data: Uint8Array; mime: string }>;
};

/** 减负专班: decides on requests and on flags. */
export const ADMIT = 'admit';
/** Applies for its unit. */
export const APPLY = 'apply-admission';

export function staffOf(asking: { actor: Actor }): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

/** The units for which somebody may apply. */
export function applyingUnits(actor: Actor): string[] {
  if (actor.kind !== 'staff') return [];
  return [...new Set(actor.posts.filter((post) => post.duties.includes(APPLY)).map((post) => post.unitId))];
}

/** Decides over the area, and for no unit of one's own. */
export function mayDecide(actor: Actor, areaPath: string, unitId: string): boolean {
  return holdsDutyOver(actor, ADMIT, areaPath) && !isOf(actor, unitId);
}

export function isOf(actor: Actor, unitId: string | null): boolean {
  return actor.kind === 'staff' && actor.posts.some((post) => post.unitId === unitId);
}

/** Duties that look over an area see what is applied for there; so does who decides, and the unit itself. */
export function seesPending(actor: Actor, areaPath: string, unitId: string): boolean {
  if (isOf(actor, unitId)) return true;
  return [ADMIT, 'supervise', 'view', 'audit'].some((duty) => holdsDutyOver(actor, duty, areaPath));
}

export const isRelief = (actor: Actor): boolean => holdsDuty(actor, ADMIT);

export async function areaOf(tx: Tx, id: string): Promise<TreeNode> {
  const area = await findNode(tx, id);
  if (area?.tree !== 'area') throw problem('input.invalid', {}, [{ path: 'areaId', code: 'unknown-area' }]);
  return area;
}

export async function unitOf(tx: Tx, id: string): Promise<TreeNode> {
  const unit = await findNode(tx, id);
  if (unit?.tree !== 'unit')
    throw problem('admission.unit-unknown', {}, [{ path: 'unitId', code: 'unknown-unit' }]);
  return unit;
}

/** The instant before which things count for a day: its end, or now while it is not over. */
export function untilOf(day: string, now: number): number {
  return Math.min(endOfCivilDay(startOfCivilDate(day)), now + 1);
}

export const today = (parts: Pick<AdmissionParts, 'now'>): string => civilDate(parts.now());
