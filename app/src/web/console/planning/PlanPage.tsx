// One plan at the workbench: the map on the left; on the right what is asked, what came out, corrections, comparison and adoption.
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { call, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { MapView } from '../../kit/map/MapView.tsx';
import type { OverlayFeature } from '../../kit/map/map-overlay.ts';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useMapInfo } from '../map/map-info.ts';
import { NightContext } from '../shell/night.ts';
import { Adoption } from './Adoption.tsx';
import { CircleForm } from './CircleForm.tsx';
import { CircleView } from './CircleView.tsx';
import { Compare } from './Compare.tsx';
import { Corrections } from './Corrections.tsx';
import { CoverageView } from './CoverageView.tsx';
import { coverageOfService, proposalFor } from './circle.ts';
import { GridsForm } from './GridsForm.tsx';
import { GridsView } from './GridsView.tsx';
import { Legend } from './Legend.tsx';
import { barrierOverlay, boundsOf, COLORS, dotsOf, overlayOf, strongDots } from './overlay.ts';
import { PrintMap, usePrinting } from './PrintMap.tsx';
import { useGround, usePlan, useRefresh, useRun } from './planning-queries.ts';
import type {
  CircleInput,
  CircleServiceResult,
  Corner,
  GridsInput,
  Ground,
  MapTask,
  Plan,
  Question,
  Result,
  RunHead,
} from './planning-types.ts';
import { RunLine } from './RunLine.tsx';
import { candidatesOf, ruleOf } from './SiteRules.tsx';
import { SitingView } from './SitingView.tsx';
import { CoverageForm, SitingForm } from './WalkForms.tsx';
import './planning.css';

type Tab = 'ask' | 'result' | 'correct' | 'compare' | 'adopt';

export function PlanPage() {
  const { planId = '' } = useParams({ strict: false }) as { planId?: string };
  const plan = usePlan(planId);
  const ground = useGround(plan.data?.areaId);
  if (plan.isPending || (plan.data && ground.isPending)) return <Loading />;
  if (plan.isError) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (ground.isError) return <ErrorState error={ground.error} onRetry={() => void ground.refetch()} />;
  if (!ground.data) return <Loading />;
  return <Workbench key={plan.data.id} plan={plan.data} ground={ground.data} />;
}

const lastDone = (runs: readonly RunHead[]) => runs.find((run) => run.state === 'done')?.id;

