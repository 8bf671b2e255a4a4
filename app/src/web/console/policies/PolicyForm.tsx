import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { DateSpan } from '../../kit/DateSpan.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';
import type { PolicyDefinition, Question, Words } from '../../kit/policy-types.ts';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { Conditions } from './Conditions.tsx';
import { documentsOf, linesOf, type PolicyRow } from './policy.ts';

type Props = {
  policy: PolicyRow;
  questions: readonly Question[];
  mayEdit: boolean;
  onSaved(id: string): void;
};

/** One card: a save is its next version, and the public goes on seeing the published one. */
export function PolicyForm({ policy, questions, mayEdit, onSaved }: Props) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [unitId, setUnitId] = useState(policy.unitId);
  const [draft, setDraft] = useState<PolicyDefinition>(policy.definition);
  const [documents, setDocuments] = useState(() => linesOf(policy.definition.documents));
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<PolicyDefinition>) => setDraft({ ...draft, ...part });
  const changed =
    unitId !== policy.unitId ||
    documents !== linesOf(policy.definition.documents) ||
    JSON.stringify(draft) !== JSON.stringify(policy.definition);
  async function act(work: () => Promise<unknown>, done: string): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      toast(t(done), { tone: 'good' });
      await client.invalidateQueries({ queryKey: ['policies'] });
      onSaved(policy.id);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const save = () =>
    act(
      () =>
        post(
          '/policies',
          {
            id: policy.id,
            unitId,
            baseVersion: policy.version,
            definition: { ...draft, documents: documentsOf(documents) },
          },
          { retries: 2 },
        ),
      'policies.saved',
    );
  const publish = (on: boolean) =>
    act(
      () =>
        post(`/policies/${encodeURIComponent(policy.id)}/publish`, { version: policy.version, publish: on }),
      on ? 'policies.publishedNow' : 'policies.takenDown',
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset className="v-form" disabled={!mayEdit}>
        <legend>{t(`policies.state.${policy.state}`)}</legend>
        <Lookup
          label={t('policies.unit')}
          placeholder={t('policies.unit')}
          value={unitId || undefined}
          valueLabel={policy.unitName}
          find={findUnits}
          onChange={(value) => setUnitId(value ?? '')}
        />
        <Two label="policies.name" value={draft.title} onChange={(title) => set({ title })} />
        <Line label="policies.list" value={draft.list} onChange={(list) => set({ list })} />
        <Two label="policies.forWhom" value={draft.forWhom} long onChange={(forWhom) => set({ forWhom })} />
        <Two label="policies.gives" value={draft.gives} long onChange={(gives) => set({ gives })} />
        <Two label="policies.how" value={draft.how} long onChange={(how) => set({ how })} />
        <label>
          {t('policies.documents')}
          <textarea
            className="k-input"
            rows={3}
            value={documents}
            onChange={(event) => setDocuments(event.target.value)}
          />
        </label>
        <Conditions
          questions={questions}
          conditions={draft.conditions}
          onChange={(conditions) => set({ conditions })}
        />
        <Line label="policies.basis" value={draft.basis} onChange={(basis) => set({ basis })} />
        <Line
          label="policies.basisDate"
          type="date"
          value={draft.basisDate ?? ''}
          onChange={(value) => set({ basisDate: value || null })}
        />
        <Line
          label="policies.phone"
          value={draft.contact.phone}
          onChange={(phone) => set({ contact: { ...draft.contact, phone } })}
        />
        <Two
          label="policies.place"
          value={draft.contact.place}
          onChange={(place) => set({ contact: { ...draft.contact, place } })}
        />
        <Two
          label="policies.hours"
          value={draft.contact.hours}
          onChange={(hours) => set({ contact: { ...draft.contact, hours } })}
        />
        <DateSpan
          from={draft.validFrom}
          until={draft.validUntil ?? ''}
          labels={[t('policies.validFrom'), t('policies.validUntil')]}
          onChange={(validFrom, until) => set({ validFrom, validUntil: until || null })}
        />
      </fieldset>
      <FormProblem failure={failure} />
      {mayEdit ? (
        <div className="k-row">
          <button type="submit" className="k-button k-button-primary" disabled={busy || !changed}>
            {t('policies.save', { n: policy.version + 1 })}
          </button>
          {policy.version > 0 && policy.published !== policy.version ? (
            <button
              type="button"
              className="k-button"
              disabled={busy || changed}
              onClick={() => void publish(true)}
            >
              {t('policies.publish', { n: policy.version })}
            </button>
          ) : null}
          {policy.published === null ? null : (
            <button type="button" className="k-button" disabled={busy} onClick={() => void publish(false)}>
              {t('policies.takeDown')}
            </button>
          )}
        </div>
      ) : null}
      {policy.version > 0 ? <Versions policy={policy} /> : null}
    </form>
  );
}

type Version = { version: number; at: number; name: string | null; definition: PolicyDefinition };

function Versions({ policy }: { policy: PolicyRow }) {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['policies', policy.id, policy.version],
    queryFn: ({ signal }) =>
      get<{ versions: Version[] }>(`/policies/${encodeURIComponent(policy.id)}`, undefined, signal),
  });
  return (
    <section>
      <h2>{t('policies.versions')}</h2>
      <ul className="c-history">
        {found.data?.versions.map((one) => (
          <li key={one.version}>
            {t('policies.version', { n: one.version, title: one.definition.title['zh-CN'] })}{' '}
            <span className="k-hint">
              {one.name} <TimeText at={one.at} as="exact" />
              {one.version === policy.published ? ` · ${t('policies.shown')}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({
  label,
  value,
  type = 'text',
  onChange,
}: {
  label: string;
  value: string;
  type?: 'text' | 'date';
  onChange(value: string): void;
}) {
  const { t } = useI18n();
  return (
    <label>
      {t(label)}
      <input
        className="k-input"
        type={type}
        maxLength={300}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

function Two({
  label,
  value,
  long = false,
  onChange,
}: {
  label: string;
  value: Words;
  long?: boolean;
  onChange(value: Words): void;
}) {
  const { t } = useI18n();
  const id = useId();
  const Control = long ? 'textarea' : 'input';
  return (
    <>
      <label htmlFor={id}>{t(label)}</label>
      <Control
        id={id}
        className="k-input"
        value={value['zh-CN']}
        onChange={(event) => onChange({ ...value, 'zh-CN': event.target.value })}
      />
      <label htmlFor={`${id}-en`}>{t('policies.english', { name: t(label) })}</label>
      <Control
        id={`${id}-en`}
        className="k-input"
        lang="en"
        value={value.en}
        onChange={(event) => onChange({ ...value, en: event.target.value })}
      />
    </>
  );
}
