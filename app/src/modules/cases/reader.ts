// Who reads a case, in which language, and what the district knows at that moment.
import type { Actor } from '../../kernel/actor.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { CasesWorld } from './world.ts';

export type Reader = { actor: Actor; locale: Locale; messages: Messages; world: CasesWorld; now: number };
