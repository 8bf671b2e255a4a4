// What is asked of coverage and of siting: who walks how far, to which places, and which streets are closed.
import type { ReactNode } from 'react';
import { now } from '../../kit/clock.ts';
import { civil } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { placeWord } from './place-words.ts';
import {
  type CoverageInput,
  type Ground,
  type MapTask,
  type OpenAt,
  type PlaceChoice,
  type PlaceSource,
  QUESTIONS,
  type SitingInput,
  WALKERS,
} from './planning-types.ts';
import { ShortList } from './ShortList.tsx';
import { candidatesOf, SiteRules } from './SiteRules.tsx';

type Common<I> = {
  input: I;
  ground: Ground;
  task: MapTask;
  onTask(task: MapTask): void;
  onChange(input: I): void;
};

export function CoverageForm(props: Common<CoverageInput>) {
  const { input, ground, onChange } = props;
  const { t } = useI18n();
  return (
    <>
      <Walking {...props} />
      <Places
        {...props}
        legend={t('planning.facilities')}
        choice={input.facilities}
        onChoice={(facilities) => onChange({ ...input, facilities })}
        ground={ground}
      />
      <label className="pl-field">
        {t('planning.times')}
        <select
          className="k-input"
          value={input.times}
          onChange={(event) => onChange({ ...input, times: Number(event.target.value) })}
        >
          {[1, 2, 3].map((n) => (
            <option key={n} value={n}>
              {t('planning.timesN', { n })}
            </option>
          ))}
        </select>
      </label>
      <OpenHours input={input} onChange={onChange} />
      <Lost input={input} ground={ground} onChange={onChange} />
    </>
  );
}

