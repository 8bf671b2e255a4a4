// The base map in quiet greys: nothing from outside, words drawn from the machine's own fonts (no glyph address is given).
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

export type MapTheme = 'light' | 'dark';

export type TileAddresses = { base: string; areas: string | null };

export type Palette = {
  ground: string;
  land: string;
  green: string;
  quiet: string;
  water: string;
  waterText: string;
  road: string;
  roadEdge: string;
  rail: string;
  building: string;
  buildingEdge: string;
  text: string;
  halo: string;
  grid: string;
  street: string;
  selected: string;
  ink: string;
};

export const palettes: Record<MapTheme, Palette> = {
  light: {
    ground: '#f1f2f3',
    land: '#f3f3f1',
    green: '#e3ebdf',
    quiet: '#ecece9',
    water: '#cddce6',
    waterText: '#5b7a91',
    road: '#ffffff',
    roadEdge: '#d9dce0',
    rail: '#b4b9c0',
    building: '#e1e1de',
    buildingEdge: '#d2d2ce',
    text: '#565f69',
    halo: '#ffffff',
    grid: '#5a6f8c',
    street: '#3b4a60',
    selected: '#b3261e',
    ink: '#1f2328',
  },
  dark: {
    ground: '#15181c',
    land: '#1a1e23',
    green: '#1d2722',
    quiet: '#1f2429',
    water: '#1c2f3d',
    waterText: '#7fa3bb',
    road: '#343b43',
    roadEdge: '#22272d',
    rail: '#4a525b',
    building: '#262c33',
    buildingEdge: '#303740',
    text: '#aab3bd',
    halo: '#15181c',
    grid: '#8ba3c4',
    street: '#b9c7da',
    selected: '#ff8a80',
    ink: '#e8ebee',
  },
};

export const FONT = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];

type Stops = [number, number][];

function width(stops: Stops) {
  return ['interpolate', ['exponential', 1.6], ['zoom'], ...stops.flat()] as unknown as number;
}

const roadWidths: [string[], Stops, number][] = [
  [
    ['service', 'track'],
    [
      [14, 0.4],
      [16, 1.6],
      [18, 5],
    ],
    14,
  ],
  [
    ['residential'],
    [
      [13, 0.6],
      [15, 2.6],
      [18, 12],
    ],
    13,
  ],
  [
    ['tertiary'],
    [
      [12, 0.6],
      [15, 3.8],
      [18, 15],
    ],
    12,
  ],
  [
    ['secondary'],
    [
      [11, 0.7],
      [15, 5.2],
      [18, 20],
    ],
    10,
  ],
  [
    ['primary', 'trunk', 'motorway'],
    [
      [9, 0.6],
      [13, 2.6],
      [15, 7],
      [18, 26],
    ],
    8,
  ],
];

