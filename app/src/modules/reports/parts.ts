// What reports need from the rest of the product.
import type { FactCatalogue } from '../../engines/report/facts.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { AuditWho } from '../../platform/audit/audit.ts';
import type { Db } from '../../platform/db/db.ts';
import type { FileStore } from '../../platform/files/files.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import './problems.ts';

export type Asking = { actor: Actor; locale: Locale };
export type Who = AuditWho & { locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type ReportsParts = {
  db: Db;
  now(): number;
  facts: FactCatalogue;
  files: Pick<FileStore, 'read' | 'store'>;
};

/** Duties whose holders keep forms and sign reports for their unit. */
export const KEEPERS = ['apply-admission', 'supervise', 'intake', 'view', 'command', 'manage-catalogue'];

export function staffOf(asking: { actor: Actor }): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

/** The post with which somebody keeps the forms of a unit. */
export function keeperOf(actor: Staff, unitId: string) {
  return actor.posts.find(
    (post) => post.unitId === unitId && post.duties.some((duty) => KEEPERS.includes(duty)),
  );
}
