// 指挥图: one map and one board. The map says where, the board says what must be done; each number opens its records.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useContext, useMemo, useState } from 'react';
import { exactDate } from '../../../kit/dates.ts';
import { useI18n } from '../../../kit/i18n.tsx';
import type { DrawMode } from '../../../kit/map/draw-tool.ts';
import { MapView } from '../../../kit/map/MapView.tsx';
import { Loading, Unread } from '../../../kit/States.tsx';
import { TimeText } from '../../../kit/TimeText.tsx';
import { useNow } from '../../../kit/use-now.ts';
import { useMapInfo } from '../../map/map-info.ts';
import { NightContext } from '../../shell/night.ts';
import { useLiveEmergency } from '../needs/queries.ts';
import type { EmergencyView } from '../queries.ts';
import type { EmergencySearch } from '../search.ts';
import '../emergency.css';
import { ClosureForm } from './ClosureForm.tsx';
import {
  type Board,
  type BoardColumn,
  type BoardLine,
  type ColumnCode,
  columnCodes,
  useBoard,
} from './queries.ts';
import { overlayOf, pointsOf, quietWords } from './shapes.ts';

/** Where the records behind a number are. */
const RECORDS: Readonly<Record<ColumnCode, EmergencySearch>> = {
  cards: { tab: 'cards', state: 'card-sent' },
  needs: { tab: 'needs', state: 'open' },
  late: { tab: 'board', state: 'late' },
  transfers: { tab: 'transfers' },
  shelters: { tab: 'transfers' },
  stocks: { tab: 'supplies' },
  closures: { tab: 'board', state: 'closures' },
  next: { tab: 'board', state: 'next' },
};

export function BoardTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const now = useNow();
  const client = useQueryClient();
  const { state } = useSearch({ from: '/emergencies/$emergencyId' });
  const whole = columnCodes.find((one) => one === state);
  const found = useBoard(view.id, whole);
  const [closing, setClosing] = useState<Exclude<DrawMode, 'measure'>>();
  const [line, setLine] = useState<[number, number][]>();
  useLiveEmergency(view.id);
  const board = found.data;
  const done = () => {
    setClosing(undefined);
    setLine(undefined);
    void client.invalidateQueries({ queryKey: ['emergencies', view.id] });
  };
  return (
    <section className="c-stack" aria-label={t('emergency.tab.board')}>
      <Unread found={found} />
      {board ? (
        <>
          <div className="k-row">
            <span className="k-hint">{t('board.asOf', { at: exactDate(t, board.at, now) })}</span>
            {board.mayClose ? (
              <>
                <button
                  type="button"
                  className="k-button"
                  aria-pressed={closing === 'line'}
                  onClick={() => setClosing(closing === 'line' ? undefined : 'line')}
                >
                  {t('board.closeLine')}
                </button>
                <button
                  type="button"
                  className="k-button"
                  aria-pressed={closing === 'pick'}
                  onClick={() => setClosing(closing === 'pick' ? undefined : 'pick')}
                >
                  {t('board.closePoint')}
                </button>
              </>
            ) : null}
          </div>
          {line ? <ClosureForm emergencyId={view.id} line={line} onDone={done} onClose={done} /> : null}
          <div className="e-board">
            <BoardMap board={board} view={view} mode={line ? undefined : closing} onLine={setLine} />
            <div className="e-columns">
              {board.columns.map((one) => (
                <Column key={one.code} column={one} emergencyId={view.id} />
              ))}
              <Teams board={board} emergencyId={view.id} />
            </div>
          </div>
        </>
      ) : null}
    </section>
  );
}

function BoardMap({
  board,
  view,
  mode,
  onLine,
}: {
  board: Board;
  view: EmergencyView;
  mode: Exclude<DrawMode, 'measure'> | undefined;
  onLine(line: [number, number][]): void;
}) {
  const { t } = useI18n();
  const info = useMapInfo();
  const navigate = useNavigate();
  const [dark] = useContext(NightContext);
  const [chosen, setChosen] = useState<string>();
  const points = useMemo(() => pointsOf(board.map), [board.map]);
  const overlay = useMemo(() => overlayOf(t, board.map), [t, board.map]);
  const bounds = board.box ?? info.data?.bounds;
  if (!bounds) return <Loading />;
  const openNeed = (id: string) =>
    void navigate({
      to: '/emergencies/$emergencyId',
      params: { emergencyId: view.id },
      search: { tab: 'needs', open: id },
    });
  return (
    <div className="c-stack">
      <div className="e-map">
        <MapView
          bounds={bounds}
          attribution={info.data?.attribution ?? ''}
          points={points}
          overlay={overlay}
          {...(mode ? { mode } : {})}
          onOverlay={setChosen}
          onSelect={(selected) => (selected?.kind === 'point' ? openNeed(selected.point.id) : undefined)}
          onLine={(line) => (line ? onLine(line) : undefined)}
          onPick={({ lng, lat }) => onLine([[lng, lat]])}
          theme={dark ? 'dark' : 'light'}
          label={t('board.map')}
          instead={<p className="k-hint">{t('board.noMap')}</p>}
        />
      </div>
      <p className="k-hint">{t('board.legend')}</p>
      {chosen ? <Chosen id={chosen} board={board} view={view} onClose={() => setChosen(undefined)} /> : null}
    </div>
  );
}

