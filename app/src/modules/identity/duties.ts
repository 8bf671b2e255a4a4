// The three administrators of 等保: whoever manages accounts, whoever manages security settings and whoever reads the audit log
// are different people. The organisation module refuses to give two of these duties to one person; reading the log checks again.

export const MANAGE_ACCOUNTS = 'manage-accounts';
export const MANAGE_SECURITY = 'manage-security';
export const AUDIT = 'audit';

const SEPARATED = [MANAGE_ACCOUNTS, MANAGE_SECURITY, AUDIT];

/** Which of the duties that must be held apart come together here; empty when at most one does. */
export function dutiesNotSeparated(duties: Iterable<string>): string[] {
  const held = new Set(duties);
  const found = SEPARATED.filter((duty) => held.has(duty));
  return found.length > 1 ? found : [];
}
