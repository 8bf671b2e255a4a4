// What if: at another hour, without one of the places, with a street closed.
import { now } from '../../kit/clock.ts';
import { civil } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Placed } from './PlacesField.tsx';
import { placeWord } from './place-words.ts';
import type { MapTask, OpenAt } from './planning-types.ts';
import { ShortList } from './ShortList.tsx';
import type { Candidate } from './SiteRules.tsx';

/** Whether it matters that a place is open, and when. */
export function OpenHours<I extends { open?: OpenAt }>({
  input,
  onChange,
}: {
  input: I;
  onChange(input: I): void;
}) {
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
            else onChange(rest as I);
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
export function Lost<I extends { lost?: string[] }>({
  input,
  places,
  onChange,
}: {
  input: I;
  places: readonly Candidate[];
  onChange(input: I): void;
}) {
  const { t } = useI18n();
  const lost = input.lost ?? [];
  return (
    <ShortList
      title={t('planning.lost', { n: lost.length })}
      items={places}
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

type Point = { lng: number; lat: number };

/** Streets taken out by a click near them. */
export function Closures({
  task,
  closures,
  onTask,
  onChange,
}: {
  task: MapTask;
  closures: readonly Point[];
  onTask(task: MapTask): void;
  onChange(closures: Point[]): void;
}) {
  const { t } = useI18n();
  const closing = task.mode === 'pick';
  return (
    <>
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
                      onChange([...closures, point]);
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
        onDrop={(index) => onChange(closures.filter((_, i) => i !== index))}
      />
    </>
  );
}
