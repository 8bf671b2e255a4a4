// What the rules of our lifecycles may know of the district, in memory: the calendar, the catalogue, and where duties are filled.
import type { Calendar } from '@renlin/core/calendar/calendar';
import type { World } from '../../engines/case/kind.ts';
import type { Catalogue, DutyPost } from '../catalogue/public.ts';

export type CasesWorld = World & {
  calendar: Calendar;
  catalogue: Catalogue;
  /** Area paths at which somebody holds this duty now. */
  filled: ReadonlyMap<string, ReadonlySet<string>>;
  /** The filled posts that carry a duty, say `command` (a hard case) or `rule` (on whose a case is). */
  posts: ReadonlyMap<string, readonly DutyPost[]>;
};
