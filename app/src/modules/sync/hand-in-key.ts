// The credential that goes inside what a phone seals: whoever has it sealed as that account, while it could sign in. It names the district,
// because nobody is signed in when it is shown.
import { timingSafeEqual } from 'node:crypto';

export type HandInKey = {
  of(who: { district: string; accountId: string }): string;
  /** The district of an account whose credential this is; undefined when it is none of ours, or another account's. */
  districtOf(credential: string, accountId: string): string | undefined;
};

const CREDENTIAL = /^([a-z0-9]{1,16})\.([A-Za-z0-9_-]{43})$/;

/** `macs`: of a text under every key of the installation, the current one first. */
export function createHandInKey(macs: (text: string) => readonly Buffer[]): HandInKey {
  const macsOf = (district: string, accountId: string) => macs(`${district} ${accountId}`);
  return {
    of({ district, accountId }) {
      const [mac] = macsOf(district, accountId);
      return `${district}.${(mac as Buffer).toString('base64url')}`;
    },
    districtOf(credential, accountId) {
      const [, district, shown = ''] = CREDENTIAL.exec(credential) ?? [];
      if (district === undefined) return undefined;
      const given = Buffer.from(shown, 'base64url');
      const fits = macsOf(district, accountId).some(
        (mac) => mac.length === given.length && timingSafeEqual(mac, given),
      );
      return fits ? district : undefined;
    },
  };
}
