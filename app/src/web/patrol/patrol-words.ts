// How a place and a period of a patrol are called.
import { dayWords } from '../kit/dates.ts';
import type { Translate } from '../kit/i18n.tsx';
import type { DuePlace, Period } from './queries.ts';

/** Hydrants all have one name: where it stands tells them apart. */
export function placeTitle({ name, address }: Pick<DuePlace, 'name' | 'address'>): string {
  return address === '' || address.includes(name) ? name : `${name} · ${address}`;
}

/** What stands below the title: nothing that it says already. */
export function placeLine(place: Pick<DuePlace, 'name' | 'address' | 'areaName'>): string {
  const title = placeTitle(place);
  return [place.areaName, place.address].filter((part) => part !== '' && !title.includes(part)).join(' ');
}

export function periodWords(t: Translate, { from, to }: Period, now: number): string {
  return from === to
    ? dayWords(t, from, now)
    : t('patrol.period', { from: dayWords(t, from, now), to: dayWords(t, to, now) });
}
