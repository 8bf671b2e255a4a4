// What the Open311 server works with. Main wires cases, keys and the district into it.
import type { Session } from '../../platform/auth/sessions.ts';
import type { Crypto } from '../../platform/crypto/crypto.ts';
import type { Scope } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { CasesParts } from '../cases/public.ts';

export type Open311Parts = {
  cases: CasesParts;
  crypto: Crypto;
  /** Takes a picture of the person in the scope like any other upload; throws what is wrong with it. */
  storeFile(scope: Scope, file: { data: Uint8Array; name: string }): Promise<{ id: string; mime: string }>;
  /** Who a personal API key belongs to; throws why it opens nothing. */
  authenticateKey(key: string): Promise<Session>;
};

/** Words of this server in the reader's language. */
export function sayer(parts: Open311Parts, locale: Locale) {
  return (key: string, params?: Record<string, string | number>): string =>
    parts.cases.messages.text(locale, `open311.${key}`, params);
}
export type Say = ReturnType<typeof sayer>;
