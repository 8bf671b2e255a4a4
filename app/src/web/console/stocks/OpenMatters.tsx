// What waits for a second person, and what is lent and not yet back.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { dayWords } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { Target } from './acts.ts';
import { shown } from './amounts.ts';
import { type Loan, type Proposal, useOpen } from './queries.ts';
import { RequestCard } from './RequestCard.tsx';

export function OpenMatters({ onAct }: { onAct(target: Target): void }) {
  const { t } = useI18n();
  const found = useOpen();
  const { proposals = [], loans = [], requests = [] } = found.data ?? {};
  return (
    <section className="c-stack" aria-labelledby="stocks-open">
      <h2 id="stocks-open" className="c-heading">
        {t('stocks.open')}
      </h2>
      <Unread found={found} />
      {found.data && proposals.length + loans.length + requests.length === 0 ? (
        <p className="k-hint">{t('stocks.openNone')}</p>
      ) : null}
      {requests.map((one) => (
        <RequestCard key={one.id} one={one} />
      ))}
      {proposals.map((one) => (
        <ProposalCard key={one.id} one={one} />
      ))}
      {loans.length > 0 ? <Loans loans={loans} onAct={onAct} /> : null}
    </section>
  );
}

function ProposalCard({ one }: { one: Proposal }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function decide(accepted: boolean): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const path = `/stocks/proposals/${encodeURIComponent(one.id)}/decide`;
      await post(path, { accepted, note }, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['stocks'] });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const words = one.kind === 'dispose' ? 'dispose' : one.amount < 0 ? 'missing' : 'found';
  return (
    <article className="c-card c-card-pad c-stack">
      <p>
        <strong>
          {t(`stocks.proposal.${words}`, {
            what: `${one.itemName} ${one.lot}`,
            n: `${shown(Math.abs(one.amount))} ${one.measure}`,
          })}
        </strong>{' '}
        <Link to="/stocks/$pointId" params={{ pointId: one.pointId }}>
          {one.pointName}
        </Link>
      </p>
      <p className="k-hint">
        {one.reason} · <TimeText at={one.proposedAt} as="near" />
      </p>
      {one.decides ? (
        <>
          <Labelled id={`stock-note-${one.id}`} label={t('stocks.note')}>
            <input
              id={`stock-note-${one.id}`}
              className="k-input"
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Labelled>
          <div className="k-row">
            <button
              type="button"
              className="k-button k-button-primary"
              disabled={busy}
              onClick={() => void decide(true)}
            >
              {t(`stocks.agree.${one.kind}`)}
            </button>
            <button type="button" className="k-button" disabled={busy} onClick={() => void decide(false)}>
              {t('stocks.disagree')}
            </button>
          </div>
          <FormProblem failure={failure} />
        </>
      ) : (
        <p className="k-hint">{t(one.mine ? 'stocks.yoursWaits' : 'stocks.othersDecide')}</p>
      )}
    </article>
  );
}

function Loans({ loans, onAct }: { loans: readonly Loan[]; onAct(target: Target): void }) {
  const { t } = useI18n();
  return (
    <div className="c-card c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('stocks.column.loan')}</th>
            <th scope="col">{t('stocks.column.fromTo')}</th>
            <th scope="col" className="s-number">
              {t('stocks.column.owed')}
            </th>
            <th scope="col">{t('stocks.column.due')}</th>
            <th scope="col">{t('stocks.column.act')}</th>
          </tr>
        </thead>
        <tbody>
          {loans.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {one.itemName} {one.lot}
              </th>
              <td>{t('stocks.fromTo', { from: one.fromName, to: one.toName })}</td>
              <td className="s-number">
                {shown(one.amount - one.returned)} {one.measure}
              </td>
              <td>
                {one.late ? (
                  <StateMark
                    shape="late"
                    label={t('stocks.loanLate', { day: dayWords(t, one.dueOn, now()) })}
                  />
                ) : (
                  dayWords(t, one.dueOn, now())
                )}
              </td>
              <td>
                {one.mine ? (
                  <button
                    type="button"
                    className="k-button"
                    onClick={() => onAct({ of: 'loan', ...one, pointId: one.toPoint })}
                  >
                    {t('stocks.act.loan-return')}
                  </button>
                ) : (
                  <span className="k-hint">{t('stocks.borrowerReturns')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
