import { useEffect, useState } from 'react';
import type { Lng } from '../kit/api-types.ts';
import { MapView } from '../kit/map/MapView.tsx';
import { ErrorState, Loading } from '../kit/States.tsx';
import { boundsAround, type MapInfo, mapInfo } from './map-info.ts';

/** A map to say "here" on: a tap, or the crosshair and a key. */
export function MapPick({
  near,
  picked,
  onPick,
}: {
  near?: Lng | undefined;
  picked?: Lng | undefined;
  onPick(point: Lng): void;
}) {
  const [info, setInfo] = useState<MapInfo>();
  const [error, setError] = useState<unknown>();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks again
  useEffect(() => {
    mapInfo().then(setInfo, setError);
  }, [tries]);
  if (error && !info)
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          setError(undefined);
          setTries(tries + 1);
        }}
      />
    );
  if (!info) return <Loading />;
  return (
    <MapView
      bounds={near ? boundsAround(near) : info.bounds}
      attribution={info.attribution}
      mode="pick"
      picked={picked ?? null}
      onPick={onPick}
      tools={false}
      areaLevel={null}
    />
  );
}
