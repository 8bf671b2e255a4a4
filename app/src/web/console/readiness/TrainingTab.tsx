// 居民防灾培训: which buildings were trained within a year. How many came, never who.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { useTraining } from './queries.ts';

export function TrainingTab({ areaId }: { areaId: string }) {
  const { t } = useI18n();
  const found = useTraining(areaId);
  const training = found.data;
  return (
    <section className="d-sec" aria-labelledby="training">
      <h2 id="training" className="c-heading">
        {t('training.title')}
      </h2>
      <Unread found={found} />
      {training ? (
        <>
          <p className="k-hint">{t('training.hint', { since: training.since })}</p>
          <p className="k-row">
            <Link to="/registers/$register" params={{ register: 'trainings' }}>
              {t('training.toRegister')}
            </Link>
            <Link to="/registers/$register" params={{ register: 'certificates' }}>
              {t('training.toCertificates')}
            </Link>
            <Link to="/registers/$register" params={{ register: 'school-rotas' }}>
              {t('training.toRotas')}
            </Link>
          </p>
          {training.rows.length === 0 ? (
            <p className="k-hint">{t('training.none')}</p>
          ) : (
            <div className="c-table-scroll">
              <table className="c-table">
                <thead>
                  <tr>
                    <th scope="col">{t('drills.where')}</th>
                    <th scope="col">{t('training.covered')}</th>
                    <th scope="col">{t('training.sessions')}</th>
                    <th scope="col">{t('drills.people')}</th>
                    <th scope="col">{t('training.untrained')}</th>
                  </tr>
                </thead>
                <tbody>
                  {training.rows.map((row) => (
                    <tr key={row.area.id}>
                      <th scope="row">{row.area.name}</th>
                      <td className={row.trained < row.buildings ? undefined : 'k-hint'}>
                        {t('training.of', { n: row.trained, of: row.buildings })}
                      </td>
                      <td>{row.sessions}</td>
                      <td>{row.people}</td>
                      <td>
                        {row.untrained.length === 0 ? (
                          '—'
                        ) : (
                          <details>
                            <summary>{t('training.left', { n: row.buildings - row.trained })}</summary>
                            {row.untrained.map((one) => one.name).join('、')}
                          </details>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      ) : null}
    </section>
  );
}
