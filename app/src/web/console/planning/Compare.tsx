// Two or three answers beside each other, of this plan or of others for the same area; the map shows the chosen one.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { type FigureColumn, FigureTable } from './FigureTable.tsx';
import { usePlan, usePlans, useRun } from './planning-queries.ts';
import type { GridsResult, Plan, Result, RunHead } from './planning-types.ts';

const MOST = 3;
type Choice = { run: RunHead; plan: string };

export function Compare({
  plan,
  shown,
  onShow,
}: {
  plan: Plan;
  shown: string | undefined;
  onShow(result: Result | undefined): void;
}) {
  const { t } = useI18n();
  const plans = usePlans();
  const others = (plans.data?.items ?? []).filter(
    (one) => one.id !== plan.id && one.areaId === plan.areaId && one.kind === 'grids',
  );
  const [otherId, setOther] = useState('');
  const other = usePlan(otherId || plan.id);
  const done = (one: { runs: readonly RunHead[]; name: string } | undefined): Choice[] =>
    (one?.runs ?? []).filter((run) => run.state === 'done').map((run) => ({ run, plan: one?.name ?? '' }));
  const choices = [...done(plan), ...(otherId ? done(other.data) : [])];
  const [chosen, setChosen] = useState<string[]>(shown ? [shown] : []);
  const [onMap, setOnMap] = useState(shown);
  const [a, b, c] = [useRun(chosen[0]), useRun(chosen[1]), useRun(chosen[2])];
  const found = [a, b, c].flatMap((one) =>
    one.data?.result?.kind === 'grids' ? [{ run: one.data, result: one.data.result as GridsResult }] : [],
  );
  const toggle = (id: string) =>
    setChosen((before) =>
      before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-MOST),
    );
  const today = found[0]?.result.today;
  const nameOf = (id: string) => {
    const choice = choices.find((one) => one.run.id === id);
    return choice ? `${choice.plan} ${t('planning.runNumberShort', { n: choice.run.number })}` : '';
  };
  const columns: FigureColumn[] = [
    ...(today ? [{ key: 'today', title: t('planning.today'), figures: today }] : []),
    ...found.map(({ run, result }) => ({
      key: run.id,
      title: (
        <label className="pl-onmap">
          <input
            type="radio"
            name="pl-onmap"
            checked={onMap === run.id}
            onChange={() => {
              setOnMap(run.id);
              onShow(result);
            }}
          />
          {nameOf(run.id)}
        </label>
      ),
      figures: result.figures,
    })),
  ];
  return (
    <>
      <p className="k-hint">{t('planning.compareLine')}</p>
      {others.length > 0 ? (
        <label className="pl-field">
          {t('planning.otherPlan')}
          <select className="k-input" value={otherId} onChange={(event) => setOther(event.target.value)}>
            <option value="">{t('planning.choose')}</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <div className="pl-checks">
        {choices.map(({ run, plan: name }) => (
          <label key={run.id} className="c-check">
            <input type="checkbox" checked={chosen.includes(run.id)} onChange={() => toggle(run.id)} />
            {name} {t('planning.runNumberShort', { n: run.number })}
          </label>
        ))}
      </div>
      {columns.length > 0 ? <FigureTable columns={columns} /> : null}
    </>
  );
}
