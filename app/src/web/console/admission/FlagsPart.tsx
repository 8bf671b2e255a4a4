// 清单外: findings for everybody; for 减负专班 the flags that wait, without a word of who they came from.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useScope } from '../shell/scope.tsx';
import { type Finding, type Flag, useFindings, useFlags, useRequests } from './queries.ts';

export function FlagsPart() {
  const { t } = useI18n();
  const { me } = useScope();
  const relief = holdsDuty(me, 'admit');
  const findings = useFindings();
  const flags = useFlags(relief);
  const [open, setOpen] = useState<string>();
  return (
    <>
      {relief ? (
        <section className="c-stack" aria-labelledby="flags-open">
          <h2 id="flags-open" className="c-heading">
            {t('admission.flags', { n: flags.data?.items.length ?? 0 })}
          </h2>
          <p className="k-hint">{t('admission.flagsLine')}</p>
          <Unread found={flags} />
          {flags.data?.items.map((flag) => (
            <article key={flag.id} className="c-card c-card-pad c-stack">
              <p>
                <strong>{flag.unitName ?? t('admission.unitUnknown')}</strong>{' '}
                <span className="k-hint">
                  {t(`admission.channel.${flag.channel}`)} · {flag.flaggedOn}
                </span>
              </p>
              <p>{flag.words || t('admission.noWords')}</p>
              <FlagPhotos flag={flag} />
              {open === flag.id ? (
                <FindingForm
                  flag={flag}
                  findings={findings.data?.items ?? []}
                  onDone={() => setOpen(undefined)}
                />
              ) : (
                <button type="button" className="k-button" onClick={() => setOpen(flag.id)}>
                  {t('admission.answer')}
                </button>
              )}
            </article>
          ))}
        </section>
      ) : null}
      <section className="c-stack" aria-labelledby="findings">
        <h2 id="findings" className="c-heading">
          {t('admission.findings')}
        </h2>
        <Unread found={findings} />
        {findings.data?.items.length === 0 ? (
          <Empty title={t('admission.none.findings')}>{t('admission.noneFindings')}</Empty>
        ) : (
          <FindingTable items={findings.data?.items ?? []} />
        )}
      </section>
    </>
  );
}

function FlagPhotos({ flag }: { flag: Flag }) {
  const { t } = useI18n();
  if (flag.photos === 0) return null;
  return (
    <p className="k-row">
      {Array.from({ length: flag.photos }, (_, n) => (
        <a key={n} href={`/api/v1/admission/flags/${flag.id}/photos/${n}`} target="_blank" rel="noreferrer">
          <img
            className="c-flag-photo"
            src={`/api/v1/admission/flags/${flag.id}/photos/${n}`}
            alt={t('admission.photo', { n: n + 1 })}
          />
        </a>
      ))}
    </p>
  );
}

function FindingTable({ items }: { items: readonly Finding[] }) {
  const { t } = useI18n();
  return (
    <table className="c-table">
      <thead>
        <tr>
          <th scope="col">{t('admission.what')}</th>
          <th scope="col">{t('admission.who')}</th>
          <th scope="col">{t('admission.finding')}</th>
          <th scope="col">{t('admission.foundAt')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.title}</th>
            <td>{one.unitName}</td>
            <td>
              <strong>{t(`admission.outcome.${one.outcome}`)}</strong>
              <p>{one.words}</p>
            </td>
            <td className="c-nowrap">
              <TimeText at={one.foundAt} as="near" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const OUTCOMES = ['outside', 'listed', 'no-request'] as const;

function FindingForm({
  flag,
  findings,
  onDone,
}: {
  flag: Flag;
  findings: readonly Finding[];
  onDone(): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const commandId = useRef(newCommandId());
  const [draft, setDraft] = useState({
    outcome: 'outside' as (typeof OUTCOMES)[number],
    unit: flag.unitId ?? undefined,
    requestId: '',
    sameAs: '',
    title: '',
    words: '',
  });
  const [failure, setFailure] = useState<unknown>();
  const listed = useRequests('in-force', '');
  const set = (part: Partial<typeof draft>) => setDraft((known) => ({ ...known, ...part }));
  const same = findings.find((one) => one.id === draft.sameAs);
  async function send(): Promise<void> {
    setFailure(undefined);
    const shown = same ?? draft;
    try {
      await post(`/admission/flags/${encodeURIComponent(flag.id)}/decide`, {
        commandId: commandId.current,
        outcome: shown.outcome,
        unitId: same?.unitId ?? draft.unit,
        ...(same ? { sameAs: same.id } : {}),
        ...(!same && draft.outcome === 'listed' && draft.requestId ? { requestId: draft.requestId } : {}),
        title: shown.title,
        words: shown.words,
      });
      await client.invalidateQueries({ queryKey: ['admission'] });
      toast(t('admission.done.found'), { tone: 'good' });
      onDone();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <div className="c-form">
      <Labelled id="finding-same" label={t('admission.sameAs')}>
        <select
          id="finding-same"
          className="k-input"
          value={draft.sameAs}
          onChange={(event) => set({ sameAs: event.target.value })}
        >
          <option value="">{t('admission.newFinding')}</option>
          {findings.map((one) => (
            <option key={one.id} value={one.id}>
              {one.unitName} · {one.title}
            </option>
          ))}
        </select>
      </Labelled>
      {same ? null : (
        <>
          <Labelled id="finding-outcome" label={t('admission.finding')}>
            <select
              id="finding-outcome"
              className="k-input"
              value={draft.outcome}
              onChange={(event) => set({ outcome: event.target.value as (typeof OUTCOMES)[number] })}
            >
              {OUTCOMES.map((value) => (
                <option key={value} value={value}>
                  {t(`admission.outcome.${value}`)}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled id="finding-unit" label={t('admission.who')}>
            <Lookup
              id="finding-unit"
              value={draft.unit}
              {...(flag.unitName ? { valueLabel: flag.unitName } : {})}
              find={findUnits}
              onChange={(unit) => set({ unit })}
            />
          </Labelled>
          {draft.outcome === 'listed' ? (
            <Labelled id="finding-request" label={t('admission.listedAs')}>
              <select
                id="finding-request"
                className="k-input"
                value={draft.requestId}
                onChange={(event) => set({ requestId: event.target.value })}
              >
                <option value="">{t('admission.choose')}</option>
                {listed.data?.items
                  .filter((one) => one.unitId === draft.unit)
                  .map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.title}
                    </option>
                  ))}
              </select>
            </Labelled>
          ) : null}
          <Labelled id="finding-title" label={t('admission.title')} hint={t('admission.ownWords')}>
            <input
              id="finding-title"
              className="k-input"
              maxLength={60}
              value={draft.title}
              onChange={(event) => set({ title: event.target.value })}
            />
          </Labelled>
          <Labelled id="finding-words" label={t('admission.findingWords')}>
            <textarea
              id="finding-words"
              className="k-input"
              rows={2}
              maxLength={500}
              value={draft.words}
              onChange={(event) => set({ words: event.target.value })}
            />
          </Labelled>
        </>
      )}
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={
            !same &&
            (draft.unit === undefined || draft.title.trim().length < 2 || draft.words.trim().length < 2)
          }
          onClick={() => void send()}
        >
          {t('admission.sayFinding')}
        </button>
        <button type="button" className="k-button" onClick={onDone}>
          {t('kit.cancel')}
        </button>
      </div>
    </div>
  );
}
