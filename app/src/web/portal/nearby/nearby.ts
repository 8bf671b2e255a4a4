// What is near in words.
import { nearDate } from '../../kit/dates.ts';
import type { Translate } from '../../kit/i18n.tsx';

export const GROUPS = ['health', 'food', 'service', 'rest', 'shelter'] as const;

export type NearbyPlace = {
  id: string;
  name: string;
  kind: string;
  group: (typeof GROUPS)[number];
  address: string | null;
  minutes: number;
  open: 'open' | 'closed' | 'unknown';
  changesAt: number | null;
};
export type Nearby = { at: number; way: 'streets' | 'line'; items: NearbyPlace[] };

/** Some ten metres say enough about where somebody stands. */
export const roundedPoint = ({ lng, lat }: { lng: number; lat: number }) => ({
  lng: Math.round(lng * 10_000) / 10_000,
  lat: Math.round(lat * 10_000) / 10_000,
});

/** Closed ones only when asked for; a shelter or a toilet without hours is told all the same. */
export const worthShowing = (one: Pick<NearbyPlace, 'open'>, closedToo: boolean): boolean =>
  closedToo || one.open !== 'closed';

/** What has no name is called by what it is, else by where it stands. */
export function nameOf(t: Translate, { name, kind, address, group }: NearbyPlace): string {
  const nameless = kind === 'defibrillator' || kind === 'assembly_point';
  return (
    name || (nameless ? t(`portal.nearby.kind.${kind}`) : (address ?? t(`portal.nearby.group.${group}`)))
  );
}

/** 开着，到 17:30；关着，周一 08:00 开；时间不详. */
export function stateWords(t: Translate, { open, changesAt, kind }: NearbyPlace, at: number): string {
  if (open === 'unknown') return t(kind === 'shelter' ? 'portal.nearby.shelter' : 'portal.nearby.unknown');
  if (changesAt === null) return t(open === 'open' ? 'portal.nearby.always' : 'portal.nearby.never');
  return t(open === 'open' ? 'portal.nearby.until' : 'portal.nearby.from', {
    time: nearDate(t, changesAt, at),
  });
}
