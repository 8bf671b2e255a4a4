// One report: every cell with its number, each opening its records; what has none says why; signed, it stays.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useCellRecords, useReport } from './queries.ts';

export function ReportPane({ id }: { id: string }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const found = useReport(id);
  const [ref, setRef] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const one = found.data;
  async function sign(): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/reports/${encodeURIComponent(id)}/sign`, undefined);
      await client.invalidateQueries({ queryKey: ['reports'] });
      toast(t('reports.done.signed'), { tone: 'good' });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <article className="c-admission">
      <header>
        <h2>{one.title}</h2>
        <p className="k-hint">
          {one.areaName} · {t('admission.daysOf', { from: one.from, to: one.to })} · {t('reports.asOf')}{' '}
          <TimeText at={one.knownUntil} as="exact" />
        </p>
      </header>
      {one.unfilled.length > 0 ? (
        <p className="c-effect">
          {t('reports.unfilled', {
            n: one.unfilled.length,
            names: one.unfilled.map((cell) => cell.label).join('、'),
          })}
        </p>
      ) : null}
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('reports.place')}</th>
            <th scope="col">{t('reports.fact')}</th>
            <th scope="col">{t('reports.value')}</th>
          </tr>
        </thead>
        <tbody>
          {one.cells.map((cell) => (
            <tr key={cell.ref}>
              <td className="c-nowrap">{cell.ref}</td>
              <th scope="row">
                {cell.label}
                <p className="k-hint">{cell.definition}</p>
              </th>
              <td>
                {cell.value === null ? (
                  t(`admission.unknown.${cell.why ?? 'gone'}`)
                ) : (
                  <button
                    type="button"
                    className="k-link k-number"
                    aria-expanded={ref === cell.ref}
                    aria-label={`${cell.label} ${cell.value}`}
                    onClick={() => setRef(ref === cell.ref ? undefined : cell.ref)}
                  >
                    {cell.value}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {one.signedAt !== null ? (
        <p className="c-effect">
          {t('reports.signedBy', { title: one.signedTitle ?? '' })} <TimeText at={one.signedAt} as="exact" />
          <br />
          <span className="k-hint c-hash">SHA-256 {one.sha256}</span>
        </p>
      ) : null}
      <FormProblem failure={failure} />
      <div className="k-row">
        <a className="k-button k-button-primary" href={`/api/v1/reports/${one.id}/file`} download>
          {t(`reports.download.${one.format}`)}
        </a>
        {one.maySign ? (
          <button type="button" className="k-button" onClick={() => void sign()}>
            {t('reports.sign')}
          </button>
        ) : null}
      </div>
      {ref ? <Records id={id} cell={ref} /> : null}
    </article>
  );
}

function Records({ id, cell }: { id: string; cell: string }) {
  const { t } = useI18n();
  const found = useCellRecords(id, cell);
  return (
    <section>
      <Unread found={found} />
      {found.data ? (
        <>
          <h3>{t('reports.behind', { label: found.data.label, n: found.data.visible })}</h3>
          {found.data.hidden > 0 ? (
            <p className="c-effect">{t('reports.hidden', { n: found.data.hidden })}</p>
          ) : null}
          <ul className="c-rate-cases">
            {found.data.items.map((one) => (
              <li key={one.id}>
                {one.link ? <a href={one.link}>{one.label}</a> : one.label}
                {one.hint === '' ? null : <p className="k-hint">{one.hint}</p>}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
