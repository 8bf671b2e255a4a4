// What the rules of our lifecycles may know of the district, in memory: the calendar, the catalogue, and where duties are filled.
import type { Calendar } from '@renlin/core/calendar/calendar';
import type { World } from '../../engines/case/kind.ts';
import type { Catalogue, CommandPost } from '../catalogue/public.ts';

export type CasesWorld = World & {
  calendar: Calendar;
  catalogue: Catalogue;
  /** Area paths at which somebody holds this duty now. */
  filled: ReadonlyMap<string, ReadonlySet<string>>;
  /** The posts that may command a hard case (指挥长). */
  commandPosts: readonly CommandPost[];
  /** The posts that rule on whose a case is. */
  rulingPosts: readonly CommandPost[];
};
