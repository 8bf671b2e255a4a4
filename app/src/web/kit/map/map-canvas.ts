// The map itself, apart from React: loaded only when a map is shown, so that pages without one do not pay for it.
import { type GeoJSONSource, type MapGeoJSONFeature, Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Feature, FeatureCollection, GeoJSON, Point as GeoPoint } from 'geojson';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { StateShape } from '../api-types.ts';
import { coarseWhileMoving, drawnBySoftware } from './draw-cost.ts';
import { type Corner, createDrawTool, type DrawMode, type DrawTool } from './draw-tool.ts';
import { createOverlay, type OverlayDot, type OverlayFeature } from './map-overlay.ts';
import { areaLayers, FONT, type MapTheme, mapStyle, palettes } from './map-style.ts';
import { type PointTable, pointCollection } from './point-data.ts';
import { drawStateIcon, ICON_RATIO, stateShapes } from './state-icons.ts';

export type Selection =
  | { kind: 'point'; index: number; lng: number; lat: number }
  | { kind: 'area'; id: string; lng: number; lat: number };
export type AreaLevel = 'street' | 'community' | 'grid' | 'micro-grid';
export type AreaCollection = { type: 'FeatureCollection'; features: readonly object[] };
export type View = { bounds: [number, number, number, number]; center: [number, number]; zoom: number };

export type CanvasOptions = {
  container: HTMLElement;
  theme: MapTheme;
  tiles: { base: string; areas: string | null };
  bounds: [number, number, number, number];
  /** The words of the map's own controls. */
  locale: Record<string, string>;
  onReady(): void;
  /** The first whole picture is there. */
  onDrawn(): void;
  onView(view: View): void;
  /** A tile or a picture could not be read: what is drawn has a gap. */
  onGap(): void;
  onMove(): void;
  onSelect(selection: Selection | null): void;
  onPick(point: { lng: number; lat: number }): void;
  /** Something of the overlay was clicked. */
  onOverlay(id: string): void;
  onShape(corners: readonly Corner[], closed: boolean): void;
};

export type MapCanvas = {
  map: MapLibre;
  tool: DrawTool;
  view(): View;
  setPoints(table: PointTable, shapeOf: (state: string, overdue: boolean) => StateShape): void;
  setAreas(level: AreaLevel | null, collection: AreaCollection | null): void;
  setOverlay(features: readonly OverlayFeature[]): void;
  setDots(dots: readonly OverlayDot[]): void;
  select(selection: Selection | null): void;
  setPin(point: { lng: number; lat: number } | null): void;
  setMode(mode: DrawMode, start?: readonly Corner[]): void;
  picture(): Promise<Blob>;
  destroy(): void;
};

/** Whether this browser can draw the map at all. */
export function canDraw(): boolean {
  try {
    return Boolean(document.createElement('canvas').getContext('webgl2'));
  } catch {
    return false;
  }
}

