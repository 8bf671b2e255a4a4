// What so many people need in so many days: one number in, every line with its source.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { shown } from './amounts.ts';
import { useNeeds } from './queries.ts';

const whole = (text: string): number => (/^\d{1,8}$/.test(text.trim()) ? Number(text.trim()) : 0);

export function NeedsTable({ people: first }: { people: number }) {
  const { t } = useI18n();
  const [people, setPeople] = useState(String(first));
  const [days, setDays] = useState('7');
  const found = useNeeds(whole(people), whole(days));
  const asked = whole(people) >= 1 && whole(days) >= 1;
  return (
    <section className="c-stack" aria-labelledby="stocks-needs">
      <h2 id="stocks-needs" className="c-heading">
        {t('stocks.needs')}
      </h2>
      <div className="k-row s-inputs">
        <Labelled id="needs-people" label={t('stocks.people')}>
          <input
            id="needs-people"
            className="k-input k-input-short"
            inputMode="numeric"
            value={people}
            onChange={(event) => setPeople(event.target.value)}
          />
        </Labelled>
        <Labelled id="needs-days" label={t('stocks.forDays')}>
          <input
            id="needs-days"
            className="k-input k-input-short"
            inputMode="numeric"
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </Labelled>
      </div>
      {asked ? <Unread found={found} /> : <p className="k-hint">{t('stocks.needsWhole')}</p>}
      {asked && found.data ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('stocks.column.item')}</th>
                <th scope="col" className="s-number">
                  {t('stocks.column.need')}
                </th>
                <th scope="col">{t('stocks.column.perPerson')}</th>
                <th scope="col">{t('stocks.column.source')}</th>
              </tr>
            </thead>
            <tbody>
              {found.data.items.map((one) => (
                <tr key={one.code}>
                  <th scope="row">{one.name}</th>
                  <td className="s-number">
                    {shown(one.amount, 1)} {one.measure}
                  </td>
                  <td>
                    {one.perDays === null
                      ? t('stocks.once', { n: shown(one.perPerson), measure: one.measure })
                      : t('stocks.perDays', {
                          n: shown(one.perPerson),
                          measure: one.measure,
                          days: one.perDays,
                        })}
                  </td>
                  <td className="k-hint">{one.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
