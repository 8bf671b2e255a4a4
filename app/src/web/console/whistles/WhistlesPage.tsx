import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import type { CaseRow } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';

type Count = {
  areaId: string;
  areaName: string;
  month: string;
  whistles: number;
  cases: number;
  calls: number;
  lateArrivals: number;
  per1000: number | null;
  finding: 'small' | 'few' | 'many' | 'usual';
  words: string;
};

/** How often streets whistle: too few and too many are both worth a question. No person is counted. */
export function WhistlesPage() {
  const { t } = useI18n();
  const [picked, setPicked] = useState<Count>();
  const found = useQuery({
    queryKey: ['whistles', 'counts'],
    queryFn: ({ signal }) => get<{ rule: string; items: Count[] }>('/whistles/counts', undefined, signal),
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.whistles')}</h1>
      <p className="k-hint">{found.data.rule}</p>
      {found.data.items.length === 0 ? <Empty title={t('whistles.none')} /> : null}
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('whistles.month')}</th>
            <th scope="col">{t('whistles.street')}</th>
            <th scope="col">{t('whistles.whistles')}</th>
            <th scope="col">{t('whistles.cases')}</th>
            <th scope="col">{t('whistles.per1000')}</th>
            <th scope="col">{t('whistles.calls')}</th>
            <th scope="col">{t('whistles.late')}</th>
            <th scope="col">{t('whistles.finding')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.items.map((row) => (
            <tr key={`${row.areaId}-${row.month}`}>
              <td className="k-number">{row.month}</td>
              <td>{row.areaName}</td>
              <td className="k-number">
                <button
                  type="button"
                  className="k-link"
                  aria-label={t('whistles.openRecords', {
                    area: row.areaName,
                    month: row.month,
                    n: row.whistles,
                  })}
                  onClick={() => setPicked(row)}
                >
                  {row.whistles}
                </button>
              </td>
              <td className="k-number">{row.cases}</td>
              <td className="k-number">{row.per1000 ?? '—'}</td>
              <td className="k-number">{row.calls}</td>
              <td className="k-number">{row.lateArrivals}</td>
              <td>{row.words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {picked ? <Records of={picked} /> : null}
    </div>
  );
}

function Records({ of }: { of: Count }) {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['whistles', of.areaId, of.month],
    queryFn: ({ signal }) =>
      get<{ items: CaseRow[] }>('/whistles', { area: of.areaId, month: of.month }, signal),
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <section aria-live="polite">
      <h2>{t('whistles.records', { area: of.areaName, month: of.month })}</h2>
      {found.data.items.length === 0 ? <Empty title={t('whistles.none')} /> : null}
      <ul className="c-related">
        {found.data.items.map((row) => (
          <li key={row.id}>
            <StateMark shape={row.state.shape} label={row.state.label} />{' '}
            <Link to="/cases/$caseId" params={{ caseId: row.id }}>
              {row.headline}
            </Link>{' '}
            <span className="k-hint k-number">{row.number}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
