// What the command post of an emergency needs from its neighbours.
import type { Actor } from '../../kernel/actor.ts';
import type { AuditWho } from '../../platform/audit/audit.ts';
import type { Db } from '../../platform/db/db.ts';
import type { FileStore } from '../../platform/files/files.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { CasesParts } from '../cases/public.ts';
import type { StocksParts } from '../stocks/public.ts';

export type Asking = { actor: Actor; locale: Locale };
export type Who = AuditWho & { locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type CommandPostParts = StocksParts & {
  db: Db;
  cases: CasesParts;
  messages: Messages;
  files: Pick<FileStore, 'read' | 'store'>;
};
