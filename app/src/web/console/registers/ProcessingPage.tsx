// 个人信息处理活动清单: what is held of people, why, on what ground and for how long; made from the declarations, so it is never out of date.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { type Processing, useProcessing } from './register-queries.ts';
import { Scroll } from './Scroll.tsx';
import './registers.css';

export function ProcessingPage() {
  const { t } = useI18n();
  const found = useProcessing();
  const groups = new Map<string, Processing[]>();
  for (const one of found.data?.items ?? [])
    groups.set(one.register, [...(groups.get(one.register) ?? []), one]);
  return (
    <div className="c-page r-print r-print-a4">
      <div className="r-head r-screen">
        <Link to="/registers" className="k-link">
          {t('reg.title')}
        </Link>
        <button type="button" className="k-button" onClick={() => print()}>
          {t('reg.print')}
        </button>
      </div>
      <h1 className="c-title">{t('reg.processing')}</h1>
      <p className="k-hint">{t('reg.processingLine')}</p>
      <Unread found={found} />
      {[...groups].map(([register, fields]) => (
        <section key={register} aria-label={register}>
          <h2 className="c-heading">{register}</h2>
          <Scroll label={register}>
            <table className="c-table r-processing">
              <thead>
                <tr>
                  <th scope="col">{t('reg.fieldName')}</th>
                  <th scope="col">{t('reg.class')}</th>
                  <th scope="col">{t('reg.purposeHead')}</th>
                  <th scope="col">{t('reg.ground')}</th>
                  <th scope="col">{t('reg.keptFor')}</th>
                </tr>
              </thead>
              <tbody>
                {fields.map((one) => (
                  <tr key={one.code}>
                    <th scope="row">{one.field}</th>
                    <td className="c-nowrap">{t(`reg.class.${one.class}`)}</td>
                    <td>{one.purpose}</td>
                    <td>
                      {t(`reg.basis.${one.basis}`)}
                      {one.law ? <div className="k-hint">{one.law}</div> : null}
                    </td>
                    <td className="c-nowrap">
                      {t('reg.months', { n: one.keepMonths })}
                      {one.keepDaysAfterIncident === null ? null : (
                        <div className="k-hint">
                          {t('reg.afterIncident', { n: one.keepDaysAfterIncident })}
                        </div>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
      ))}
    </div>
  );
}