function Workbench({ plan, ground }: { plan: Plan; ground: Ground }) {
  const { t } = useI18n();
  const [dark] = useContext(NightContext);
  const info = useMapInfo();
  const refresh = useRefresh();
  const [question, setQuestion] = useState<Question>({ kind: plan.kind, input: plan.input } as Question);
  const [tab, setTab] = useState<Tab>(plan.runs.length > 0 ? 'result' : 'ask');
  const [chosenRun, setRun] = useState(lastDone(plan.runs) ?? plan.runs[0]?.id);
  const run = useRun(chosenRun);
  const [tried, setTried] = useState<Result>();
  const [other, setOther] = useState<Result>();
  const [strong, setStrong] = useState<ReadonlySet<string>>(new Set());
  const [line, setLine] = useState<string>();
  const [task, setTask] = useState<MapTask>({ mode: 'view' });
  const [picked, setPicked] = useState<string>();
  const [moves, setMoves] = useState(false);
  const [focus, setFocus] = useState<string>();
  const [noSites, setNoSites] = useState(false);
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>();

  const answer =
    tab === 'correct'
      ? (tried ?? run.data?.result)
      : tab === 'compare'
        ? (other ?? run.data?.result)
        : run.data?.result;
  // One service of a circle alone is a coverage.
  const result = useMemo(() => {
    const service = answer?.kind === 'circle' ? answer.services.find((one) => one.id === focus) : undefined;
    return answer?.kind === 'circle' && service ? coverageOfService(answer, service) : answer;
  }, [answer, focus]);
  // Its own object each time would take the map back to where it began.
  const bounds = useMemo(() => boundsOf(ground, info.data?.bounds), [ground, info.data?.bounds]);
  const asking = tab === 'ask';
  const printing = usePrinting();
  const shown = asking ? undefined : (result ?? undefined);
  const byGrid = question.kind === 'grids';
  // Thousands of buildings are coloured for an answer, not for every click and letter.
  const dots = useMemo(
    () => dotsOf({ ground, result: shown, byGrid, moves }),
    [ground, shown, byGrid, moves],
  );
  const overlay = useMemo<OverlayFeature[]>(() => {
    const lines = question.kind === 'grids' && asking ? barrierOverlay(ground, question.input, line) : [];
    return [
      ...lines,
      ...overlayOf({ ground, result: shown, strong }),
      ...strongDots(dots, strong),
      ...(asking ? placesOf(question, ground, strong) : []),
    ];
  }, [ground, shown, dots, strong, asking, question, line]);
  const onOverlay = useCallback((id: string) => {
    if (id.startsWith('line:')) setLine(id.slice(5));
    else {
      setPicked(id);
      setStrong(new Set([id]));
    }
  }, []);
  const onLine = useCallback(
    (corners: Corner[] | null) => {
      setTask({ mode: 'view' });
      if (!corners) return;
      setQuestion((before) =>
        before.kind === 'grids'
          ? { kind: 'grids', input: withDrawn(before.input, corners, t('planning.drawnName')) }
          : before,
      );
    },
    [t],
  );
  useEffect(() => {
    // Whatever stood out belonged to the answer that was shown before.
    if (chosenRun !== undefined) setStrong(new Set());
    setTried(undefined);
  }, [chosenRun]);

  const start = async (more: object = {}) => {
    setFailure(undefined);
    try {
      const id = newCommandId();
      await post(`/planning/plans/${plan.id}/runs`, { id, ...more }, { retries: 2 });
      setRun(id);
      setTab('result');
      await refresh();
    } catch (error) {
      setFailure(error);
    }
  };
  const save = async () => {
    setFailure(undefined);
    try {
      await post(`/planning/plans/${plan.id}`, { baseRevision: plan.revision, question });
      await start();
    } catch (error) {
      setFailure(error);
    }
  };
  const propose = async (service: CircleServiceResult) => {
    setFailure(undefined);
    if (plan.kind !== 'circle') return;
    const input = plan.input as CircleInput;
    const asked = input.services.find((one) => one.id === service.id);
    const proposal = asked && proposalFor(asked, input, ground);
    if (!proposal) {
      setNoSites(true);
      return;
    }
    try {
      const id = newCommandId();
      const name = t('planning.circle.proposal', { area: plan.areaName, service: service.name }).slice(0, 60);
      await post('/planning/plans', { id, name, areaId: plan.areaId, question: proposal }, { retries: 2 });
      await post(`/planning/plans/${id}/runs`, { id: newCommandId() }, { retries: 2 });
      await refresh();
      await navigate({ to: '/planning/$planId', params: { planId: id } });
    } catch (error) {
      setFailure(error);
    }
  };
  const tabs: Tab[] = [
    'ask',
    'result',
    ...(plan.kind === 'grids' ? (['correct', 'compare'] as const) : []),
    ...(plan.kind === 'grids' && plan.mayAdopt ? (['adopt'] as const) : []),
  ];
  const drawing = (inPage: boolean) => (
    <PrintMap
      bounds={bounds}
      plan={plan}
      ground={ground}
      run={run.data}
      result={result ?? undefined}
      inPage={inPage}
    />
  );
  const grids = result?.kind === 'grids' ? result : undefined;
  return (
    <div className="pl-bench">
      {printing ? drawing(false) : null}
      <div className="pl-map">
        <MapView
          bounds={bounds}
          attribution={info.data?.attribution ?? ''}
          areaLevel={asking ? 'grid' : 'street'}
          overlay={overlay}
          dots={dots}
          onOverlay={onOverlay}
          mode={task.mode}
          onLine={onLine}
          onPick={(point) => {
            if (task.mode === 'pick') task.done(point);
          }}
          theme={dark ? 'dark' : 'light'}
          label={t('planning.mapLabel', { name: plan.name })}
          instead={drawing(true)}
        />
      </div>
      <section className="pl-side" aria-label={plan.name}>
        <PlanHeader plan={plan} />
        <div className="pl-tabs" role="tablist" aria-label={t('planning.title')}>
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`pl-tab-${one}`}
              aria-selected={tab === one}
              aria-controls="pl-panel"
              className="pl-tab"
              onClick={() => setTab(one)}
            >
              {t(`planning.tab.${one}`)}
            </button>
          ))}
        </div>
        <div className="pl-body" id="pl-panel" role="tabpanel" aria-labelledby={`pl-tab-${tab}`}>
          <FormProblem failure={failure} />
          <Legend question={question} result={asking ? undefined : (result ?? undefined)} moves={moves} />
          {asking ? (
            <>
              <GroundLine ground={ground} />
              {question.kind === 'grids' ? (
                <GridsForm
                  input={question.input}
                  ground={ground}
                  line={line}
                  onLine={setLine}
                  picked={picked}
                  drawing={task.mode === 'line'}
                  onDraw={() => setTask(task.mode === 'line' ? { mode: 'view' } : { mode: 'line' })}
                  onChange={(input) => setQuestion({ kind: 'grids', input })}
                />
              ) : question.kind === 'circle' ? (
                <CircleForm
                  input={question.input}
                  ground={ground}
                  task={task}
                  onTask={setTask}
                  onChange={(input) => setQuestion({ kind: 'circle', input })}
                />
              ) : question.kind === 'coverage' ? (
                <CoverageForm
                  input={question.input}
                  ground={ground}
                  task={task}
                  onTask={setTask}
                  onChange={(input) => setQuestion({ kind: 'coverage', input })}
                />
              ) : (
                <SitingForm
                  input={question.input}
                  ground={ground}
                  picked={picked}
                  onPick={onOverlay}
                  task={task}
                  onTask={setTask}
                  onChange={(input) => setQuestion({ kind: 'siting', input })}
                />
              )}
              {plan.mayEdit ? (
                <button type="button" className="k-button k-button-primary" onClick={() => void save()}>
                  {t('planning.compute')}
                </button>
              ) : (
                <p className="k-hint">{t('planning.readOnly', { name: plan.createdByName ?? '' })}</p>
              )}
            </>
          ) : null}
          {tab === 'result' || tab === 'correct' || tab === 'adopt' ? (
            <RunLine
              runs={plan.runs}
              run={run.data}
              mayRun={plan.mayEdit}
              onChoose={setRun}
              onAgain={() => void start({ again: chosenRun })}
              onEnded={() => void refresh()}
            />
          ) : null}
          {tab === 'result' && result?.kind === 'grids' ? (
            <GridsView
              result={result}
              ground={ground}
              strong={strong}
              moves={moves}
              onMoves={setMoves}
              onStrong={setStrong}
            />
          ) : null}
          {noSites ? <p className="pl-warn">{t('planning.circle.noSites')}</p> : null}
          {tab === 'result' && answer?.kind === 'circle' ? (
            <CircleView
              result={answer}
              ground={ground}
              focus={focus}
              mayPropose={ground.mayPlan}
              onFocus={setFocus}
              onPropose={(service) => void propose(service)}
              onStrong={setStrong}
            />
          ) : null}
          {tab === 'result' && answer?.kind === 'coverage' && result?.kind === 'coverage' ? (
            <CoverageView result={result} ground={ground} onStrong={setStrong} />
          ) : null}
          {tab === 'result' && result?.kind === 'siting' && question.kind === 'siting' ? (
            <SitingView result={result} input={question.input} ground={ground} onStrong={setStrong} />
          ) : null}
          {tab === 'correct' && run.data?.result?.kind === 'grids' ? (
            <Corrections
              key={run.data.id}
              run={run.data}
              base={run.data.result}
              shown={grids ?? run.data.result}
              ground={ground}
              picked={picked}
              onPick={onOverlay}
              mayEdit={plan.mayEdit}
              onTried={setTried}
              onKeep={(corrections) => void start({ base: run.data?.id, corrections })}
            />
          ) : null}
          {tab === 'compare' ? <Compare plan={plan} shown={chosenRun} onShow={setOther} /> : null}
          {tab === 'adopt' && run.data?.result?.kind === 'grids' ? (
            <Adoption run={run.data} result={run.data.result} />
          ) : null}
        </div>
      </section>
    </div>
  );
}

