// Labels for the shelf: one for each lot, with a code that opens its count on a phone, with or without a network.
import { Link, useParams } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { QrCode } from '../../kit/QrCode.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { usePoint } from './queries.ts';
import './stocks.css';
import '../registers/registers.css';

export function LabelsPage() {
  const { t } = useI18n();
  const { pointId } = useParams({ from: '/stocks/$pointId/labels' });
  const found = usePoint(pointId);
  if (found.isPending) return <Loading />;
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const point = found.data;
  return (
    <div className="c-page s-sheet r-print">
      <div className="s-screen c-stack">
        <p className="c-crumbs">
          <Link to="/stocks/$pointId" params={{ pointId }}>
            {point.name}
          </Link>
        </p>
        <h1 className="c-title">{t('stocks.labelsTitle', { point: point.name })}</h1>
        <p className="k-hint">{t('stocks.labelsHint')}</p>
        {point.lines.length === 0 ? (
          <Empty title={t('stocks.nothingHere')} />
        ) : (
          <button type="button" className="k-button k-button-primary" onClick={() => print()}>
            {t('stocks.print')}
          </button>
        )}
      </div>
      <ul className="s-labels" aria-label={t('stocks.labels')}>
        {point.lines.map((line) => (
          <li key={line.id} className="s-label">
            <QrCode
              className="s-code"
              text={`${location.origin}/field/stocks?point=${point.id}&lot=${line.id}`}
              label={t('stocks.labelAlt', { what: `${line.itemName} ${line.lot}` })}
            />
            <div>
              <p>
                <strong>{line.itemName}</strong>
              </p>
              <p>{t('stocks.labelLot', { lot: line.lot })}</p>
              <p>
                {line.expiresOn === null
                  ? t('stocks.noDate')
                  : t('stocks.labelUntil', { day: line.expiresOn })}
              </p>
              <p className="k-hint">{point.name}</p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
