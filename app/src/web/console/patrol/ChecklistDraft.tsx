// The draft of a checklist: its words and items, what it would change, and its publication. Version and day stay in sight.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { dayWords } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import type { ChecklistItem, ChecklistVersion } from '../../patrol/queries.ts';
import { freshItem, ItemEditor } from './ItemEditor.tsx';
import { type Checklist, type Comparison, type Effect, useEffectOn } from './queries.ts';

export function ChecklistDraft({ draft, today }: { draft: ChecklistVersion; today: string }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [content, setContent] = useState({ title: draft.title, basis: draft.basis, items: draft.items });
  const [day, setDay] = useState(today);
  const [failure, setFailure] = useState<unknown>();
  const here = `/patrol/checklists/${encodeURIComponent(draft.code)}`;
  const changed =
    JSON.stringify(content) !==
    JSON.stringify({ title: draft.title, basis: draft.basis, items: draft.items });
  const set = (part: Partial<typeof content>) => setContent({ ...content, ...part });
  const setItem = (index: number, item: ChecklistItem | undefined) =>
    set({ items: content.items.flatMap((one, at) => (at === index ? (item ? [item] : []) : [one])) });

  async function attempt(work: () => Promise<void>): Promise<void> {
    setFailure(undefined);
    try {
      await work();
      await client.invalidateQueries({ queryKey: ['patrol'] });
    } catch (error) {
      setFailure(error);
    }
  }
  const save = () =>
    attempt(async () => {
      const body = { baseRevision: draft.revision, ...content };
      const next = await call<Checklist>('PUT', `${here}/draft`, { body });
      client.setQueryData(['patrol', 'checklist', draft.code], next);
      toast(t('patrol.saved'), { tone: 'good' });
    });
  const publish = () =>
    attempt(async () => {
      await post(`${here}/publish`, { baseRevision: draft.revision, effectiveOn: day });
      toast(t('patrol.published', { n: draft.version, day: dayWords(t, day, now()) }), { tone: 'good' });
    });
  const discard = () =>
    attempt(async () => {
      await post(`${here}/draft/discard`, { baseRevision: draft.revision });
    });
  return (
    <section className="t-form" aria-label={t('patrol.draft', { n: draft.version })}>
      <h2>{t('patrol.draft', { n: draft.version })}</h2>
      <div className="t-form-row">
        <label>
          {t('patrol.listTitle')}
          <input
            className="k-input"
            maxLength={60}
            value={content.title['zh-CN']}
            onChange={(event) => set({ title: { ...content.title, 'zh-CN': event.target.value } })}
          />
        </label>
        <label>
          {t('patrol.listTitleEn')}
          <input
            className="k-input"
            maxLength={60}
            value={content.title.en}
            onChange={(event) => set({ title: { ...content.title, en: event.target.value } })}
          />
        </label>
        <label>
          {t('patrol.basisKind')}
          <select
            className="k-input"
            value={content.basis.kind}
            onChange={(event) =>
              set({ basis: { ...content.basis, kind: event.target.value === 'legal' ? 'legal' : 'local' } })
            }
          >
            <option value="legal">{t('patrol.basisKind.legal')}</option>
            <option value="local">{t('patrol.basisKind.local')}</option>
          </select>
        </label>
      </div>
      <label>
        {t('patrol.basis')}
        <textarea
          className="k-input"
          rows={2}
          maxLength={400}
          value={content.basis.text}
          onChange={(event) => set({ basis: { ...content.basis, text: event.target.value } })}
        />
      </label>
      <ol className="t-items">
        {content.items.map((item, index) => (
          <li key={index} className="t-item">
            <ItemEditor
              item={item}
              number={index + 1}
              onChange={(next) => setItem(index, next)}
              onRemove={() => setItem(index, undefined)}
            />
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="k-button"
        onClick={() => set({ items: [...content.items, freshItem(content.items.length + 1)] })}
      >
        {t('patrol.addItem')}
      </button>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={!changed}
          onClick={() => void save()}
        >
          {t('patrol.save')}
        </button>
        <button type="button" className="k-button k-button-danger" onClick={() => void discard()}>
          {t('patrol.discard')}
        </button>
      </div>
      {changed ? (
        <p className="k-hint">{t('patrol.saveFirst')}</p>
      ) : (
        <>
          <label>
            {t('patrol.effectiveOn')}
            <input
              type="date"
              className="k-input k-input-short"
              min={today}
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
          </label>
          {day ? <EffectPart draft={draft} day={day} onPublish={() => void publish()} /> : null}
        </>
      )}
    </section>
  );
}

function EffectPart({ draft, day, onPublish }: { draft: ChecklistVersion; day: string; onPublish(): void }) {
  const { t } = useI18n();
  const found = useEffectOn(draft.code, draft.revision, day);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const effect = found.data;
  return (
    <>
      <div className="c-effect">
        <p>
          {effect.replaces === null
            ? t('patrol.effectFirst', { n: draft.version, day: dayWords(t, day, now()) })
            : t('patrol.effectReplaces', {
                n: draft.version,
                day: dayWords(t, day, now()),
                old: effect.replaces,
              })}
        </p>
        {effect.comparison ? <CompareLines comparison={effect.comparison} /> : null}
        <EffectLines effect={effect} />
      </div>
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={effect.faults.length > 0}
        onClick={onPublish}
      >
        {t('patrol.publish', { n: draft.version, day: dayWords(t, day, now()) })}
      </button>
    </>
  );
}

function CompareLines({ comparison }: { comparison: Comparison }) {
  const { t } = useI18n();
  const { added, removed, changed, about } = comparison;
  if (added.length + removed.length + changed.length + about.length === 0)
    return <p>{t('patrol.compareSame')}</p>;
  return (
    <ul className="c-history">
      {added.length > 0 ? <li>{t('patrol.compareAdded', { items: added.join(' · ') })}</li> : null}
      {removed.length > 0 ? <li>{t('patrol.compareRemoved', { items: removed.join(' · ') })}</li> : null}
      {changed.length > 0 ? (
        <li>{t('patrol.compareChanged', { items: changed.map((one) => one.code).join(' · ') })}</li>
      ) : null}
      {about.map((one) => (
        <li key={one}>{t(`patrol.compareAbout.${one}`)}</li>
      ))}
    </ul>
  );
}

function EffectLines({ effect }: { effect: Effect }) {
  const { t } = useI18n();
  return (
    <ul className="c-history">
      {effect.overtakes.map((one) => (
        <li key={one.version}>
          {t('patrol.effectOvertakes', { n: one.version, day: dayWords(t, one.effectiveFrom, now()) })}
        </li>
      ))}
      {effect.plans.map((plan) => (
        <li key={plan.id}>
          {t('patrol.effectPlan', {
            title: plan.title,
            area: plan.areaName,
            places: plan.places,
            waiting: plan.waiting,
          })}
        </li>
      ))}
      {effect.plans.length === 0 ? <li>{t('patrol.effectNoPlan')}</li> : null}
      {effect.faults.map((fault) => (
        <li key={`${fault.path}-${fault.code}`} className="k-error">
          {fault.message}
        </li>
      ))}
    </ul>
  );
}
