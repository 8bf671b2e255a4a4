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
      {cover && cover.people !== null ? <Classes cover={cover} /> : null}
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

/** One bar for each of the four classes: as good as its worst item, which is named and opens its line. */
function Classes({ cover }: { cover: Cover }) {
  const { t } = useI18n();
  return (
    <ul className="s-classes" aria-label={t('stocks.classes')}>
      {cover.classes.map((one) => {
        const share = one.share ?? 0;
        const shape = one.share === null ? 'paused' : share >= 1 ? 'done' : share < 1 / 3 ? 'late' : 'soon';
        return (
          <li key={one.class} className="c-card c-card-pad">
            <div className="s-class-head">
              <strong>{t(`stocks.class.${one.class}`)}</strong>
              <StateMark
                shape={shape}
                label={
                  one.share === null
                    ? t('stocks.classNone')
                    : share >= 1
                      ? t('stocks.classEnough')
                      : t('stocks.classShort', { n: one.short, of: one.items })
                }
              />
            </div>
            <div
              className="s-bar"
              role="img"
              aria-label={t('stocks.shareOf', { n: Math.floor(share * 100) })}
            >
              <span className={`s-bar-${shape}`} style={{ width: `${share * 100}%` }} />
            </div>
            {one.worst && share < 1 ? (
              <a className="k-hint" href={`#cover-${one.worst.item}`}>
                {t('stocks.classWorst', { name: one.worst.name, n: Math.floor(share * 100) })}
              </a>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function daysWords(
  t: (key: string, params?: Record<string, string | number>) => string,
  days: number,
): string {
  if (days === 0) return t('stocks.daysNone');
  return days < 1 ? t('stocks.daysUnderOne') : t('stocks.days', { n: shown(Math.floor(days * 10) / 10, 1) });
}

function Row({ one, cover }: { one: CoverItem; cover: Cover }) {
  const { t } = useI18n();
  const goal = one.goalDays ?? cover.goalDays;
  const short = one.share !== null && one.share < 1;
  return (
    <tr id={`cover-${one.item}`}>
      <th scope="row">
        {one.name}
        <span className="k-hint s-below">{one.needSource}</span>
      </th>
      <td className="c-nowrap">
        {one.days !== null ? (
          <StateMark
            shape={one.days < goal ? (one.days < 1 ? 'late' : 'soon') : 'done'}
            label={daysWords(t, one.days)}
          />
        ) : one.least === null ? (
          '—'
        ) : (
          <StateMark
            shape={short ? (one.have === 0 ? 'late' : 'soon') : 'done'}
            label={
              one.have === 0
                ? t('stocks.daysNone')
                : t('stocks.ofLeast', { n: shown(one.least, 0), measure: one.measure })
            }
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
  const amount = `${shown(Math.floor(offer.amount), 0)} ${measure}`;
  const keeps = offer.keeps === null ? t('stocks.offerAsk') : '';
  return (
    <span className="k-hint">
      {offer.metres === null
        ? t('stocks.offer', { amount })
        : t('stocks.offerAway', { amount, km: shown(offer.metres / 1000, 1) })}
      {offer.keeps !== null && offer.keeps > 0
        ? t('stocks.offerKeeps', { n: `${shown(offer.keeps, 0)} ${measure}` })
        : keeps}
    </span>
  );
}
