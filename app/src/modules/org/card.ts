// "My grid" for residents: who looks after the place, by the name that the unit publishes; the desk's phone and hours; what
// can be asked of them. Nothing of a person's own.
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { duties } from './duty-vocabulary.ts';
import { selectPosts } from './post-store.ts';

export type GridCard = {
  grid: { id: string; name: string; level: string } | null;
  who: { title: string; name: string | null; unit: string }[];
  phone: string | null;
  hours: string | null;
  canDo: string[];
};

/** The card of the nearest area with posts, from `areaPath` up. Works for callers without an account. */
export async function readGridCard(tx: Tx, areaPath: string, now: number, locale: Locale): Promise<GridCard> {
  const posts = await selectPosts(tx, civilDate(now), { above: areaPath });
  const facing = posts.filter((post) => post.duties.some((duty) => canDo(duty, locale) !== undefined));
  const nearest = facing[0];
  if (!nearest) return { grid: null, who: [], phone: null, hours: null, canDo: [] };
  const own = facing.filter((post) => post.areaId === nearest.areaId);
  const text = (key: string): string | null => {
    const values = posts.map((post) => post.unitAttributes[key]);
    return (values.find((value) => typeof value === 'string' && value !== '') as string | undefined) ?? null;
  };
  return {
    grid: { id: nearest.areaId, name: nearest.areaName, level: nearest.areaLevel },
    who: own.map((post) => ({ title: post.title, name: post.publishedName, unit: post.unitName })),
    phone: text('phone'),
    hours: text('hours'),
    canDo: [...new Set(own.flatMap((post) => post.duties.map((duty) => canDo(duty, locale))))].filter(
      (words): words is string => words !== undefined,
    ),
  };
}

function canDo(code: string, locale: Locale): string | undefined {
  return duties.find((duty) => duty.code === code)?.canDo?.[locale];
}
