// Picking a point, drawing and editing one polygon, measuring: on the map's own events, by mouse, finger or keyboard.
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import type { Palette } from './map-style.ts';

export type Corner = [number, number];
/** `line`: an open line of two corners or more; `draw` and `edit`: an area. */
export type DrawMode = 'view' | 'pick' | 'draw' | 'line' | 'edit' | 'measure';

export type DrawTool = {
  setMode(mode: DrawMode, start?: readonly Corner[]): void;
  /** Places a corner where the crosshair is (keyboard). */
  placeAtCentre(): void;
  undo(): void;
  finish(): void;
  cancel(): void;
  removeSelected(): void;
  destroy(): void;
};

export type DrawEvents = {
  onPick(point: { lng: number; lat: number }): void;
  /** Called with every change while drawing, editing or measuring; `closed` when the shape is complete. */
  onShape(corners: readonly Corner[], closed: boolean): void;
};

const SOURCE = 'draw';
const REACH = 12;

export function createDrawTool(map: MapLibre, palette: Palette, events: DrawEvents): DrawTool {
  let mode: DrawMode = 'view';
  let corners: Corner[] = [];
  let closed = false;
  let dragging = -1;
  let selected = -1;

  function ensure(): GeoJSONSource {
    const known = map.getSource(SOURCE);
    if (known) return known as GeoJSONSource;
    map.addSource(SOURCE, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
    map.addLayer({
      id: 'draw-fill',
      type: 'fill',
      source: SOURCE,
      filter: ['==', ['get', 'role'], 'area'],
      paint: { 'fill-color': palette.selected, 'fill-opacity': 0.12 },
    });
    map.addLayer({
      id: 'draw-line',
      type: 'line',
      source: SOURCE,
      filter: ['==', ['get', 'role'], 'line'],
      paint: { 'line-color': palette.selected, 'line-width': 2.5 },
    });
    map.addLayer({
      id: 'draw-corner',
      type: 'circle',
      source: SOURCE,
      filter: ['in', ['get', 'role'], ['literal', ['corner', 'middle']]],
      paint: {
        'circle-radius': ['match', ['get', 'role'], 'corner', 6, 4],
        'circle-color': ['case', ['get', 'on'], palette.selected, '#ffffff'],
        'circle-stroke-color': palette.selected,
        'circle-stroke-width': 2,
      },
    });
    return map.getSource(SOURCE) as GeoJSONSource;
  }

  function show(): void {
    const features: object[] = [];
    const add = (role: string, geometry: object, on = false) =>
      features.push({ type: 'Feature', properties: { role, on }, geometry });
    const area = mode !== 'line' && (closed || (mode === 'measure' && corners.length >= 3));
    if (area && corners.length >= 3)
      add('area', { type: 'Polygon', coordinates: [[...corners, corners[0]]] });
    if (corners.length >= 2)
      add('line', {
        type: 'LineString',
        coordinates: closed && mode !== 'line' ? [...corners, corners[0]] : corners,
      });
    if (mode !== 'view')
      for (const [index, corner] of corners.entries()) {
        add('corner', { type: 'Point', coordinates: corner }, index === selected);
      }
    if (mode === 'edit') {
      corners.forEach((corner, index) => {
        const next = corners[(index + 1) % corners.length] as Corner;
        add('middle', { type: 'Point', coordinates: [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2] });
      });
    }
    ensure().setData({ type: 'FeatureCollection', features } as unknown as Parameters<
      GeoJSONSource['setData']
    >[0]);
  }

  function changed(): void {
    show();
    events.onShape(corners, closed);
  }

  function near(event: MapMouseEvent, list: readonly Corner[]): number {
    let best = -1;
    let distance = REACH;
    list.forEach((corner, index) => {
      const at = map.project(corner);
      const d = Math.sqrt((at.x - event.point.x) ** 2 + (at.y - event.point.y) ** 2);
      if (d < distance) {
        best = index;
        distance = d;
      }
    });
    return best;
  }

  function place(corner: Corner): void {
    if (mode === 'pick') {
      events.onPick({ lng: corner[0], lat: corner[1] });
      return;
    }
    if (mode !== 'draw' && mode !== 'line' && mode !== 'measure') return;
    if (closed) return;
    corners = [...corners, corner];
    changed();
  }

  const middles = () =>
    corners.map((corner, index): Corner => {
      const next = corners[(index + 1) % corners.length] as Corner;
      return [(corner[0] + next[0]) / 2, (corner[1] + next[1]) / 2];
    });

  const onClick = (event: MapMouseEvent) => {
    if (mode === 'draw' && corners.length >= 3 && near(event, corners.slice(0, 1)) === 0) {
      closed = true;
      changed();
      return;
    }
    if (mode !== 'edit') place([event.lngLat.lng, event.lngLat.lat]);
  };
  const onDown = (event: MapMouseEvent) => {
    if (mode !== 'edit') return;
    dragging = near(event, corners);
    if (dragging < 0) {
      const middle = near(event, middles());
      if (middle >= 0) {
        corners = [
          ...corners.slice(0, middle + 1),
          middles()[middle] as Corner,
          ...corners.slice(middle + 1),
        ];
        dragging = middle + 1;
      }
    }
    selected = dragging;
    if (dragging >= 0) {
      event.preventDefault();
      map.dragPan.disable();
    }
    show();
  };
  const onMove = (event: MapMouseEvent) => {
    if (dragging < 0) return;
    corners = corners.map((corner, index) =>
      index === dragging ? [event.lngLat.lng, event.lngLat.lat] : corner,
    );
    show();
  };
  const onUp = () => {
    if (dragging < 0) return;
    dragging = -1;
    map.dragPan.enable();
    changed();
  };
  map.on('click', onClick);
  map.on('mousedown', onDown);
  map.on('mousemove', onMove);
  map.on('mouseup', onUp);

  return {
    setMode(next, start) {
      mode = next;
      selected = -1;
      dragging = -1;
      corners = start ? start.map(([x, y]): Corner => [x, y]) : [];
      const [first, last] = [corners[0], corners[corners.length - 1]];
      if (corners.length > 3 && first && last && first[0] === last[0] && first[1] === last[1]) corners.pop();
      closed = next === 'edit' || (next === 'view' && corners.length >= 3);
      map.getCanvas().style.cursor = next === 'view' || next === 'edit' ? '' : 'crosshair';
      if (next === 'draw' || next === 'line') map.doubleClickZoom.disable();
      else map.doubleClickZoom.enable();
      if (corners.length > 0 || map.getSource(SOURCE)) show();
    },
    placeAtCentre() {
      const { lng, lat } = map.getCenter();
      place([lng, lat]);
    },
    undo() {
      if (mode === 'edit' || corners.length === 0) return;
      corners = corners.slice(0, -1);
      closed = false;
      changed();
    },
    finish() {
      if (corners.length < (mode === 'draw' ? 3 : mode === 'line' ? 2 : 0)) return;
      if (mode === 'draw' || mode === 'line') closed = true;
      changed();
    },
    cancel() {
      corners = [];
      closed = false;
      changed();
    },
    removeSelected() {
      if (mode !== 'edit' || selected < 0 || corners.length <= 3) return;
      corners = corners.filter((_, index) => index !== selected);
      selected = -1;
      changed();
    },
    destroy() {
      map.off('click', onClick);
      map.off('mousedown', onDown);
      map.off('mousemove', onMove);
      map.off('mouseup', onUp);
    },
  };
}
