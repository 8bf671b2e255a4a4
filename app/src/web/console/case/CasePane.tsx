import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ApiProblem } from '../../kit/api.ts';
import type { CaseAction, CaseCore, CaseRow, CaseView } from '../../kit/api-types.ts';
import { ClockBar } from '../../kit/ClockBar.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { PhotoStrip } from '../../kit/Photos.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { StateMark } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { undoCaseCommand, useCaseCommand } from '../../kit/use-command.ts';
import { useCase } from '../queries.ts';
import { ActionPanel } from './ActionPanel.tsx';
import { AppraisalCard } from './AppraisalCard.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { Facts } from './Facts.tsx';
import { FromPatrol } from './FromPatrol.tsx';
import { Ownership, OwnershipNote } from './Ownership.tsx';
import { PartHeading, PartLevel } from './PartHeading.tsx';
import { Timeline } from './Timeline.tsx';
import { Whistle } from './Whistle.tsx';
import { WhyLate } from './WhyLate.tsx';

const loadMap = () => import('../map/CaseMap.tsx');
const CaseMap = lazy(() => loadMap().then((file) => ({ default: file.CaseMap })));

/** The code that draws the place is fetched beside the case, not after it. */
function expectPlace(): void {
  void loadMap().then((file) => file.expectMap());
}

type Props = {
  caseId: string;
  action?: string | undefined;
  onAction(name: string | undefined): void;
  onChanged?: (row: CaseRow) => void;
  onClose?: () => void;
  wide?: boolean;
};

export function CasePane(props: Props) {
  const found = useCase(props.caseId);
  useEffect(expectPlace, []);
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return found.data ? <CaseBody view={found.data} {...props} /> : null;
}