export function createMapCanvas(options: CanvasOptions): MapCanvas {
  setWorkerUrl(workerUrl);
  const palette = palettes[options.theme];
  const absolute = (path: string | null) =>
    path === null || /^https?:/.test(path) ? path : location.origin + path;
  const sharpRatio = Math.min(window.devicePixelRatio || 1, 2);
  const map = new MapLibre({
    container: options.container,
    style: mapStyle(options.theme, {
      base: absolute(options.tiles.base) as string,
      areas: absolute(options.tiles.areas),
    }),
    bounds: options.bounds,
    fitBoundsOptions: { padding: 24, animate: false },
    localIdeographFontFamily: FONT.join(', '),
    locale: options.locale,
    minZoom: 5,
    maxZoom: 19,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    // Labels appear at once: fading repaints the whole map for a third of a second, which software rendering feels.
    fadeDuration: 0,
    crossSourceCollisions: false,
    refreshExpiredTiles: false,
    pixelRatio: sharpRatio,
    canvasContextAttributes: { antialias: false },
  });
  map.once('load', options.onDrawn);
  const sharpness = drawnBySoftware(map.painter.context.gl) ? coarseWhileMoving(map, sharpRatio) : undefined;
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const tool = createDrawTool(map, palette, { onPick: options.onPick, onShape: options.onShape });
  const overlay = createOverlay(map, options.theme);
  let mode: DrawMode = 'view';
  let selectedArea: string | undefined;
  let areaSource: 'tiles' | 'geojson' | undefined;
  let hovered: string | undefined;

  const whenReady = (work: () => void) => {
    if (map.isStyleLoaded() || ready) work();
    else map.once('style.load', work);
  };
  let ready = false;

  map.on('style.load', () => {
    for (const shape of stateShapes) {
      const icon = drawStateIcon(shape);
      if (icon && !map.hasImage(`state-${shape}`))
        map.addImage(`state-${shape}`, icon, { pixelRatio: ICON_RATIO });
    }
    addPointLayers(map, options.theme);
    overlay.add('clusters');
    ready = true;
    options.onReady();
  });
  // What a test waits for: everything asked for is loaded and drawn.
  const tell = (word: 'busy' | 'idle') => {
    options.container.dataset.map = word;
  };
  tell('busy');
  map.on('idle', () => {
    if (sharpness?.sharp() !== false) tell('idle');
  });
  map.on('dataloading', () => tell('busy'));
  map.on('movestart', () => tell('busy'));
  map.on('move', options.onMove);
  const view = (): View => {
    const box = map.getBounds();
    const { lng, lat } = map.getCenter();
    return {
      bounds: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()],
      center: [lng, lat],
      zoom: map.getZoom(),
    };
  };
  map.on('moveend', () => options.onView(view()));
  map.on('error', ({ error }) => {
    console.error(`map: ${error.message}`);
    options.onGap();
  });

  const areaRef = (id: string) =>
    areaSource === 'tiles' ? { source: 'areas', sourceLayer: 'area', id } : { source: 'areas', id };

  map.on('click', (event) => {
    if (mode !== 'view') return;
    const over = overlay.at(event.point);
    if (over !== undefined) {
      options.onOverlay(over);
      return;
    }
    const layers = ['points', 'clusters', 'area-fill'].filter((id) => map.getLayer(id));
    const reach = 6;
    const box: [[number, number], [number, number]] = [
      [event.point.x - reach, event.point.y - reach],
      [event.point.x + reach, event.point.y + reach],
    ];
    const found = map.queryRenderedFeatures(box, { layers: layers.filter((id) => id !== 'area-fill') })[0];
    if (found?.layer.id === 'clusters') void openCluster(map, found);
    else if (found?.layer.id === 'points') {
      const [lng, lat] = (found.geometry as GeoPoint).coordinates as [number, number];
      options.onSelect({ kind: 'point', index: Number(found.properties.i), lng, lat });
    } else {
      const area = layers.includes('area-fill')
        ? map.queryRenderedFeatures(event.point, { layers: ['area-fill'] })[0]
        : undefined;
      options.onSelect(
        area
          ? { kind: 'area', id: String(area.properties.id), lng: event.lngLat.lng, lat: event.lngLat.lat }
          : null,
      );
    }
  });
  map.on('mousemove', 'points', () => {
    if (mode === 'view') map.getCanvas().style.cursor = 'pointer';
  });
  map.on('mouseleave', 'points', () => {
    if (mode === 'view') map.getCanvas().style.cursor = '';
  });
  map.on('mousemove', 'area-fill', (event) => {
    const id = event.features?.[0] ? String(event.features[0].properties.id) : undefined;
    if (id === hovered || mode !== 'view') return;
    if (hovered) map.setFeatureState(areaRef(hovered), { hover: false });
    hovered = id;
    if (id) map.setFeatureState(areaRef(id), { hover: true });
  });

  return {
    map,
    tool,
    view,
    setPoints(table, shapeOf) {
      whenReady(() =>
        (map.getSource('points') as GeoJSONSource).setData(pointCollection(table, shapeOf) as GeoJSON),
      );
    },
    setAreas(level, collection) {
      whenReady(() => {
        for (const id of ['area-label', 'area-selected', 'area-line-above', 'area-line', 'area-fill']) {
          if (map.getLayer(id)) map.removeLayer(id);
        }
        if (!level) return;
        if (collection) {
          areaSource = 'geojson';
          const data = collection as unknown as FeatureCollection;
          const known = map.getSource('areas');
          if (known && known.type === 'geojson') (known as GeoJSONSource).setData(data);
          else {
            if (known) map.removeSource('areas');
            map.addSource('areas', { type: 'geojson', data, promoteId: 'id', tolerance: 1 });
          }
          const labels = labelPoints(data);
          const old = map.getSource('area-labels') as GeoJSONSource | undefined;
          if (old) old.setData(labels);
          else map.addSource('area-labels', { type: 'geojson', data: labels });
        } else if (map.getSource('areas')) areaSource = 'tiles';
        else return;
        for (const layer of areaLayers(options.theme, areaSource, level)) map.addLayer(layer, 'clusters');
      });
    },
    setOverlay: (features) => whenReady(() => overlay.set(features)),
    setDots: (dots) => whenReady(() => overlay.setDots(dots)),
    select(selection) {
      whenReady(() => {
        if (selectedArea && map.getSource('areas'))
          map.setFeatureState(areaRef(selectedArea), { selected: false });
        selectedArea = selection?.kind === 'area' ? selection.id : undefined;
        if (selectedArea && map.getSource('areas'))
          map.setFeatureState(areaRef(selectedArea), { selected: true });
        const at = selection?.kind === 'point' ? [pointFeature(selection.lng, selection.lat)] : [];
        (map.getSource('ring') as GeoJSONSource).setData({ type: 'FeatureCollection', features: at });
      });
    },
    setPin(point) {
      whenReady(() => {
        const features = point ? [pointFeature(point.lng, point.lat)] : [];
        (map.getSource('pin') as GeoJSONSource).setData({ type: 'FeatureCollection', features });
      });
    },
    setMode(next, start) {
      mode = next;
      whenReady(() => tool.setMode(next, start));
    },
    picture: () =>
      new Promise((resolve, reject) => {
        // The drawing buffer is only there inside a frame; keeping it would cost every frame.
        map.once('render', () => {
          map
            .getCanvas()
            .toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
        });
        map.triggerRepaint();
      }),
    destroy() {
      tool.destroy();
      sharpness?.stop();
      map.remove();
    },
  };
}

