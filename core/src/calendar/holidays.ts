/**
 * Public holidays and make-up workdays (调休) as the State Council publishes them, year by year.
 * The shipped table is the data file of the npm package `chinese-days` (MIT): it knows a year only once its notice
 * is out (usually the November before), so the last year with entries is the last year that is settled.
 */
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

export type HolidayName = { zh: string; en: string };

export type HolidayTable = {
  /** First and last year whose notice is included; days outside are provisional. */
  fromYear: number;
  throughYear: number;
  /** 'YYYY-MM-DD' → name, for days off that are not plain weekends (weekend days inside a holiday included). */
  holidays: Readonly<Record<string, HolidayName>>;
  /** 'YYYY-MM-DD' → name of the holiday that the worked weekend day makes up for. */
  makeups: Readonly<Record<string, HolidayName>>;
};

const shipped: HolidayTable = tableOf(published.holidays, published.workdays);

/** The holidays known to this release (2004 … the last published year). */
export function publishedHolidays(): HolidayTable {
  return shipped;
}

/**
 * Lays a later notice over a table: years named by `addition` (fromYear … throughYear) replace those years in `base`,
 * and single dates outside them are added (a notice for year N may move the last days of December N−1).
 */
export function mergeHolidays(base: HolidayTable, addition: HolidayTable): HolidayTable {
  const keep = (entries: Readonly<Record<string, HolidayName>>) =>
    Object.fromEntries(
      Object.entries(entries).filter(([date]) => {
        const year = Number(date.slice(0, 4));
        const named = date in addition.holidays || date in addition.makeups;
        return !named && (year < addition.fromYear || year > addition.throughYear);
      }),
    );
  return {
    fromYear: Math.min(base.fromYear, addition.fromYear),
    throughYear: Math.max(base.throughYear, addition.throughYear),
    holidays: { ...keep(base.holidays), ...addition.holidays },
    makeups: { ...keep(base.makeups), ...addition.makeups },
  };
}

function tableOf(holidays: Record<string, string>, makeups: Record<string, string>): HolidayTable {
  let fromYear = Number.POSITIVE_INFINITY;
  let throughYear = 0;
  for (const date of Object.keys(holidays)) {
    const year = Number(date.slice(0, 4));
    // A New Year holiday of year N+1 may begin on 30 or 31 December of N: those days do not make year N known.
    if (date.slice(5) >= '12-30') continue;
    fromYear = Math.min(fromYear, year);
    throughYear = Math.max(throughYear, year);
  }
  return { fromYear, throughYear, holidays: namesOf(holidays), makeups: namesOf(makeups) };
}

/** The package writes 'Spring Festival,春节,4'. */
function namesOf(entries: Record<string, string>): Record<string, HolidayName> {
  return Object.fromEntries(
    Object.entries(entries).map(([date, text]) => {
      const [en = '', zh = ''] = text.split(',');
      return [date, { zh, en }];
    }),
  );
}
