// A point's stock on paper, for the hours without power: what should lie there, room to write what was seen and taken, a code that leads back.
import { useParams } from '@tanstack/react-router';
import { now } from '../../kit/clock.ts';
import { dayWords, exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { QrCode } from '../../kit/QrCode.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { shown } from './amounts.ts';
import { type PointView, usePoint } from './queries.ts';
import './stocks.css';

export function SheetPage() {
  const { pointId } = useParams({ from: '/stocks/$pointId/sheet' });
  const found = usePoint(pointId);
  if (found.isPending) return <Loading />;
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <Sheet point={found.data} />;
}

function Sheet({ point }: { point: PointView }) {
  const { t } = useI18n();
  const address = `${location.origin}/console/stocks/${point.id}`;
  return (
    <div className="c-page s-sheet">
      <p className="s-screen">
        <button type="button" className="k-button k-button-primary" onClick={() => print()}>
          {t('stocks.print')}
        </button>
      </p>
      <header className="s-head">
        <div>
          <h1 className="c-title">{t('stocks.sheetTitle', { point: point.name })}</h1>
          <p>
            {t('stocks.sheetLine', {
              at: exactDate(t, now(), now()),
              who: `${point.keeperUnit} ${point.keeperTitle}`,
              opening: point.opening,
            })}
          </p>
        </div>
        <QrCode className="s-code" text={address} label={t('stocks.codeAlt')} />
      </header>
      <table className="c-table">
        <thead>
          <tr>
            {['item', 'lot', 'expires', 'onHand', 'seen', 'taken', 'who'].map((column) => (
              <th key={column} scope="col">
                {t(`stocks.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {point.lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">{line.itemName}</th>
              <td>{line.lot}</td>
              <td>
                {line.expiresOn === null ? t('stocks.noDate') : dayWords(t, line.expiresOn, now())}
                {line.expired ? ` · ${t('stocks.mark.expiredPaper')}` : ''}
              </td>
              <td>
                {shown(line.onHand + line.reserved)} {line.measure}
              </td>
              <td className="s-blank" />
              <td className="s-blank" />
              <td className="s-blank" />
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('stocks.signatures')}</p>
    </div>
  );
}