function addPointLayers(map: MapLibre, theme: MapTheme): void {
  const p = palettes[theme];
  const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
  map.addSource('points', {
    type: 'geojson',
    data: empty,
    cluster: true,
    clusterRadius: 64,
    clusterMaxZoom: 16,
    clusterProperties: { late: ['+', ['get', 'late']] },
    buffer: 16,
    maxzoom: 17,
  });
  map.addSource('ring', { type: 'geojson', data: empty });
  map.addSource('pin', { type: 'geojson', data: empty });
  map.addLayer({
    id: 'clusters',
    type: 'circle',
    source: 'points',
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': '#ffffff',
      'circle-opacity': 0.94,
      'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'point_count']], 0.3, 12, 2, 17, 4, 26],
      // A thick rim says that something in it is overdue; the words below say how many.
      'circle-stroke-width': ['case', ['>', ['get', 'late'], 0], 3, 1.5],
      'circle-stroke-color': ['case', ['>', ['get', 'late'], 0], '#8c2f1b', '#1a56a8'],
    },
  });
  map.addLayer({
    id: 'cluster-counts',
    type: 'symbol',
    source: 'points',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['to-string', ['get', 'point_count']],
      'text-font': FONT,
      'text-size': 12,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': '#1f2328' },
  });
  map.addLayer({
    id: 'ring',
    type: 'circle',
    source: 'ring',
    paint: {
      'circle-radius': 15,
      'circle-color': p.selected,
      'circle-opacity': 0.15,
      'circle-stroke-color': p.selected,
      'circle-stroke-width': 2.5,
    },
  });
  map.addLayer({
    id: 'points',
    type: 'symbol',
    source: 'points',
    filter: ['!', ['has', 'point_count']],
    layout: {
      'icon-image': ['concat', 'state-', ['get', 's']],
      // No collision test: a case that is not shown is a case that is forgotten.
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    },
  });
  map.addLayer({
    id: 'pin',
    type: 'circle',
    source: 'pin',
    paint: {
      'circle-radius': 8,
      'circle-color': p.selected,
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 3,
    },
  });
}

async function openCluster(map: MapLibre, feature: MapGeoJSONFeature): Promise<void> {
  const source = map.getSource('points') as GeoJSONSource;
  const zoom = await source.getClusterExpansionZoom(Number(feature.properties.cluster_id));
  const center = (feature.geometry as GeoPoint).coordinates as [number, number];
  map.easeTo({ center, zoom: Math.min(zoom, 18) });
}

function pointFeature(lng: number, lat: number): Feature {
  return { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [lng, lat] } };
}

/** Labels of GeoJSON areas stand at the middle of the outer ring's box, which is enough for what arrives without tiles. */
function labelPoints(data: FeatureCollection): FeatureCollection {
  const features: Feature[] = [];
  for (const one of data.features) {
    const ring =
      one.geometry.type === 'Polygon'
        ? one.geometry.coordinates[0]
        : one.geometry.type === 'MultiPolygon'
          ? one.geometry.coordinates[0]?.[0]
          : undefined;
    if (!ring) continue;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of ring as [number, number][]) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
    features.push({ ...pointFeature((west + east) / 2, (south + north) / 2), properties: one.properties });
  }
  return { type: 'FeatureCollection', features };
}
