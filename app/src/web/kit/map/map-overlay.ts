// What a page lays over the map beside cases and territory: coloured areas, lines and dots with their words.
import type { Feature, FeatureCollection, GeoJSON, Geometry } from 'geojson';
import type { GeoJSONSource, Map as MapLibre, PointLike } from 'maplibre-gl';
import { FONT, type MapTheme, palettes } from './map-style.ts';

export type OverlayFeature = {
  id: string;
  role: 'area' | 'line' | 'dot' | 'mark';
  geometry: object;
  color: string;
  /** Stands in an area or beside a mark. */
  label?: string;
  /** Drawn stronger than the others. */
  strong?: boolean;
  /** An area without a line around it. */
  bare?: boolean;
  /** A fine line, for what lies inside something. */
  thin?: boolean;
  /** Where the words of an area stand; its middle otherwise. */
  at?: readonly [number, number];
};

export type OverlayDot = { id: string; lng: number; lat: number; color: string };

export type Overlay = {
  add(before: string): void;
  set(features: readonly OverlayFeature[]): void;
  /** Dots by the thousand, apart: they are handed over only when they change, whatever else is chosen or drawn. */
  setDots(dots: readonly OverlayDot[]): void;
  /** The topmost thing under a point: marks, dots, lines, then areas. */
  at(point: { x: number; y: number }): string | undefined;
};

const CLICKED = ['overlay-mark', 'overlay-dot', 'overlay-dots', 'overlay-line', 'overlay-area'];
const REACH = 5;

export function createOverlay(map: MapLibre, theme: MapTheme): Overlay {
  const palette = palettes[theme];
  const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
  const only = (role: OverlayFeature['role']) => ['==', ['get', 'role'], role] as never;
  const strong = (yes: number, no: number) => ['case', ['get', 'strong'], yes, no] as never;
  const color = ['get', 'color'] as never;
  return {
    add(before) {
      map.addSource('overlay', { type: 'geojson', data: empty, tolerance: 0.2 });
      map.addSource('overlay-dots', { type: 'geojson', data: empty, tolerance: 0 });
      map.addSource('overlay-words', { type: 'geojson', data: empty });
      const from = { source: 'overlay' };
      map.addLayer(
        {
          id: 'overlay-area',
          type: 'fill',
          ...from,
          filter: only('area'),
          paint: { 'fill-color': color, 'fill-opacity': strong(0.5, 0.24), 'fill-antialias': false },
        },
        before,
      );
      map.addLayer(
        {
          id: 'overlay-edge',
          type: 'line',
          ...from,
          filter: ['all', only('area'), ['!', ['get', 'bare']]] as never,
          paint: { 'line-color': palette.grid, 'line-width': strong(3, 1.4) },
        },
        before,
      );
      map.addLayer(
        {
          id: 'overlay-line',
          type: 'line',
          ...from,
          filter: only('line'),
          layout: { 'line-cap': 'round', 'line-join': 'round' },
          paint: {
            'line-color': color,
            'line-width': ['case', ['get', 'thin'], 1, strong(6, 3)] as never,
            'line-opacity': 0.75,
          },
        },
        before,
      );
      const dot = (of: typeof strong) => ({
        'circle-color': color,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 12, of(4, 2), 17, of(10, 6)] as never,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': of(2, 0.8),
      });
      const plain = (_: number, no: number) => no as never;
      map.addLayer({ id: 'overlay-dots', type: 'circle', source: 'overlay-dots', paint: dot(plain) }, before);
      map.addLayer(
        { id: 'overlay-dot', type: 'circle', ...from, filter: only('dot'), paint: dot(strong) },
        before,
      );
      map.addLayer(
        {
          id: 'overlay-mark',
          type: 'circle',
          ...from,
          filter: only('mark'),
          paint: {
            'circle-color': color,
            'circle-radius': strong(10, 4.5),
            'circle-stroke-color': '#ffffff',
            'circle-stroke-width': strong(2.5, 1),
          },
        },
        before,
      );
      map.addLayer({
        id: 'overlay-words',
        type: 'symbol',
        source: 'overlay-words',
        layout: {
          'text-field': ['get', 'label'],
          'text-font': FONT,
          'text-size': 12,
          'text-offset': ['get', 'offset'] as never,
        },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
      });
    },
    set(features) {
      (map.getSource('overlay') as GeoJSONSource).setData(asCollection(features.map(featureOf)));
      (map.getSource('overlay-words') as GeoJSONSource).setData(asCollection(features.flatMap(wordsOf)));
    },
    setDots(dots) {
      (map.getSource('overlay-dots') as GeoJSONSource).setData(
        asCollection(
          dots.map(({ id, lng, lat, color: fill }) => ({
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [lng, lat] },
            properties: { id, color: fill },
          })),
        ),
      );
    },
    at({ x, y }) {
      const layers = CLICKED.filter((id) => map.getLayer(id));
      const box: [PointLike, PointLike] = [
        [x - REACH, y - REACH],
        [x + REACH, y + REACH],
      ];
      const found = map.queryRenderedFeatures(box, { layers: layers.filter((id) => id !== 'overlay-area') });
      const best = CLICKED.flatMap((id) => found.filter((one) => one.layer.id === id))[0];
      const under = best ?? map.queryRenderedFeatures([x, y], { layers: layers.slice(-1) })[0];
      return under ? String(under.properties.id) : undefined;
    },
  };
}

const asCollection = (features: Feature[]): GeoJSON => ({ type: 'FeatureCollection', features });

function featureOf(feature: OverlayFeature): Feature {
  const { id, role, geometry, color, strong = false, bare = false, thin = false } = feature;
  return {
    type: 'Feature',
    geometry: geometry as Geometry,
    properties: { id, role, color, strong, bare, thin },
  };
}

function wordsOf({ role, geometry, label, at }: OverlayFeature): Feature[] {
  const shape = geometry as Geometry;
  const where = at ?? (shape.type === 'Point' ? (shape.coordinates as [number, number]) : undefined);
  if (!label || !where) return [];
  const offset = role === 'area' ? [0, 0] : [0, 1.5];
  return [
    { type: 'Feature', geometry: { type: 'Point', coordinates: [...where] }, properties: { label, offset } },
  ];
}