/** Where a plan is from, its name, sharing and removing. */
export function PlanHeader({
  plan,
  home = '/planning',
}: {
  plan: Omit<Plan, 'kind' | 'input' | 'runs'> & { kind: string };
  home?: '/planning' | '/stress';
}) {
  const { t } = useI18n();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const [name, setName] = useState(plan.name);
  const [failure, setFailure] = useState<unknown>();
  const change = async (part: object) => {
    setFailure(undefined);
    try {
      await post(`/planning/plans/${plan.id}`, { baseRevision: plan.revision, ...part });
      await refresh();
    } catch (error) {
      setFailure(error);
    }
  };
  const remove = async () => {
    if (!window.confirm(t('planning.removeAsk', { name: plan.name }))) return;
    try {
      await call('DELETE', `/planning/plans/${plan.id}`);
      await refresh();
      await navigate({ to: home });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <header className="pl-head">
      <p className="k-hint">
        <Link to={home}>{t(home === '/stress' ? 'stress.title' : 'planning.title')}</Link> ·{' '}
        {home === '/stress' ? null : `${t(`planning.kind.${plan.kind}`)} · `}
        {plan.areaName} · {t(plan.shared ? 'planning.shared' : 'planning.draft')}
      </p>
      <h1 className={plan.mayEdit ? 'k-visually-hidden' : 'c-title'}>{plan.name}</h1>
      {plan.mayEdit ? (
        <input
          className="k-input pl-name"
          aria-label={t('planning.column.name')}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={() => {
            if (name.trim() && name.trim() !== plan.name) void change({ name: name.trim() });
          }}
        />
      ) : null}
      {plan.mayEdit ? (
        <div className="k-row">
          <button type="button" className="k-button" onClick={() => void change({ shared: !plan.shared })}>
            {t(plan.shared ? 'planning.unshare' : 'planning.share')}
          </button>
          <button type="button" className="k-button k-button-quiet" onClick={() => void remove()}>
            {t('planning.remove')}
          </button>
        </div>
      ) : null}
      <FormProblem failure={failure} />
    </header>
  );
}

function GroundLine({ ground }: { ground: Ground }) {
  const { t } = useI18n();
  return (
    <p className="k-hint">
      {t('planning.ground', {
        buildings: ground.buildings.rows.length,
        households: ground.households,
        grids: ground.grids.length,
      })}
      {ground.withoutHouseholds > 0 ? t('planning.groundBare', { n: ground.withoutHouseholds }) : ''}
    </p>
  );
}

function withDrawn(input: GridsInput, line: Corner[], name: string): GridsInput {
  const drawn = input.drawn ?? [];
  return { ...input, drawn: [...drawn, { name: `${name}${drawn.length + 1}`, strength: 'hard', line }] };
}

/** What is chosen and closed, before it is computed. */
function placesOf(question: Question, ground: Ground, strong: ReadonlySet<string>): OverlayFeature[] {
  if (question.kind === 'grids') return [];
  const colorOf = (id: string): string => {
    if (question.kind !== 'siting') return COLORS.site;
    const rule = ruleOf(question.input, id);
    return rule === 'fixed' ? COLORS.site : rule === 'forbidden' ? COLORS.uncovered : COLORS.closed;
  };
  const candidates =
    question.kind === 'circle'
      ? question.input.services.flatMap((one) => candidatesOf(ground, one.places))
      : candidatesOf(ground, question.kind === 'coverage' ? question.input.facilities : question.input.sites);
  return [
    ...[...new Map(candidates.map((one) => [one.id, one])).values()].map(
      ({ id, name, at }): OverlayFeature => ({
        id,
        role: 'mark',
        geometry: { type: 'Point', coordinates: at },
        color: colorOf(id),
        strong: strong.has(id),
        ...(strong.has(id) || id.startsWith('spot-') ? { label: name } : {}),
      }),
    ),
    ...(question.input.closures ?? []).map(
      ({ lng, lat }, i): OverlayFeature => ({
        id: `closure:${i}`,
        role: 'mark',
        geometry: { type: 'Point', coordinates: [lng, lat] },
        color: COLORS.uncovered,
        label: '×',
      }),
    ),
  ];
}
