// What patrols need from the rest of the product.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { AuditWho } from '../../platform/audit/audit.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Catalogue, DistrictFacts } from '../catalogue/public.ts';

export type Asking = { actor: Actor; locale: Locale };
export type Who = AuditWho & { locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

/** A danger on its way to become a case. */
export type Hazard = {
  commandId: string;
  text: string;
  headline: string;
  category: string | undefined;
  areaId: string;
  point: { lng: number; lat: number } | undefined;
  address: string;
  photos: readonly string[];
  occurredAt: number;
};

export type CaseFact = { id: string; number: string; closedAt: number | null; solved: string };

export type PatrolParts = {
  db: Db;
  messages: Messages;
  now(): number;
  facts(district: string): Promise<Pick<DistrictFacts, 'calendar' | 'catalogue'>>;
  /** Files a hazard by the ordinary way; sent twice, it is filed once. */
  fileHazard(asking: Asking, hazard: Hazard): Promise<{ number: string }>;
  /** Says on an open case that the same thing was found again. */
  noteOnCase(
    asking: Asking,
    caseId: string,
    note: { commandId: string; text: string; photos: readonly string[]; occurredAt: number },
  ): Promise<void>;
  /** Those of the cases that the reader may see, each as the case that it was merged into. */
  casesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, CaseFact>>;
};

export function staffOf(asking: { actor: Actor }): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

/** A category that a hazard can be filed under now. */
export function hazardCategory(catalogue: Catalogue, code: string) {
  const category = catalogue.categories.get(code);
  return category && !category.retired && category.kinds.includes('hazard') ? category : undefined;
}
