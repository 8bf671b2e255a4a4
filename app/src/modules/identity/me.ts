import { problem } from '../../kernel/problem.ts';
import { getAccount } from '../../platform/auth/accounts.ts';
import { scopeOf } from '../../platform/db/db.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Me } from './contract.ts';
import type { IdentityOptions } from './options.ts';

/** Everything the shells need to know of the person who signed in. */
export async function describeAccount(
  platform: Platform,
  options: IdentityOptions,
  accountId: string,
  district: string,
): Promise<Me> {
  const scope = scopeOf({ kind: 'system', district, reason: 'describe the account' });
  return platform.db.read(scope, async (tx) => {
    const account = await getAccount(tx, accountId);
    if (account.disabledAt !== null) throw problem('auth.required');
    const { id, personId, name, login } = account;
    const described = await options.describeMe(tx, { id, district, personId, name });
    return {
      account: { id, login, name },
      district: described.district,
      posts: described.posts,
      home: described.home,
      demo: platform.env.RENLIN_DEMO,
      totp: account.totpEnabled,
      mustChangePassword: account.mustChange,
    };
  });
}