/** What was clicked on the map, in words, with the way to its record. */
function Chosen({
  id,
  board,
  view,
  onClose,
}: {
  id: string;
  board: Board;
  view: EmergencyView;
  onClose(): void;
}) {
  const { t } = useI18n();
  const [kind, key] = id.split(':') as [string, string];
  const params = { emergencyId: view.id };
  const { shelters, stocks, closures, places } = board.map;
  const shelter = kind === 'shelter' ? shelters.find((one) => one.id === key) : undefined;
  const stock = kind === 'stock' ? stocks.find((one) => one.id === key) : undefined;
  const closure = kind === 'closure' ? closures.find((one) => one.id === key) : undefined;
  const place = kind === 'place' ? places.find((one) => one.areaId === key) : undefined;
  return (
    <div className="c-card c-card-pad k-row" role="status">
      {shelter ? (
        <>
          <Link to="/emergencies/$emergencyId" params={params} search={{ tab: 'transfers' }}>
            {shelter.name}
          </Link>
          <span>
            {shelter.open
              ? t('board.shelterOf', { n: shelter.inside, of: shelter.capacity })
              : t('board.shelterShut', { of: shelter.capacity })}
          </span>
        </>
      ) : null}
      {stock ? (
        <>
          <Link to="/stocks/$pointId" params={{ pointId: stock.id }}>
            {stock.name}
          </Link>
          <span>{stock.items.map((one) => `${one.name} ${one.left} ${one.measure}`).join(' · ')}</span>
        </>
      ) : null}
      {closure ? (
        <Link to="/cases/$caseId" params={{ caseId: closure.id }}>
          {closure.title}
        </Link>
      ) : null}
      {place ? (
        <>
          <strong>{place.name}</strong>
          <Link
            to="/emergencies/$emergencyId"
            params={params}
            search={place.cards > 0 ? { tab: 'cards', state: 'card-sent' } : { tab: 'transfers' }}
          >
            {quietWords(t, place)}
          </Link>
        </>
      ) : null}
      <button type="button" className="k-link" onClick={onClose}>
        {t('kit.close')}
      </button>
    </div>
  );
}

function Column({ column, emergencyId }: { column: BoardColumn; emergencyId: string }) {
  const { t } = useI18n();
  const head = t(`board.column.${column.code}`);
  const hints = Object.entries(column.counts).map(([code, n]) =>
    t(`board.count.${column.code}.${code}`, { n }),
  );
  const urgent = column.n > 0 && column.code !== 'next' && column.code !== 'closures';
  return (
    <section className={`e-column${urgent ? ' e-column-now' : ''}`} aria-label={head}>
      <h2 className="c-heading">
        <Link to="/emergencies/$emergencyId" params={{ emergencyId }} search={RECORDS[column.code]}>
          {head}
        </Link>{' '}
        <span className="k-number">{column.n}</span>
      </h2>
      {hints.length > 0 ? <p className="k-hint">{hints.join(' · ')}</p> : null}
      {column.lines.length === 0 ? <p className="k-hint">{t(`board.calm.${column.code}`)}</p> : null}
      <ul>
        {column.lines.map((line) => (
          <ColumnLine key={line.id} line={line} />
        ))}
      </ul>
      {column.n > column.lines.length && column.lines.length > 0 ? (
        <p className="k-hint">{t('board.more', { n: column.n - column.lines.length })}</p>
      ) : null}
    </section>
  );
}

function ColumnLine({ line }: { line: BoardLine }) {
  const { t } = useI18n();
  return (
    <li>
      {line.caseId ? (
        <Link to="/cases/$caseId" params={{ caseId: line.caseId }}>
          {line.title}
        </Link>
      ) : (
        <span>{line.title}</span>
      )}{' '}
      <span className="k-hint">
        {[line.place, line.state].filter(Boolean).join(' · ')}
        {line.note ? ` ${t(line.note.key, line.note.params)}` : ''}
        {line.dueAt === null ? null : (
          <>
            {' · '}
            {t('board.by')} <TimeText at={line.dueAt} as="near" />
          </>
        )}
      </span>
    </li>
  );
}

/** Who is on what. Nobody's way is followed: a team is where its need is. */
function Teams({ board, emergencyId }: { board: Board; emergencyId: string }) {
  const { t } = useI18n();
  return (
    <section className="e-column" aria-label={t('board.teams')}>
      <h2 className="c-heading">
        <Link
          to="/emergencies/$emergencyId"
          params={{ emergencyId }}
          search={{ tab: 'needs', state: 'moving' }}
        >
          {t('board.teams')}
        </Link>{' '}
        <span className="k-number">{board.teams.length}</span>
      </h2>
      {board.teams.length === 0 ? <p className="k-hint">{t('board.noTeams')}</p> : null}
      <ul>
        {board.teams.map((one) => (
          <li key={one.unit}>
            <strong>{one.name}</strong>{' '}
            <span className="k-hint">
              {one.needs.map((need) => `${need.title} ${need.place}`).join('；')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
