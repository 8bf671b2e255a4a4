// A new plan: what it would mean is shown before it is kept.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import type { FieldOption } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import type { FindOptions } from '../../kit/Lookup.tsx';
import { findPlaces } from '../../kit/lookups.ts';
import { useToast } from '../../kit/Toast.tsx';
import { periodWords } from '../../patrol/patrol-words.ts';
import { wordsIn } from '../../patrol/queries.ts';
import { loadThings } from '../codes/things.ts';
import { PlanHead } from '../PlanHead.tsx';
import { ManyLookup } from './ManyLookup.tsx';
import { type PlanPreview, useChecklists } from './queries.ts';

const EVERY = ['week', 'workday', 'days', 'month', 'quarter'] as const;
const fresh = () => ({
  id: newCommandId(),
  title: '',
  checklist: '',
  areaId: '',
  kind: 'grid',
  chosen: [] as readonly FieldOption[],
  every: 'week',
  everyN: 7,
  startsOn: toInputDate(now()),
  endsOn: '',
});
type Draft = ReturnType<typeof fresh>;

/** What the fields mean to the server. */
function planOf(draft: Draft) {
  const values = draft.chosen.map((one) => one.value);
  const places =
    draft.kind === 'assets'
      ? { kind: 'assets', categories: values }
      : draft.kind === 'features'
        ? { kind: 'features', ids: values }
        : { kind: 'areas', level: draft.kind };
  return {
    title: draft.title.trim(),
    checklist: draft.checklist,
    areaId: draft.areaId,
    places,
    every: draft.every,
    ...(draft.every === 'days' ? { everyN: draft.everyN } : {}),
    startsOn: draft.startsOn,
    endsOn: draft.endsOn || null,
  };
}

/** Categories of public things that the map has, with how many there are. */
const findThings: FindOptions = async (query, signal) => {
  const items = await loadThings(signal);
  return items
    .filter((one) => `${one.name} ${one.category}`.toLowerCase().includes(query.toLowerCase()))
    .map((one) => ({ value: one.category, label: one.name, hint: String(one.count) }));
};

const findSpots: FindOptions = async (query, signal) =>
  (await findPlaces(query, signal))
    .filter((hit) => hit.kind === 'building' || hit.kind === 'poi')
    .map((hit) => ({
      value: hit.id,
      label: hit.name ?? hit.address ?? hit.id,
      ...(hit.name && hit.address ? { hint: hit.address } : {}),
    }));

export function NewPlan() {
  const { t, locale } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const checklists = useChecklists();
  const [draft, setDraft] = useState(fresh);
  const [preview, setPreview] = useState<PlanPreview>();
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setPreview(undefined);
  };
  async function attempt(work: () => Promise<void>): Promise<void> {
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
  }
  const look = () =>
    attempt(async () => setPreview(await post<PlanPreview>('/patrol/plans/preview', planOf(draft))));
  const save = () =>
    attempt(async () => {
      await post('/patrol/plans', { id: draft.id, ...planOf(draft) }, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['patrol'] });
      toast(t('patrol.created', { title: draft.title }), { tone: 'good' });
      setDraft(fresh());
      setPreview(undefined);
    });
  return (
    <form
      className="c-card c-card-pad k-form"
      aria-labelledby="new-plan"
      onSubmit={(event) => {
        event.preventDefault();
        void (preview ? save() : look());
      }}
    >
      <h2 id="new-plan" className="c-heading">
        {t('patrol.newPlan')}
      </h2>
      <div className="t-fields">
        <PlanHead
          key={draft.id}
          id="plan"
          draft={draft}
          labels={{
            title: t('patrol.planTitle'),
            area: t('patrol.area'),
            from: t('patrol.from'),
            until: t('patrol.until'),
          }}
          onChange={set}
        />
        <Labelled id="plan-checklist" label={t('patrol.checklist')}>
          <select
            id="plan-checklist"
            className="k-input"
            required
            value={draft.checklist}
            onChange={(event) => set({ checklist: event.target.value })}
          >
            <option value="">{t('patrol.choose')}</option>
            {checklists.data?.items
              .filter((one) => one.versions.some((version) => version.state !== 'draft'))
              .map((one) => (
                <option key={one.code} value={one.code}>
                  {wordsIn(one.title, locale)}
                </option>
              ))}
          </select>
        </Labelled>
        <Labelled id="plan-places" label={t('patrol.places')}>
          <select
            id="plan-places"
            className="k-input"
            value={draft.kind}
            onChange={(event) => set({ kind: event.target.value, chosen: [] })}
          >
            {(['grid', 'community', 'assets', 'features'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {t(`patrol.places.${kind}`)}
              </option>
            ))}
          </select>
        </Labelled>
        {draft.kind === 'assets' || draft.kind === 'features' ? (
          <Labelled id="plan-values" label={t(`patrol.values.${draft.kind}`)}>
            <ManyLookup
              id="plan-values"
              chosen={draft.chosen}
              find={draft.kind === 'assets' ? findThings : findSpots}
              onChange={(chosen) => set({ chosen })}
            />
          </Labelled>
        ) : null}
        <Labelled id="plan-every" label={t('patrol.every')}>
          <select
            id="plan-every"
            className="k-input"
            value={draft.every}
            onChange={(event) => set({ every: event.target.value })}
          >
            {EVERY.map((every) => (
              <option key={every} value={every}>
                {t(every === 'days' ? 'patrol.everySome' : `patrol.every.${every}`)}
              </option>
            ))}
          </select>
        </Labelled>
        {draft.every === 'days' ? (
          <Labelled id="plan-every-n" label={t('patrol.everyN')}>
            <input
              id="plan-every-n"
              type="number"
              min={1}
              max={366}
              required
              className="k-input k-input-short"
              value={draft.everyN}
              onChange={(event) => set({ everyN: Number(event.target.value) })}
            />
          </Labelled>
        ) : null}
      </div>
      <FormProblem failure={failure} />
      {preview ? <Preview preview={preview} /> : null}
      <div className="k-form-foot">
        <button
          type="submit"
          className={`k-button${preview ? '' : ' k-button-primary'}`}
          disabled={preview !== undefined}
        >
          {t('patrol.preview')}
        </button>
        {preview ? (
          <button type="submit" className="k-button k-button-primary">
            {t('patrol.create')}
          </button>
        ) : null}
      </div>
    </form>
  );
}

function Preview({ preview }: { preview: PlanPreview }) {
  const { t } = useI18n();
  return (
    <div className="c-effect" role="status">
      <p>{t('patrol.previewLine', { places: preview.places, periods: preview.periodsInAYear })}</p>
      <p>{preview.next.map((period) => periodWords(t, period, now())).join(' · ')}</p>
      <p className="k-hint">
        {[
          ...new Set(
            preview.sample.map((one) =>
              one.name === one.areaName ? one.name : `${one.areaName} ${one.name}`,
            ),
          ),
        ]
          .slice(0, 8)
          .join(' · ')}
      </p>
      {preview.nobody.length > 0 ? (
        <p className="k-error">
          {t('patrol.nobody', { areas: preview.nobody.map((one) => one.name).join(' · ') })}
        </p>
      ) : null}
    </div>
  );
}
