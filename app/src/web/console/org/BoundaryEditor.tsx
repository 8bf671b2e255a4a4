import { useQuery } from '@tanstack/react-query';
import { useContext, useMemo } from 'react';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import type { Corner } from '../../kit/map/draw-tool.ts';
import { MapView } from '../../kit/map/MapView.tsx';
import { Loading } from '../../kit/States.tsx';
import { useMapInfo } from '../map/map-info.ts';
import { NightContext } from '../shell/night.ts';

type Ring = [number, number][];
type Outline = {
  features: {
    id?: string;
    properties: { areaId: string };
    geometry: { type: string; coordinates: unknown };
  }[];
};

function outerRing(geometry: { type: string; coordinates: unknown } | undefined): Ring | undefined {
  if (!geometry) return undefined;
  if (geometry.type === 'Polygon') return (geometry.coordinates as Ring[])[0];
  if (geometry.type === 'MultiPolygon') return (geometry.coordinates as Ring[][])[0]?.[0];
  return undefined;
}

/** Draws or corrects the outline of an area over its neighbours. The value is GeoJSON as text. */
export function BoundaryEditor({
  areaId,
  onChange,
}: {
  areaId: string;
  value: string | undefined;
  onChange(geometry: string | undefined): void;
}) {
  const { t } = useI18n();
  const info = useMapInfo();
  const [dark] = useContext(NightContext);
  const own = useQuery({
    queryKey: ['geometry', areaId],
    queryFn: ({ signal }) => get<Outline>('/areas/geometry', { within: areaId }, signal),
  });
  const ring = useMemo(
    () => outerRing(own.data?.features.find((feature) => feature.properties.areaId === areaId)?.geometry),
    [own.data, areaId],
  );
  if (!info.data || own.isPending) return <Loading />;
  const bounds = ring ? boundsOf(ring) : info.data.bounds;
  return (
    <div className="c-draw-map">
      <MapView
        bounds={bounds}
        attribution={info.data.attribution}
        mode={ring ? 'edit' : 'draw'}
        {...(ring ? { polygon: ring as readonly Corner[] } : {})}
        onPolygon={(next) =>
          onChange(next ? JSON.stringify({ type: 'Polygon', coordinates: [next] }) : undefined)
        }
        theme={dark ? 'dark' : 'light'}
        label={t('org.boundary')}
        tools={false}
      />
    </div>
  );
}

function boundsOf(ring: Ring): [number, number, number, number] {
  const lngs = ring.map((corner) => corner[0]);
  const lats = ring.map((corner) => corner[1]);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}
