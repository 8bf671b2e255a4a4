// Why there was a loss, and what would have helped most for its money: chosen, they are bought and the test is run again with them.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { isCertain } from './stress-logic.ts';
import type { RankedMeasure, StressResult } from './stress-types.ts';
import { useStressWords } from './stress-words.ts';

export function MeasuresView({
  result,
  mayRun,
  onBuy,
  onCosts,
}: {
  result: StressResult;
  mayRun: boolean;
  onBuy(ids: string[]): void;
  onCosts(costs: Record<string, number>): void;
}) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [costs, setCosts] = useState<Record<string, number>>({});
  const { names } = useStressWords(result);
  const costOf = (one: RankedMeasure) => costs[one.id] ?? one.costYuan;
  const perYuan = (one: RankedMeasure) => (one.lossAvoided.mean * 10_000) / costOf(one);
  const ranked = [...(result.measures ?? [])].sort(
    (a, b) => perYuan(b) - perYuan(a) || (a.id < b.id ? -1 : 1),
  );
  const total = ranked.filter((one) => chosen.includes(one.id)).reduce((sum, one) => sum + costOf(one), 0);
  return (
    <>
      <Causes result={result} />
      <section aria-label={t('stress.measures')}>
        <h2 className="c-heading">{t('stress.measures')}</h2>
        {result.measures === null ? (
          <p>{t('stress.notAsked')}</p>
        ) : (
          <p className="k-hint">{t('stress.measuresLine')}</p>
        )}
        {result.before ? (
          <p>
            {t('stress.boughtAlready', {
              names: result.before.bought.map(names.measure).join(t('stress.and')),
            })}
          </p>
        ) : null}
        {ranked.length > 0 ? (
          <table className="c-table st-table st-measures">
            <thead>
              <tr>
                <th scope="col">{t('stress.measure')}</th>
                <th scope="col" className="pl-num">
                  {t('stress.cost')}
                </th>
                <th scope="col" className="pl-num" title={t('stress.avoidedLine')}>
                  {t('stress.avoided')}
                </th>
                <th scope="col" className="pl-num">
                  {t('stress.perYuan')}
                </th>
              </tr>
            </thead>
            <tbody>
              {ranked.map((one) => {
                const name = names.measure(one);
                return (
                  <tr key={one.id} className={chosen.includes(one.id) ? 'pl-on' : undefined}>
                    <th scope="row">
                      <label className="c-check">
                        <input
                          type="checkbox"
                          checked={chosen.includes(one.id)}
                          disabled={!mayRun}
                          onChange={({ target }) =>
                            setChosen(
                              target.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id),
                            )
                          }
                        />
                        {name}
                      </label>
                    </th>
                    <td className="pl-num">
                      <input
                        type="number"
                        className="k-input st-cost"
                        aria-label={t('stress.costOf', { name })}
                        min={1}
                        max={1_000_000_000}
                        value={costOf(one)}
                        disabled={!mayRun}
                        onChange={({ target }) => {
                          const yuan = target.valueAsNumber;
                          if (yuan >= 1) setCosts({ ...costs, [one.id]: yuan });
                        }}
                      />
                    </td>
                    <td className="pl-num">
                      {one.lossAvoided.mean.toFixed(1)}
                      <br />
                      <span className="k-hint">
                        {isCertain(one.lossAvoided)
                          ? `[${one.lossAvoided.low.toFixed(1)}, ${one.lossAvoided.high.toFixed(1)}]`
                          : t('stress.noise')}
                      </span>
                    </td>
                    <td className="pl-num">{perYuan(one).toFixed(2)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ) : null}
        {mayRun && ranked.length > 0 ? (
          <div className="k-row">
            <button
              type="button"
              className="k-button k-button-primary"
              disabled={chosen.length === 0}
              onClick={() => onBuy([...chosen])}
            >
              {chosen.length === 0
                ? t('stress.buyNone')
                : t('stress.buy', { n: chosen.length, yuan: (total / 10_000).toFixed(1) })}
            </button>
            {Object.keys(costs).length > 0 ? (
              <button type="button" className="k-button" onClick={() => onCosts(costs)}>
                {t('stress.keepCosts')}
              </button>
            ) : null}
          </div>
        ) : null}
      </section>
    </>
  );
}

function Causes({ result }: { result: StressResult }) {
  const { t } = useI18n();
  const { causes } = result;
  if (!causes) return <p>{t('stress.causesNotAsked')}</p>;
  const items = causes.items.filter((one) => one.lossAvoided.mean > 0.05);
  const most = Math.max(1e-9, ...items.map((one) => one.lossAvoided.mean));
  return (
    <section aria-label={t('stress.causes')}>
      <h2 className="c-heading">{t('stress.causes')}</h2>
      <p className="k-hint">{t('stress.causesLine', { loss: causes.base.mean.toFixed(0) })}</p>
      {items.length === 0 ? <p>{t('stress.noCauses')}</p> : null}
      <ul className="pl-facts">
        {items.map((one) => (
          <li key={one.id} className="st-cause">
            <span>{t(`stress.cause.${one.id.replace(':', '-')}`)}</span>
            <span
              className="pl-bar"
              style={{ width: `${(one.lossAvoided.mean / most) * 110}px` }}
              aria-hidden="true"
            />
            <span className="k-number">
              {one.lossAvoided.mean.toFixed(1)} [{one.lossAvoided.low.toFixed(1)},{' '}
              {one.lossAvoided.high.toFixed(1)}]
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
