import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';

export type MapInfo = {
  ready: boolean;
  center: [number, number];
  bounds: [number, number, number, number];
  zoom: number;
  attribution: string;
};

export function useMapInfo() {
  return useQuery({
    queryKey: ['map-info'],
    staleTime: 10 * 60_000,
    queryFn: ({ signal }) => get<MapInfo>('/map/info', undefined, signal),
  });
}

/** A box of about `metres` around a point, to begin a small map with. */
export function boxAround(
  point: { lng: number; lat: number },
  metres: number,
): [number, number, number, number] {
  const dLat = metres / 111_320;
  const dLng = dLat / Math.cos((point.lat * Math.PI) / 180);
  return [point.lng - dLng, point.lat - dLat, point.lng + dLng, point.lat + dLat];
}