function CaseBody({ view, action, onAction, onChanged, onClose, wide }: Props & { view: CaseView }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const toast = useToast();
  const [why, setWhy] = useState<string>();
  const command = useCaseCommand(view.id, view.version);
  const chosen = view.actions.find((one) => one.name === action);

  function settle(next: CaseCore): void {
    // State and next actions at once; timeline and clocks follow with the page as the server has it now.
    client.setQueryData<CaseView>(['case', view.id], (known) => ({ ...(known ?? view), ...next }));
    void client.invalidateQueries({ queryKey: ['case', view.id] });
    onChanged?.(next);
    void client.invalidateQueries({ queryKey: ['work'] });
  }
  async function undo(commandId: string): Promise<void> {
    try {
      settle((await undoCaseCommand(view.id, commandId)).case);
      toast(t('case.undone'), { tone: 'good' });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  async function give(what: CaseAction, form: Record<string, unknown>, version?: number): Promise<void> {
    const done = await command.send(what.name, form, version);
    if (!done) return;
    onAction(undefined);
    settle(done.answer.case);
    const undoable = done.answer.undo;
    const words =
      done.answer.outcome === 'held'
        ? t('case.held')
        : done.answer.outcome === 'merged'
          ? t('case.merged')
          : t('case.done', { action: what.label, state: done.answer.case.state.label });
    toast(
      words,
      undoable
        ? { tone: 'good', undo: () => void undo(done.commandId), until: undoable.until }
        : { tone: 'good' },
    );
  }
  function start(what: CaseAction): void {
    command.reset();
    // Nothing to fill in and it can be taken back: one press does it. Otherwise the panel asks.
    if (what.form.fields.length === 0 && what.undoable) void give(what, {});
    else onAction(what.name);
  }
  const primary = view.actions.filter((one) => one.tone === 'primary');
  const others = view.actions.filter((one) => one.tone !== 'primary' && !one.rare);
  const rare = view.actions.filter((one) => one.tone !== 'primary' && one.rare);
  // Beside the list the list is the page; alone, the case is.
  const Title = wide ? 'h1' : 'h2';
  const live = view.clocks.filter((clock) => clock.state === 'running' || clock.state === 'paused');
  const ended = view.clocks.filter((clock) => !live.includes(clock));
  const lateClock = view.clocks.find((clock) => clock.late);
  return (
    <article className={`c-case${wide ? ' c-case-wide' : ''}`} aria-labelledby={`case-${view.id}`}>
      <header className="c-case-head">
        <div className="c-case-line">
          <StateMark shape={view.state.shape} label={view.state.label} />
          <span className="k-hint k-number">
            {view.kindLabel} · {view.number}
          </span>
          {view.category?.label ? <span className="k-hint">{view.category.label}</span> : null}
          <span className="c-case-tools">
            {wide ? null : (
              <Link to="/cases/$caseId" params={{ caseId: view.id }}>
                {t('case.alone')}
              </Link>
            )}
            {onClose ? (
              <button type="button" className="k-button k-button-quiet" onClick={onClose}>
                {t('kit.close')}
              </button>
            ) : null}
          </span>
        </div>
        <Title className="c-case-title" id={`case-${view.id}`}>
          {view.headline}
        </Title>
        <p className="k-hint">
          {view.place.areaPathNames.join(' › ')}
          {view.place.address ? ` · ${view.place.address}` : ''}
        </p>
        {live.map((clock) => (
          <ClockBar key={clock.name} clock={clock} compact={clock !== live[0]} />
        ))}
        {ended.length > 0 ? (
          <details className="c-clocks-ended">
            <summary>{t('case.clocksEnded', { n: ended.length })}</summary>
            {ended.map((clock) => (
              <ClockBar key={clock.name} clock={clock} compact />
            ))}
          </details>
        ) : null}
        <div className="c-actions">
          {[...primary, ...others].map((one) => (
            <button
              key={one.name}
              type="button"
              className={`k-button${one === primary[0] ? ' k-button-primary' : one.tone === 'danger' ? ' k-button-danger' : ''}`}
              disabled={command.pending}
              onClick={() => start(one)}
            >
              {one.label}
            </button>
          ))}
          {rare.length > 0 ? (
            <details className="c-more">
              <summary className="k-button">{t('case.more')}</summary>
              <div className="c-more-list">
                {rare.map((one) => (
                  <button
                    key={one.name}
                    type="button"
                    className="k-button"
                    disabled={command.pending}
                    onClick={() => start(one)}
                  >
                    {one.label}
                  </button>
                ))}
              </div>
            </details>
          ) : null}
          {view.actions.length === 0 ? (
            <span className="k-hint">
              {view.holder ? t('case.noActionsHeld', { unit: view.holder.unitName }) : t('case.noActions')}
            </span>
          ) : null}
        </div>
        <OwnershipNote view={view} />
        {chosen ? null : <FormProblem failure={command.problem} />}
        <div className="c-why">
          {view.routing ? <Routing routing={view.routing} /> : null}
          {view.clocks.length > 0 ? (
            <button
              type="button"
              className="k-link"
              onClick={() => setWhy((lateClock ?? view.clocks[0])?.name)}
            >
              {t(lateClock ? 'case.whyLate' : 'case.whyClock')}
            </button>
          ) : null}
        </div>
      </header>
      <PartLevel value={wide ? 'h2' : 'h3'}>
        <div className="c-case-grid">
          <div className="c-case-talk">
            <Whistle view={view} />
            <Timeline view={view} />
          </div>
          <aside className="c-case-facts">
            {view.photos.length > 0 ? (
              <section>
                <PartHeading>{t('case.photos')}</PartHeading>
                <PhotoStrip
                  photos={view.photos.map((photo) => ({
                    fileId: photo.fileId,
                    caption: t(`kit.photo.${photo.stage}`),
                  }))}
                />
              </section>
            ) : null}
            {view.place.point ? (
              <Suspense fallback={<Loading />}>
                <CaseMap point={view.place.point} shape={view.state.shape} label={view.headline} />
              </Suspense>
            ) : null}
            <Ownership view={view} />
            <Facts view={view} />
            {view.kind === 'hazard' ? <FromPatrol caseId={view.id} /> : null}
            <AppraisalCard view={view} />
          </aside>
        </div>
      </PartLevel>
      <ActionPanel
        view={view}
        action={chosen}
        pending={command.pending}
        problem={command.problem instanceof ApiProblem ? command.problem : undefined}
        onGive={(form) => chosen && void give(chosen, form)}
        onClose={() => {
          command.reset();
          onAction(undefined);
        }}
      />
      <WhyLate view={view} clock={why} onClose={() => setWhy(undefined)} onClock={setWhy} />
      <ConflictDialog
        caseId={view.id}
        conflict={command.conflict}
        onClose={() => {
          command.reset();
          void client.invalidateQueries({ queryKey: ['case', view.id] });
        }}
      />
    </article>
  );
}

function Routing({ routing }: { routing: NonNullable<CaseView['routing']> }) {
  const { t } = useI18n();
  return (
    <details className="c-routing">
      <summary>{t('case.whyMe')}</summary>
      <div className="c-routing-body">
        {routing.words.map((words) => (
          <p key={words}>{words}</p>
        ))}
        {routing.candidates.length > 0 ? (
          <ul>
            {routing.candidates.map((one) => (
              <li key={`${one.unitId}-${one.role}`}>
                <strong>{one.unitName}</strong> <span className="k-hint">{one.why}</span>
              </li>
            ))}
          </ul>
        ) : null}
        {routing.item ? (
          <p className="k-hint">
            {t('case.item', { item: routing.item, version: routing.listVersion ?? '—' })}
          </p>
        ) : null}
      </div>
    </details>
  );
}
