// Where to put what, how good that provably is in plain words, and what one more site would bring.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { BuildingList } from './BuildingList.tsx';
import type { Ground, SitingInput, SitingResult } from './planning-types.ts';

export function SitingView({
  result,
  input,
  ground,
  onStrong,
}: {
  result: SitingResult;
  input: SitingInput;
  ground: Ground;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const [open, setOpen] = useState<{ title: string; ids: string[] }>();
  const at = new Map(result.buildings.map((id, i) => [id, i]));
  const show = (title: string, ids: string[]) => {
    setOpen({ title, ids });
    onStrong(new Set(ids));
  };
  const { proof, households, infeasible } = result;
  const lacking = result.uncovered.map((i) => result.buildings[i] as string);
  const used = result.sites.flatMap((site, i) =>
    site.state === 'open' || site.state === 'existing' ? [{ site, i }] : [],
  );
  return (
    <>
      {infeasible ? (
        <section className="pl-warn" role="alert">
          <strong>{t(`planning.infeasible.${infeasible.reason}`)}</strong>
          <p>
            {infeasible.nearest.p === undefined ? '' : t('planning.nearest.p', { n: infeasible.nearest.p })}
            {infeasible.nearest.minutes === undefined
              ? ''
              : t('planning.nearest.minutes', { n: infeasible.nearest.minutes })}
            {infeasible.nearest.capacity === undefined
              ? ''
              : t('planning.nearest.capacity', { n: Math.ceil(infeasible.nearest.capacity) })}
          </p>
          {infeasible.buildings.length > 0 ? (
            <button
              type="button"
              className="k-link"
              onClick={() => show(t('planning.concerned'), infeasible.buildings)}
            >
              {t('planning.concernedN', { n: infeasible.buildings.length })}
            </button>
          ) : null}
        </section>
      ) : (
        <Proof result={result} input={input} />
      )}
      {infeasible ? null : (
        <ul className="pl-facts">
          <li>
            {t('planning.covered', {
              covered: households.covered,
              total: households.total,
              share: ((households.covered / Math.max(1, households.total)) * 100).toFixed(1),
            })}
          </li>
          <li>
            {t('planning.walkMean', {
              mean: (households.meanSeconds / 60).toFixed(1),
              worst: (households.worstSeconds / 60).toFixed(1),
            })}
          </li>
          <li>
            {t('planning.uncoveredBuildings')}{' '}
            <button
              type="button"
              className="k-link k-number"
              disabled={lacking.length === 0}
              onClick={() => show(t('planning.uncoveredBuildings'), lacking)}
            >
              {lacking.length}
            </button>
          </li>
          <li className="k-hint">
            {t('planning.proofLine', { seed: proof.seed, work: Math.round(proof.work / 1000) })}
          </li>
        </ul>
      )}
      {open ? (
        <BuildingList
          ground={ground}
          ids={open.ids}
          title={open.title}
          secondsOf={(id) => result.seconds[at.get(id) ?? -1]}
        />
      ) : null}
      {used.length > 0 ? (
        <table className="c-table pl-small">
          <thead>
            <tr>
              <th scope="col">{t('planning.site')}</th>
              <th scope="col">{t('planning.siteState')}</th>
              <th scope="col" className="pl-num">
                {t('planning.households')}
              </th>
              <th scope="col" className="pl-num">
                {t('planning.buildings')}
              </th>
            </tr>
          </thead>
          <tbody>
            {used.map(({ site, i }) => (
              <tr key={site.id}>
                <th scope="row">{site.name || site.id}</th>
                <td>{t(`planning.siteState.${site.state}`)}</td>
                <td className="pl-num">{site.households}</td>
                <td className="pl-num">
                  <button
                    type="button"
                    className="k-link k-number"
                    onClick={() =>
                      show(
                        site.name || site.id,
                        result.buildings.filter((_, k) => result.siteOf[k] === i),
                      )
                    }
                  >
                    {site.buildings}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {result.curve.length > 0 ? <Curve result={result} /> : null}
    </>
  );
}

/** Objective, bound and gap as one would say them. */
function Proof({ result: { proof, open }, input }: { result: SitingResult; input: SitingInput }) {
  const { t } = useI18n();
  const say = (value: number | null): string => {
    if (value === null) return '–';
    if (input.question === 'most-covered' || input.question === 'all-covered')
      return String(Math.round(value));
    return t('planning.householdHours', { n: Math.round(value / 3600) });
  };
  return (
    <p className="pl-headline">
      {t(`planning.answer.${input.question}`, { n: open.length, value: say(proof.objective) })}{' '}
      {proof.proven
        ? t('planning.proven')
        : t('planning.notProven', {
            bound: say(proof.bound),
            gap: proof.gap === null ? '–' : (proof.gap * 100).toFixed(2),
          })}
      {proof.stoppedBy === 'cancel' ? ` ${t('planning.stopped')}` : ''}
    </p>
  );
}

/** Covered households over the number of sites, as bars with their number. */
function Curve({ result: { curve, households } }: { result: SitingResult }) {
  const { t } = useI18n();
  const most = Math.max(1, households.total);
  return (
    <table className="c-table pl-small pl-curve">
      <caption>{t('planning.curveTitle')}</caption>
      <thead>
        <tr>
          <th scope="col" className="pl-num">
            {t('planning.p')}
          </th>
          <th scope="col">{t('planning.coveredHouseholds')}</th>
          <th scope="col" className="pl-num">
            {t('planning.gain')}
          </th>
        </tr>
      </thead>
      <tbody>
        {curve.map((point, i) => (
          <tr key={point.p}>
            <td className="pl-num">{point.p}</td>
            <td>
              <span
                className="pl-bar"
                style={{ width: `${(point.covered / most) * 45}%` }}
                aria-hidden="true"
              />
              <span className="k-number">
                {point.covered} · {((point.covered / most) * 100).toFixed(0)} %
                {point.proven ? '' : ` · ≤ ${Math.round(point.bound)}`}
              </span>
            </td>
            <td className="pl-num">{i === 0 ? '' : `+${point.covered - (curve[i - 1]?.covered ?? 0)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
