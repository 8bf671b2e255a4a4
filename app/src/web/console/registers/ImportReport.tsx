// What an import would do, or did: numbers first, then the cells to mend and the records that change.

import { useI18n } from '../../kit/i18n.tsx';
import type { Register, Report } from './register-queries.ts';
import { Scroll } from './Scroll.tsx';

const COUNTS = ['new', 'changed', 'same', 'failed'] as const;

export function ImportReport({
  report,
  register,
  done,
}: {
  report: Report;
  register: Register;
  done: boolean;
}) {
  const { t } = useI18n();
  const label = (code: string) => register.fields.find((field) => field.code === code)?.label ?? code;
  return (
    <>
      <ul className="r-counts" aria-label={t('reg.countsOf', { n: report.counts.rows })}>
        {COUNTS.map((one) => (
          <li key={one} className={one === 'failed' && report.counts.failed > 0 ? 'r-count-bad' : undefined}>
            <strong>{report.counts[one]}</strong> {t(`reg.count.${one}${done ? 'Done' : ''}`)}
          </li>
        ))}
      </ul>
      {report.failures.length > 0 ? (
        <Scroll label={t('reg.failures')}>
          <table className="c-table">
            <caption>{t('reg.failures')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('reg.cell')}</th>
                <th scope="col">{t('reg.wrong')}</th>
              </tr>
            </thead>
            <tbody>
              {report.failures.flatMap((row) =>
                row.cells.map((cell) => (
                  <tr key={`${cell.cell}-${cell.code}`}>
                    <th scope="row" className="c-nowrap">
                      {cell.cell}
                    </th>
                    <td>{cell.message}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      {report.changes.length > 0 ? (
        <Scroll label={t('reg.changes')}>
          <table className="c-table">
            <caption>{t('reg.changes')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('reg.record')}</th>
                <th scope="col">{t('reg.whatChanges')}</th>
              </tr>
            </thead>
            <tbody>
              {report.changes.map((row) => (
                <tr key={`${row.sheet}-${row.row}`}>
                  <th scope="row">{row.title}</th>
                  <td>
                    {row.fields.map((one) => (
                      <div key={one.field}>
                        {t('reg.change', {
                          field: label(one.field),
                          before: one.before || '—',
                          after: one.after || '—',
                        })}
                      </div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      {report.left.length > 0 ? (
        <p className="k-hint">
          {t('reg.left', {
            rows: report.left
              .slice(0, 12)
              .map((one) => `${one.sheet}!${one.row}`)
              .join('、'),
          })}
        </p>
      ) : null}
    </>
  );
}
