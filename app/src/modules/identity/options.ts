// What main gives to identity: the sign-in service, and who people are, which only the organisation knows.
import type { Accounts } from '../../platform/auth/accounts.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { DemoUser, MePost } from './contract.ts';

export type IdentityOptions = {
  accounts: Accounts;
  /** The posts of an account with their names, and where it begins its day. Runs as `system` of the account's district. */
  describeMe(
    tx: Tx,
    account: { id: string; district: string; personId: string | null; name: string },
  ): Promise<{ district: { code: string; name: string }; posts: MePost[]; home: 'console' | 'field' }>;
  /** The demo's users; absent outside demo mode. */
  demoUsers?: {
    list(tx: Tx, locale: Locale): Promise<DemoUser[]>;
    findAccount(tx: Tx, user: string): Promise<string | undefined>;
  };
};
