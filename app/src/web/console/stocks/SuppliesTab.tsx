// Supplies in one emergency: how long they last the people of its area, what is set aside for it and what went out.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import type { EmergencyView } from '../emergency/queries.ts';
import { shown } from './amounts.ts';
import { CoverTable } from './CoverTable.tsx';
import { useForEmergency } from './queries.ts';

export function SuppliesTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const found = useForEmergency(view.id);
  return (
    <section className="c-stack" aria-label={t('emergency.tab.supplies')}>
      <h2 className="c-heading">{t('stocks.cover')}</h2>
      <CoverTable areaId={view.area.id} />
      <h2 className="c-heading">{t('stocks.forThis')}</h2>
      <Unread found={found} />
      {found.data?.items.length === 0 ? <p className="k-hint">{t('stocks.forThisNone')}</p> : null}
      {found.data && found.data.items.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('stocks.column.item')}</th>
                <th scope="col">{t('stocks.column.point')}</th>
                <th scope="col" className="s-number">
                  {t('stocks.column.reserved')}
                </th>
                <th scope="col" className="s-number">
                  {t('stocks.column.issued')}
                </th>
              </tr>
            </thead>
            <tbody>
              {found.data.items.map((one) => (
                <tr key={`${one.pointId} ${one.lotId}`}>
                  <th scope="row">
                    {one.itemName} {one.lot}
                  </th>
                  <td>
                    <Link to="/stocks/$pointId" params={{ pointId: one.pointId }}>
                      {one.pointName}
                    </Link>
                  </td>
                  <td className="s-number">
                    {shown(one.reserved)} {one.measure}
                  </td>
                  <td className="s-number">
                    {shown(one.issued)} {one.measure}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <p>
        <Link to="/stocks">{t('stocks.toStocks')}</Link>
      </p>
    </section>
  );
}
