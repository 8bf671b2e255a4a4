// One command to many cases: choose it, see what each case would do, let it run, take it back. Beside the list, where a case would be.
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, get, post } from '../../kit/api.ts';
import type { CaseAction, CaseRow, CaseView } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { FieldForm } from '../../kit/FieldForm.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { MOST_AT_ONCE, type Outlook, PreviewList, type Run, RunList } from './bulk-lists.tsx';
import { samplesOf } from './bulk-samples.ts';

/** Of so many different states one case each is asked what may be done. */
const ASKED = 4;

type Order = { name: string; form: Record<string, unknown>; items: { id: string; baseVersion: number }[] };
type Stage = { at: 'form' } | { at: 'preview'; order: Order; outlook: Outlook } | { at: 'run'; id: string };

export function BulkPanel({ rows, onDone }: { rows: readonly CaseRow[]; onDone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const [stage, setStage] = useState<Stage>({ at: 'form' });
  const [name, setName] = useState<string>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const actions = useActions(rows);
  const action = actions.list.find((one) => one.name === name);

  async function ask<T>(path: string, body: unknown, then: (answer: T) => void): Promise<void> {
    setPending(true);
    setProblem(undefined);
    try {
      then(await post<T>(path, body));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      if (stage.at !== 'form') toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      setPending(false);
    }
  }
  function look(form: Record<string, unknown>): void {
    const items = rows.map(({ id, version }) => ({ id, baseVersion: version }));
    const order = { name: name as string, form, items };
    void ask<Outlook>('/bulk/preview', order, (outlook) => setStage({ at: 'preview', order, outlook }));
  }
  if (stage.at === 'run') return <BulkRun id={stage.id} onDone={onDone} />;
  if (rows.length === 0) return <Empty title={t('bulk.chosen', { n: 0 })}>{t('bulk.pickSome')}</Empty>;
  if (rows.length > MOST_AT_ONCE) return <Empty title={t('bulk.tooMany')}>{t('bulk.pickFewer')}</Empty>;
  if (stage.at === 'preview') {
    const { order, outlook } = stage;
    return (
      <div className="c-bulk">
        <h2 className="c-heading">{t('bulk.title', { label: action?.label ?? order.name })}</h2>
        <p role="status">
          {t('bulk.willGo', { n: outlook.willGo })}
          {outlook.refused > 0 ? `，${t('bulk.willNot', { n: outlook.refused })}` : ''}
        </p>
        <div className="c-actions">
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={pending || outlook.willGo === 0}
            onClick={() => {
              const bulkId = newCommandId();
              void ask<Run>('/bulk', { bulkId, ...order }, () => setStage({ at: 'run', id: bulkId }));
            }}
          >
            {t('bulk.go', { n: outlook.willGo })}
          </button>
          <button type="button" className="k-button" onClick={() => setStage({ at: 'form' })}>
            {t('bulk.back')}
          </button>
        </div>
        <PreviewList outlook={outlook} />
      </div>
    );
  }
  return (
    <div className="c-bulk">
      <h2 className="c-heading">{t('bulk.chosen', { n: rows.length })}</h2>
      {actions.failed ? <ErrorState error={actions.failed} /> : null}
      {actions.pending ? <Loading /> : null}
      {!actions.pending && actions.list.length === 0 ? <p>{t('bulk.nothing')}</p> : null}
      {actions.list.length > 0 ? (
        <fieldset className="k-field">
          <legend className="k-label">{t('bulk.what')}</legend>
          <div className="k-choices">
            {actions.list.map((one) => (
              <label key={one.name} className="k-choice">
                <input
                  type="radio"
                  name="bulk-command"
                  checked={one.name === name}
                  onChange={() => {
                    setName(one.name);
                    setProblem(undefined);
                  }}
                />
                {one.label}
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
      {action ? (
        <FieldForm
          key={action.name}
          fields={action.form.fields}
          submitLabel={t('bulk.look')}
          pending={pending}
          problem={problem}
          onSubmit={look}
        />
      ) : null}
    </div>
  );
}

/** What may be done with at least one of the chosen: a case of each kind and state is asked. */
function useActions(rows: readonly CaseRow[]) {
  const samples = samplesOf(rows, ASKED);
  const asked = useQueries({
    queries: samples.map((id) => ({
      queryKey: ['case', id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<CaseView>(`/cases/${encodeURIComponent(id)}`, undefined, signal),
    })),
  });
  const found = new Map<string, CaseAction>();
  for (const { data } of asked)
    for (const action of data?.actions ?? [])
      if (action.bulk && !found.has(action.name)) found.set(action.name, action);
  return {
    // What these cases wait for comes first.
    list: [...found.values()].sort((a, b) => Number(b.tone === 'primary') - Number(a.tone === 'primary')),
    pending: asked.some((one) => one.isPending),
    failed: asked.find((one) => one.error)?.error ?? null,
  };
}

const ASK_AGAIN_MS = 700;

function BulkRun({ id, onDone }: { id: string; onDone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const run = useQuery({
    queryKey: ['bulk', id],
    queryFn: ({ signal }) => get<Run>(`/bulk/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: (query) => (isWorking(query.state.data) ? ASK_AGAIN_MS : false),
  });
  if (!run.data)
    return run.error ? <ErrorState error={run.error} onRetry={() => void run.refetch()} /> : <Loading />;
  const { data } = run;
  const undoing = data.state === 'undoing' || data.state === 'undone';
  const numbers = undoing
    ? { done: data.undone, refused: data.notUndone, total: data.done }
    : { done: data.done, refused: data.refused, total: data.total };
  const words = {
    running: t('bulk.running', { done: numbers.done + numbers.refused, total: numbers.total }),
    undoing: t('bulk.undoing', { done: numbers.done + numbers.refused, total: numbers.total }),
    done: t('bulk.done', { done: numbers.done, refused: numbers.refused }),
    undone: t('bulk.undone', { done: numbers.done, refused: numbers.refused }),
  }[data.state];
  async function takeBack(): Promise<void> {
    try {
      await post(`/bulk/${encodeURIComponent(id)}/undo`, {});
      await client.invalidateQueries({ queryKey: ['bulk', id] });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  return (
    <div className="c-bulk">
      <h2 className="c-heading">{t('bulk.title', { label: data.label })}</h2>
      <p role="status">{words}</p>
      {isWorking(data) ? (
        <progress max={numbers.total} value={numbers.done + numbers.refused} aria-label={words} />
      ) : (
        <div className="c-actions">
          <button type="button" className="k-button k-button-primary" onClick={onDone}>
            {t('bulk.leave')}
          </button>
          {data.undoUntil !== null && data.done > 0 ? (
            <button type="button" className="k-button" onClick={() => void takeBack()}>
              {t('bulk.undo')}
            </button>
          ) : null}
        </div>
      )}
      {data.undoUntil !== null && data.done > 0 ? (
        <p className="k-hint">{t('bulk.undoUntil', { time: nearDate(t, data.undoUntil, now()) })}</p>
      ) : null}
      <RunList run={data} />
    </div>
  );
}

function isWorking(run: Run | undefined): boolean {
  return run?.state === 'running' || run?.state === 'undoing';
}
