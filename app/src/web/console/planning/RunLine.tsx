// Which run is shown, how it stands, and asking the same again.
import { useEffect, useRef, useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { type Translate, useI18n } from '../../kit/i18n.tsx';
import type { Run, RunHead } from './planning-types.ts';

/** What is said of a run, whatever its answer is. */
type Said = Omit<Run, 'kind' | 'result'> & {
  kind: Run['kind'] | 'stress';
  result: Run['result'] | { kind: 'stress' };
};

const waits = (state: string) => state === 'queued' || state === 'running';

export function RunLine({
  runs,
  run,
  mayRun,
  onChoose,
  onAgain,
  onEnded,
}: {
  runs: readonly RunHead[];
  run: Said | undefined;
  mayRun: boolean;
  onChoose(id: string): void;
  onAgain(): void;
  onEnded(): void;
}) {
  const { t } = useI18n();
  const [failure, setFailure] = useState<unknown>();
  const state = run?.state;
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== undefined && waits(before.current) && state !== undefined && !waits(state))
      onEnded();
    before.current = state;
  }, [state, onEnded]);
  if (!run) return runs.length === 0 ? <p>{t('planning.noRuns')}</p> : null;
  const same = runs.find(
    (one) => one.id !== run.id && one.resultHash !== null && one.resultHash === run.resultHash,
  );
  const cancel = async () => {
    setFailure(undefined);
    try {
      await post(`/planning/runs/${run.id}/cancel`, {});
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className="pl-run">
      <div className="k-row">
        <label className="pl-grow">
          <span className="k-visually-hidden">{t('planning.run')}</span>
          <select className="k-input" value={run.id} onChange={(event) => onChoose(event.target.value)}>
            {(runs.some((one) => one.id === run.id) ? runs : [run, ...runs]).map((one) => (
              <option key={one.id} value={one.id}>
                {t(one.corrections > 0 ? 'planning.runByHand' : 'planning.runNumber', {
                  n: one.number,
                  state: t(`planning.state.${one.state}`),
                })}
              </option>
            ))}
          </select>
        </label>
        {waits(run.state) ? (
          <button type="button" className="k-button" onClick={() => void cancel()}>
            {t('planning.cancel')}
          </button>
        ) : run.state === 'done' && mayRun ? (
          <button type="button" className="k-button" onClick={onAgain}>
            {t('planning.again')}
          </button>
        ) : null}
      </div>
      {waits(run.state) ? (
        <p role="status" className="pl-progress">
          <span className="k-loading-bar" aria-hidden="true" />
          {run.progress ? progressWords(t, run.progress) : t(`planning.state.${run.state}`)}
        </p>
      ) : null}
      {run.state === 'failed' ? (
        <p className="k-form-problem" role="alert">
          {run.failure?.message}
        </p>
      ) : null}
      {run.state === 'done' ? (
        <p className="k-hint">
          {t('planning.provenance', {
            seed: run.seed,
            seconds: (run.seconds ?? 0).toFixed(1),
            by: run.askedByName ?? '',
            mark: (run.resultHash ?? '').slice(0, 8),
          })}
          {same ? ` ${t('planning.same', { n: same.number })}` : ''}
          {run.changeId ? ` ${t('planning.adopted')}` : ''}
        </p>
      ) : null}
      {run.state === 'done' ? (
        <p className="pl-exports">
          <a href={`/api/v1/planning/runs/${run.id}/export?format=geojson`}>{t('planning.geojson')}</a>
          <a href={`/api/v1/planning/runs/${run.id}/export?format=xlsx&table=grids`}>
            {t(run.kind === 'stress' ? 'stress.sheet.all' : `planning.sheet.${run.kind}`)}
          </a>
          {run.result?.kind === 'grids' && run.result.micro ? (
            <a href={`/api/v1/planning/runs/${run.id}/export?format=xlsx&table=micro`}>
              {t('planning.sheet.micro')}
            </a>
          ) : null}
          <a href={`/api/v1/planning/runs/${run.id}/export?format=xlsx&table=buildings`}>
            {t(run.kind === 'stress' ? 'stress.sheet.cells' : 'planning.sheet.buildings')}
          </a>
          {run.kind === 'stress' ? (
            <a href={`/api/v1/planning/runs/${run.id}/export?format=input`}>{t('stress.inputFile')}</a>
          ) : null}
          <button type="button" className="k-link" onClick={() => window.print()}>
            {t('planning.print')}
          </button>
        </p>
      ) : null}
      <FormProblem failure={failure} />
    </div>
  );
}

/** What is being done, and how near the end it is where that is known. */
function progressWords(t: Translate, { phase, objective, bound }: NonNullable<RunHead['progress']>): string {
  const said = t(`planning.phase.${phase}`);
  const words = said === `planning.phase.${phase}` ? t('planning.phase.search') : said;
  if (phase.startsWith('stress-') && objective !== null && bound !== null)
    return t('stress.progress', { phase: words, done: objective, of: bound });
  return objective === null && bound === null
    ? words
    : t('planning.progress', { phase: words, value: shown(objective), bound: shown(bound) });
}

const shown = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 10) / 10));
