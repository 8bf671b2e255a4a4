// Corrections by hand: a building goes over, a grid is divided, two become one, neighbours are evened out; the figures follow each step.
import { useEffect, useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { FigureTable } from './FigureTable.tsx';
import type { Correction, GridsResult, GridView, Ground, Result, Run } from './planning-types.ts';

/** As many grids share at once as the server takes. */
const MOST_SHARING = 12;

export function Corrections({
  run,
  base,
  shown,
  ground,
  picked,
  onPick,
  mayEdit,
  onTried,
  onKeep,
}: {
  run: Run;
  base: GridsResult;
  shown: GridsResult;
  ground: Ground;
  picked: string | undefined;
  onPick(id: string): void;
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
  const number = shown.grids.findIndex((grid) => grid.code === from);
  const members = new Set(shown.buildings.filter((_, i) => shown.gridOf[i] === number));
  const inside = ground.buildings.rows.filter(([id]) => members.has(id));
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
      <div className="pl-row">
        <label className="pl-grow">
          {t('planning.grid')}
          <select
            className="k-input"
            value={from ?? ''}
            onChange={(event) => onPick(`grid:${event.target.value}`)}
          >
            <option value="">{t('planning.choose')}</option>
            {shown.grids.map((grid) => (
              <option key={grid.code} value={grid.code}>
                {grid.code} · {t('planning.householdsN', { n: grid.households })}
              </option>
            ))}
          </select>
        </label>
        <label className="pl-grow">
          {t('planning.building')}
          <select
            className="k-input"
            value={building?.[0] ?? ''}
            disabled={from === undefined}
            onChange={(event) => onPick(event.target.value || `grid:${from}`)}
          >
            <option value="">{t('planning.choose')}</option>
            {inside.map(([id, name, , , , households]) => (
              <option key={id} value={id}>
                {name || id} · {t('planning.householdsN', { n: households ?? 0 })}
              </option>
            ))}
          </select>
        </label>
      </div>
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
      {from === undefined || targets.length === 0 ? null : (
        <Balance
          key={from}
          from={from}
          targets={targets}
          disabled={busy || !mayEdit}
          onBalance={(grids, by) => add({ kind: 'balance', grids, by })}
        />
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
                  : one.kind === 'split'
                    ? t('planning.stepSplit', { grid: one.grid })
                    : t(`planning.stepBalance.${one.by}`, { grids: one.grids.join('、') })}
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

/** Which neighbours share with a grid, and what they share evenly. */
function Balance({
  from,
  targets,
  disabled,
  onBalance,
}: {
  from: string;
  targets: readonly GridView[];
  disabled: boolean;
  onBalance(grids: string[], by: 'households' | 'cases'): void;
}) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<string[]>([]);
  const [by, setBy] = useState<'households' | 'cases'>('households');
  return (
    <fieldset className="pl-set" disabled={disabled}>
      <legend>{t('planning.balanceWith', { grid: from })}</legend>
      <div className="pl-checks">
        {targets.map(({ code, households, cases }) => (
          <label key={code} className="c-check">
            <input
              type="checkbox"
              checked={chosen.includes(code)}
              disabled={!chosen.includes(code) && chosen.length >= MOST_SHARING - 1}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, code] : chosen.filter((one) => one !== code))
              }
            />
            {code} <span className="k-hint k-number">{t('planning.gridLoad', { n: households, cases })}</span>
          </label>
        ))}
      </div>
      <div className="pl-row pl-row-end">
        <label className="pl-grow">
          {t('planning.balanceBy')}
          <select
            className="k-input"
            value={by}
            onChange={(event) => setBy(event.target.value as 'households' | 'cases')}
          >
            <option value="households">{t('planning.balanceBy.households')}</option>
            <option value="cases">{t('planning.balanceBy.cases')}</option>
          </select>
        </label>
        <button
          type="button"
          className="k-button"
          disabled={chosen.length === 0}
          onClick={() => onBalance([from, ...chosen].sort(), by)}
        >
          {t('planning.balance', { n: chosen.length + 1 })}
        </button>
      </div>
    </fieldset>
  );
}
