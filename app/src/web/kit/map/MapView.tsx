// The one map of the product: base map, territory, live points, picking, drawing, measuring. The drawing library is loaded only
// when a map is shown; without WebGL the same content stands in a table.
import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { StateShape } from '../api-types.ts';
import { shapeOfState } from '../case-states.ts';
import { fill, type Translate, useI18n } from '../i18n.tsx';
import { StateShapeIcon } from '../StateMark.tsx';
import type { Corner, DrawMode } from './draw-tool.ts';
import type { AreaCollection, AreaLevel, MapCanvas, Selection, View } from './map-canvas.ts';
import type { OverlayDot, OverlayFeature } from './map-overlay.ts';
import type { MapTheme } from './map-style.ts';
import { mapMessages } from './messages.ts';
import { areaSquareMetres, type PointRow, type PointTable, pathMetres, readPoints } from './point-data.ts';
import './map.css';

/** What the view holds now, for a list beside the map. */
export type ViewContent = View & { count: number; points: PointRow[] };

export type MapViewHandle = {
  flyTo(point: { lng: number; lat: number; zoom?: number }): void;
  fit(bounds: [number, number, number, number]): void;
  picture(): Promise<Blob | undefined>;
};

export type MapViewProps = {
  /** west, south, east, north to begin with (`GET /map/info`); "whole district" comes back here. */
  bounds: [number, number, number, number];
  attribution?: string;
  /** Addresses of vector tiles; default the product's own. `areas: null` when territory comes as GeoJSON. */
  tiles?: { base?: string; areas?: string | null };
  /** Cases or things as columns and rows (`id`, `lng`, `lat`, `state`, `category`, `overdue`); up to 100,000 are clustered. */
  points?: PointTable | undefined;
  /** Which mark a state has; default reads shape names and common state codes. */
  shapeOf?: (state: string, overdue: boolean) => StateShape;
  /** The level whose outlines and numbers are drawn; null for none. */
  areaLevel?: AreaLevel | null;
  /** Territory as GeoJSON with properties id, level, label; without it the area tiles are used. */
  areas?: AreaCollection | null;
  /** Called with the row of a point, the id of an area, or null. */
  onSelect?: (selected: { kind: 'point'; point: PointRow } | { kind: 'area'; id: string } | null) => void;
  /** What a popup shows for a selection; return null for none. */
  popup?: (selected: { kind: 'point'; point: PointRow } | { kind: 'area'; id: string }) => ReactNode;
  /** After every move: bounds, zoom and the points inside (the first 500, with the full count). */
  onView?: (content: ViewContent) => void;
  mode?: Exclude<DrawMode, 'measure'>;
  /** The chosen place of mode `pick`. */
  picked?: { lng: number; lat: number } | null;
  onPick?: (point: { lng: number; lat: number }) => void;
  /** The polygon to begin editing with (mode `edit`), as an open or closed ring. */
  polygon?: readonly Corner[];
  /** A finished or changed polygon as a closed ring; null when given up. */
  onPolygon?: (ring: Corner[] | null) => void;
  /** A finished line (mode `line`); null when given up. */
  onLine?: (line: Corner[] | null) => void;
  /** Coloured areas, lines and dots over the base map, and what is called when one is clicked. */
  overlay?: readonly OverlayFeature[];
  /** Dots by the thousand under the overlay; handed to the map again only when the array is another. */
  dots?: readonly OverlayDot[];
  onOverlay?: (id: string) => void;
  theme?: MapTheme;
  /** Buttons for measuring, saving and printing; default true. */
  tools?: boolean;
  legend?: boolean;
  label?: string;
  /** What stands here until the first picture is drawn. */
  meanwhile?: ReactNode;
  /** What stands here where no map can be drawn; the points as a table by default. */
  instead?: ReactNode;
  ref?: Ref<MapViewHandle>;
};

const LISTED = 500;
const DEFAULT_TILES = {
  base: '/api/v1/tiles/base/{z}/{x}/{y}.mvt',
  areas: '/api/v1/tiles/areas/{z}/{x}/{y}.mvt',
};
const NO_POINTS: PointTable = { columns: ['id', 'lng', 'lat', 'state', 'category', 'overdue'], rows: [] };

