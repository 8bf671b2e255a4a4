import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { ApiProblem, post } from '../../kit/api.ts';
import type { CaseView } from '../../kit/api-types.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { MaskedPerson } from '../../kit/MaskedPerson.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { TimeText } from '../../kit/TimeText.tsx';
import { useNow } from '../../kit/use-now.ts';
import { PartHeading } from './PartHeading.tsx';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="c-fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The facts of a case: who holds it, who reported it (masked), whether it is closed, solved and confirmed, and what belongs to it. */
export function Facts({ view }: { view: CaseView }) {
  const { t } = useI18n();
  const { outcome } = view;
  return (
    <>
      <section>
        <PartHeading>{t('case.facts')}</PartHeading>
        <dl>
          <Fact label={t('case.holder')}>{view.holder ? view.holder.unitName : t('case.noHolder')}</Fact>
          <Fact label={t('case.filedAt')}>
            <TimeText at={view.filedAt} as="exact" />
          </Fact>
          {view.filedAt - view.occurredAt > 5 * 60_000 ? (
            <Fact label={t('case.occurredAt')}>
              <TimeText at={view.occurredAt} as="exact" />
            </Fact>
          ) : null}
          <Fact label={t('case.channel')}>{view.channel.label}</Fact>
          <Outside orders={view.outside ?? []} />
          <Fact label={t('case.place')}>{view.place.address ?? view.areaName}</Fact>
          {view.consent ? <Fact label={t('case.consent')}>{view.consent.words}</Fact> : null}
          <Reporter view={view} />
        </dl>
      </section>
      <section>
        <PartHeading>{t('case.outcome')}</PartHeading>
        <dl>
          <Fact label={t('case.closed')}>{t(outcome.closed ? 'case.closed.yes' : 'case.closed.no')}</Fact>
          <Fact label={t('case.solved')}>{t(`case.solved.${outcome.solved}`)}</Fact>
          <Fact label={t('case.confirmed')}>{t(`case.confirmed.${outcome.confirmed ?? 'none'}`)}</Fact>
          <Fact label={t('case.rating')}>
            {outcome.rating
              ? `${outcome.rating}/5 ${t(`kit.form.rating.${outcome.rating}`)}`
              : t('case.noRating')}
          </Fact>
        </dl>
      </section>
      {view.related.length > 0 ? (
        <section>
          <PartHeading>{t('case.related')}</PartHeading>
          <ul className="c-related">
            {view.related.map((one) => (
              <li key={one.id}>
                <span className="k-hint">{one.label}</span>{' '}
                {one.headline === null ? null : (
                  <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                    {one.headline}
                  </Link>
                )}{' '}
                <span className="k-hint k-number">
                  {one.number}
                  {one.state ? ` · ${one.state.label}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** The work orders that this case answers: whose, under which number, and what was promised over there. */
function Outside({ orders }: { orders: NonNullable<CaseView['outside']> }) {
  const { t } = useI18n();
  const now = useNow();
  if (orders.length === 0) return null;
  return (
    <Fact label={t('orders.onCase')}>
      {orders.map((one) => (
        <div key={`${one.name}-${one.number}`}>
          {one.name} <span className="k-number">{one.number}</span>
          {one.deadline === null ? null : (
            <div title={t('orders.onCaseWhy')}>
              {t('orders.onCaseDue', { time: nearDate(t, one.deadline, now) })}
            </div>
          )}
        </div>
      ))}
      {orders.some((one) => one.deadline !== null) ? <p className="k-hint">{t('orders.onCaseWhy')}</p> : null}
    </Fact>
  );
}

type Person = { name: string | null; phone: string | null; wantsReply: boolean };

function Reporter({ view }: { view: CaseView }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [seen, setSeen] = useState<readonly Person[]>([]);
  if (!view.reporter && view.reportersCount === 0) return null;
  async function reveal(): Promise<void> {
    if (reason.trim().length < 4) {
      setFailure(new ApiProblem({ status: 400, code: 'reason', title: t('case.revealShort') }));
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      const answer = await post<{ items: Person[] }>(`/cases/${encodeURIComponent(view.id)}/reveal`, {
        reason: reason.trim(),
      });
      setSeen(answer.items);
      setAsking(false);
      void client.invalidateQueries({ queryKey: ['case', view.id] });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Fact label={t('case.reporter')}>
      {seen.length > 0 ? (
        seen.map((person, index) => (
          <span key={`${index}-${person.phone}`} className="k-person">
            <span>{person.name ?? t('kit.person.anonymous')}</span>
            {person.phone ? (
              <a className="k-number" href={`tel:${person.phone}`}>
                {person.phone}
              </a>
            ) : null}
            {person.wantsReply ? null : <span className="c-vacant">{t('case.leaveAlone')}</span>}
          </span>
        ))
      ) : view.reporter ? (
        <MaskedPerson person={view.reporter.masked} onReveal={() => setAsking(true)} />
      ) : (
        <span className="k-hint">{t('case.reporterHidden')}</span>
      )}
      {view.reportersCount > 1 ? (
        <span className="k-hint"> {t('case.reporters', { n: view.reportersCount })}</span>
      ) : null}
      {view.reporter?.wantsReply ? <span className="k-hint"> {t('case.wantsReply')}</span> : null}
      <Modal
        open={asking}
        title={t('case.revealTitle')}
        okText={t('kit.person.reveal')}
        confirmLoading={busy}
        onOk={() => void reveal()}
        onCancel={() => setAsking(false)}
        destroyOnHidden
      >
        <p>{t('case.revealLine')}</p>
        <label className="k-label" htmlFor={`reason-${view.id}`}>
          {t('case.revealReason')}
        </label>
        <textarea
          id={`reason-${view.id}`}
          className="k-input c-reason"
          rows={2}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {failure ? (
          <p role="alert" className="k-error">
            {problemWords(t, failure)}
          </p>
        ) : null}
      </Modal>
    </Fact>
  );
}
