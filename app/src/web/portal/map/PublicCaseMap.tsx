// Public things at their place; everything near homes as squares with a number.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { mapInfo } from '../../capture/map-info.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { MapView } from '../../kit/map/MapView.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import type { PublicMap } from '../together/public-map.ts';

const COLUMNS = ['id', 'lng', 'lat', 'state', 'category', 'overdue'];

export function PublicCaseMap({ data }: { data: PublicMap }) {
  const { t } = useI18n();
  const info = useQuery({ queryKey: ['map-info'], queryFn: mapInfo });
  const points = useMemo(
    () => ({
      columns: COLUMNS,
      rows: data.points.map((one) => [
        one.id,
        one.lng,
        one.lat,
        one.state.code,
        one.category.label,
        one.late,
      ]),
    }),
    [data],
  );
  const cells = useMemo(
    () => ({
      type: 'FeatureCollection' as const,
      features: data.cells.map((cell, index) => ({
        type: 'Feature',
        properties: { id: `cell-${index}`, level: 'grid', label: String(cell.count) },
        geometry: { type: 'Polygon', coordinates: [closed(cell.ring)] },
      })),
    }),
    [data],
  );
  if (info.error) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  if (!info.data) return <Loading />;
  return (
    <div className="p-map">
      <MapView
        bounds={info.data.bounds}
        attribution={info.data.attribution}
        points={points}
        areas={cells}
        areaLevel="grid"
        tools={false}
        legend
        popup={(selected) => {
          if (selected.kind === 'area') return null;
          const one = data.points.find((point) => point.id === selected.point.id);
          return one ? (
            <p>
              {one.category.label} · {one.state.label} ·{' '}
              {t('portal.same.joined', { n: Math.max(1, one.joined) })}
            </p>
          ) : null;
        }}
      />
    </div>
  );
}

function closed(ring: readonly [number, number][]): [number, number][] {
  const first = ring[0];
  const last = ring.at(-1);
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : [...ring];
}