const loadCanvas = () => import('./map-canvas.ts');

/** Begins to fetch what draws a map, for a page that knows it will show one as soon as its data is there. */
export function expectMap(): void {
  void loadCanvas();
}

/** A place in figures, for where it cannot be drawn yet. */
export function placeWords({ lng, lat }: { lng: number; lat: number }): string {
  return `${Math.abs(lat).toFixed(5)}°${lat < 0 ? 'S' : 'N'} ${Math.abs(lng).toFixed(5)}°${lng < 0 ? 'W' : 'E'}`;
}

/** The words of maps: they come with the map, not with the page. */
export function useMapWords(): Translate {
  const { locale } = useI18n();
  return useCallback((key, params) => fill(mapMessages[locale][key] ?? key, params), [locale]);
}

export function MapView(props: MapViewProps) {
  const {
    bounds,
    areaLevel = 'grid',
    areas = null,
    mode = 'view',
    theme = 'light',
    legend = false,
    tools = true,
  } = props;
  const points = props.points ?? NO_POINTS;
  const shapeOf = props.shapeOf ?? shapeOfState;
  const t = useMapWords();
  const helpId = useId();
  const holder = useRef<HTMLDivElement>(null);
  const popupBox = useRef<HTMLDivElement>(null);
  const canvas = useRef<MapCanvas | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [state, setState] = useState<'loading' | 'ready' | 'none'>('loading');
  const [selection, setSelection] = useState<Selection | null>(null);
  const selectionRef = useRef<Selection | null>(null);
  selectionRef.current = selection;
  const [measuring, setMeasuring] = useState(false);
  const [gap, setGap] = useState(false);
  const [drawn, setDrawn] = useState(false);
  const [shape, setShape] = useState<{ corners: readonly Corner[]; closed: boolean }>({
    corners: [],
    closed: false,
  });
  const table = useMemo(() => readPoints(points), [points]);
  const tableRef = useRef(table);
  tableRef.current = table;
  const active: DrawMode = measuring ? 'measure' : mode;
  const activeRef = useRef(active);
  activeRef.current = active;

  const placePopup = useCallback(() => {
    const box = popupBox.current;
    const at = selectionRef.current;
    const map = canvas.current?.map;
    if (!box || !at || !map) return;
    const { x, y } = map.project([at.lng, at.lat]);
    const width = map.getContainer().clientWidth;
    const left = Math.max(4, Math.min(width - box.offsetWidth - 4, x - box.offsetWidth / 2));
    const above = y - box.offsetHeight - 18;
    box.style.transform = `translate(${Math.round(left)}px, ${Math.round(above > 4 ? above : y + 18)}px)`;
  }, []);

  const describe = useCallback((view: View): ViewContent => {
    const [west, south, east, north] = view.bounds;
    const inside: PointRow[] = [];
    let count = 0;
    for (let i = 0; i < tableRef.current.size; i++) {
      const one = tableRef.current.at(i);
      if (one.lng < west || one.lng > east || one.lat < south || one.lat > north) continue;
      count += 1;
      if (inside.length < LISTED) inside.push(one);
    }
    return { ...view, count, points: inside };
  }, []);

  // The map is made once; later changes go to it through the effects below.
  const tileBase = props.tiles?.base ?? DEFAULT_TILES.base;
  const tileAreas = props.tiles?.areas === undefined ? DEFAULT_TILES.areas : props.tiles.areas;
  // biome-ignore lint/correctness/useExhaustiveDependencies: bounds are where the map begins, not where it must stay
  useEffect(() => {
    let gone = false;
    let made: MapCanvas | undefined;
    void loadCanvas().then(({ createMapCanvas, canDraw }) => {
      if (gone || !holder.current) return;
      if (!canDraw()) {
        setState('none');
        return;
      }
      made = createMapCanvas({
        container: holder.current,
        theme,
        tiles: { base: tileBase, areas: tileAreas },
        bounds,
        locale: { 'Map.Title': t('map.label') },
        onReady: () => setState('ready'),
        onDrawn: () => setDrawn(true),
        onGap: () => setGap(true),
        onView: (view) => {
          setGap(false);
          if (latest.current.onView) latest.current.onView(describe(view));
        },
        onMove: placePopup,
        onSelect: (next) => {
          setSelection(next);
          latest.current.onSelect?.(next ? selectedOf(next, tableRef.current) : null);
        },
        onPick: (point) => latest.current.onPick?.(point),
        onOverlay: (id) => latest.current.onOverlay?.(id),
        onShape: (corners, closed) => {
          setShape({ corners, closed });
          if (activeRef.current === 'line' && (closed || corners.length === 0))
            latest.current.onLine?.(closed ? [...corners] : null);
          if (activeRef.current === 'draw' || activeRef.current === 'edit') {
            const first = corners[0];
            if (closed && first) latest.current.onPolygon?.([...corners, first]);
            else if (corners.length === 0) latest.current.onPolygon?.(null);
          }
        },
      });
      canvas.current = made;
      const element = made.map.getCanvas();
      element.setAttribute('aria-label', latest.current.label ?? t('map.label'));
      element.setAttribute('aria-describedby', helpId);
    });
    return () => {
      gone = true;
      setDrawn(false);
      made?.destroy();
      canvas.current = undefined;
    };
  }, [theme, tileBase, tileAreas]);

  const ready = state === 'ready';
  useEffect(() => {
    const made = canvas.current;
    if (!ready || !made) return;
    made.setPoints(points, shapeOf);
    // New points without a move: what the view holds has changed all the same.
    latest.current.onView?.(describe(made.view()));
  }, [ready, points, shapeOf, describe]);
  const undrawn = state === 'none';
  useEffect(() => {
    if (!undrawn || !points) return;
    // A list beside the map goes on without it: the view is all there is.
    const [west, south, east, north] = latest.current.bounds;
    const center: View['center'] = [(west + east) / 2, (south + north) / 2];
    latest.current.onView?.(describe({ bounds: [west, south, east, north], center, zoom: 0 }));
  }, [undrawn, points, describe]);
  useEffect(() => {
    if (ready) canvas.current?.setAreas(areaLevel, areas);
  }, [ready, areaLevel, areas]);
  const { overlay, dots } = props;
  useEffect(() => {
    if (ready && overlay) canvas.current?.setOverlay(overlay);
  }, [ready, overlay]);
  useEffect(() => {
    if (ready && dots) canvas.current?.setDots(dots);
  }, [ready, dots]);
  useEffect(() => {
    if (ready) canvas.current?.select(selection);
    placePopup();
  }, [ready, selection, placePopup]);
  useEffect(() => {
    if (ready) canvas.current?.setPin(props.picked ?? null);
  }, [ready, props.picked]);
  useEffect(() => {
    if (!ready) return;
    setShape({ corners: [], closed: false });
    canvas.current?.setMode(active, active === 'measure' ? undefined : latest.current.polygon);
  }, [ready, active]);

  useImperativeHandle(props.ref, () => ({
    flyTo: ({ lng, lat, zoom }) => canvas.current?.map.easeTo({ center: [lng, lat], zoom: zoom ?? 17 }),
    fit: (box) => canvas.current?.map.fitBounds(box, { padding: 32, maxZoom: 18 }),
    picture: async () => canvas.current?.picture(),
  }));

  const onKeyDown = (event: React.KeyboardEvent) => {
    const tool = canvas.current?.tool;
    if (!tool || event.target !== canvas.current?.map.getCanvas()) return;
    if (event.key === 'Escape') {
      if (active === 'view') setSelection(null);
      else if (measuring) setMeasuring(false);
      else tool.cancel();
    } else if (active === 'view') return;
    else if (event.key === 'Enter' || event.key === ' ') tool.placeAtCentre();
    else if (event.key === 'Backspace') tool.undo();
    else if (event.key === 'Delete') tool.removeSelected();
    else return;
    event.preventDefault();
  };

  if (undrawn && props.instead !== undefined) return props.instead;
  // Whoever follows the view lists its points already, and knows what they are called; of one thing the page around it tells.
  if (undrawn && (props.onView || table.size <= 1))
    return <p className="k-map-list">{t('map.noWebglPlain')}</p>;
  if (undrawn) return <PointList t={t} table={table} shapeOf={shapeOf} onSelect={props.onSelect} />;

  const shown = selection && props.popup ? props.popup(selectedOf(selection, table)) : null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble from the canvas, which takes the focus and has the label
    <div className="k-map" onKeyDown={onKeyDown}>
      <div ref={holder} className="k-map-canvas" />
      {drawn ? null : <div className="k-map-wait">{props.meanwhile ?? t('map.drawing')}</div>}
      <p id={helpId} className="k-map-hidden">
        {t('map.help')}
      </p>
      {active !== 'view' && active !== 'edit' ? <Crosshair /> : null}
      {active !== 'view' ? (
        <ModeNote
          t={t}
          mode={active}
          corners={shape.corners}
          closed={shape.closed}
          onHere={() => canvas.current?.tool.placeAtCentre()}
          onUndo={() => canvas.current?.tool.undo()}
          onFinish={() => (measuring ? setMeasuring(false) : canvas.current?.tool.finish())}
          onCancel={() => (measuring ? setMeasuring(false) : canvas.current?.tool.cancel())}
        />
      ) : null}
      <p className="k-map-gap" role="status">
        {gap ? t('map.gap') : ''}
      </p>
      <div className="k-map-tools">
        <ToolButton label={t('map.zoomIn')} icon="plus" onClick={() => canvas.current?.map.zoomIn()} />
        <ToolButton label={t('map.zoomOut')} icon="minus" onClick={() => canvas.current?.map.zoomOut()} />
        <ToolButton
          label={t('map.home')}
          icon="home"
          onClick={() => canvas.current?.map.fitBounds(bounds, { padding: 24 })}
        />
        {tools ? (
          <>
            <ToolButton
              label={t('map.measure')}
              icon="ruler"
              pressed={measuring}
              onClick={() => setMeasuring(!measuring)}
            />
            <ToolButton
              label={t('map.export')}
              icon="save"
              onClick={() => void savePicture(canvas.current)}
            />
            <ToolButton label={t('map.print')} icon="print" onClick={() => window.print()} />
          </>
        ) : null}
      </div>
      {shown ? (
        <div ref={popupBox} className="k-map-popup" role="dialog" aria-label={t('map.label')}>
          {shown}
        </div>
      ) : null}
      <div className="k-map-foot">
        {legend ? <Legend t={t} /> : null}
        {props.attribution ? <div className="k-map-source">{props.attribution}</div> : null}
      </div>
    </div>
  );
}