/** The style without data: sources and layers up to the territory. Case layers are added by the view. */
export function mapStyle(theme: MapTheme, tiles: TileAddresses): StyleSpecification {
  const p = palettes[theme];
  const sources: StyleSpecification['sources'] = {
    base: { type: 'vector', tiles: [tiles.base], minzoom: 5, maxzoom: 16 },
  };
  if (tiles.areas)
    sources.areas = { type: 'vector', tiles: [tiles.areas], minzoom: 5, maxzoom: 16, promoteId: 'id' };
  const layers: LayerSpecification[] = [
    { id: 'ground', type: 'background', paint: { 'background-color': p.ground } },
    base('land', 'fill', 'land', { paint: { 'fill-color': p.land, 'fill-antialias': false } }),
    base('landuse', 'fill', 'landuse', {
      paint: {
        'fill-antialias': false,
        'fill-color': [
          'match',
          ['get', 'class'],
          ['park', 'green', 'wood', 'farm'],
          p.green,
          p.quiet,
        ] as unknown as string,
      },
    }),
    base('water', 'fill', 'water', {
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': p.water, 'fill-antialias': false },
    }),
    base('river-line', 'line', 'water', {
      filter: ['==', ['geometry-type'], 'LineString'],
      minzoom: 12,
      paint: {
        'line-color': p.water,
        'line-width': width([
          [12, 0.8],
          [17, 6],
        ]),
      },
    }),
    base('building', 'fill', 'building', {
      minzoom: 13,
      paint: { 'fill-color': p.building, 'fill-outline-color': p.buildingEdge },
    }),
    base('foot', 'line', 'road', {
      minzoom: 15,
      filter: ['in', ['get', 'class'], ['literal', ['foot', 'cycle']]],
      paint: {
        'line-color': p.roadEdge,
        'line-width': width([
          [15, 0.5],
          [18, 2],
        ]),
        'line-dasharray': [3, 2],
      },
    }),
    base('rail', 'line', 'road', {
      minzoom: 11,
      filter: ['in', ['get', 'class'], ['literal', ['rail', 'metro']]],
      paint: {
        'line-color': p.rail,
        'line-width': width([
          [11, 0.6],
          [18, 3.5],
        ]),
      },
    }),
  ];
  for (const [classes, stops, minzoom] of roadWidths) {
    layers.push(
      base(`road-edge-${classes[0]}`, 'line', 'road', {
        minzoom: Math.max(minzoom, 14),
        filter: ['in', ['get', 'class'], ['literal', classes]],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': p.roadEdge,
          'line-width': width(stops.map(([zoom, size]) => [zoom, size + 1.4])),
        },
      }),
    );
  }
  for (const [classes, stops, minzoom] of roadWidths) {
    layers.push(
      base(`road-${classes[0]}`, 'line', 'road', {
        minzoom,
        filter: ['in', ['get', 'class'], ['literal', classes]],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          // Far out white on nearly white vanishes: there the edge colour draws the road.
          'line-color': ['interpolate', ['linear'], ['zoom'], 12, p.roadEdge, 14, p.road],
          'line-width': width(stops),
        },
      }),
    );
  }
  layers.push(
    base('road-name', 'symbol', 'road', {
      minzoom: 13,
      filter: ['all', ['has', 'name'], ['!', ['in', ['get', 'class'], ['literal', ['rail', 'metro']]]]],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 380,
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 13, 10.5, 17, 13],
        'text-max-angle': 40,
        'text-padding': 6,
      },
      paint: { 'text-color': p.text, 'text-halo-color': p.halo, 'text-halo-width': 1.2 },
    }),
    base('house-number', 'symbol', 'building', {
      minzoom: 17,
      filter: ['has', 'label'],
      layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 10.5, 'text-padding': 4 },
      paint: { 'text-color': p.text, 'text-halo-color': p.halo, 'text-halo-width': 1 },
    }),
    base('name', 'symbol', 'label', {
      minzoom: 13,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': ['match', ['get', 'kind'], 'place', 13, 'water', 12, 11],
        'text-max-width': 7,
        'text-padding': 8,
      },
      paint: {
        'text-color': ['match', ['get', 'kind'], 'water', p.waterText, p.text] as unknown as string,
        'text-halo-color': p.halo,
        'text-halo-width': 1.2,
      },
    }),
  );
  return { version: 8, sources, layers } as StyleSpecification;
}

/** Territory: fills for picking, outlines by level, numbers where they fit. `source` is vector tiles or GeoJSON. */
export function areaLayers(
  theme: MapTheme,
  source: 'tiles' | 'geojson',
  level: string,
): LayerSpecification[] {
  const p = palettes[theme];
  const from = (layer: string) =>
    source === 'tiles'
      ? { source: 'areas', 'source-layer': layer }
      : { source: layer === 'label' ? 'area-labels' : 'areas' };
  const own = ['==', ['get', 'level'], level];
  return [
    {
      id: 'area-fill',
      type: 'fill',
      ...from('area'),
      filter: own,
      paint: {
        'fill-antialias': false,
        'fill-color': p.selected,
        'fill-opacity': [
          'case',
          ['boolean', ['feature-state', 'selected'], false],
          0.12,
          ['boolean', ['feature-state', 'hover'], false],
          0.05,
          0,
        ],
      },
    },
    {
      id: 'area-line',
      type: 'line',
      ...from('area'),
      filter: own,
      paint: {
        'line-color': p.grid,
        'line-opacity': 0.75,
        'line-width': ['interpolate', ['linear'], ['zoom'], 12, 0.5, 14, 1.2, 17, 2],
      },
    },
    {
      id: 'area-line-above',
      type: 'line',
      ...from('area'),
      filter: ['in', ['get', 'level'], ['literal', ['street', 'district']]],
      paint: {
        'line-color': p.street,
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 14, 2.2],
        'line-opacity': 0.8,
      },
    },
    {
      id: 'area-selected',
      type: 'line',
      ...from('area'),
      filter: own,
      paint: {
        'line-color': p.selected,
        'line-width': ['case', ['boolean', ['feature-state', 'selected'], false], 3, 0],
      },
    },
    {
      id: 'area-label',
      type: 'symbol',
      ...from('label'),
      filter: own,
      minzoom: level === 'grid' ? 13.5 : level === 'community' ? 12 : 10,
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT,
        'text-size': level === 'grid' ? 13 : 14,
        'text-padding': 10,
        'text-max-width': 8,
      },
      paint: { 'text-color': p.street, 'text-halo-color': p.halo, 'text-halo-width': 1.6 },
    },
  ] as LayerSpecification[];
}

function base(
  id: string,
  type: LayerSpecification['type'],
  sourceLayer: string,
  rest: object,
): LayerSpecification {
  return { id, type, source: 'base', 'source-layer': sourceLayer, ...rest } as LayerSpecification;
}
