import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, get } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useScope } from '../shell/scope.tsx';

type Day = {
  date: string;
  work: boolean;
  reason: 'weekday' | 'weekend' | 'holiday' | 'makeup' | 'override';
  provisional: boolean;
  name?: string | Record<string, string>;
  note?: string;
};

const DAY_MS = 86_400_000;

function monthOf(year: number, month: number): { from: string; to: string; lead: number } {
  const first = new Date(Date.UTC(year, month, 1));
  const last = new Date(Date.UTC(year, month + 1, 0));
  return {
    from: first.toISOString().slice(0, 10),
    to: last.toISOString().slice(0, 10),
    // Weeks begin on Monday.
    lead: (first.getUTCDay() + 6) % 7,
  };
}

/** Which days count: holidays, make-up days and the district's own decisions, three months at a time. */
export function CalendarPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const today = toInputDate(now());
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const [quarter, setQuarter] = useState(Math.floor((Number(today.slice(5, 7)) - 1) / 3));
  const [picked, setPicked] = useState<Day>();
  const from = monthOf(year, quarter * 3).from;
  const to = monthOf(year, quarter * 3 + 2).to;
  const found = useQuery({
    queryKey: ['calendar', from, to],
    queryFn: ({ signal }) =>
      get<{ publishedThrough: number; today: string; days: Day[] }>('/calendar', { from, to }, signal),
  });
  function step(by: number): void {
    const next = quarter + by;
    setPicked(undefined);
    setQuarter((next + 4) % 4);
    if (next < 0) setYear(year - 1);
    if (next > 3) setYear(year + 1);
  }
  const days = new Map(found.data?.days.map((day) => [day.date, day]));
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.calendar')}</h1>
      <div className="k-row">
        <button type="button" className="k-button" onClick={() => step(-1)}>
          {t('cal.previous')}
        </button>
        <strong>{t('cal.quarter', { year, n: quarter + 1 })}</strong>
        <button type="button" className="k-button" onClick={() => step(1)}>
          {t('cal.next')}
        </button>
        {found.data ? (
          <span className="k-hint">{t('cal.published', { year: found.data.publishedThrough })}</span>
        ) : null}
      </div>
      <Unread found={found} />
      {found.data ? (
        <div className="c-months">
          {[0, 1, 2].map((offset) => (
            <Month
              key={offset}
              year={year}
              month={quarter * 3 + offset}
              days={days}
              today={found.data.today}
              picked={picked?.date}
              onPick={setPicked}
            />
          ))}
        </div>
      ) : null}
      <p className="c-legend">
        {(['work', 'rest', 'holiday', 'makeup', 'override'] as const).map((kind) => (
          <span key={kind} className={`c-day-key c-day-${kind}`}>
            {t(`cal.kind.${kind}`)}
          </span>
        ))}
      </p>
      {picked ? (
        <DayEditor
          key={picked.date}
          day={picked}
          mayEdit={holdsDuty(me, 'manage-calendar')}
          onClose={() => setPicked(undefined)}
        />
      ) : (
        <p className="k-hint">{t('cal.pick')}</p>
      )}
    </div>
  );
}

/** One character in the corner of a day; the words are in its label. */
const MARKS: Readonly<Record<string, string>> = {
  makeup: 'cal.mark.work',
  holiday: 'cal.mark.rest',
  override: 'cal.mark.override',
};

function classOf(day: Day): string {
  if (day.reason === 'override') return 'c-day-override';
  if (day.reason === 'makeup') return 'c-day-makeup';
  if (day.reason === 'holiday') return 'c-day-holiday';
  return day.work ? 'c-day-work' : 'c-day-rest';
}

function Month({
  year,
  month,
  days,
  today,
  picked,
  onPick,
}: {
  year: number;
  month: number;
  days: ReadonlyMap<string, Day>;
  today: string;
  picked: string | undefined;
  onPick(day: Day): void;
}) {
  const { t, locale } = useI18n();
  const { from, to, lead } = monthOf(year, month);
  const dates: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    dates.push(new Date(at).toISOString().slice(0, 10));
  return (
    <section className="c-card c-card-pad" aria-label={t('cal.month', { year, month: month + 1 })}>
      <h2>{t('cal.month', { year, month: month + 1 })}</h2>
      <div className="c-days">
        {[1, 2, 3, 4, 5, 6, 0].map((weekday) => (
          <span key={weekday} className="k-hint c-weekday" aria-hidden="true">
            {t(`cal.weekday.${weekday}`)}
          </span>
        ))}
        {Array.from({ length: lead }, (_, index) => (
          <span key={`lead-${index}`} />
        ))}
        {dates.map((date) => {
          const day = days.get(date);
          if (!day) return <span key={date}>{Number(date.slice(8))}</span>;
          const name = typeof day.name === 'string' ? day.name : day.name?.[locale];
          const mark = MARKS[day.reason];
          const words = [
            t(`cal.reason.${day.reason}${day.reason === 'override' ? (day.work ? 'Work' : 'Rest') : ''}`),
            name,
            day.note,
            day.provisional ? t('kit.clock.provisional') : '',
          ]
            .filter(Boolean)
            .join(' · ');
          return (
            <button
              key={date}
              type="button"
              className={`c-day ${classOf(day)}${date === today ? ' c-day-today' : ''}`}
              aria-pressed={picked === date}
              data-mark={mark && t(mark)}
              aria-label={`${Number(date.slice(8))} · ${words} · ${date}`}
              title={words}
              onClick={() => onPick(day)}
            >
              {Number(date.slice(8))}
            </button>
          );
        })}
      </div>
    </section>
  );
}

function DayEditor({ day, mayEdit, onClose }: { day: Day; mayEdit: boolean; onClose(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [kind, setKind] = useState<'work' | 'rest' | 'default'>(
    day.reason === 'override' ? (day.work ? 'work' : 'rest') : 'default',
  );
  const [note, setNote] = useState(day.note ?? '');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await call('POST', '/calendar/overrides', { body: { date: day.date, kind, note: note.trim() } });
      await client.invalidateQueries({ queryKey: ['calendar'] });
      toast(t('cal.saved', { date: day.date }), { tone: 'good' });
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }
  return (
    <section className="c-card c-card-pad c-narrow" aria-labelledby="day-title">
      <h2 id="day-title">{day.date}</h2>
      {mayEdit ? (
        <form
          className="k-form"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <FormProblem failure={failure} />
          <fieldset className="k-field">
            <legend className="k-label">{t('cal.kind')}</legend>
            <div className="k-choices k-choices-row">
              {(['default', 'work', 'rest'] as const).map((one) => (
                <label key={one} className="k-choice">
                  <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
                  <span>{t(`cal.set.${one}`)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <Labelled id="day-note" label={t('cal.note')}>
            <input
              id="day-note"
              className="k-input"
              maxLength={100}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Labelled>
          <p className="c-effect" role="note">
            {t('cal.effect')}
          </p>
          <div className="k-form-foot">
            <button type="submit" className="k-button k-button-primary" disabled={busy}>
              {t('cal.save', { date: day.date })}
            </button>
            <button type="button" className="k-button" onClick={onClose}>
              {t('kit.cancel')}
            </button>
          </div>
        </form>
      ) : (
        <p className="k-hint">{t('cal.readOnly')}</p>
      )}
    </section>
  );
}
