// Where the risks lie: a mark's shape says how grave, a press opens the line's own document.
import { useNavigate } from '@tanstack/react-router';
import { useContext, useMemo } from 'react';
import type { StateShape } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { expectMap, MapView } from '../../kit/map/MapView.tsx';
import { useMapInfo } from '../map/map-info.ts';
import { NightContext } from '../shell/night.ts';
import type { RiskLine } from './queries.ts';

const SHAPES: Record<string, StateShape> = { major: 'late', larger: 'soon', general: 'doing', low: 'todo' };
const shapeOf = (level: string): StateShape => SHAPES[level] ?? 'todo';

expectMap();

export function RiskMap({ items }: { items: readonly RiskLine[] }) {
  const { t } = useI18n();
  const info = useMapInfo();
  const navigate = useNavigate();
  const [dark] = useContext(NightContext);
  const placed = useMemo(() => items.filter((one) => one.point !== undefined), [items]);
  const points = useMemo(
    () => ({
      columns: ['id', 'number', 'lng', 'lat', 'state', 'category', 'overdue'],
      rows: placed.map((one) => [
        `${one.document} ${one.code}`,
        one.name,
        one.point?.lng,
        one.point?.lat,
        one.level.code,
        one.category,
        false,
      ]),
    }),
    [placed],
  );
  if (!info.data || placed.length === 0) return null;
  return (
    <div className="p-map">
      <MapView
        bounds={info.data.bounds}
        attribution={info.data.attribution}
        points={points}
        shapeOf={shapeOf}
        tools={false}
        theme={dark ? 'dark' : 'light'}
        label={t('prep.riskMap')}
        onSelect={(selected) => {
          if (selected?.kind !== 'point') return;
          const [documentId = '', code = ''] = selected.point.id.split(' ');
          void navigate({ to: '/preparedness/$documentId', params: { documentId }, hash: code });
        }}
      />
    </div>
  );
}
