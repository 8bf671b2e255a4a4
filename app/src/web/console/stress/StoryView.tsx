// One run as a story: an hour on the map, what happened in it, and why needs were met late.
import { useEffect, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { CurveChart } from './CurveChart.tsx';
import { clockOf, eventsIn, hourOf } from './stress-logic.ts';
import type { LateNeed, Scenario, StressResult } from './stress-types.ts';
import { eventWords, useStressWords } from './stress-words.ts';

const STEP_MS = 700;

export function StoryView({
  result,
  scenario,
  which,
  hour,
  onWhich,
  onHour,
  onStrong,
}: {
  result: StressResult;
  scenario: Scenario;
  which: number;
  hour: number;
  onWhich(which: number): void;
  onHour(hour: number): void;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const { names } = useStressWords(result);
  const [playing, setPlaying] = useState(false);
  const story = result.stories[which] ?? result.stories[0];
  const last = scenario.hours;
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      if (hour < last) onHour(hour + 1);
      else setPlaying(false);
    }, STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, hour, last, onHour]);
  if (!story) return <p>{t('stress.noStory')}</p>;
  const now = hourOf(story, hour);
  const { day, time } = clockOf(hour, scenario.startHour);
  const events = eventsIn(story, hour);
  const start = () => {
    if (hour >= last) onHour(0);
    setPlaying(!playing);
  };
  return (
    <>
      <div className="pl-row">
        <label className="pl-grow">
          {t('stress.whichStory')}
          <select
            className="k-input"
            value={which}
            onChange={({ target }) => {
              onWhich(Number(target.value));
              onHour(0);
            }}
          >
            {result.stories.map((one, i) => (
              <option key={one.which} value={i}>
                {t(`stress.story.${one.which}`, { n: one.run + 1, loss: one.loss.toFixed(0) })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="st-player">
        <button type="button" className="k-button k-button-primary" onClick={start}>
          {t(playing ? 'stress.pause' : 'stress.play')}
        </button>
        <label className="st-slider">
          <span className="k-visually-hidden">{t('stress.hour')}</span>
          <input
            type="range"
            min={0}
            max={last}
            value={hour}
            aria-valuetext={t('stress.when', { day: day + 1, time })}
            onChange={({ target }) => {
              setPlaying(false);
              onHour(target.valueAsNumber);
            }}
          />
        </label>
        <output className="k-number">{t('stress.when', { day: day + 1, time })}</output>
      </div>
      <p className="pl-headline">
        {t('stress.hourLine', {
          hit: now.hit.size,
          calls: now.calls,
          late: now.late,
          cut: now.cutOff.size,
        })}
      </p>
      {result.curves['response'] ? (
        <CurveChart title={t('stress.curve.response')} band={result.curves['response']} hour={hour} />
      ) : null}
      <section aria-label={t('stress.events')}>
        <h2 className="c-heading">{t('stress.events')}</h2>
        {events.length === 0 ? <p className="k-hint">{t('stress.noEvents')}</p> : null}
        <ol className="st-events">
          {events.slice(0, 30).map((event, i) => {
            const { when, what } = eventWords(t, names, event, scenario.startHour);
            return (
              <li key={i}>
                <span className="k-number k-hint">{when}</span> {what}
              </li>
            );
          })}
        </ol>
        {story.eventsLeftOut > 0 ? (
          <p className="k-hint">{t('stress.eventsLeftOut', { n: story.eventsLeftOut })}</p>
        ) : null}
      </section>
      <Late
        result={result}
        late={story.late}
        reasons={story.reasons}
        scenario={scenario}
        onHour={onHour}
        onStrong={onStrong}
      />
    </>
  );
}

function Late({
  result,
  late,
  reasons,
  scenario,
  onHour,
  onStrong,
}: {
  result: StressResult;
  late: readonly LateNeed[];
  reasons: StressResult['stories'][number]['reasons'];
  scenario: Scenario;
  onHour(hour: number): void;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const { names } = useStressWords(result);
  const [open, setOpen] = useState<number>();
  const all = reasons.reduce((sum, one) => sum + one.calls, 0);
  if (all === 0) return <p>{t('stress.noneLate')}</p>;
  return (
    <section aria-label={t('stress.whyLate', { n: all })}>
      <h2 className="c-heading">{t('stress.whyLate', { n: all })}</h2>
      <ul className="pl-facts">
        {reasons
          .filter((one) => one.calls > 0)
          .sort((a, b) => b.calls - a.calls)
          .map((one) => (
            <li key={one.reason}>
              <span className="pl-bar" style={{ width: `${(one.calls / all) * 120}px` }} aria-hidden="true" />
              {t(`stress.reason.${one.reason}`, { n: one.calls })}
            </li>
          ))}
      </ul>
      <p className="k-hint">{t('stress.latest', { n: late.length })}</p>
      <ol className="st-late">
        {late.map((one, i) => (
          <li key={i}>
            <button
              type="button"
              className="k-link"
              aria-expanded={open === i}
              onClick={() => {
                setOpen(open === i ? undefined : i);
                onHour(Math.min(scenario.hours, Math.ceil(one.minute / 60)));
                const id = result.cells[one.cell]?.id;
                if (id) onStrong(new Set([id]));
              }}
            >
              {t(one.waited === null ? 'stress.lateNever' : 'stress.lateOne', {
                cell: names.cell(one.cell),
                need: t(`stress.needs.${one.need}`),
                hours: one.waited === null ? '' : (one.waited / 60).toFixed(1),
              })}
            </button>
            {open === i ? (
              <ol className="st-chain">
                {one.steps.map((step, k) => {
                  const { when, what } = eventWords(t, names, step, scenario.startHour);
                  return (
                    <li key={k}>
                      <span className="k-number k-hint">{when}</span> {what}
                    </li>
                  );
                })}
              </ol>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
