// The credential that goes inside what a phone seals: whoever has it sealed as that account, while it could sign in.
import { timingSafeEqual } from 'node:crypto';

/** By what the server knows that somebody sealed for an account while they were it. */
export type HandoverKey = {
  of(accountId: string): string;
  isOf(accountId: string, credential: string): boolean;
};

/** `macs`: of a text under every key of the installation, the current one first. */
export function createHandoverKey(macs: (text: string) => readonly Buffer[]): HandoverKey {
  return {
    of: (accountId) => (macs(accountId)[0] as Buffer).toString('base64url'),
    isOf(accountId, credential) {
      const given = Buffer.from(credential, 'base64url');
      return macs(accountId).some((mac) => mac.length === given.length && timingSafeEqual(mac, given));
    },
  };
}
