// Corrections by hand: a building goes over, a grid is divided, two become one; the figures follow each step.
import { useEffect, useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { FigureTable } from './FigureTable.tsx';
import type { Correction, GridsResult, Ground, Result, Run } from './planning-types.ts';

export function Corrections({
  run,
  base,
  shown,
  ground,
  picked,
  mayEdit,
  onTried,
  onKeep,
}: {
  run: Run;
  base: GridsResult;
  shown: GridsResult;
  ground: Ground;
  picked: string | undefined;
  mayEdit: boolean;
  onTried(result: Result | undefined): void;
  onKeep(corrections: Correction[]): void;
}) {
  const { t } = useI18n();
  const [steps, setSteps] = useState<Correction[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [to, setTo] = useState('');
  const pickedGrid = picked?.startsWith('grid:') ? picked.slice(5) : undefined;
  const building = ground.buildings.rows.find(([id]) => id === picked);
  const at = building ? shown.buildings.indexOf(building[0]) : -1;
  const from = pickedGrid ?? (at < 0 ? undefined : shown.grids[shown.gridOf[at] as number]?.code);
  const community = shown.grids.find((grid) => grid.code === from)?.community;
  const targets = shown.grids.filter((grid) => grid.code !== from && grid.community === community);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice on the map begins anew
  useEffect(() => setTo(''), [picked]);

  async function attempt(next: Correction[]): Promise<void> {
    setFailure(undefined);
    if (next.length === 0) {
      setSteps([]);
      onTried(undefined);
      return;
    }
    setBusy(true);
    try {
      const { result } = await post<{ result: Result }>(`/planning/runs/${run.id}/try`, {
        corrections: next,
      });
      setSteps(next);
      onTried(result);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const add = (one: Correction) => void attempt([...steps, one]);
  return (
    <>
      <p className="k-hint">{t('planning.correctLine')}</p>
      {from === undefined ? (
        <p>{t('planning.pickToCorrect')}</p>
      ) : (
        <fieldset className="pl-set" disabled={busy || !mayEdit}>
          <legend>
            {building
              ? t('planning.pickedBuilding', {
                  name: building[1] || building[0],
                  n: building[5] ?? 0,
                  grid: from,
                })
              : t('planning.pickedGrid', { grid: from })}
          </legend>
          <div className="pl-row pl-row-end">
            <label className="pl-grow">
              {t('planning.target')}
              <select className="k-input" value={to} onChange={(event) => setTo(event.target.value)}>
                <option value="">{t('planning.choose')}</option>
                {targets.map((grid) => (
                  <option key={grid.code} value={grid.code}>
                    {grid.code} · {t('planning.householdsN', { n: grid.households })}
                  </option>
                ))}
              </select>
            </label>
            {building ? (
              <button
                type="button"
                className="k-button"
                disabled={!to}
                onClick={() => add({ kind: 'move', building: building[0], to })}
              >
                {t('planning.move')}
              </button>
            ) : null}
            <button
              type="button"
              className="k-button"
              disabled={!to}
              onClick={() => add({ kind: 'merge', grid: from, into: to })}
            >
              {t('planning.merge', { grid: from })}
            </button>
            <button type="button" className="k-button" onClick={() => add({ kind: 'split', grid: from })}>
              {t('planning.split', { grid: from })}
            </button>
          </div>
        </fieldset>
      )}
      <FormProblem failure={failure} />
      {steps.length > 0 ? (
        <ol className="pl-steps">
          {steps.map((one, i) => (
            <li key={i}>
              {one.kind === 'move'
                ? t('planning.stepMove', {
                    building: ground.buildings.rows.find(([id]) => id === one.building)?.[1] || one.building,
                    to: one.to,
                  })
                : one.kind === 'merge'
                  ? t('planning.stepMerge', { grid: one.grid, into: one.into })
                  : t('planning.stepSplit', { grid: one.grid })}
            </li>
          ))}
        </ol>
      ) : null}
      <div className="k-row">
        <button
          type="button"
          className="k-button"
          disabled={steps.length === 0 || busy}
          onClick={() => void attempt(steps.slice(0, -1))}
        >
          {t('planning.undoStep')}
        </button>
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={steps.length === 0 || busy}
          onClick={() => onKeep(steps)}
        >
          {t('planning.keep')}
        </button>
      </div>
      <FigureTable
        columns={[
          { key: 'before', title: t('planning.runNumberShort', { n: run.number }), figures: base.figures },
          { key: 'after', title: t('planning.corrected'), figures: shown.figures },
        ]}
      />
    </>
  );
}
