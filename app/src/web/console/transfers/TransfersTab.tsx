// 转移安置: who refuses or is lost on top; arrived are only those who were counted. Beside the list: shelters, paper slips, the list form.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { EmergencyView } from '../emergency/queries.ts';
import { ListForm } from './ListForm.tsx';
import { PlanForm } from './PlanForm.tsx';
import { type TransferList, useTransfers } from './queries.ts';
import { Shelters } from './Shelters.tsx';
import { SlipForm } from './SlipForm.tsx';
import { SlipSheets } from './SlipSheets.tsx';
import { TransferTable } from './TransferTable.tsx';
import './transfers.css';

export function TransfersTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const { state } = useSearch({ from: '/emergencies/$emergencyId' });
  const client = useQueryClient();
  const found = useTransfers(view.id, state);
  const [part, setPart] = useState<'plan' | 'list' | 'slip' | 'print'>();
  const changed = () => {
    void client.invalidateQueries({ queryKey: ['emergencies', view.id] });
    void client.invalidateQueries({ queryKey: ['shelters'] });
  };
  const running = view.endedAt === null;
  const choose = (next: typeof part) => setPart(part === next ? undefined : next);
  return (
    <section className="tr-tab" aria-label={t('transfers.title')}>
      <div className="tr-screen">
        <Unread found={found} />
        {found.data ? <Sums list={found.data} emergencyId={view.id} state={state} /> : null}
        <div className="k-row">
          {running ? (
            <>
              <button
                type="button"
                className="k-button"
                aria-expanded={part === 'plan'}
                onClick={() => choose('plan')}
              >
                {t('transfers.plan')}
              </button>
              <button
                type="button"
                className="k-button"
                aria-expanded={part === 'list'}
                onClick={() => choose('list')}
              >
                {t('transfers.add')}
              </button>
            </>
          ) : null}
          <button
            type="button"
            className="k-button"
            aria-expanded={part === 'print'}
            onClick={() => choose('print')}
          >
            {t('transfers.slips')}
          </button>
          <button
            type="button"
            className="k-button"
            aria-expanded={part === 'slip'}
            onClick={() => choose('slip')}
          >
            {t('transfers.enterSlip')}
          </button>
        </div>
        {part === 'plan' ? <PlanForm view={view} onChanged={changed} /> : null}
        {part === 'list' ? <ListForm view={view} onChanged={changed} /> : null}
        {part === 'slip' ? <SlipForm onChanged={changed} /> : null}
      </div>
      {part === 'print' ? <SlipSheets emergencyId={view.id} headline={view.headline} /> : null}
      <div className="tr-screen">
        {found.data ? <Doubles list={found.data} /> : null}
        {found.data ? <TransferTable items={found.data.items} running={running} /> : null}
        <Shelters onChanged={changed} />
      </div>
    </section>
  );
}

function Sums({
  list,
  emergencyId,
  state,
}: {
  list: TransferList;
  emergencyId: string;
  state: string | undefined;
}) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const go = (code: string | undefined) =>
    void navigate({
      to: '/emergencies/$emergencyId',
      params: { emergencyId },
      search: { tab: 'transfers', state: code },
      replace: true,
    });
  return (
    <>
      <p className="tr-total">{t('transfers.total', { listed: list.listed, arrived: list.arrived })}</p>
      <p className="k-hint">
        {t('transfers.countedOnly')}{' '}
        {list.releasedAt === null ? (
          t('transfers.notReleased')
        ) : (
          <>
            {t('transfers.released')} <TimeText at={list.releasedAt} as="near" />
          </>
        )}
      </p>
      <div className="k-row">
        <button
          type="button"
          className="k-link"
          aria-pressed={state === undefined}
          onClick={() => go(undefined)}
        >
          {t('transfers.all')}
        </button>
        {list.sums
          .filter((one) => one.households > 0 || one.state === state)
          .map((one) => (
            <button
              key={one.state}
              type="button"
              className="k-link"
              aria-pressed={state === one.state}
              onClick={() => go(one.state)}
            >
              {t('transfers.sum', { label: one.label, households: one.households, people: one.people })}
            </button>
          ))}
      </div>
    </>
  );
}

function Doubles({ list }: { list: TransferList }) {
  const { t } = useI18n();
  if (list.doubles.length === 0) return null;
  return (
    <section aria-labelledby="transfers-doubles">
      <h2 id="transfers-doubles" className="c-heading">
        {t('transfers.doubles')}
      </h2>
      <ul className="tr-list">
        {list.doubles.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$caseId" params={{ caseId: one.transferId }}>
              {list.items.find((item) => item.id === one.transferId)?.address ?? t('transfers.household')}
            </Link>
            {'：'}
            {t(`transfers.outcome.${one.outcome}`)} {one.place}{' '}
            {one.people === null ? null : t('transfers.countedPeopleOf', { n: one.people })}{' '}
            <TimeText at={one.occurredAt} as="near" /> {one.words}
          </li>
        ))}
      </ul>
    </section>
  );
}
