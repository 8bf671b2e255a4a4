// The third list: is there an institution for every sort in every phase?
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { useMatrix } from './queries.ts';

export function Institutions({ areaId }: { areaId: string }) {
  const { t } = useI18n();
  const found = useMatrix(areaId);
  const matrix = found.data;
  return (
    <section aria-labelledby="prep-institutions">
      <h2 id="prep-institutions" className="c-heading">
        {t('prep.institutions')}
      </h2>
      <Unread found={found} />
      {matrix ? (
        <>
          <div className="p-scroll">
            <table className="c-table">
              <caption className="k-hint">{matrix.area.name}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('prep.sort')}</th>
                  {matrix.phases.map((phase) => (
                    <th key={phase} scope="col">
                      {t(`prep.phase.${phase}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {matrix.rows.map((row) => (
                  <tr key={row.sort}>
                    <th scope="row">{t(`prep.sort.${row.sort}`)}</th>
                    {row.cells.map((cell) => (
                      <td key={cell.phase}>
                        {cell.items.length === 0 ? <span className="p-due">{t('prep.missing')}</span> : null}
                        {cell.items.map((one) => (
                          <div key={one.id}>
                            {one.name} <span className="k-hint">{one.reviewOn}</span>
                          </div>
                        ))}
                        {cell.overdue > 0 ? (
                          <div className="p-due">{t('prep.overdue', { n: cell.overdue })}</div>
                        ) : null}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {matrix.unsorted > 0 ? (
            <p className="k-hint">{t('prep.unsorted', { n: matrix.unsorted })}</p>
          ) : null}
          <Link to="/registers/$register" params={{ register: 'institutions' }}>
            {t('prep.toRegister')}
          </Link>
        </>
      ) : null}
    </section>
  );
}
