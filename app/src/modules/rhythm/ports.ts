// What the daily rhythm needs from its neighbours, as functions: main wires the cases and org modules into them.
import type { Calendar } from '@renlin/core/calendar/calendar';
import type { CaseState } from '../../engines/case/case.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CaseRowView } from '../cases/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

/** A line of the diary that another module's records give. */
export type DiaryLine = { at: number; label: string; text: string; link: string };

export type RhythmParts = {
  db: Db;
  messages: Messages;
  notify: Notify;
  now(): number;
  /** An area with the areas above it, the district first; empty when unknown. */
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
  calendar(district: string): Promise<Calendar>;
  /** Cases as rows for this reader. */
  rows(asking: Asking, states: readonly CaseState[]): Promise<CaseRowView[]>;
  /** What other modules record of a person's work, for the diary. */
  moreLines(
    tx: Tx,
    query: { accountId: string; from: number; to: number; locale: Locale },
  ): Promise<DiaryLine[]>;
};
