// What all runs say together: the four resiliences with their intervals, who waited longest, what was short, and what it rests on.
import type { Estimate } from '@renlin/core/simulation/statistics';
import { useI18n } from '../../kit/i18n.tsx';
import { CurveChart } from './CurveChart.tsx';
import { NotesList } from './NotesList.tsx';
import { worstCells } from './stress-logic.ts';
import { RESILIENCES, type StressResult, type StressRun } from './stress-types.ts';
import { useStressWords } from './stress-words.ts';

/** A loss is never below nothing, whatever the arithmetic of an interval says. */
const lossRange = ({ low, ...loss }: Estimate): string => range({ ...loss, low: Math.max(0, low) });

const range = ({ mean, low, high, runs }: Estimate, digits = 0): string =>
  runs > 1
    ? `${mean.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
    : mean.toFixed(digits);

export function ResultView({
  run,
  result,
  strong,
  onStrong,
}: {
  run: StressRun;
  result: StressResult;
  strong: ReadonlySet<string>;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const { names } = useStressWords(result);
  const { before } = result;
  return (
    <>
      {result.stopped ? (
        <p className="pl-warn">{t('stress.stopped', { runs: result.runs, of: run.input.runs })}</p>
      ) : null}
      {result.runs === 1 ? <p className="pl-warn">{t('stress.oneRun')}</p> : null}
      <p className="pl-headline">{headline(t, result)}</p>
      {before ? (
        <p className="st-good">
          {t('stress.boughtLine', {
            names: before.bought.map(names.measure).join(t('stress.and')),
            avoided: range(before.against.lossAvoided, 1),
          })}
        </p>
      ) : null}
      <Figures result={result} />
      {(['organisation', 'service', 'resource', 'response'] as const).map((name) => {
        const band = result.curves[name];
        return band ? (
          <CurveChart
            key={name}
            title={t(`stress.curve.${name}`)}
            band={band}
            other={before?.curves[name]}
            otherName={t('stress.withoutBought')}
          />
        ) : null;
      })}
      <Psychological result={result} />
      <Worst result={result} strong={strong} onStrong={onStrong} />
      <Needs result={result} />
      <Goods result={result} />
      <SinglePoints result={result} />
      <details className="pl-short">
        <summary>{t('stress.restsOn')}</summary>
        <p>
          {t('stress.runsOf', { runs: result.runs, seed: result.seed, model: result.model })}{' '}
          {t(`stress.streets.${result.streets.source}`, {
            nodes: result.streets.nodes,
            closed: result.streets.closed,
          })}
        </p>
        <NotesList notes={result.notes} />
        <p className="k-hint">{t('stress.limits')}</p>
      </details>
    </>
  );
}

function headline(t: ReturnType<typeof useI18n>['t'], result: StressResult): string {
  const [worst] = [...RESILIENCES].sort(
    (a, b) => result.resilience[b].loss.mean - result.resilience[a].loss.mean,
  );
  if (!worst || result.resilience[worst].loss.mean < 0.05) return t('stress.headlineNothing');
  const { robustness, hoursTo95 } = result.resilience[worst];
  return t(hoursTo95.median === null ? 'stress.headlineOpen' : 'stress.headline', {
    name: t(`stress.curve.${worst}`),
    lowest: (robustness.mean * 100).toFixed(0),
    hours: hoursTo95.median === null ? '' : hoursTo95.median.toFixed(0),
    displaced: Math.round(result.shelter.displaced.mean),
  });
}

function Figures({ result }: { result: StressResult }) {
  const { t } = useI18n();
  return (
    <table className="c-table st-table">
      <thead>
        <tr>
          <th scope="col">{t('stress.resilience')}</th>
          {['loss', 'lowest', 'back'].map((key) => (
            <th key={key} scope="col" className="pl-num" title={t(`stress.figureLine.${key}`)}>
              {t(`stress.figure.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {RESILIENCES.map((name) => {
          const { loss, robustness, hoursTo95 } = result.resilience[name];
          return (
            <tr key={name}>
              <th scope="row">{t(`stress.curve.${name}`)}</th>
              <td className="pl-num">{lossRange(loss)}</td>
              <td className="pl-num">{(robustness.mean * 100).toFixed(0)}%</td>
              <td className="pl-num">
                {hoursTo95.median === null
                  ? t('stress.notBack')
                  : t('stress.hoursN', { n: hoursTo95.median.toFixed(1) })}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Psychological({ result }: { result: StressResult }) {
  const { t } = useI18n();
  const { psychological } = result;
  return (
    <p className="k-hint">
      {psychological
        ? t('stress.psychological', { score: (psychological.score * 100).toFixed(0) })
        : t('stress.psychologicalNone')}
    </p>
  );
}

function Worst({
  result,
  strong,
  onStrong,
}: {
  result: StressResult;
  strong: ReadonlySet<string>;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const worst = worstCells(result);
  if (worst.length === 0) return <p>{t('stress.nobodyWaited')}</p>;
  return (
    <table className="c-table st-table">
      <caption className="pl-caption">{t('stress.worst')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('planning.grid')}</th>
          <th scope="col" className="pl-num">
            {t('planning.households')}
          </th>
          <th scope="col" className="pl-num" title={t('stress.lateLine')}>
            {t('stress.late')}
          </th>
        </tr>
      </thead>
      <tbody>
        {worst.map((cell) => (
          <tr key={cell.id} className={strong.has(cell.id) ? 'pl-on' : undefined}>
            <th scope="row">
              <button type="button" className="k-link" onClick={() => onStrong(new Set([cell.id]))}>
                {cell.name}
              </button>
            </th>
            <td className="pl-num">{cell.households}</td>
            <td className="pl-num">{cell.lateMinutesPerPerson.toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Needs({ result }: { result: StressResult }) {
  const { t } = useI18n();
  const rows = Object.entries(result.needs).filter(([, need]) => need.arisen.mean > 0);
  if (rows.length === 0) return null;
  return (
    <table className="c-table st-table">
      <caption className="pl-caption">{t('stress.needs')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('stress.need')}</th>
          {['arisen', 'inTime', 'never', 'minutes'].map((key) => (
            <th key={key} scope="col" className="pl-num">
              {t(`stress.need.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, need]) => (
          <tr key={name}>
            <th scope="row">{t(`stress.needs.${name}`)}</th>
            <td className="pl-num">{need.arisen.mean.toFixed(0)}</td>
            <td className="pl-num">{(need.inTimeShare.mean * 100).toFixed(0)}%</td>
            <td className="pl-num">{need.neverReached.mean.toFixed(1)}</td>
            <td className="pl-num">{need.meanMinutes.mean.toFixed(0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Goods({ result }: { result: StressResult }) {
  const { t } = useI18n();
  const { names } = useStressWords(result);
  const { displaced, unsheltered } = result.shelter;
  return (
    <section aria-label={t('stress.goods')}>
      <h2 className="c-heading">{t('stress.goods')}</h2>
      <ul className="pl-facts">
        <li>
          {t('stress.displaced', {
            n: Math.round(displaced.mean),
            without: Math.round(unsheltered.mean),
          })}
        </li>
        {Object.entries(result.supplies)
          .filter(([, one]) => one.needed.mean > 0)
          .map(([item, one]) => (
            <li key={item}>
              {t('stress.supply', {
                item: t(`stress.item.${item}`),
                needed: Math.round(one.needed.mean),
                share: (one.availability.mean * 100).toFixed(0),
              })}
            </li>
          ))}
        {result.stockouts.slice(0, 6).map((one) => (
          <li key={`${one.stock}${one.item}`}>
            {t('stress.stockout', {
              name: names.thing(one.stock),
              item: t(`stress.item.${one.item}`),
              hours: (one.medianMinute / 60).toFixed(0),
              share: (one.share * 100).toFixed(0),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** N+1: what only one thing or one person can do. */
function SinglePoints({ result }: { result: StressResult }) {
  const { t } = useI18n();
  const { names } = useStressWords(result);
  const { skills, services, items, roads } = result.singlePoints;
  const losses = (result.single ?? []).filter((one) => one.lossAvoided.mean < 0 && one.lossAvoided.high < 0);
  return (
    <details className="pl-short">
      <summary>{t('stress.single', { n: skills.length + services.length + items.length })}</summary>
      <ul className="pl-facts">
        {services.map((one) => (
          <li key={one.facility}>
            {t('stress.singleService', { name: names.thing(one.facility), grids: one.grids })}
          </li>
        ))}
        {items.map((one) => (
          <li key={one.item}>
            {t('stress.singleItem', { item: t(`stress.item.${one.item}`), name: names.thing(one.stock) })}
          </li>
        ))}
        {skills.map((one) => (
          <li key={one.skill}>
            {t('stress.singleSkill', { skill: t(`stress.needs.${one.skill}`), name: names.thing(one.group) })}
          </li>
        ))}
        {roads > 0 ? <li>{t('stress.singleRoads', { n: roads })}</li> : null}
        {losses.slice(0, 8).map((one) => (
          <li key={`${one.kind}${one.id}`}>
            {t('stress.loseOne', {
              name: names.thing(one.id),
              more: (-one.lossAvoided.mean).toFixed(1),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}
