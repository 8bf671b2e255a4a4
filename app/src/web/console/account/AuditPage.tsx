import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import { DateSpan } from '../../kit/DateSpan.tsx';
import { type Translate, useI18n } from '../../kit/i18n.tsx';
import { MoreButton } from '../../kit/MoreButton.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';

type AuditRow = {
  id: string;
  at: number;
  actor: { kind: string; accountId: string | null; name: string | null };
  action: string;
  objectType: string;
  objectId: string;
  result: string;
  ip: string | null;
  changed: string[];
};

/** What people do, by the part of the product in which they do it: an action's name begins with it. */
const AREAS = [
  'auth',
  'accounts',
  'keys',
  'org',
  'catalogue',
  'calendar',
  'cases',
  'orders',
  'patrol',
  'appraisal',
  'rhythm',
  'policies',
  'notices',
  'webhooks',
  'audit',
] as const;

function areaOf(action: string, t: Translate): string {
  const area = AREAS.find((one) => action.startsWith(`${one}.`));
  return area ? t(`audit.area.${area}`) : '';
}

/** Who did what to what, newest first. Reading it is itself on record. */
export function AuditPage() {
  const { t } = useI18n();
  const [action, setAction] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const bounds = {
    from: from ? Date.parse(`${from}T00:00:00+08:00`) : undefined,
    to: to ? Date.parse(`${to}T00:00:00+08:00`) + 86_400_000 : undefined,
  };
  const pages = useInfiniteQuery({
    queryKey: ['audit', action, from, to],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      get<{ items: AuditRow[]; next: string | null }>(
        '/audit',
        { ...bounds, action: action || undefined, after: pageParam, limit: 100 },
        signal,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.audit')}</h1>
      <p className="k-hint">{t('audit.line')}</p>
      <div className="k-row">
        <DateSpan
          from={from}
          until={to}
          labels={[t('audit.from'), t('audit.to')]}
          onChange={(first, last) => {
            setFrom(first);
            setTo(last);
          }}
        />
        <label className="k-inline">
          {t('audit.action')}
          <select className="k-input" value={action} onChange={(event) => setAction(event.target.value)}>
            <option value="">{t('audit.every')}</option>
            {AREAS.map((area) => (
              <option key={area} value={area}>
                {t(`audit.area.${area}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Unread found={pages} />
      {pages.isSuccess && items.length === 0 ? <Empty title={t('audit.none')} /> : null}
      {items.length > 0 ? (
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('audit.at')}</th>
              <th scope="col">{t('audit.who')}</th>
              <th scope="col">{t('audit.action')}</th>
              <th scope="col">{t('audit.object')}</th>
              <th scope="col">{t('audit.changed')}</th>
              <th scope="col">{t('audit.result')}</th>
              <th scope="col">{t('audit.ip')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={row.id}>
                <td className="c-nowrap">
                  <TimeText at={row.at} as="exact" />
                </td>
                <td>
                  {row.actor.name ?? t(`audit.actor.${row.actor.kind === 'system' ? 'system' : 'other'}`)}
                </td>
                <td>
                  {areaOf(row.action, t)} <span className="k-hint">{row.action}</span>
                </td>
                <td className="k-number">
                  {row.objectType} <span className="k-hint">{row.objectId}</span>
                </td>
                <td>{row.changed.join(', ')}</td>
                <td>{row.result}</td>
                <td className="k-number">{row.ip ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <MoreButton pages={pages} />
    </div>
  );
}