function selectedOf(
  selection: Selection,
  table: { at(index: number): PointRow },
): { kind: 'point'; point: PointRow } | { kind: 'area'; id: string } {
  return selection.kind === 'point'
    ? { kind: 'point', point: table.at(selection.index) }
    : { kind: 'area', id: selection.id };
}

async function savePicture(canvas: MapCanvas | undefined): Promise<void> {
  const blob = await canvas?.picture();
  if (!blob) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'map.png';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Drawn, not typed: many machines have no font with these signs.
const icons = {
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  home: 'M3 10.5 10 4l7 6.5M5.5 9v7h9V9',
  ruler: 'M2.5 13.5 13.5 2.5l4 4-11 11zM6 10l2 2M9 7l2 2M12 4l2 2',
  save: 'M10 3v9M6.5 9 10 12.5 13.5 9M4 16.5h12',
  print: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z',
};

function ToolButton({
  label,
  icon,
  pressed,
  onClick,
}: {
  label: string;
  icon: keyof typeof icons;
  pressed?: boolean;
  onClick(): void;
}) {
  return (
    <button type="button" title={label} aria-label={label} aria-pressed={pressed} onClick={onClick}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path d={icons[icon]} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round" />
      </svg>
    </button>
  );
}

function Crosshair() {
  return (
    <svg className="k-map-cross" viewBox="0 0 28 28" aria-hidden="true">
      <path d="M14 2v9M14 17v9M2 14h9M17 14h9" stroke="#ffffff" strokeWidth="5" />
      <path d="M14 2v9M14 17v9M2 14h9M17 14h9" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}

type NoteProps = {
  t: Translate;
  mode: DrawMode;
  corners: readonly Corner[];
  closed: boolean;
  onHere(): void;
  onUndo(): void;
  onFinish(): void;
  onCancel(): void;
};

function ModeNote({ t, mode, corners, closed, onHere, onUndo, onFinish, onCancel }: NoteProps) {
  const length = pathMetres(corners);
  const area = corners.length >= 3 && (mode === 'measure' || closed) ? areaSquareMetres(corners) : 0;
  return (
    <div className="k-map-note">
      <span>{t(`map.${mode}Hint`)}</span>
      <output>
        {corners.length >= 2 ? <strong>{metres(t, length)}</strong> : null}
        {area > 0 ? <strong> · {squareMetres(t, area)}</strong> : null}
      </output>
      {mode === 'pick' ? (
        <button type="button" className="k-map-primary" onClick={onHere}>
          {t('map.here')}
        </button>
      ) : null}
      {mode === 'draw' || mode === 'line' || mode === 'measure' ? (
        <>
          <button type="button" onClick={onUndo} disabled={corners.length === 0}>
            {t('map.undo')}
          </button>
          <button
            type="button"
            className="k-map-primary"
            onClick={onFinish}
            disabled={(mode === 'draw' && corners.length < 3) || (mode === 'line' && corners.length < 2)}
          >
            {t('map.finish')}
          </button>
        </>
      ) : null}
      {mode === 'draw' || mode === 'line' ? (
        <button type="button" onClick={onCancel}>
          {t('map.cancel')}
        </button>
      ) : null}
    </div>
  );
}

function metres(t: Translate, n: number): string {
  return n < 1000 ? t('map.metres', { n: Math.round(n) }) : t('map.kilometres', { n: (n / 1000).toFixed(2) });
}

function squareMetres(t: Translate, n: number): string {
  return n < 100_000
    ? t('map.squareMetres', { n: Math.round(n) })
    : t('map.squareKilometres', { n: (n / 1e6).toFixed(2) });
}

const legendShapes: readonly StateShape[] = ['todo', 'doing', 'soon', 'late', 'done', 'paused'];

function Legend({ t }: { t: Translate }) {
  return (
    <ul className="k-map-legend" aria-label={t('map.legend')}>
      {legendShapes.map((shape) => (
        <li key={shape}>
          <span className={`k-map-mark k-map-mark-${shape}`}>
            <StateShapeIcon shape={shape} />
          </span>
          {t(`map.shape.${shape}`)}
        </li>
      ))}
    </ul>
  );
}

type ListProps = {
  t: Translate;
  table: { size: number; at(index: number): PointRow };
  shapeOf(state: string, overdue: boolean): StateShape;
  onSelect: MapViewProps['onSelect'];
};

/** The same points without a picture. */
function PointList({ t, table, shapeOf, onSelect }: ListProps) {
  const shown = Math.min(table.size, LISTED);
  return (
    <div className="k-map-list">
      <p>{t('map.noWebgl')}</p>
      <p>{t('map.listCount', { n: table.size, shown })}</p>
      <table>
        <thead>
          <tr>
            {['id', 'state', 'category', 'place'].map((column) => (
              <th key={column} scope="col">
                {t(`map.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, index) => {
            const point = table.at(index);
            return (
              <tr key={point.id}>
                <td>
                  <button type="button" onClick={() => onSelect?.({ kind: 'point', point })}>
                    {index + 1}
                    <span className="k-map-hidden">{point.category}</span>
                  </button>
                </td>
                <td>{t(`map.shape.${shapeOf(point.state, point.overdue)}`)}</td>
                <td>{point.category}</td>
                <td>
                  {point.lat.toFixed(5)}, {point.lng.toFixed(5)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
