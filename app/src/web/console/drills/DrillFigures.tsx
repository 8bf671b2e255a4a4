import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type DrillStatistics, useDrillStatistics } from './queries.ts';

/** By year and area, and how long ago each plan in force was tried. Every number opens the drills behind it. */
export function DrillFigures({ areaId }: { areaId: string }) {
  const { t } = useI18n();
  const [year, setYear] = useState<number>();
  const found = useDrillStatistics(areaId, year);
  const figures = found.data;
  return (
    <>
      <Unread found={found} />
      {figures ? (
        <>
          <Labelled id="drill-year" label={t('drills.year')}>
            <input
              id="drill-year"
              className="k-input d-year"
              type="number"
              min={2000}
              max={2200}
              value={year ?? figures.year}
              onChange={(event) => setYear(Number(event.target.value) || undefined)}
            />
          </Labelled>
          <Plans figures={figures} />
          <Areas figures={figures} />
          <p className="k-hint">
            {figures.scenarios.map((one) => `${one.label} ${t('drills.times', { n: one.n })}`).join(' · ')}
          </p>
        </>
      ) : null}
    </>
  );
}

function Plans({ figures }: { figures: DrillStatistics }) {
  const { t } = useI18n();
  return (
    <section className="d-sec" aria-labelledby="drill-plans">
      <h2 id="drill-plans" className="c-heading">
        {t('drills.plans')}
      </h2>
      <p className="k-hint">{t('drills.plansHint', { n: figures.triedWithin })}</p>
      {figures.plans.length === 0 ? (
        <p className="k-hint">{t('drills.noPlans')}</p>
      ) : (
        <div className="c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('drills.planName')}</th>
                <th scope="col">{t('drills.where')}</th>
                <th scope="col">{t('drills.planAge')}</th>
                <th scope="col">{t('drills.drillAge')}</th>
              </tr>
            </thead>
            <tbody>
              {figures.plans.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to="/preparedness/$documentId" params={{ documentId: one.id }}>
                      {one.title}
                    </Link>
                  </td>
                  <td>{one.area.name}</td>
                  <td>{one.planDays === null ? '—' : t('drills.days', { n: one.planDays })}</td>
                  <td className={one.due ? 'd-late' : undefined}>
                    {one.drill === null ? (
                      t('drills.neverTried')
                    ) : (
                      <Link to="/drills/$drillId" params={{ drillId: one.drill }}>
                        {one.drillDays ? t('drills.daysAgo', { n: one.drillDays }) : t('drills.today')}
                      </Link>
                    )}
                    {one.drill !== null && !one.thisVersion ? ` · ${t('drills.olderVersion')}` : ''}
                    {one.due && one.drill !== null ? ` · ${t('drills.tryAgain')}` : ''}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Areas({ figures }: { figures: DrillStatistics }) {
  const { t } = useI18n();
  const rows = [{ area: figures.area, ...figures.total }, ...figures.areas];
  return (
    <section className="d-sec" aria-labelledby="drill-areas">
      <h2 id="drill-areas" className="c-heading">
        {t('drills.byArea', { year: figures.year })}
      </h2>
      <div className="c-table-scroll">
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('drills.where')}</th>
              <th scope="col">{t('drills.held')}</th>
              <th scope="col">{t('drills.people')}</th>
              <th scope="col">{t('drills.median')}</th>
              <th scope="col">{t('drills.last')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.area.id}>
                <th scope="row">{one.area.name}</th>
                <td>
                  {one.drills.length === 0 ? (
                    '0'
                  ) : (
                    <details>
                      <summary>{t('drills.times', { n: one.drills.length })}</summary>
                      <ul className="d-plain">
                        {one.drills.map((drill) => (
                          <li key={drill.id}>
                            <Link to="/drills/$drillId" params={{ drillId: drill.id }}>
                              {drill.title}
                            </Link>
                          </li>
                        ))}
                      </ul>
                    </details>
                  )}
                </td>
                <td>{one.people}</td>
                <td>{one.musterMinutes === null ? '—' : t('drills.minutes', { n: one.musterMinutes })}</td>
                <td className="c-nowrap">
                  {one.lastAt === null ? '—' : <TimeText at={one.lastAt} as="near" />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
