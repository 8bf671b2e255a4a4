// What takes two people: what waits for my word first, then what I asked for and what became of it.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Unread } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { type Approval, approvalsKey, download, recordsKey, useApprovals } from './register-queries.ts';
import './registers.css';

export function ApprovalsPage() {
  const { t } = useI18n();
  const found = useApprovals();
  const items = found.data?.items ?? [];
  const waiting = items.filter((one) => one.mayDecide);
  const others = items.filter((one) => !one.mayDecide);
  return (
    <div className="c-page">
      <Link to="/registers" className="k-link">
        {t('reg.title')}
      </Link>
      <h1 className="c-title">{t('reg.approvals')}</h1>
      <p className="k-hint">{t('reg.approvalsLine')}</p>
      <Unread found={found} />
      <section aria-label={t('reg.waiting', { n: waiting.length })}>
        <h2 className="c-heading">{t('reg.waiting', { n: waiting.length })}</h2>
        {found.data && waiting.length === 0 ? <p className="k-hint">{t('reg.noneWaiting')}</p> : null}
        {waiting.map((one) => (
          <Waiting key={one.id} approval={one} />
        ))}
      </section>
      {others.length > 0 ? (
        <section aria-label={t('reg.askedBefore')}>
          <h2 className="c-heading">{t('reg.askedBefore')}</h2>
          <ul className="r-approvals">
            {others.map((one) => (
              <Settled key={one.id} approval={one} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function What({ approval }: { approval: Approval }) {
  const { t } = useI18n();
  const { register, record, kind, records } = approval;
  return (
    <>
      <strong>
        {t(`reg.approval.${kind}`, { register: register.label })}
        {record ? `：${record.title}` : ''}
      </strong>
      {records === null ? null : <span> · {t('reg.total', { n: records })}</span>}
      {record ? (
        <div className="k-hint">
          {['lot', 'bestBefore', 'quantity', 'measure', 'place']
            .map((code) => record.shown[code])
            .filter(Boolean)
            .join(' · ')}
        </div>
      ) : null}
      <div>{t('reg.because', { reason: approval.reason })}</div>
      <div className="k-hint">
        {t('reg.askedOn', { name: approval.askedBy ?? '', at: exactDate(t, approval.askedAt, now()) })}
      </div>
    </>
  );
}

function Waiting({ approval }: { approval: Approval }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  async function decide(agree: boolean): Promise<void> {
    setBusy(true);
    try {
      await post(`/registers/${approval.register.code}/approvals/${approval.id}/decide`, { agree, note });
      toast(t(agree ? 'reg.agreedNow' : 'reg.refusedNow'), { tone: 'good' });
      await client.invalidateQueries({ queryKey: approvalsKey });
      await client.invalidateQueries({ queryKey: recordsKey(approval.register.code) });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="c-card c-card-pad r-approval">
      <div>
        <What approval={approval} />
        <div className="k-hint">{t('reg.runsOut', { at: exactDate(t, approval.runsOutAt, now()) })}</div>
      </div>
      <div className="r-actions">
        <input
          className="k-input r-search"
          aria-label={t('reg.refuseWhy')}
          placeholder={t('reg.refuseWhy')}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy}
          onClick={() => void decide(true)}
        >
          {t(`reg.agree.${approval.kind}`)}
        </button>
        <button
          type="button"
          className="k-button"
          disabled={busy || note.trim().length < 4}
          onClick={() => void decide(false)}
        >
          {t('reg.refuseIt')}
        </button>
      </div>
    </div>
  );
}

function Settled({ approval }: { approval: Approval }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  async function fetchIt(): Promise<void> {
    const { code, label } = approval.register;
    try {
      await download(`/registers/${code}/approvals/${approval.id}/export`, `${label}.xlsx`);
      await client.invalidateQueries({ queryKey: recordsKey(code) });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  return (
    <li>
      <What approval={approval} />
      <div>
        {t(`reg.approvalState.${approval.state}`)}
        {approval.decidedBy && approval.decidedAt !== null
          ? ` · ${t('reg.decidedOn', { name: approval.decidedBy, at: exactDate(t, approval.decidedAt, now()) })}`
          : ''}
        {approval.note ? ` · ${approval.note}` : ''}
      </div>
      {approval.mayFetch ? (
        <button type="button" className="k-button k-button-primary" onClick={() => void fetchIt()}>
          {t('reg.fetch', { at: exactDate(t, approval.runsOutAt, now()) })}
        </button>
      ) : null}
    </li>
  );
}
