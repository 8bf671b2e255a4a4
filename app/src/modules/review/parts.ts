// What reviews need from their neighbours.
import type { Actor } from '../../kernel/actor.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { CasesParts } from '../cases/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type ReviewParts = {
  cases: CasesParts;
  messages: Messages;
  now(): number;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
};
