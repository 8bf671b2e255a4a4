// A new plan: what it would mean is shown before it is kept.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { wordsIn } from '../../patrol/queries.ts';
import { PlanHead } from '../PlanHead.tsx';
import { type PlanPreview, useChecklists } from './queries.ts';

const EVERY = ['week', 'workday', 'days', 'month', 'quarter'] as const;
const fresh = () => ({
  id: newCommandId(),
  title: '',
  checklist: '',
  areaId: '',
  kind: 'grid',
  values: '',
  every: 'week',
  everyN: 7,
  startsOn: toInputDate(now()),
  endsOn: '',
});
type Draft = ReturnType<typeof fresh>;

/** What the fields mean to the server. */
function planOf(draft: Draft) {
  const values = draft.values
    .split(/[\n,，]/)
    .map((one) => one.trim())
    .filter(Boolean);
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
    <fieldset className="t-form">
      <legend>{t('patrol.newPlan')}</legend>
      <PlanHead
        draft={draft}
        labels={{
          title: t('patrol.planTitle'),
          area: t('patrol.area'),
          from: t('patrol.from'),
          until: t('patrol.until'),
        }}
        onChange={set}
      />
      <div className="t-form-row">
        <label>
          {t('patrol.checklist')}
          <select
            className="k-input"
            value={draft.checklist}
            onChange={(event) => set({ checklist: event.target.value })}
          >
            <option value="">{t('patrol.choose')}</option>
            {checklists.data?.items.map((one) => (
              <option key={one.code} value={one.code}>
                {wordsIn(one.title, locale)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('patrol.places')}
          <select
            className="k-input"
            value={draft.kind}
            onChange={(event) => set({ kind: event.target.value })}
          >
            {(['grid', 'community', 'assets', 'features'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {t(`patrol.places.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('patrol.every')}
          <select
            className="k-input"
            value={draft.every}
            onChange={(event) => set({ every: event.target.value })}
          >
            {EVERY.map((every) => (
              <option key={every} value={every}>
                {t(`patrol.every.${every}`, { n: draft.everyN })}
              </option>
            ))}
          </select>
        </label>
        {draft.every === 'days' ? (
          <label>
            {t('patrol.everyN')}
            <input
              type="number"
              min={1}
              max={366}
              className="k-input k-input-short"
              value={draft.everyN}
              onChange={(event) => set({ everyN: Number(event.target.value) })}
            />
          </label>
        ) : null}
      </div>
      {draft.kind === 'assets' || draft.kind === 'features' ? (
        <label>
          {t(`patrol.values.${draft.kind}`)}
          <textarea
            className="k-input"
            rows={2}
            value={draft.values}
            onChange={(event) => set({ values: event.target.value })}
          />
        </label>
      ) : null}
      <FormProblem failure={failure} />
      {preview ? <Preview preview={preview} /> : null}
      <div className="k-row">
        <button
          type="button"
          className="k-button"
          disabled={!draft.title.trim() || !draft.areaId || !draft.checklist}
          onClick={() => void look()}
        >
          {t('patrol.preview')}
        </button>
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={!preview}
          onClick={() => void save()}
        >
          {t('patrol.create')}
        </button>
      </div>
    </fieldset>
  );
}

function Preview({ preview }: { preview: PlanPreview }) {
  const { t } = useI18n();
  return (
    <div className="c-effect" role="status">
      <p>{t('patrol.previewLine', { places: preview.places, periods: preview.periodsInAYear })}</p>
      <p>{preview.next.map((period) => t('patrol.period', period)).join(' · ')}</p>
      <p className="k-hint">{preview.sample.map((one) => one.name).join(' · ')}</p>
      {preview.nobody.length > 0 ? (
        <p className="k-error">
          {t('patrol.nobody', { areas: preview.nobody.map((one) => one.name).join(' · ') })}
        </p>
      ) : null}
    </div>
  );
}
