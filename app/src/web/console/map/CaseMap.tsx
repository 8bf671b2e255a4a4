import { useContext, useMemo } from 'react';
import type { Lng, StateShape } from '../../kit/api-types.ts';
import { expectMap, MapView, placeWords } from '../../kit/map/MapView.tsx';
import { NightContext } from '../shell/night.ts';
import { boxAround, useMapInfo } from './map-info.ts';

export { expectMap };

const sameShape = (state: string) => state as StateShape;

/** Where one case is, with the grids around it. */
export function CaseMap({ point, shape, label }: { point: Lng; shape: StateShape; label: string }) {
  const info = useMapInfo();
  const [dark] = useContext(NightContext);
  const { lng, lat } = point;
  const points = useMemo(
    () => ({
      columns: ['id', 'lng', 'lat', 'state', 'category', 'overdue'],
      rows: [['case', lng, lat, shape, '', false]],
    }),
    [lng, lat, shape],
  );
  return (
    <div className="c-small-map">
      <MapView
        bounds={boxAround(point, 220)}
        points={points}
        shapeOf={sameShape}
        tools={false}
        meanwhile={placeWords(point)}
        theme={dark ? 'dark' : 'light'}
        label={label}
        attribution={info.data?.attribution ?? ''}
      />
    </div>
  );
}
