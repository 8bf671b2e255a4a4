// What the duty roster needs from its neighbours.
import type { Actor } from '../../kernel/actor.ts';
import type { Locale } from '../../platform/i18n/messages.ts';

export type Asking = { actor: Actor; locale: Locale };

export type RosterParts = {
  now(): number;
  areaChain(
    district: string,
    areaId: string,
  ): Promise<readonly { id: string; name: string; level: string; path: string }[]>;
};
