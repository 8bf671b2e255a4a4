// Two runs side by side on the same chances, whether they differ beyond noise, and the four rules of dispatch against each other.
import { useState } from 'react';
import type { Translate } from '../../kit/i18n.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { CurveChart } from './CurveChart.tsx';
import { PolicyFields } from './PolicyFields.tsx';
import { isCertain } from './stress-logic.ts';
import { useComparison, useStressRun } from './stress-queries.ts';
import {
  type Policy,
  RESILIENCES,
  type StressHead,
  type StressPlan,
  type StressResult,
  type StressRun,
} from './stress-types.ts';

export function runWords(t: Translate, run: Pick<StressHead, 'number' | 'trial'>): string {
  const parts = [
    ...(run.trial?.policy ? [policyWords(t, run.trial.policy)] : []),
    ...(run.trial?.bought?.length ? [t('stress.trialBought', { n: run.trial.bought.length })] : []),
  ];
  return `${t('planning.runNumberShort', { n: run.number })}${parts.length > 0 ? ` · ${parts.join(' · ')}` : ''}`;
}

const policyWords = (t: Translate, { rule, reserve, forward }: Policy): string =>
  [
    t(`stress.rule.${rule}`),
    ...(reserve > 0 ? [t('stress.reserveShort', { n: Math.round(reserve * 100) })] : []),
    ...(forward ? [t('stress.forwardShort')] : []),
  ].join(t('stress.and'));

export function CompareView({
  plan,
  run,
  onPolicy,
}: {
  plan: StressPlan;
  run: StressRun;
  onPolicy(policy: Policy): void;
}) {
  const { t } = useI18n();
  const done = plan.runs.filter((one) => one.state === 'done' && one.id !== run.id);
  const [chosen, setOther] = useState<string>();
  const otherId = done.some((one) => one.id === chosen) ? chosen : done[0]?.id;
  const other = useStressRun(otherId);
  const compared = useComparison(otherId, run.id);
  const [policy, setPolicy] = useState<Policy>(run.trial?.policy ?? run.input.policy);
  const a = run.result;
  const b = other.data?.result;
  return (
    <>
      {plan.mayEdit ? (
        <fieldset className="pl-set">
          <legend>{t('stress.otherPolicy')}</legend>
          <p className="k-hint">{t('stress.otherPolicyLine')}</p>
          <PolicyFields policy={policy} onChange={setPolicy} />
          <button type="button" className="k-button" onClick={() => onPolicy(policy)}>
            {t('stress.runPolicy')}
          </button>
        </fieldset>
      ) : null}
      {done.length === 0 ? (
        <p>{t('stress.compareNone')}</p>
      ) : (
        <label className="pl-field">
          {t('stress.compareWith', { name: runWords(t, run) })}
          <select className="k-input" value={otherId ?? ''} onChange={({ target }) => setOther(target.value)}>
            {done.map((one) => (
              <option key={one.id} value={one.id}>
                {runWords(t, one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {otherId !== undefined && (other.isPending || compared.isPending) ? <Loading /> : null}
      {compared.isError ? (
        <ErrorState error={compared.error} onRetry={() => void compared.refetch()} />
      ) : null}
      {a && b && compared.data && other.data ? (
        <>
          <Verdict compared={compared.data} one={runWords(t, run)} other={runWords(t, other.data)} />
          <Sides
            one={a}
            other={b}
            names={[runWords(t, run), runWords(t, other.data)]}
            compared={compared.data}
          />
          {(['organisation', 'service', 'resource', 'response'] as const).map((name) => {
            const band = a.curves[name];
            return band ? (
              <CurveChart
                key={name}
                title={t(`stress.curve.${name}`)}
                band={band}
                other={b.curves[name]}
                otherName={runWords(t, other.data as StressRun)}
              />
            ) : null;
          })}
        </>
      ) : null}
      {a ? <Policies result={a} /> : null}
    </>
  );
}

function Verdict({
  compared,
  one,
  other,
}: {
  compared: NonNullable<ReturnType<typeof useComparison>['data']>;
  one: string;
  other: string;
}) {
  const { t } = useI18n();
  const { mean, low, high } = compared.lossAvoided;
  const key = !compared.certain
    ? 'stress.verdictNoise'
    : mean > 0
      ? 'stress.verdictLess'
      : 'stress.verdictMore';
  return (
    <p className={compared.certain ? 'pl-headline' : 'pl-warn'} role="status">
      {t(key, {
        one,
        other,
        mean: Math.abs(mean).toFixed(1),
        low: low.toFixed(1),
        high: high.toFixed(1),
      })}{' '}
      <span className="k-hint">
        {t(compared.paired ? 'stress.paired' : 'stress.unpaired', { n: compared.runs })}
      </span>
    </p>
  );
}

function Sides({
  one,
  other,
  names,
  compared,
}: {
  one: StressResult;
  other: StressResult;
  names: readonly [string, string];
  compared: NonNullable<ReturnType<typeof useComparison>['data']>;
}) {
  const { t } = useI18n();
  const back = (result: StressResult, name: (typeof RESILIENCES)[number]) => {
    const { median } = result.resilience[name].hoursTo95;
    return median === null ? t('stress.notBack') : t('stress.hoursN', { n: median.toFixed(1) });
  };
  return (
    <table className="c-table st-table">
      <thead>
        <tr>
          <th scope="col">{t('stress.figure.loss')}</th>
          {names.map((name) => (
            <th key={name} scope="col" className="pl-num">
              {name}
            </th>
          ))}
          <th scope="col" className="pl-num">
            {t('stress.difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {RESILIENCES.map((name) => (
          <tr key={name}>
            <th scope="row">{t(`stress.curve.${name}`)}</th>
            {[one, other].map((result, i) => (
              <td key={i} className="pl-num">
                {result.resilience[name].loss.mean.toFixed(0)}
                <br />
                <span className="k-hint">{back(result, name)}</span>
              </td>
            ))}
            <td className="pl-num">
              {(-compared.by[name].mean).toFixed(1)}
              <br />
              <span className="k-hint">
                {isCertain(compared.by[name]) ? t('stress.beyondNoise') : t('stress.noise')}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Policies({ result }: { result: StressResult }) {
  const { t } = useI18n();
  if (!result.policies) return null;
  return (
    <table className="c-table st-table">
      <caption className="pl-caption">{t('stress.policies')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('stress.rule')}</th>
          <th scope="col" className="pl-num">
            {t('stress.need.inTime')}
          </th>
          <th scope="col" className="pl-num" title={t('stress.avoidedLine')}>
            {t('stress.avoided')}
          </th>
        </tr>
      </thead>
      <tbody>
        {result.policies.map((one) => (
          <tr key={one.id}>
            <th scope="row">{t(`stress.rule.${one.id}`)}</th>
            <td className="pl-num">{(one.inTimeShare.mean * 100).toFixed(1)}%</td>
            <td className="pl-num">
              {one.lossAvoided.mean.toFixed(1)}{' '}
              <span className="k-hint">{isCertain(one.lossAvoided) ? '' : t('stress.noise')}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
