/** A coded refusal of calendar or clock input; the caller turns `code` and `params` into localised words. */
export class CalendarError extends Error {
  readonly code: CalendarFault;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: CalendarFault, params: Record<string, string | number> = {}) {
    super(`${code} ${JSON.stringify(params)}`);
    this.name = 'CalendarError';
    this.code = code;
    this.params = params;
  }
}

export type CalendarFault =
  | 'calendar.badDate'
  | 'calendar.badInterval'
  | 'calendar.badSeason'
  | 'calendar.noHours'
  | 'calendar.outOfRange'
  | 'calendar.badLimit'
  | 'clock.notRunning'
  | 'clock.notPaused'
  | 'clock.stopped'
  | 'clock.backwards'
  | 'clock.notLater';
