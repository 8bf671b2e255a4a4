import { useContext, useEffect, useRef } from 'react';
import { get } from '../../kit/api.ts';
import type { Lng } from '../../kit/api-types.ts';
import { MapView, type MapViewHandle } from '../../kit/map/MapView.tsx';
import type { PickedPoint } from '../../kit/PointField.tsx';
import { Loading } from '../../kit/States.tsx';
import { NightContext } from '../shell/night.ts';
import { useMapInfo } from './map-info.ts';

type Address = { address: string | null };

/** A place chosen on the map; the address that belongs to it comes with the choice. Follows a place found by name. */
export function PointPicker({
  value,
  onChange,
}: {
  value: Lng | undefined;
  onChange(point: PickedPoint | undefined): void;
}) {
  const info = useMapInfo();
  const [dark] = useContext(NightContext);
  const map = useRef<MapViewHandle>(null);
  const own = useRef<Lng | undefined>(undefined);
  const lng = value?.lng;
  const lat = value?.lat;
  useEffect(() => {
    if (lng === undefined || lat === undefined) return;
    if (own.current?.lng === lng && own.current.lat === lat) return;
    map.current?.flyTo({ lng, lat, zoom: 17 });
  }, [lng, lat]);
  if (!info.data) return <Loading />;
  async function pick(point: Lng): Promise<void> {
    own.current = point;
    onChange(point);
    const found = await get<Address>('/places/at', { lng: point.lng, lat: point.lat }).catch(() => undefined);
    // The person may have chosen again meanwhile.
    if (found?.address && own.current === point) onChange({ ...point, address: found.address });
  }
  return (
    <div className="c-pick-map">
      <MapView
        ref={map}
        bounds={info.data.bounds}
        attribution={info.data.attribution}
        mode="pick"
        picked={value ?? null}
        onPick={(point) => void pick(point)}
        tools={false}
        theme={dark ? 'dark' : 'light'}
      />
    </div>
  );
}
