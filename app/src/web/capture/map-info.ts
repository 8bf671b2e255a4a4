import { get } from '../kit/api.ts';

export type MapInfo = {
  ready: boolean;
  center: [number, number];
  bounds: [number, number, number, number];
  zoom: number;
  attribution: string;
};

let asked: Promise<MapInfo> | undefined;

/** Where the map begins; asked once per page. */
export function mapInfo(): Promise<MapInfo> {
  asked ??= get<MapInfo>('/map/info').catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

/** About half a kilometre around a point. */
export function boundsAround(point: { lng: number; lat: number }): [number, number, number, number] {
  return [point.lng - 0.004, point.lat - 0.0025, point.lng + 0.004, point.lat + 0.0025];
}
