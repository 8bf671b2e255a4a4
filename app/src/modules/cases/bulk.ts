// The words of a command to many cases: what each would do, and what it did.
import { type BulkOrder, type Refusal, UNDO_WINDOW_MS } from '../../engines/case/bulk.ts';
import type { CaseState } from '../../engines/case/case.ts';
import { type Asking, type CasesParts, readerOf } from './service.ts';
import * as views from './views.ts';

export async function previewBulk(parts: CasesParts, asking: Asking, order: BulkOrder) {
  const reader = readerOf(parts, asking, await parts.engine.world(asking.actor.district));
  const items = (await parts.bulk.preview(asking.actor, order)).map((outlook) => ({
    ...heading(outlook.id, outlook.before),
    before: outlook.before ? brief(outlook.before, reader) : null,
    after: 'after' in outlook ? brief(outlook.after, reader) : null,
    refused: 'refused' in outlook ? wordsOf(reader, outlook.refused) : null,
  }));
  const refused = items.filter((item) => item.refused !== null).length;
  return { items, total: items.length, willGo: items.length - refused, refused };
}

export async function startBulk(parts: CasesParts, asking: Asking, order: BulkOrder & { bulkId: string }) {
  await parts.bulk.start(asking.actor, order.bulkId, order);
  return viewBulk(parts, asking, order.bulkId);
}

export async function undoBulk(parts: CasesParts, asking: Asking, id: string) {
  await parts.bulk.undo(asking.actor, id);
  return viewBulk(parts, asking, id);
}

export async function viewBulk(parts: CasesParts, asking: Asking, id: string) {
  const reader = readerOf(parts, asking, await parts.engine.world(asking.actor.district));
  const { run, items, states } = await parts.bulk.look(asking.actor, id);
  const count = (test: (item: (typeof items)[number]) => boolean) => items.filter(test).length;
  return {
    id,
    name: run.name,
    label: parts.messages.text(asking.locale, `case.command.${run.name}`),
    state: run.state,
    total: run.total,
    done: count((item) => item.done?.result === 'done'),
    refused: count((item) => item.done?.result === 'refused'),
    undone: count((item) => item.undone?.result === 'done'),
    notUndone: count((item) => item.undone?.result === 'refused'),
    undoUntil: run.state === 'done' ? (run.finishedAt ?? run.createdAt) + UNDO_WINDOW_MS : null,
    items: items.map((item) => ({
      ...heading(item.caseId, states.get(item.caseId)),
      result: item.done?.result ?? null,
      refused: item.done?.code ? wordsOf(reader, item.done as Refusal) : null,
      undone: item.undone?.result ?? null,
      notUndone: item.undone?.code ? wordsOf(reader, item.undone as Refusal) : null,
    })),
  };
}

function heading(id: string, state: CaseState | undefined) {
  return { id, number: state?.number ?? '', headline: state?.headline ?? '' };
}

function brief(state: CaseState, reader: views.Reader) {
  const { state: label, holder, clock } = views.rowOf(state, reader, '');
  return { state: label, holder, clock };
}

/** Among many it helps to say what each is, rather than that something may have changed. */
function wordsOf(reader: views.Reader, { code, params }: Refusal) {
  const say = (key: string, given = {}) => reader.messages.text(reader.locale, key, given);
  if (code === 'cases.not-possible' && params) {
    const state = say(`case.state.${String(params['state'])}`);
    return {
      code,
      message: say('case.bulk.state', { state, command: say(`case.command.${String(params['command'])}`) }),
    };
  }
  return { code, message: say(`problem.${code}`, params ?? {}) };
}
