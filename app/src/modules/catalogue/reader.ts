// The catalogue and the calendar of a district, kept in memory: every filing and dispatch asks them.
import { type Calendar, createCalendar, type OfficeHours } from '@renlin/core/calendar/calendar';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, scopeOf, type Tx } from '../../platform/db/db.ts';
import { createKept } from '../../platform/kept.ts';
import type { Catalogue, Category, UnitFact } from './catalogue.ts';
import * as store from './store.ts';

export const STANDARD_OFFICE: OfficeHours = {
  hours: [
    ['08:30', '12:00'],
    ['13:30', '17:30'],
  ],
};

export type DistrictFacts = {
  catalogue: Catalogue;
  calendar: Calendar;
  filled: ReadonlyMap<string, ReadonlySet<string>>;
  posts: ReadonlyMap<string, readonly DutyPost[]>;
};

/** A post, as the rules of cases ask for it by its duty. */
export type DutyPost = { id: string; title: string; unitId: string; areaPath: string };

export type CatalogueReader = {
  facts(district: string): Promise<DistrictFacts>;
  /** Something of the district changed: read again at the next question. */
  forget(district: string): void;
};

export type OrgFacts = {
  units: readonly UnitFact[];
  /** Names of units that have ended. */
  ended?: ReadonlyMap<string, string>;
  /** For each duty, the area paths at which somebody holds it now. */
  filled: ReadonlyMap<string, ReadonlySet<string>>;
  /** The filled posts that carry each duty. */
  posts: ReadonlyMap<string, readonly DutyPost[]>;
};

export function createCatalogueReader(parts: {
  db: Db;
  clock: Clock;
  orgFacts(tx: Tx): Promise<OrgFacts>;
}): CatalogueReader {
  const kept = createKept<DistrictFacts>({
    clock: parts.clock,
    read: (district) =>
      parts.db.apart(scopeOf({ kind: 'system', district, reason: 'catalogue' }), async (tx) => {
        const now = new Date(parts.clock.now()).toISOString();
        const categories = await store.listCategories(tx);
        const items = await store.listItemsInForce(tx, now);
        const org = await parts.orgFacts(tx);
        const overrides = await store.listOverrides(tx);
        const office = (await store.findOffice(tx)) ?? STANDARD_OFFICE;
        return {
          catalogue: {
            categories: new Map<string, Category>(categories.map((category) => [category.code, category])),
            items,
            units: new Map(org.units.map((unit) => [unit.id, unit])),
            ended: org.ended,
          },
          // A calendar keeps tables of its own; it is only rebuilt when what it rests on changed.
          calendar: calendarOf(district, office, overrides),
          filled: org.filled,
          posts: org.posts,
        };
      }),
  });

  const calendars = new Map<string, { key: string; calendar: Calendar }>();
  function calendarOf(
    district: string,
    office: OfficeHours,
    overrides: Awaited<ReturnType<typeof store.listOverrides>>,
  ): Calendar {
    const key = JSON.stringify([office, overrides]);
    const kept = calendars.get(district);
    if (kept?.key === key) return kept.calendar;
    const calendar = createCalendar({ office, overrides });
    calendars.set(district, { key, calendar });
    return calendar;
  }

  return { facts: kept.get, forget: kept.forget };
}
