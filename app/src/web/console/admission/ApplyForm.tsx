// Applying: while the columns are written, the district says which of them it holds already. What is known is generated, not asked.
import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useId, useRef, useState } from 'react';
import { post } from '../../kit/api.ts';
import type { Me } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { useToast } from '../../kit/Toast.tsx';
import { AlikeList, KnownAnswer } from './Known.tsx';
import { type RequestView, useCheck } from './queries.ts';

const DAY_MS = 86_400_000;
const FREQUENCIES = ['once', 'day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;
const LEVELS = ['community', 'grid', 'street'] as const;
const BASES = ['statutory', 'consent', 'emergency'] as const;

type Draft = {
  kind: 'task' | 'table';
  urgent: boolean;
  area: { id: string; name: string };
  askedLevel: string;
  title: string;
  purpose: string;
  basis: string;
  frequency: string;
  startsOn: string;
  endsOn: string;
  labels: string;
  people: string;
  peopleBasis: string;
  peopleWords: string;
};

function draftOf(renews: RequestView | undefined, area: { id: string; name: string }): Draft {
  const today = toInputDate(now());
  return {
    kind: renews?.kind ?? 'table',
    urgent: false,
    area: renews ? { id: renews.areaId, name: renews.areaName } : area,
    askedLevel: renews?.askedLevel ?? 'community',
    title: renews?.title ?? '',
    purpose: renews?.purpose ?? '',
    basis: renews?.basis ?? '',
    frequency: renews?.frequency ?? 'once',
    startsOn: today,
    endsOn: toInputDate(now() + 90 * DAY_MS),
    labels: renews?.items.map((item) => item.label).join('\n') ?? '',
    people:
      renews?.items
        .filter((item) => item.namesPeople)
        .map((item) => item.label)
        .join('\n') ?? '',
    peopleBasis: renews?.peopleBasis ?? 'statutory',
    peopleWords: renews?.peopleBasisWords ?? '',
  };
}

const linesOf = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

export function ApplyForm({
  me,
  renews,
  onDone,
}: {
  me: Me;
  renews: RequestView | undefined;
  onDone(id: string): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const id = useId();
  const commandId = useRef(newCommandId());
  const posts = me.posts.filter((one) => one.duties.includes('apply-admission'));
  const home = posts[0];
  const [draft, setDraft] = useState(() => draftOf(renews, home?.area ?? { id: '', name: '' }));
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const labels = linesOf(draft.labels);
  const check = useCheck(
    draft.area.id || undefined,
    useDeferredValue(draft.title.trim()),
    useDeferredValue(labels),
  );
  const knownOf = (label: string) =>
    check.data?.items.find((item) => item.label === label)?.known ?? undefined;
  const people = linesOf(draft.people).filter((label) => labels.includes(label) && !knownOf(label));
  const asked = labels.filter((label) => !knownOf(label));
  const endsOn = draft.urgent ? toInputDate(now() + 2 * DAY_MS) : draft.endsOn;
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post('/admission/requests', {
        commandId: commandId.current,
        unitId: renews?.unitId ?? home?.unit.id,
        kind: draft.kind,
        ...(draft.urgent ? { urgent: true } : {}),
        ...(renews ? { renews: renews.id } : {}),
        areaId: draft.area.id,
        askedLevel: draft.askedLevel,
        title: draft.title,
        purpose: draft.purpose,
        basis: draft.basis,
        ...(people.length > 0 ? { peopleBasis: { kind: draft.peopleBasis, words: draft.peopleWords } } : {}),
        frequency: draft.urgent ? 'once' : draft.frequency,
        startsOn: draft.urgent ? toInputDate(now()) : draft.startsOn,
        endsOn,
        items: labels.map((label) => {
          const known = knownOf(label);
          if (known) return { label, fact: known.code };
          return { label, ...(people.includes(label) ? { namesPeople: true } : {}) };
        }),
      });
      await client.invalidateQueries({ queryKey: ['admission'] });
      toast(t(draft.urgent ? 'admission.done.urgent' : 'admission.done.asked'), { tone: 'good' });
      onDone(commandId.current);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const text = (name: 'title' | 'purpose' | 'basis', rows: number, max: number) => (
    <Labelled id={`${id}-${name}`} label={t(`admission.${name}`)} hint={t(`admission.${name}Hint`)}>
      <textarea
        id={`${id}-${name}`}
        className="k-input"
        rows={rows}
        maxLength={max}
        value={draft[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </Labelled>
  );
  const choice = (name: 'kind' | 'askedLevel' | 'frequency', key: string, values: readonly string[]) => (
    <Labelled id={`${id}-${name}`} label={t(`admission.${name}`)}>
      <select
        id={`${id}-${name}`}
        className="k-input"
        value={draft[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      >
        {values.map((value) => (
          <option key={value} value={value}>
            {t(`admission.${key}.${value}`)}
          </option>
        ))}
      </select>
    </Labelled>
  );
  return (
    <div className="c-form">
      {renews ? null : (
        <label className="k-row">
          <input
            type="checkbox"
            checked={draft.urgent}
            onChange={(event) => set({ urgent: event.target.checked })}
          />
          {t('admission.urgentChoice')}
        </label>
      )}
      {draft.urgent ? <p className="c-effect">{t('admission.urgentLine')}</p> : null}
      {text('title', 1, 60)}
      <div className="c-form-row">
        {choice('kind', 'kind', ['table', 'task'])}
        {choice('askedLevel', 'level', LEVELS)}
        {draft.urgent ? null : choice('frequency', 'frequency', FREQUENCIES)}
      </div>
      <Labelled id={`${id}-area`} label={t('admission.area')}>
        <Lookup
          id={`${id}-area`}
          value={draft.area.id}
          valueLabel={draft.area.name}
          find={findAreas}
          onChange={(value, option) => value && option && set({ area: { id: value, name: option.label } })}
        />
      </Labelled>
      {draft.urgent ? (
        <p className="k-hint">{t('admission.untilOf', { day: endsOn })}</p>
      ) : (
        <div className="c-form-row">
          {(['startsOn', 'endsOn'] as const).map((name) => (
            <Labelled key={name} id={`${id}-${name}`} label={t(`admission.${name}`)}>
              <input
                id={`${id}-${name}`}
                type="date"
                className="k-input"
                min={toInputDate(now())}
                value={draft[name]}
                onChange={(event) => event.target.value && set({ [name]: event.target.value })}
              />
            </Labelled>
          ))}
        </div>
      )}
      {text('purpose', 2, 500)}
      {text('basis', 2, 500)}
      <Labelled id={`${id}-labels`} label={t('admission.labels')} hint={t('admission.labelsHint')}>
        <textarea
          id={`${id}-labels`}
          className="k-input"
          rows={6}
          value={draft.labels}
          onChange={(event) => set({ labels: event.target.value })}
        />
      </Labelled>
      {labels.length > 0 ? (
        <table className="c-table" aria-live="polite">
          <tbody>
            {labels.map((label) => {
              const known = knownOf(label);
              const near = check.data?.items.find((item) => item.label === label)?.near ?? [];
              return (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td>
                    {known ? (
                      <KnownAnswer known={known} />
                    ) : (
                      <>
                        {t('admission.how.ask')}{' '}
                        <label className="c-nowrap">
                          <input
                            type="checkbox"
                            checked={people.includes(label)}
                            onChange={(event) =>
                              set({
                                people: (event.target.checked
                                  ? [...people, label]
                                  : people.filter((one) => one !== label)
                                ).join('\n'),
                              })
                            }
                          />{' '}
                          {t('admission.namesPeople')}
                        </label>
                        {near.map((fact) => (
                          <p key={fact.code} className="k-hint">
                            {t('admission.near', { label, fact: fact.label })}
                          </p>
                        ))}
                      </>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
      {people.length > 0 ? (
        <>
          <Labelled id={`${id}-people`} label={t('admission.peopleBasis')}>
            <select
              id={`${id}-people`}
              className="k-input"
              value={draft.peopleBasis}
              onChange={(event) => set({ peopleBasis: event.target.value })}
            >
              {BASES.map((value) => (
                <option key={value} value={value}>
                  {t(`admission.people.${value}`)}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled id={`${id}-people-words`} label={t('admission.peopleWords')}>
            <input
              id={`${id}-people-words`}
              className="k-input"
              maxLength={300}
              value={draft.peopleWords}
              onChange={(event) => set({ peopleWords: event.target.value })}
            />
          </Labelled>
        </>
      ) : null}
      <AlikeList alike={check.data?.alike ?? []} />
      {labels.length > 0 && asked.length === 0 && !draft.urgent ? (
        <p className="c-effect">{t('admission.allKnown')}</p>
      ) : null}
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || labels.length === 0 || (asked.length === 0 && !draft.urgent)}
        onClick={() => void send()}
      >
        {t(draft.urgent ? 'admission.sendUrgent' : 'admission.send', {
          asked: asked.length,
          known: labels.length - asked.length,
        })}
      </button>
    </div>
  );
}
