// One situation report, as it will be read and printed: every figure opens its records as of then; signed, it stays.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../../kit/api.ts';
import { exactDate } from '../../../kit/dates.ts';
import { FormProblem } from '../../../kit/FormProblem.tsx';
import { useI18n } from '../../../kit/i18n.tsx';
import { StateMark } from '../../../kit/StateMark.tsx';
import { ErrorState, Loading, Unread } from '../../../kit/States.tsx';
import { useToast } from '../../../kit/Toast.tsx';
import { useNow } from '../../../kit/use-now.ts';
import { useSituation, useSituationRecords } from './queries.ts';

/** Counted, but no cases: the doors of shelters are in their own book. */
const WITHOUT_CASES = new Set(['shelters-open', 'shelters-inside']);

export function SituationPane({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useI18n();
  const now = useNow();
  const toast = useToast();
  const client = useQueryClient();
  const found = useSituation(id);
  const [figure, setFigure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const one = found.data;
  if (!one) return null;
  async function sign(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(`/situation-reports/${encodeURIComponent(id)}/sign`, {});
      await client.invalidateQueries({ queryKey: ['situation', id] });
      await client.invalidateQueries({ queryKey: ['emergencies', one?.emergency.id, 'situation'] });
      toast(t('situation.signedNow'), { tone: 'good' });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const when = (at: number) => exactDate(t, at, now);
  return (
    <article className="c-card c-card-pad c-stack e-report" aria-labelledby="situation-title">
      <h2 id="situation-title" className="c-heading">
        {t('situation.title', { headline: one.emergency.headline, kind: one.kind.label })}
      </h2>
      <p className="k-hint">
        {t('situation.head', { at: when(one.asOf), number: one.emergency.number })}
        {one.seq === null ? '' : ` · ${t('situation.seq', { n: one.seq })}`}
      </p>
      <div className="k-row e-no-print">
        {one.maySign ? (
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={busy}
            onClick={() => void sign()}
          >
            {t('situation.sign')}
          </button>
        ) : null}
        <a className="k-button" href={`/api/v1/situation-reports/${id}/file`} download>
          {t('situation.word')}
        </a>
        <button type="button" className="k-button" onClick={() => print()}>
          {t('situation.print')}
        </button>
        <button type="button" className="k-button k-button-quiet" onClick={onClose}>
          {t('kit.close')}
        </button>
      </div>
      <FormProblem failure={failure} />
      <p>
        {t('situation.level', {
          area: one.areaName,
          risk: one.risk,
          level: one.level,
          at: when(one.startedAt),
        })}
        {one.order ? ` ${one.order.issuer} ${one.order.document}` : ''}
      </p>
      <ul className="e-story">
        {one.acts.map((act) => (
          <li key={`${act.at} ${act.label}`}>
            {when(act.at)} {act.by} {act.label}
            {'；'}
            {act.confirmed
              ? t('situation.confirmed', { by: act.confirmed.by, at: when(act.confirmed.at) })
              : t('situation.unconfirmed')}
          </li>
        ))}
      </ul>
      <dl className="e-figures">
        {one.figures.map((each) => (
          <div key={each.code}>
            <dt>{each.label}</dt>
            <dd>
              {WITHOUT_CASES.has(each.code) || each.value === 0 ? (
                <span className="k-number">{each.value}</span>
              ) : (
                <button
                  type="button"
                  className="k-link k-number"
                  aria-expanded={figure === each.code}
                  aria-label={`${each.label} ${each.value}`}
                  onClick={() => setFigure(figure === each.code ? undefined : each.code)}
                >
                  {each.value}
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {figure ? <Records id={id} figure={figure} /> : null}
      <p>
        {one.losses.length === 0
          ? t('situation.noLosses')
          : one.losses
              .map((each) => t('situation.lossLine', { label: each.label, n: each.n, source: each.source }))
              .join('；')}
      </p>
      {one.words.split('\n').map((line, index) => (
        <p key={`${index} ${line}`} className="e-need-words">
          {line}
        </p>
      ))}
      {one.nextDue === null ? null : <p>{t('situation.next', { at: when(one.nextDue) })}</p>}
      <p>
        {one.signedAt === null
          ? t('situation.unsigned', { title: one.madeTitle })
          : t('situation.signedBy', {
              title: one.signedTitle ?? '',
              at: when(one.signedAt),
              made: one.madeTitle,
            })}
      </p>
      {one.sha256 ? <p className="k-hint e-hash">SHA-256 {one.sha256}</p> : null}
    </article>
  );
}

function Records({ id, figure }: { id: string; figure: string }) {
  const { t } = useI18n();
  const found = useSituationRecords(id, figure);
  return (
    <div className="e-no-print">
      <Unread found={found} />
      {found.data ? (
        <ul className="e-story">
          {found.data.items.map((row) => (
            <li key={row.id}>
              <Link to="/cases/$caseId" params={{ caseId: row.id }}>
                {row.headline}
              </Link>{' '}
              <span className="k-hint">
                {row.number} · {row.areaName}
              </span>{' '}
              <StateMark shape={row.state.shape} label={row.state.label} />
            </li>
          ))}
        </ul>
      ) : null}
      <p className="k-hint">{t('situation.recordsNow')}</p>
    </div>
  );
}
