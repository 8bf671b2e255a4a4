// Lots where they lie: what, how much, until when, and whether it counts. Whoever keeps the place can act on a line.
import { Link } from '@tanstack/react-router';
import { now } from '../../kit/clock.ts';
import { dayWords } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { shown } from './amounts.ts';
import type { Line } from './queries.ts';

/** How early a date is called near. */
export const SOON_DAYS = 90;

export function LineMark({ line }: { line: Line }) {
  const { t } = useI18n();
  if (line.expired) return <StateMark shape="late" label={t('stocks.mark.expired')} />;
  if (line.unverified) return <StateMark shape="late" label={t('stocks.mark.unverified')} />;
  const near =
    line.expiresOn !== null &&
    Date.parse(`${line.expiresOn}T00:00:00+08:00`) < now() + SOON_DAYS * 86_400_000;
  return near ? (
    <StateMark shape="soon" label={t('stocks.mark.near')} />
  ) : (
    <StateMark shape="done" label={t('stocks.mark.good')} />
  );
}

export function LinesTable({
  lines,
  withPoint,
  onAct,
}: {
  lines: readonly Line[];
  withPoint: boolean;
  onAct?: ((line: Line) => void) | undefined;
}) {
  const { t } = useI18n();
  return (
    <div className="c-card c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('stocks.column.item')}</th>
            <th scope="col">{t('stocks.column.lot')}</th>
            <th scope="col" className="s-number">
              {t('stocks.column.onHand')}
            </th>
            <th scope="col">{t('stocks.column.expires')}</th>
            <th scope="col">{t('stocks.column.holding')}</th>
            <th scope="col">{t('stocks.column.state')}</th>
            {withPoint ? <th scope="col">{t('stocks.column.point')}</th> : null}
            {onAct ? <th scope="col">{t('stocks.column.act')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.pointId} ${line.id}`}>
              <th scope="row">{line.itemName}</th>
              <td>{line.lot}</td>
              <td className="s-number">
                {shown(line.onHand)} {line.measure}
                {line.reserved > 0 ? (
                  <span className="k-hint s-below">
                    {t('stocks.reservedNow', { n: shown(line.reserved) })}
                  </span>
                ) : null}
              </td>
              <td>{line.expiresOn === null ? t('stocks.noDate') : dayWords(t, line.expiresOn, now())}</td>
              <td>
                {t(`stocks.mode.${line.mode}`)}
                {line.supplier ? ` · ${line.supplier}` : ''}
                {line.verifiedOn === null ? null : (
                  <span className="k-hint s-below">
                    {t('stocks.verified', { day: dayWords(t, line.verifiedOn, now()) })}
                  </span>
                )}
              </td>
              <td>
                <LineMark line={line} />
              </td>
              {withPoint ? (
                <td>
                  <Link to="/stocks/$pointId" params={{ pointId: line.pointId }}>
                    {line.pointName}
                  </Link>
                </td>
              ) : null}
              {onAct ? (
                <td>
                  <button
                    type="button"
                    className="k-button"
                    aria-label={t('stocks.actOn', { what: `${line.itemName} ${line.lot}` })}
                    onClick={() => onAct(line)}
                  >
                    {t('stocks.act')}
                  </button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
