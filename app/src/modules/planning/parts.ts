// What the workbench needs from the rest of the product.
import type { Actor } from '../../kernel/actor.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import type { AuditWho } from '../../platform/audit/audit.ts';
import type { Db, Scope, Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { ChangePlan, ChangeRow, Who as OrgWho, PlanChangeBody, Preview } from '../org/public.ts';

export type Who = AuditWho & OrgWho & { locale: Locale; platform: { messages: Messages } };

export type PlanningParts = {
  db: Db;
  ids: Ids;
  now(): number;
  /** Milliseconds of the machine: how long a run took. */
  stopwatch(): number;
  /** Where the street graphs of imported maps lie. */
  blobs: {
    get(key: string): Promise<Uint8Array | undefined>;
    put(key: string, data: Uint8Array): Promise<void>;
    remove(key: string): Promise<void>;
  };
  districts(): Promise<readonly string[]>;
  warn(error: unknown, words: string): void;
  /** Changes of the territory go the one way that there is. */
  changes: {
    preview(who: OrgWho, plan: ChangePlan): Promise<Preview>;
    plan(who: OrgWho, body: PlanChangeBody): Promise<ChangeRow>;
  };
  /** Open cases in some areas, where they lie. */
  openCases(tx: Tx, areaIds: readonly string[]): Promise<{ areaId: string; lng: number; lat: number }[]>;
};

const PLANNERS = ['manage-org', 'supervise', 'intake'] as const;
/** Who may look at shared plans and at what is planned from. */
export const READERS = [...PLANNERS, 'view', 'command'] as const;

export const mayPlan = (actor: Actor, path: string): boolean =>
  PLANNERS.some((duty) => holdsDutyOver(actor, duty, path));
export const mayRead = (actor: Actor, path: string): boolean =>
  READERS.some((duty) => holdsDutyOver(actor, duty, path));
export const mayAdopt = (actor: Actor, path: string): boolean => holdsDutyOver(actor, 'manage-org', path);

export function accountOf(actor: Actor): string {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor.accountId;
}

export const systemScope = (district: string): Scope => ({
  district,
  reach: 'system',
  account: '',
  paths: [],
  units: [],
});