/** Whether it matters that a place is open, and when. */
function OpenHours({ input, onChange }: { input: CoverageInput; onChange(input: CoverageInput): void }) {
  const { t } = useI18n();
  const { open } = input;
  const set = (part: Partial<OpenAt>) => {
    const current = civil(now());
    const [hours = 0, minutes = 0] = current.time.split(':').map(Number);
    const start: OpenAt = { day: current.weekday || 7, minute: hours * 60 + minutes, unknown: 'closed' };
    onChange({ ...input, open: { ...start, ...open, ...part } });
  };
  const two = (n: number) => String(n).padStart(2, '0');
  return (
    <fieldset className="pl-set">
      <legend>{t('planning.hours')}</legend>
      <label className="c-check">
        <input
          type="checkbox"
          checked={open !== undefined}
          onChange={({ target }) => {
            const { open: _, ...rest } = input;
            if (target.checked) set({});
            else onChange(rest);
          }}
        />
        {t('planning.openOnly')}
      </label>
      {open ? (
        <div className="pl-row">
          <label>
            {t('planning.openDay')}
            <select
              className="k-input"
              value={open.day}
              onChange={({ target }) => set({ day: Number(target.value) })}
            >
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <option key={day} value={day}>
                  {t(`kit.weekday.${day % 7}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('planning.openTime')}
            <input
              type="time"
              className="k-input k-input-short"
              value={`${two(Math.floor(open.minute / 60))}:${two(open.minute % 60)}`}
              onChange={({ target }) => {
                const [hours, minutes] = target.value.split(':').map(Number);
                if (hours !== undefined && minutes !== undefined) set({ minute: hours * 60 + minutes });
              }}
            />
          </label>
          <label>
            {t('planning.hoursUnknown')}
            <select
              className="k-input"
              value={open.unknown}
              onChange={({ target }) => set({ unknown: target.value as OpenAt['unknown'] })}
            >
              <option value="closed">{t('planning.facilityState.closed')}</option>
              <option value="open">{t('planning.facilityState.open')}</option>
            </select>
          </label>
        </div>
      ) : null}
    </fieldset>
  );
}

/** What if this one were gone. */
function Lost({
  input,
  ground,
  onChange,
}: {
  input: CoverageInput;
  ground: Ground;
  onChange(input: CoverageInput): void;
}) {
  const { t } = useI18n();
  const lost = input.lost ?? [];
  return (
    <ShortList
      title={t('planning.lost', { n: lost.length })}
      items={candidatesOf(ground, input.facilities)}
      keyOf={(one) => one.id}
      wordsOf={(one) => `${one.name || one.id} ${one.kind ? placeWord(t, one.kind) : ''}`}
      row={(one) => (
        <label className="c-check">
          <input
            type="checkbox"
            checked={lost.includes(one.id)}
            onChange={({ target }) =>
              onChange({
                ...input,
                lost: target.checked ? [...lost, one.id] : lost.filter((id) => id !== one.id),
              })
            }
          />
          {one.name || one.id}
        </label>
      )}
    />
  );
}

export function SitingForm(
  props: Common<SitingInput> & { picked: string | undefined; onPick(id: string): void },
) {
  const { input, ground, picked, onPick, onChange } = props;
  const { t } = useI18n();
  const number = (key: 'p' | 'capacity' | 'curve', min: number, max: number): ReactNode => (
    <label>
      {t(`planning.${key}`)}
      <input
        type="number"
        className="k-input k-input-short"
        min={min}
        max={max}
        value={input[key] ?? ''}
        onChange={(event) =>
          onChange({ ...input, [key]: event.target.value === '' ? min : event.target.valueAsNumber })
        }
      />
    </label>
  );
  return (
    <>
      <label className="pl-field">
        {t('planning.question')}
        <select
          className="k-input"
          value={input.question}
          onChange={(event) =>
            onChange({ ...input, question: event.target.value as SitingInput['question'] })
          }
        >
          {QUESTIONS.map((one) => (
            <option key={one} value={one}>
              {t(`planning.question.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="pl-row">
        {input.question === 'all-covered' ? null : number('p', 0, 300)}
        {input.question === 'with-capacity' ? number('capacity', 1, 1_000_000) : null}
        {number('curve', 0, 40)}
      </div>
      <Walking {...props} />
      <Places
        {...props}
        legend={t('planning.sites')}
        choice={input.sites}
        onChoice={(sites) => onChange({ ...input, sites })}
      />
      <Places
        {...props}
        legend={t('planning.existing')}
        choice={input.existing ?? {}}
        withoutSpots
        onChoice={(existing) => onChange({ ...input, existing })}
      />
      <SiteRules input={input} ground={ground} picked={picked} onPick={onPick} onChange={onChange} />
      <label className="pl-field">
        {t('planning.effort')}
        <select
          className="k-input"
          value={input.effort}
          onChange={(event) => onChange({ ...input, effort: event.target.value as SitingInput['effort'] })}
        >
          {(['quick', 'normal', 'thorough'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`planning.effort.${one}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function Walking<I extends CoverageInput | SitingInput>({
  input,
  ground,
  task,
  onTask,
  onChange,
}: Common<I>) {
  const { t } = useI18n();
  const closures = input.closures ?? [];
  const closing = task.mode === 'pick';
  return (
    <>
      <div className="pl-row">
        <label>
          {t('planning.minutes')}
          <input
            type="number"
            className="k-input k-input-short"
            min={1}
            max={60}
            value={input.minutes}
            onChange={(event) => onChange({ ...input, minutes: event.target.valueAsNumber || 1 })}
          />
        </label>
        <label>
          {t('planning.walker')}
          <select
            className="k-input"
            value={input.walker}
            onChange={(event) => onChange({ ...input, walker: event.target.value as I['walker'] })}
          >
            {WALKERS.map((one) => (
              <option key={one} value={one}>
                {t(`planning.walker.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {ground.withoutHouseholds > 0 ? (
          <label>
            {t('planning.estimate')}
            <input
              type="number"
              className="k-input k-input-short"
              min={10}
              max={1000}
              value={input.estimate ?? ''}
              onChange={(event) => {
                const { estimate: _, ...rest } = input;
                const value = event.target.valueAsNumber;
                onChange((Number.isNaN(value) ? rest : { ...rest, estimate: value }) as I);
              }}
            />
          </label>
        ) : null}
      </div>
      <div className="pl-row pl-row-end">
        <button
          type="button"
          className="k-button"
          aria-pressed={closing}
          onClick={() =>
            onTask(
              closing
                ? { mode: 'view' }
                : {
                    mode: 'pick',
                    done: (point) => {
                      onChange({ ...input, closures: [...closures, point] });
                      onTask({ mode: 'view' });
                    },
                  },
            )
          }
        >
          {t('planning.close')}
        </button>
      </div>
      <Placed
        spots={closures.map((one, i) => ({ ...one, name: t('planning.closureName', { n: i + 1 }) }))}
        onDrop={(index) => onChange({ ...input, closures: closures.filter((_, i) => i !== index) })}
      />
    </>
  );
}

const SOURCES: readonly PlaceSource[] = ['pois', 'assets', 'buildings'];

function Places<I>({
  legend,
  choice,
  ground,
  withoutSpots = false,
  onTask,
  onChoice,
}: Common<I> & {
  legend: string;
  choice: PlaceChoice;
  withoutSpots?: boolean;
  onChoice(choice: PlaceChoice): void;
}) {
  const { t } = useI18n();
  const spots = choice.spots ?? [];
  const chosen = (source: PlaceSource, kind: string) => choice[source]?.includes(kind) ?? false;
  const toggle = (source: PlaceSource, kind: string) => {
    const before = choice[source] ?? [];
    onChoice({
      ...choice,
      [source]: chosen(source, kind) ? before.filter((one) => one !== kind) : [...before, kind],
    });
  };
  return (
    <fieldset className="pl-set">
      <legend>{legend}</legend>
      {SOURCES.map((source) => {
        const kinds = ground.kinds.filter((one) => one.source === source);
        if (kinds.length === 0) return null;
        return (
          <details key={source} open={source === 'pois' || (choice[source]?.length ?? 0) > 0}>
            <summary>{t(`planning.source.${source}`)}</summary>
            <div className="pl-checks">
              {kinds.map(({ kind, count }) => (
                <label key={kind} className="c-check">
                  <input
                    type="checkbox"
                    checked={chosen(source, kind)}
                    onChange={() => toggle(source, kind)}
                  />
                  {placeWord(t, kind)} <span className="k-hint k-number">{count}</span>
                </label>
              ))}
            </div>
          </details>
        );
      })}
      {withoutSpots ? null : (
        <div className="pl-row pl-row-end">
          <button
            type="button"
            className="k-button"
            onClick={() =>
              onTask({
                mode: 'pick',
                done: ({ lng, lat }) => {
                  const n = 1 + Math.max(0, ...spots.map(({ id }) => Number(id.split('-')[1]) || 0));
                  onChoice({
                    ...choice,
                    spots: [...spots, { id: `spot-${n}`, name: t('planning.spotName', { n }), lng, lat }],
                  });
                  onTask({ mode: 'view' });
                },
              })
            }
          >
            {t('planning.placeSpot')}
          </button>
        </div>
      )}
      <Placed
        spots={spots}
        onName={(index, name) =>
          onChoice({ ...choice, spots: spots.map((one, i) => (i === index ? { ...one, name } : one)) })
        }
        onDrop={(index) => onChoice({ ...choice, spots: spots.filter((_, i) => i !== index) })}
      />
    </fieldset>
  );
}

/** What was placed on the map by hand: where it is, its name, and taking it away again. */
function Placed({
  spots,
  onName,
  onDrop,
}: {
  spots: readonly { name: string; lng: number; lat: number }[];
  onName?(index: number, name: string): void;
  onDrop(index: number): void;
}) {
  const { t } = useI18n();
  if (spots.length === 0) return null;
  return (
    <ul className="pl-placed">
      {spots.map(({ name, lng, lat }, i) => (
        <li key={i} className="pl-row pl-row-end">
          {onName ? (
            <input
              className="k-input"
              aria-label={t('planning.spotNameOf', { n: i + 1 })}
              maxLength={60}
              value={name}
              onChange={(event) => onName(i, event.target.value)}
            />
          ) : (
            <span>{name}</span>
          )}
          <span className="k-hint k-number">
            {lat.toFixed(5)}, {lng.toFixed(5)}
          </span>
          <button
            type="button"
            className="k-button k-button-quiet"
            aria-label={t('planning.dropNamed', { name })}
            onClick={() => onDrop(i)}
          >
            {t('planning.drop')}
          </button>
        </li>
      ))}
    </ul>
  );
}
