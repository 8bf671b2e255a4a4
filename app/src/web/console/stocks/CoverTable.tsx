// How long the supplies of a place last its people, what is missing for the days it has to bridge by itself, and who could lend it.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { shown } from './amounts.ts';
import { type Cover, type CoverItem, type Offer, useCover } from './queries.ts';
import './stocks.css';

export function CoverTable({ areaId, people }: { areaId: string; people?: number | undefined }) {
  const { t } = useI18n();
  const found = useCover(areaId, people);
  const cover = found.data;
  return (
    <>
      <Unread found={found} />
      {cover ? (
        <p className="k-hint">
          {cover.people === null
            ? t('stocks.coverUncounted', { area: cover.area.name })
            : t('stocks.coverFor', {
                area: cover.area.name,
                n: shown(cover.people),
                days: cover.goalDays,
              })}
        </p>
      ) : null}
      {cover && cover.items.length === 0 ? <p className="k-hint">{t('stocks.noItems')}</p> : null}
      {cover && cover.items.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('stocks.column.item')}</th>
                <th scope="col">{t('stocks.column.days')}</th>
                <th scope="col" className="s-number">
                  {t('stocks.column.have')}
                </th>
                <th scope="col" className="s-number">
                  {t('stocks.column.missing')}
                </th>
                <th scope="col">{t('stocks.column.lenders')}</th>
              </tr>
            </thead>
            <tbody>
              {cover.items.map((one) => (
                <Row key={one.item} one={one} cover={cover} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </>
  );
}

function Row({ one, cover }: { one: CoverItem; cover: Cover }) {
  const { t } = useI18n();
  const short = one.days !== null && one.days < cover.goalDays;
  return (
    <tr>
      <th scope="row">
        {one.name}
        <span className="k-hint s-below">{one.needSource}</span>
      </th>
      <td className="c-nowrap">
        {one.days === null ? (
          '—'
        ) : (
          <StateMark
            shape={short ? (one.days < 1 ? 'late' : 'soon') : 'done'}
            label={t('stocks.days', { n: shown(one.days, 1) })}
          />
        )}
      </td>
      <td className="s-number">
        {shown(one.have)} {one.measure}
        {one.leftOut > 0 ? (
          <span className="k-hint s-below">{t('stocks.leftOut', { n: shown(one.leftOut) })}</span>
        ) : null}
      </td>
      <td className="s-number">{one.missing > 0 ? `${shown(one.missing, 0)} ${one.measure}` : '—'}</td>
      <td>
        {one.missing === 0 ? (
          '—'
        ) : one.loans.length === 0 ? (
          t('stocks.nobodyLends')
        ) : (
          <ul className="s-offers">
            {one.loans.map((offer) => (
              <li key={`${offer.pointId} ${offer.lotId}`}>
                <Link to="/stocks/$pointId" params={{ pointId: offer.pointId }}>
                  {offer.pointName}
                </Link>{' '}
                <OfferWords offer={offer} measure={one.measure} />
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

function OfferWords({ offer, measure }: { offer: Offer; measure: string }) {
  const { t } = useI18n();
  const amount = `${shown(offer.amount, 0)} ${measure}`;
  return (
    <span className="k-hint">
      {offer.metres === null
        ? t('stocks.offer', { amount })
        : t('stocks.offerAway', { amount, km: shown(offer.metres / 1000, 1) })}
    </span>
  );
}
