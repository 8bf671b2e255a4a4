// A space of every day that can become a shelter: registered and kept up to date; when its conversion was tried, and how long it took.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { call, get, post } from '../../kit/api.ts';
import type { Lng } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { PointField } from '../../kit/PointField.tsx';
import { Loading } from '../../kit/States.tsx';
import { useScope } from '../shell/scope.tsx';
import type { Shelter } from './queries.ts';

const PointPicker = lazy(() =>
  import('../map/PointPicker.tsx').then((file) => ({ default: file.PointPicker })),
);

const FUNCTIONS = ['shelter', 'triage', 'depot', 'muster'] as const;
const WORDS = [
  ['name', 60],
  ['address', 120],
  ['everydayUse', 60],
  ['conversion', 500],
] as const;
const NUMBERS = ['conversionMinutes', 'capacity', 'careCapacity'] as const;
type Post = { id: string; title: string; area: { name: string }; unit: { name: string } };

export function ShelterForm({
  shelter,
  onDone,
  onCancel,
}: {
  shelter: Shelter | undefined;
  onDone(): void;
  onCancel(): void;
}) {
  const { t } = useI18n();
  const { me } = useScope();
  const home = me.posts[0]?.area;
  const [id] = useState(newCommandId);
  const [area, setArea] = useState({
    id: shelter?.areaId ?? home?.id ?? '',
    name: shelter?.areaName ?? home?.name ?? '',
  });
  const [words, setWords] = useState<Record<string, string>>({
    ...{ name: shelter?.name ?? '', address: shelter?.address ?? '' },
    ...{ everydayUse: shelter?.everydayUse ?? '', conversion: shelter?.conversion ?? '' },
    conversionMinutes: shelter ? String(shelter.conversionMinutes) : '',
    capacity: shelter ? String(shelter.capacity) : '',
    careCapacity: shelter ? String(shelter.careCapacity) : '0',
  });
  const [keeperPost, setKeeper] = useState(shelter?.keeperPost ?? '');
  const [functions, setFunctions] = useState<readonly string[]>(shelter?.functions ?? ['shelter']);
  const [stepFree, setStepFree] = useState(shelter?.stepFree ?? false);
  const [point, setPoint] = useState<Lng | undefined>(
    shelter && shelter.lng !== null && shelter.lat !== null
      ? { lng: shelter.lng, lat: shelter.lat }
      : undefined,
  );
  const [map, setMap] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const posts = useQuery({
    queryKey: ['roster-posts', area.id],
    enabled: area.id !== '',
    queryFn: ({ signal }) => get<{ items: Post[] }>('/posts', { area: area.id, limit: 500 }, signal),
  });
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const body = {
        ...{ name: words['name'], address: words['address'], everydayUse: words['everydayUse'] },
        ...{ conversion: words['conversion'], areaId: area.id, keeperPost, functions, stepFree },
        ...Object.fromEntries(NUMBERS.map((code) => [code, Number(words[code])])),
        ...(point ? { point: { lng: point.lng, lat: point.lat } } : {}),
      };
      if (shelter) await call('PUT', `/shelters/${shelter.id}`, { body });
      else await post('/shelters', { id, ...body }, { retries: 2 });
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const whole =
    area.id !== '' &&
    keeperPost !== '' &&
    functions.length > 0 &&
    WORDS.every(([code]) => (words[code] ?? '').trim() !== '') &&
    NUMBERS.every((code) => /^\d{1,5}$/.test(words[code] ?? ''));
  const input = (code: string, max: number, numeric: boolean) => (
    <Labelled key={code} id={`shelter-${code}`} label={t(`shelters.form.${code}`)}>
      <input
        id={`shelter-${code}`}
        className="k-input"
        maxLength={max}
        inputMode={numeric ? 'numeric' : 'text'}
        value={words[code] ?? ''}
        onChange={(event) => setWords({ ...words, [code]: event.target.value })}
      />
    </Labelled>
  );
  return (
    <fieldset className="e-form">
      <legend>{shelter ? t('shelters.edit', { name: shelter.name }) : t('shelters.add')}</legend>
      <Labelled id="shelter-area" label={t('transfers.area')}>
        <Lookup
          id="shelter-area"
          value={area.id || undefined}
          valueLabel={area.name}
          find={findAreas}
          onChange={(found, option) => setArea({ id: found ?? '', name: option?.label ?? '' })}
        />
      </Labelled>
      {WORDS.map(([code, max]) => input(code, max, false))}
      {NUMBERS.map((code) => input(code, 5, true))}
      <fieldset className="k-field">
        <legend className="k-label">{t('shelters.form.functions')}</legend>
        <div className="k-row">
          {FUNCTIONS.map((code) => (
            <label key={code} className="k-inline">
              <input
                type="checkbox"
                checked={functions.includes(code)}
                onChange={(event) =>
                  setFunctions(
                    event.target.checked ? [...functions, code] : functions.filter((one) => one !== code),
                  )
                }
              />
              {t(`shelters.function.${code}`)}
            </label>
          ))}
          <label className="k-inline">
            <input
              type="checkbox"
              checked={stepFree}
              onChange={(event) => setStepFree(event.target.checked)}
            />
            {t('shelters.stepFree')}
          </label>
        </div>
      </fieldset>
      <Labelled id="shelter-keeper" label={t('shelters.keeper')}>
        <select
          id="shelter-keeper"
          className="k-input"
          value={keeperPost}
          onChange={(event) => setKeeper(event.target.value)}
        >
          <option value="" disabled>
            {t('emergency.choose')}
          </option>
          {shelter && !posts.data?.items.some((one) => one.id === shelter.keeperPost) ? (
            <option value={shelter.keeperPost}>
              {shelter.keeperTitle} · {shelter.keeperUnit}
            </option>
          ) : null}
          {posts.data?.items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title} · {one.area.name} · {one.unit.name}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="shelter-point" label={t('shelters.form.point')}>
        <PointField id="shelter-point" value={point} onChange={setPoint} />
      </Labelled>
      {map ? (
        <Suspense fallback={<Loading />}>
          <PointPicker value={point} onChange={setPoint} />
        </Suspense>
      ) : (
        <button type="button" className="k-button tr-left" onClick={() => setMap(true)}>
          {t('shelters.form.onMap')}
        </button>
      )}
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy || !whole}
          onClick={() => void send()}
        >
          {t(shelter ? 'shelters.save' : 'shelters.addNow')}
        </button>
        <button type="button" className="k-button" onClick={onCancel}>
          {t('reg.cancel')}
        </button>
      </div>
    </fieldset>
  );
}

/** 平急转换演练: the day and the minutes from the call until it was ready. */
export function DrillForm({ shelter, onDone }: { shelter: Shelter; onDone(): void }) {
  const { t } = useI18n();
  const [on, setOn] = useState(() => toInputDate(now()));
  const [minutes, setMinutes] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/shelters/${shelter.id}/drills`, { on, minutes: Number(minutes) });
      onDone();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('shelters.drillOf', { name: shelter.name })}</legend>
      <p className="w-text">{shelter.conversion}</p>
      <p className="k-hint">{t('shelters.planned', { n: shelter.conversionMinutes })}</p>
      <Labelled id="drill-on" label={t('shelters.drillOn')}>
        <input
          id="drill-on"
          type="date"
          className="k-input"
          value={on}
          onChange={(event) => setOn(event.target.value)}
        />
      </Labelled>
      <Labelled id="drill-minutes" label={t('shelters.drillMinutes')}>
        <input
          id="drill-minutes"
          className="k-input"
          inputMode="numeric"
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={on === '' || !/^\d{1,5}$/.test(minutes)}
          onClick={() => void send()}
        >
          {t('shelters.drillRecord')}
        </button>
      </div>
    </fieldset>
  );
}
