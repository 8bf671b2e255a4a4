// One scenario: the map on the left; on the right what is asked, what came out, the story of a run, what would help, and comparisons.
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { MapView } from '../../kit/map/MapView.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useMapInfo } from '../map/map-info.ts';
import { PlanHeader } from '../planning/PlanPage.tsx';
import { usePrinting } from '../planning/PrintMap.tsx';
import { useRefresh } from '../planning/planning-queries.ts';
import type { Corner } from '../planning/planning-types.ts';
import { RunLine } from '../planning/RunLine.tsx';
import { NightContext } from '../shell/night.ts';
import { useScope } from '../shell/scope.tsx';
import { CompareView } from './CompareView.tsx';
import { MeasuresView } from './MeasuresView.tsx';
import { PrintedMap } from './PrintedMap.tsx';
import { ResultView } from './ResultView.tsx';
import { ScenarioForm } from './ScenarioForm.tsx';
import { StoryView } from './StoryView.tsx';
import { withZone } from './scenario-defaults.ts';
import { boxOf } from './stress-logic.ts';
import { MapLegend, overlayOf, type Shown } from './stress-overlay.tsx';
import { useModel, useScenario, useStressRun } from './stress-queries.ts';
import type { MapTask, Model, Scenario, StressPlan } from './stress-types.ts';
import '../planning/planning.css';
import './stress.css';

type Tab = 'ask' | 'result' | 'story' | 'measures' | 'compare';
const TABS: readonly Tab[] = ['ask', 'result', 'story', 'measures', 'compare'];

export function StressBench() {
  const { planId = '' } = useParams({ strict: false }) as { planId?: string };
  const plan = useScenario(planId);
  if (plan.isPending) return <Loading />;
  if (plan.isError) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  return <Bench key={plan.data.id} plan={plan.data} />;
}

function Bench({ plan }: { plan: StressPlan }) {
  const { t } = useI18n();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const { me } = useScope();
  const [scenario, setScenario] = useState<Scenario>(plan.input);
  const model = useModel(plan.areaId, scenario);
  const [tab, setTab] = useState<Tab>(plan.runs.length > 0 ? 'result' : 'ask');
  const [chosenRun, setRun] = useState(plan.runs.find((run) => run.state === 'done')?.id ?? plan.runs[0]?.id);
  const run = useStressRun(chosenRun);
  const [task, setTask] = useState<MapTask>({ mode: 'view' });
  const [strong, setStrong] = useState<ReadonlySet<string>>(new Set());
  const [hour, setHour] = useState(0);
  const [story, setStory] = useState(0);
  const [failure, setFailure] = useState<unknown>();
  const result = run.data?.result ?? undefined;
  const asking = tab === 'ask';
  useEffect(() => {
    // Whatever stood out belonged to the answer that was shown before.
    if (chosenRun !== undefined) setStrong(new Set());
    setStory(0);
  }, [chosenRun]);

  const start = async (more: object = {}) => {
    setFailure(undefined);
    try {
      const id = newCommandId();
      await post(`/planning/plans/${plan.id}/runs`, { id, ...more }, { retries: 2 });
      setRun(id);
      if (tab !== 'compare') setTab('result');
      await refresh();
    } catch (error) {
      setFailure(error);
    }
  };
  const keep = async (next: Scenario): Promise<boolean> => {
    setFailure(undefined);
    try {
      const question = { kind: 'stress', input: next };
      await post(`/planning/plans/${plan.id}`, { baseRevision: plan.revision, question });
      await refresh();
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    }
  };
  const copy = async () => {
    setFailure(undefined);
    try {
      const id = newCommandId();
      const name = t('stress.copyName', { name: plan.name }).slice(0, 60);
      const question = { kind: 'stress', input: scenario };
      await post('/planning/plans', { id, name, areaId: plan.areaId, question }, { retries: 2 });
      await refresh();
      await navigate({ to: '/stress/$planId', params: { planId: id } });
    } catch (error) {
      setFailure(error);
    }
  };
  const draw = (ring: Corner[] | null) => {
    setTask({ mode: 'view' });
    if (!ring) return;
    setScenario((before) =>
      withZone(before, ring, t('stress.zoneName', { n: before.hazard.zones.length + 1 })),
    );
  };
  const pick = (point: { lng: number; lat: number }) => {
    if (task.mode !== 'pick') return;
    setTask({ mode: 'view' });
    setScenario((before) => ({ ...before, closures: [...(before.closures ?? []), point] }));
  };
  return (
    <div className="pl-bench">
      <BenchMap
        plan={plan}
        model={model.data}
        unread={model.isError}
        scenario={scenario}
        task={task}
        onDraw={draw}
        onPick={pick}
        onStrong={setStrong}
        shown={{
          view: asking ? 'ask' : tab === 'story' ? 'story' : 'result',
          result,
          hour,
          story,
          strong,
        }}
      />
      <section className="pl-side" aria-label={plan.name}>
        <PlanHeader plan={plan} home="/stress" />
        <div className="pl-tabs" role="tablist" aria-label={t('stress.title')}>
          {TABS.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`st-tab-${one}`}
              aria-selected={tab === one}
              aria-controls="st-panel"
              className="pl-tab"
              onClick={() => setTab(one)}
            >
              {t(`stress.tab.${one}`)}
            </button>
          ))}
        </div>
        <div className="pl-body" key={tab} id="st-panel" role="tabpanel" aria-labelledby={`st-tab-${tab}`}>
          <FormProblem failure={failure} />
          {asking ? (
            <>
              {model.isError ? <ErrorState error={model.error} /> : null}
              <ScenarioForm
                scenario={scenario}
                model={model.data}
                task={task}
                onTask={setTask}
                onChange={setScenario}
              />
              {plan.mayEdit ? (
                <button
                  type="button"
                  className="k-button k-button-primary"
                  onClick={() => void keep(scenario).then((kept) => (kept ? start() : undefined))}
                >
                  {t('stress.run')}
                </button>
              ) : (
                <p className="k-hint">{t('planning.readOnly', { name: plan.createdByName ?? '' })}</p>
              )}
              {holdsDuty(me, 'manage-org', 'supervise', 'intake') ? (
                <button type="button" className="k-button" onClick={() => void copy()}>
                  {t('stress.copy')}
                </button>
              ) : null}
            </>
          ) : (
            <RunLine
              runs={plan.runs}
              run={run.data}
              mayRun={plan.mayEdit}
              onChoose={setRun}
              onAgain={() => void start({ again: chosenRun })}
              onEnded={() => void refresh()}
            />
          )}
          {!asking && result && run.data?.input ? (
            <>
              {tab === 'result' ? (
                <ResultView run={run.data} result={result} onStrong={setStrong} strong={strong} />
              ) : null}
              {tab === 'story' ? (
                <StoryView
                  result={result}
                  scenario={run.data.input}
                  which={story}
                  hour={hour}
                  onWhich={setStory}
                  onHour={setHour}
                  onStrong={setStrong}
                />
              ) : null}
              {tab === 'measures' ? (
                <MeasuresView
                  key={run.data.id}
                  result={result}
                  mayRun={plan.mayEdit}
                  onBuy={(bought) =>
                    void start({
                      seed: run.data?.seed,
                      trial: { ...(run.data?.trial ?? {}), bought: [...result.bought, ...bought] },
                    })
                  }
                  onCosts={(costs) => void keep({ ...plan.input, costs: { ...plan.input.costs, ...costs } })}
                />
              ) : null}
              {tab === 'compare' ? (
                <CompareView
                  plan={plan}
                  run={run.data}
                  onPolicy={(policy) =>
                    void start({ seed: run.data?.seed, trial: { ...(run.data?.trial ?? {}), policy } })
                  }
                />
              ) : null}
            </>
          ) : null}
        </div>
      </section>
    </div>
  );
}

