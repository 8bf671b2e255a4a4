// Open cases of my own area, on the map and in words.
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { boundsAround } from '../../capture/map-info.ts';
import { LocateFailure, myPosition, readPlaceCode } from '../../capture/place.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { MapView, useMapWords, type ViewContent } from '../../kit/map/MapView.tsx';
import type { PointRow, PointTable } from '../../kit/map/point-data.ts';
import { problemWords } from '../../kit/problem-words.ts';
import { StateShapeIcon } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useMapAddress } from '../addresses.ts';
import { useMapInfo, useOpenPoints, useReportCategories } from '../queries.ts';
import { Heading } from '../Shell.tsx';

const LISTED = 12;

export function MapPage() {
  const { t } = useI18n();
  const mapWords = useMapWords();
  const { at } = useMapAddress();
  const info = useMapInfo();
  const points = useOpenPoints();
  const wanted = useMemo(() => {
    const code = readPlaceCode(at);
    return code?.kind === 'point' ? code.point : undefined;
  }, [at]);
  const categories = useReportCategories();
  const names = useMemo(
    () => new Map(categories.data?.map((one) => [one.code, one.label])),
    [categories.data],
  );
  const [here, setHere] = useState<{ lng: number; lat: number }>();
  const [words, setWords] = useState('');
  const [view, setView] = useState<ViewContent>();
  const pin = here ?? wanted ?? null;
  const bounds = useMemo(
    () => (pin ? boundsAround(pin) : (boundsOf(points.data) ?? info.data?.bounds)),
    [pin, points.data, info.data],
  );
  async function locate(): Promise<void> {
    setWords(t('kit.form.pointLocating'));
    try {
      setHere(await myPosition());
      setWords('');
    } catch (error) {
      setWords(error instanceof LocateFailure ? t(`capture.gps.${error.why}`) : problemWords(t, error));
    }
  }
  const error = info.error ?? points.error;
  if (error)
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void info.refetch();
          void points.refetch();
        }}
      />
    );
  if (!info.data || !points.data || !bounds) return <Loading />;
  const column = (name: string) => points.data.columns.indexOf(name);
  const numbers = new Map(
    points.data.rows.map((row) => [String(row[column('id')]), String(row[column('number')] ?? '')]),
  );
  const label = (point: PointRow) => names.get(point.category) ?? point.category;
  return (
    <div className="f-page f-page-map">
      <div className="f-title-row">
        <Heading>{t('field.map.title', { n: points.data.rows.length })}</Heading>
        <button type="button" className="k-button" onClick={() => void locate()}>
          {t('field.map.here')}
        </button>
      </div>
      {words ? <p role="status">{words}</p> : null}
      <div className="f-map">
        <MapView
          key={bounds.join()}
          bounds={bounds}
          attribution={info.data.attribution}
          points={points.data}
          picked={pin}
          tools={false}
          legend
          onView={setView}
          popup={(selected) =>
            selected.kind === 'point' ? (
              <Link to="/cases/$caseId" params={{ caseId: selected.point.id }} className="k-button">
                {label(selected.point)}
              </Link>
            ) : null
          }
        />
      </div>
      <section className="f-group" aria-labelledby="map-list">
        <h2 id="map-list">{t('field.map.list', { n: view?.count ?? points.data.rows.length })}</h2>
        <ul className="f-list">
          {(view?.points ?? []).slice(0, LISTED).map((point) => (
            <li key={point.id}>
              <Link to="/cases/$caseId" params={{ caseId: point.id }} className="f-row f-map-line">
                <StateShapeIcon shape={shapeOfState(point.state, point.overdue)} />
                <span className="f-map-name">{label(point)}</span>
                <span className="k-hint">
                  {mapWords(`map.shape.${shapeOfState(point.state, point.overdue)}`)} ·{' '}
                  {numbers.get(point.id)}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The box that holds every point, a little larger; undefined when there are none. */
function boundsOf(table: PointTable | undefined): [number, number, number, number] | undefined {
  if (!table || table.rows.length === 0) return undefined;
  const lng = table.columns.indexOf('lng');
  const lat = table.columns.indexOf('lat');
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const row of table.rows) {
    const x = Number(row[lng]);
    const y = Number(row[lat]);
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  if (box[0] > box[2]) return undefined;
  return [box[0] - 0.001, box[1] - 0.001, box[2] + 0.001, box[3] + 0.001];
}
