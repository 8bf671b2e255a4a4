import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { useCallback, useContext, useMemo, useRef, useState } from 'react';
import { get } from '../../kit/api.ts';
import type { Area } from '../../kit/api-types.ts';
import { ClockText } from '../../kit/ClockBar.tsx';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { useLive } from '../../kit/live.ts';
import { MapView, type MapViewHandle, type ViewContent } from '../../kit/map/MapView.tsx';
import type { AreaLevel } from '../../kit/map/map-canvas.ts';
import type { PointRow, PointTable } from '../../kit/map/point-data.ts';
import { StateMark, StateShapeIcon } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useCase, useCategories } from '../queries.ts';
import { NightContext } from '../shell/night.ts';
import { useScope } from '../shell/scope.tsx';
import { useMapInfo } from './map-info.ts';

const LEVELS: readonly AreaLevel[] = ['street', 'community', 'grid', 'micro-grid'];
const LISTED = 200;
const REFRESH_MS = 5_000;

/** Open cases where they are: grids as outlines, a list of what the view holds, each count opening its list. */
export function MapPage() {
  const { t } = useI18n();
  const info = useMapInfo();
  const { area, setArea } = useScope();
  const [dark] = useContext(NightContext);
  const categories = useCategories();
  const map = useRef<MapViewHandle>(null);
  const [level, setLevel] = useState<AreaLevel | 'none'>('grid');
  const [overdue, setOverdue] = useState(false);
  const [category, setCategory] = useState<string>();
  const [view, setView] = useState<ViewContent>();
  const points = useQuery({
    queryKey: ['points'],
    queryFn: ({ signal }) => get<PointTable>('/cases/points', { open: true }, signal),
  });
  const { refetch } = points;
  const due = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useLive((event) => {
    if (!event.type.startsWith('case') && event.type !== 'reset') return;
    due.current ??= setTimeout(() => {
      due.current = undefined;
      void refetch();
    }, REFRESH_MS);
  });
  const table = useMemo<PointTable | undefined>(() => {
    if (!points.data) return undefined;
    const { columns, rows } = points.data;
    const late = columns.indexOf('overdue');
    const code = columns.indexOf('category');
    const kept =
      !overdue && !category
        ? rows
        : rows.filter((row) => (!overdue || Boolean(row[late])) && (!category || row[code] === category));
    return { columns, rows: kept };
  }, [points.data, overdue, category]);
  const labels = useMemo(
    () => new Map(categories.data?.map((one) => [one.code, one.label])),
    [categories.data],
  );
  const numbers = useMemo(() => {
    const id = points.data?.columns.indexOf('id') ?? -1;
    const number = points.data?.columns.indexOf('number') ?? -1;
    return new Map(points.data?.rows.map((row) => [String(row[id]), String(row[number] ?? '')]));
  }, [points.data]);
  const onView = useCallback((content: ViewContent) => setView(content), []);
  if (info.isPending) return <Loading label={t('map.loading')} />;
  if (info.isError) return <ErrorState error={info.error} onRetry={() => void info.refetch()} />;
  const shown = view?.points.slice(0, LISTED) ?? [];
  return (
    <div className="c-map">
      <h1 className="k-visually-hidden">{t('map.title')}</h1>
      <div className="c-map-main">
        <MapView
          ref={map}
          bounds={info.data.bounds}
          attribution={info.data.attribution}
          points={table}
          areaLevel={level === 'none' ? null : level}
          onView={onView}
          theme={dark ? 'dark' : 'light'}
          legend
          popup={(selected) =>
            selected.kind === 'point' ? (
              <CasePopup id={selected.point.id} />
            ) : (
              <AreaPopup
                id={selected.id}
                onScope={(one) => setArea({ id: one.id, name: one.name })}
                scoped={area?.id}
              />
            )
          }
        />
      </div>
      <section className="c-map-side" aria-labelledby="map-list">
        <div className="c-map-filters">
          <Select
            aria-label={t('queue.category')}
            placeholder={t('queue.category')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={category ?? null}
            onChange={(next: string | null) => setCategory(next ?? undefined)}
            options={
              categories.data
                ?.filter((one) => one.parent !== null)
                .map((one) => ({ value: one.code, label: one.label })) ?? []
            }
          />
          <Select
            aria-label={t('map.showGrids')}
            value={level}
            onChange={setLevel}
            options={[...LEVELS, 'none' as const].map((one) => ({
              value: one,
              label: t(`map.level.${one}`),
            }))}
          />
          <label className="k-inline">
            <input type="checkbox" checked={overdue} onChange={(event) => setOverdue(event.target.checked)} />
            {t('map.overdueOnly')}
          </label>
        </div>
        <header className="c-map-head">
          <h2 id="map-list">{t('map.inView', { n: view?.count ?? 0 })}</h2>
          <Link to="/queue" search={{ view: 'all', overdue: overdue || undefined, category }}>
            {t('map.openList')}
          </Link>
        </header>
        {view && view.count === 0 ? <p className="k-hint c-card-pad">{t('map.none')}</p> : null}
        <ul className="c-map-list">
          {shown.map((point) => (
            <PointLine
              key={point.id}
              point={point}
              label={labels.get(point.category) ?? t('map.noCategory')}
              number={numbers.get(point.id) ?? ''}
              onShow={() => map.current?.flyTo({ lng: point.lng, lat: point.lat, zoom: 18 })}
            />
          ))}
        </ul>
        {view && view.count > shown.length ? (
          <p className="k-hint c-card-pad">{t('map.more', { n: shown.length })}</p>
        ) : null}
      </section>
    </div>
  );
}

function PointLine({
  point,
  label,
  number,
  onShow,
}: {
  point: PointRow;
  label: string;
  number: string;
  onShow(): void;
}) {
  const { t } = useI18n();
  const shape = shapeOfState(point.state, point.overdue);
  return (
    <li className="c-map-line">
      <button
        type="button"
        className="k-link"
        onClick={onShow}
        aria-label={t('map.show', { name: `${label} ${number}` })}
      >
        <StateShapeIcon shape={shape} />
      </button>
      <Link to="/cases/$caseId" params={{ caseId: point.id }} className="c-case-link">
        {label}
      </Link>
      <span className="k-hint k-number">{number}</span>
    </li>
  );
}

function CasePopup({ id }: { id: string }) {
  const found = useCase(id);
  const row = found.data;
  if (!row) return <Loading />;
  return (
    <div className="c-map-popup">
      <StateMark shape={row.state.shape} label={row.state.label} />
      <Link to="/cases/$caseId" params={{ caseId: row.id }}>
        {row.headline}
      </Link>
      <span className="k-hint">
        {row.areaName}
        {row.address ? ` · ${row.address}` : ''}
      </span>
      {row.clock ? <ClockText clock={row.clock} withDue /> : null}
    </div>
  );
}

function AreaPopup({
  id,
  scoped,
  onScope,
}: {
  id: string;
  scoped: string | undefined;
  onScope(area: Area): void;
}) {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['area', id, ''],
    queryFn: ({ signal }) =>
      get<{ area: Area; posts: { title: string; holder: { name: string } | null }[] }>(
        `/areas/${id}`,
        undefined,
        signal,
      ),
  });
  const area = found.data?.area;
  if (!area) return <Loading />;
  return (
    <div className="c-map-popup">
      <strong>{area.name}</strong>
      <span className="k-hint">
        {area.levelLabel}
        {area.households === null ? '' : ` · ${t('map.households', { n: area.households })}`}
      </span>
      {found.data?.posts.slice(0, 3).map((post) => (
        <span key={post.title}>
          {post.title} {post.holder?.name ?? t('org.vacant')}
        </span>
      ))}
      {scoped === id ? null : (
        <button type="button" className="k-link" onClick={() => onScope(area)}>
          {t('map.scopeHere')}
        </button>
      )}
    </div>
  );
}
