// What appraisal needs from its neighbours, wired by main.
import type { Ids } from '../../kernel/ids.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CasesWorld } from '../cases/public.ts';

export type AppraisalParts = {
  db: Db;
  messages: Messages;
  notify: Notify;
  ids: Ids;
  now(): number;
  world(district: string): Promise<CasesWorld>;
  /** The posts that hold a duty nearest above a place. */
  holdersNear(tx: Tx, duty: string, areaPath: string): Promise<readonly string[]>;
  districts(): Promise<readonly string[]>;
  /** A key of this installation: nobody outside can foresee which cases are drawn. */
  lotKey: Uint8Array;
};
