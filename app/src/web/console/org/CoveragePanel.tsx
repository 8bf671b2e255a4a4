import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { useCoverage } from './org-queries.ts';

/** What the structure still lacks; each count opens its list. */
export function CoveragePanel({ area, onArea }: { area: string | undefined; onArea(id: string): void }) {
  const { t } = useI18n();
  const [list, setList] = useState<string>();
  const found = useCoverage(area, list);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { gaps, asOf, totals, list: shown } = found.data;
  const names = Object.keys(gaps);
  const clear = names.every((name) => gaps[name] === 0);
  return (
    <article className="c-org">
      <header>
        <h2 className="c-title">{t('org.gaps')}</h2>
        <p className="k-hint">{t('org.gapsAsOf', { date: asOf })}</p>
        <p className="k-hint">
          {t('org.groups', { n: totals.groups ?? 0, active: totals.activeGroups ?? 0 })}
        </p>
      </header>
      {clear ? <Empty title={t('org.gapsNone')} /> : null}
      <table className="c-table">
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`org.gap.${name}`)}</th>
              <td className="k-number">
                {gaps[name] === 0 ? (
                  <span className="k-hint">0</span>
                ) : (
                  <button
                    type="button"
                    className="k-link"
                    aria-expanded={list === name}
                    onClick={() => setList(list === name ? undefined : name)}
                  >
                    {gaps[name]}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown ? (
        <section>
          <h3>{t(`org.gap.${shown.name}`)}</h3>
          <ul className="c-history">
            {shown.items.map((item, index) => {
              const name = String(item.name ?? item.title ?? item.address ?? '');
              const areaId = typeof item.areaId === 'string' ? item.areaId : undefined;
              return (
                <li key={`${index}-${name}`}>
                  {areaId ? (
                    <button type="button" className="k-link" onClick={() => onArea(areaId)}>
                      {name}
                    </button>
                  ) : (
                    name
                  )}
                  {typeof item.households === 'number' ? (
                    <span className="k-hint">
                      {' '}
                      {t('org.band', { n: item.households, min: Number(item.min), max: Number(item.max) })}
                    </span>
                  ) : null}
                </li>
              );
            })}
          </ul>
          {shown.capped ? <p className="k-hint">{t('org.capped', { n: shown.items.length })}</p> : null}
        </section>
      ) : null}
    </article>
  );
}
