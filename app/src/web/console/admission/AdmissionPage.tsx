// 准入清单: what departments may ask, what waits for a decision, and what reached people outside the list.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { ApplyForm } from './ApplyForm.tsx';
import { FlagsPart } from './FlagsPart.tsx';
import { type RequestRow, type RequestState, type RequestView, useRequests } from './queries.ts';
import { RequestPane } from './RequestPane.tsx';

const STATES: readonly RequestState[] = ['in-force', 'asked', 'over', 'declined'];

export type AdmissionSearch = { tab?: string | undefined; request?: string | undefined };

export function AdmissionPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as AdmissionSearch;
  const [applying, setApplying] = useState<true | RequestView>();
  const tab = search.tab ?? 'in-force';
  const go = (next: AdmissionSearch) =>
    void navigate({ to: '/admission', search: { tab: search.tab, ...next } });
  const mayApply = holdsDuty(me, 'apply-admission');
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.admission')}</h1>
      <p className="k-hint">{t('admission.line')}</p>
      <div className="k-row">
        <Segmented
          aria-label={t('admission.show')}
          value={tab}
          onChange={(value) => go({ tab: value, request: undefined })}
          options={[...STATES, 'findings'].map((value) => ({ value, label: t(`admission.tab.${value}`) }))}
        />
        {mayApply ? (
          <button type="button" className="k-button k-button-primary" onClick={() => setApplying(true)}>
            {t('admission.apply')}
          </button>
        ) : null}
      </div>
      {tab === 'findings' ? (
        <FlagsPart />
      ) : (
        <RequestTable state={tab as RequestState} onOpen={(request) => go({ request })} />
      )}
      <Drawer
        open={search.request !== undefined}
        onClose={() => go({ request: undefined })}
        size={620}
        title={t('admission.one')}
        destroyOnHidden
      >
        {search.request ? (
          <RequestPane
            key={search.request}
            id={search.request}
            onOpen={(request) => go({ request })}
            onRenew={(request) => {
              go({ request: undefined });
              setApplying(request);
            }}
          />
        ) : null}
      </Drawer>
      <Drawer
        open={applying !== undefined}
        onClose={() => setApplying(undefined)}
        size={760}
        title={t(applying === true ? 'admission.apply' : 'admission.renew')}
        destroyOnHidden
      >
        {applying ? (
          <ApplyForm
            me={me}
            renews={applying === true ? undefined : applying}
            onDone={(id) => {
              setApplying(undefined);
              go({ tab: 'asked', request: id });
            }}
          />
        ) : null}
      </Drawer>
    </div>
  );
}

function RequestTable({ state, onOpen }: { state: RequestState; onOpen(id: string): void }) {
  const { t } = useI18n();
  const [q, setQ] = useState('');
  const found = useRequests(state, q.trim());
  return (
    <>
      <input
        type="search"
        className="k-input c-admission-search"
        aria-label={t('admission.search')}
        placeholder={t('admission.search')}
        maxLength={60}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      <Unread found={found} />
      {found.data?.items.length === 0 ? (
        <Empty title={t(`admission.none.${state}`)}>{t('admission.noneLine')}</Empty>
      ) : null}
      {found.data && found.data.items.length > 0 ? (
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('admission.what')}</th>
              <th scope="col">{t('admission.who')}</th>
              <th scope="col">{t('admission.whom')}</th>
              <th scope="col">{t('admission.frequency')}</th>
              <th scope="col">{t(state === 'asked' ? 'admission.decideBy' : 'admission.until')}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.items.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <button type="button" className="k-link c-link-line" onClick={() => onOpen(row.id)}>
                    {row.title}
                  </button>
                  <span className="k-hint">
                    {t(`admission.kind.${row.kind}`)}
                    {row.urgent ? ` · ${t('admission.urgentOnce')}` : ''}
                    {row.renews ? ` · ${t('admission.renewal')}` : ''}
                  </span>
                </th>
                <td>{row.unitName}</td>
                <td>
                  {t('admission.whomIn', {
                    area: row.areaName,
                    level: t(`admission.level.${row.askedLevel}`),
                  })}
                </td>
                <td>{t(`admission.frequency.${row.frequency}`)}</td>
                <td className="c-nowrap">
                  <Until row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {found.data && found.data.hidden > 0 ? (
        <p className="k-hint">{t('admission.hidden', { n: found.data.hidden })}</p>
      ) : null}
    </>
  );
}

function Until({ row }: { row: RequestRow }) {
  const { t } = useI18n();
  if (row.standing === 'asked')
    return (
      <span className={row.late ? 'c-vacant' : undefined}>
        {row.late ? t('admission.late') : ''} <TimeText at={row.dueAt} as="near" />
      </span>
    );
  if (row.standing === 'declined' || row.standing === 'withdrawn')
    return <>{t(`admission.standing.${row.standing}`)}</>;
  return (
    <>
      {row.admittedUntil}
      {row.endedAt === null ? '' : ` · ${t('admission.endedEarly')}`}
      {row.mayRenew ? ` · ${t('admission.renewNow')}` : ''}
    </>
  );
}