function BenchMap({
  plan,
  model,
  unread,
  scenario,
  task,
  shown,
  onDraw,
  onPick,
  onStrong,
}: {
  plan: StressPlan;
  model: Model | undefined;
  /** There will be no model: the map shows where the district is. */
  unread: boolean;
  scenario: Scenario;
  task: MapTask;
  shown: Omit<Shown, 'model' | 'scenario'>;
  onDraw(ring: Corner[] | null): void;
  onPick(point: { lng: number; lat: number }): void;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const [dark] = useContext(NightContext);
  const info = useMapInfo();
  const printing = usePrinting();
  // Its own object each time would take the map back to where it began.
  const bounds = useMemo(
    () =>
      model ? (boxOf(model.cells, model) ?? model.box ?? undefined) : unread ? info.data?.bounds : undefined,
    [model, unread, info.data?.bounds],
  );
  const { view, result, hour, story, strong } = shown;
  const overlay = useMemo(
    () => overlayOf({ model, scenario, view, result, hour, story, strong }, t),
    [model, scenario, view, result, hour, story, strong, t],
  );
  const onOverlay = useCallback((id: string) => onStrong(new Set([id])), [onStrong]);
  const drawing = (inPage: boolean) =>
    result ? (
      <PrintedMap name={plan.name} area={plan.areaName} result={result} model={model} inPage={inPage} />
    ) : null;
  return (
    <>
      {printing ? drawing(false) : null}
      <div className="pl-map st-map">
        {bounds ? (
          <MapView
            bounds={bounds}
            attribution={info.data?.attribution ?? ''}
            // Numbers of grids would stand in the way of what is told of them.
            areaLevel={view === 'ask' ? 'grid' : 'street'}
            overlay={overlay}
            onOverlay={onOverlay}
            mode={task.mode}
            onPolygon={onDraw}
            onPick={onPick}
            theme={dark ? 'dark' : 'light'}
            label={t('planning.mapLabel', { name: plan.name })}
            instead={drawing(true)}
          />
        ) : (
          <Loading />
        )}
        <MapLegend view={view} result={result} />
      </div>
    </>
  );
}
