// What came out of grids: the figures, what cannot be and why, and each grid with its buildings.
import { useI18n } from '../../kit/i18n.tsx';
import { BuildingList } from './BuildingList.tsx';
import { FigureTable } from './FigureTable.tsx';
import { toneOf } from './overlay.ts';
import type { GridsResult, Ground, Issue } from './planning-types.ts';

export function GridsView({
  result,
  ground,
  strong,
  moves,
  onMoves,
  onStrong,
}: {
  result: GridsResult;
  ground: Ground;
  strong: ReadonlySet<string>;
  moves: boolean;
  onMoves(moves: boolean): void;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const chosen = result.grids.findIndex((grid) => strong.has(`grid:${grid.code}`));
  const buildings = chosen < 0 ? [] : result.buildings.filter((_, i) => result.gridOf[i] === chosen);
  return (
    <>
      <FigureTable
        columns={[
          ...(result.today ? [{ key: 'today', title: t('planning.today'), figures: result.today }] : []),
          { key: 'plan', title: t('planning.thisPlan'), figures: result.figures },
        ]}
      />
      <label className="c-check">
        <input type="checkbox" checked={moves} onChange={(event) => onMoves(event.target.checked)} />
        {t('planning.showMoves')}
      </label>
      <Issues issues={result.issues} ground={ground} onStrong={onStrong} />
      {result.micro ? (
        <p className="k-hint">{t('planning.microLine', { n: result.micro.groups.length })}</p>
      ) : null}
      {result.ends.length > 0 ? (
        <p className="pl-warn">
          {t('planning.ends', {
            names: result.ends.map((one) => one.name).join('、'),
            n: result.ends.reduce((sum, one) => sum + one.posts, 0),
          })}
        </p>
      ) : null}
      <table className="c-table pl-grids">
        <caption className="k-visually-hidden">{t('planning.grids')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('planning.grid')}</th>
            <th scope="col" className="pl-num">
              {t('planning.households')}
            </th>
            <th scope="col" className="pl-num">
              {t('planning.buildings')}
            </th>
            <th scope="col" className="pl-num">
              {t('planning.cases')}
            </th>
            <th scope="col">{t('planning.continues')}</th>
          </tr>
        </thead>
        <tbody>
          {result.grids.map((grid, i) => (
            <tr key={grid.code} className={chosen === i ? 'pl-on' : undefined}>
              <th scope="row">
                <span className="pl-tone" style={{ background: toneOf(grid.code) }} aria-hidden="true" />
                <button
                  type="button"
                  className="k-link"
                  aria-expanded={chosen === i}
                  onClick={() => onStrong(new Set(chosen === i ? [] : [`grid:${grid.code}`]))}
                >
                  {grid.code}
                </button>
                {grid.kind === 'standard' ? '' : ` ${t(`planning.gridKind.${grid.kind}`)}`}
              </th>
              <td className="pl-num">
                {grid.households}
                {grid.inBand ? '' : ` ${t('planning.outOfBand')}`}
              </td>
              <td className="pl-num">{grid.buildings}</td>
              <td className="pl-num">{grid.cases}</td>
              <td>{grid.continues?.name ?? t('planning.newGrid')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.micro && chosen >= 0 ? <Micro result={result} code={result.grids[chosen]?.code ?? ''} /> : null}
      {chosen < 0 ? null : (
        <BuildingList
          ground={ground}
          ids={buildings}
          title={t('planning.buildingsOf', { name: result.grids[chosen]?.code ?? '' })}
        />
      )}
    </>
  );
}

/** The micro-grids of one grid. */
function Micro({ result, code }: { result: GridsResult; code: string }) {
  const { t } = useI18n();
  return (
    <table className="c-table">
      <caption className="pl-caption">{t('planning.microOf', { grid: code })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('planning.microCode')}</th>
          <th scope="col" className="pl-num">
            {t('planning.households')}
          </th>
          <th scope="col" className="pl-num">
            {t('planning.buildings')}
          </th>
        </tr>
      </thead>
      <tbody>
        {(result.micro?.groups ?? [])
          .filter((one) => one.grid === code)
          .map((one) => (
            <tr key={one.code}>
              <th scope="row">{one.code}</th>
              <td className="pl-num">{one.households}</td>
              <td className="pl-num">{one.buildings}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Issues({
  issues,
  ground,
  onStrong,
}: {
  issues: readonly Issue[];
  ground: Ground;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  if (issues.length === 0) return <p className="pl-good">{t('planning.allInBand')}</p>;
  const nameOf = (id: string | null) =>
    ground.buildings.rows.find((row) => row[0] === id)?.[1] || t('planning.namelessBuilding');
  return (
    <section className="pl-warn" aria-label={t('planning.issues')}>
      <strong>{t('planning.issuesN', { n: issues.length })}</strong>
      <ul>
        {issues.map((issue) => (
          <li key={issue.code}>
            <button
              type="button"
              className="k-link"
              onClick={() =>
                onStrong(new Set([`grid:${issue.code}`, ...(issue.building ? [issue.building] : [])]))
              }
            >
              {issue.code}
            </button>{' '}
            {t(`planning.reason.${issue.reason}`, { n: issue.households, name: nameOf(issue.building) })}{' '}
            {issue.barrier
              ? t('planning.relaxBarrier', { name: issue.barrier.name || t('planning.nameless') })
              : ''}
            {t('planning.relaxBand', { lower: issue.relaxed.lower, upper: issue.relaxed.upper })}
          </li>
        ))}
      </ul>
    </section>
  );
}
