// "What needs me now?" as data: the branches of a queue follow from the posts a person holds.

import { bigrams } from '@renlin/core/text/tokens';
import type { CaseState } from '../../engines/case/case.ts';
import { dueOf } from '../../engines/case/timing.ts';
import type { Actor, HeldPost } from '../../kernel/actor.ts';
import { endOfCivilDay } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { ListQuery } from './contract.ts';
import { caseKinds } from './kinds/kinds.ts';
import { type Asking, type CasesParts, readerOf } from './service.ts';
import * as store from './store.ts';
import * as views from './views.ts';

const MOST_COUNTED = 1000;
const MOST_FOUND = 500;
const WORK_ITEMS = 60;
const WAITING_ITEMS = 20;

/** The cases on which this person could take the next step now. */
export function queueBranches(actor: Actor): store.Branch[] {
  if (actor.kind !== 'staff') return [];
  const branches: store.Branch[] = [];
  for (const post of actor.posts) {
    const holds = (duty: string) => post.duties.includes(duty);
    if (holds('handle')) {
      branches.push({
        states: ['dispatched', 'handling', 'paused', 'called', 'received', 'on-site'],
        unit: post.unitId,
      });
    }
    branches.push(...hardCaseBranches(post), ...emergencyBranches(post), ...teamBranches(post));
    if (holds('intake') || holds('dispatch'))
      branches.push({ states: ['reported', 'filed'], path: post.areaPath });
    if (holds('verify')) branches.push({ states: ['checking'], path: post.areaPath });
    if (holds('approve-extension')) {
      branches.push({ states: ['dispatched', 'handling'], path: post.areaPath, extensionAsked: true });
    }
    if (holds('escalate-receive')) {
      branches.push({ states: escalatedStates, path: post.areaPath, escalatedTo: post.areaPath });
    }
  }
  return branches;
}

/** Whatever can be taken by the level above is seen there, of whichever kind it is. */
const escalatedStates = [
  ...new Set(
    [...caseKinds.values()].flatMap((kind) => {
      const from = kind.commands['take-escalation']?.from ?? [];
      return from === '*' ? Object.keys(kind.states) : from;
    }),
  ),
];

/** A household that is still to be brought away. */
const leavingStates = ['to-notify', 'notified', 'refused', 'out-of-reach'];

/** A call-out until everybody is home. */
const calledStates = ['call-open', 'call-on-duty', 'call-going-home'];

/** One's own turn, the call-outs that one organises, whoever is missing of them, and retrofits by their stage. */
function teamBranches(post: HeldPost): store.Branch[] {
  const holds = (...duties: string[]) => duties.some((duty) => post.duties.includes(duty));
  const organises = holds('command', 'dispatch', 'intake');
  return [
    { states: ['turn-asked', 'turn-coming', 'turn-present', 'turn-relieved'], post: post.postId },
    ...(organises ? [{ states: calledStates, unit: post.unitId }] : []),
    ...(organises ? [{ states: ['turn-missing'], path: post.areaPath }] : []),
    ...(organises ? [{ states: ['retrofit-problem', 'retrofit-budgeted'], path: post.areaPath }] : []),
    ...(holds('handle') ? [{ states: ['retrofit-works'], unit: post.unitId }] : []),
    ...(holds('verify') ? [{ states: ['retrofit-accepting'], path: post.areaPath }] : []),
  ];
}

/** Whistles to decide, to carry through and to command, and open questions of ownership. */
function hardCaseBranches(post: HeldPost): store.Branch[] {
  const holds = (duty: string) => post.duties.includes(duty);
  return [
    ...(holds('whistle') ? [{ states: ['asked'], path: post.areaPath }] : []),
    ...(holds('whistle') ? [{ states: ['calling', 'ready'], unit: post.unitId }] : []),
    ...(holds('command') ? [{ states: ['calling', 'ready'], path: post.areaPath }] : []),
    ...(holds('rule')
      ? [{ states: ['filed', 'dispatched', 'handling', 'paused'], path: post.areaPath, rulingOpen: true }]
      : []),
  ];
}

/**
 * In an emergency: the cards of the post, the households that it brings away, who refuses or is lost, what another commander began or
 * is still to be put right, and needs to match, to bring and to check; afterwards what is to be improved. Drills are the same for practice.
 */
function emergencyBranches(post: HeldPost): store.Branch[] {
  const holds = (duty: string) => post.duties.includes(duty);
  return [
    { states: ['card-sent', 'card-answered', 'practice-sent', 'practice-answered'], post: post.postId },
    { states: leavingStates, post: post.postId },
    ...(holds('dispatch') || holds('command')
      ? [{ states: ['refused', 'out-of-reach', 'need-open'], path: post.areaPath }]
      : []),
    ...(holds('handle') ? [{ states: ['need-matched', 'need-under-way'], unit: post.unitId }] : []),
    ...(holds('report') ? [{ states: ['need-delivered'], path: post.areaPath }] : []),
    ...(holds('command')
      ? [
          {
            states: ['emergency-acting', 'emergency-recovering', 'drill-running', 'drill-reviewing'],
            path: post.areaPath,
          },
        ]
      : []),
    ...(holds('handle') ? [{ states: ['improve-open'], unit: post.unitId }] : []),
    ...(holds('verify') ? [{ states: ['improve-checking'], path: post.areaPath }] : []),
  ];
}

/** Cases of my places and reports that others hold now. */
export function waitingBranches(actor: Actor): store.Branch[] {
  if (actor.kind !== 'staff') return [];
  const mine = actor.posts.map((post) => post.unitId);
  return actor.posts
    .filter((post) => ['dispatch', 'intake', 'report', 'verify'].some((duty) => post.duties.includes(duty)))
    .map((post) => ({
      states: ['dispatched', 'handling', 'paused', 'confirming'],
      path: post.areaPath,
      notUnits: mine,
    }));
}

function branchesOf(view: ListQuery['view'], actor: Actor): store.Branch[] {
  switch (view ?? 'all') {
    case 'queue':
      return queueBranches(actor);
    case 'waiting':
      return waitingBranches(actor);
    case 'mine':
      return actor.kind === 'staff' ? [{ filedBy: actor.accountId }] : [];
    case 'all':
      // Row-level security is the scope; naming the paths lets an index serve it.
      return [{}];
  }
}

/** The last instant that a date can name; a forged cursor may hold anything. */
const LATEST_INSTANT = 8.64e15;

const NUMBER = /^\d{6}-?\d{0,8}$/;

export async function listCases(parts: CasesParts, tx: Tx, asking: Asking, query: ListQuery) {
  const { actor } = asking;
  const view = query.view ?? 'all';
  const order: store.Order = query.sort ?? (view === 'queue' || view === 'waiting' ? 'due' : 'newest');
  const limit = query.limit ?? 50;
  const filter: store.Filter = {
    ...(query.state ? { states: query.state.split(',') } : {}),
    ...(query.kind ? { kinds: query.kind.split(',') } : {}),
    ...(query.category ? { category: query.category } : {}),
    ...(query.unit ? { unit: query.unit } : {}),
    ...(query.overdue ? { overdueAt: parts.now() } : {}),
    ...(query.open ? { openOnly: true } : {}),
  };
  if (query.area) {
    const area = (await parts.ports.areaChain(actor.district, query.area)).at(-1);
    if (!area) throw problem('resource.not-found', {}, [{ path: 'area', code: 'unknown-area' }]);
    filter.path = area.path;
  }
  const number = query.q ? numberIn(query.q) : undefined;
  const found = query.q && !number ? await search(tx, query.q) : undefined;
  if (number) filter.number = number;
  if (found) filter.ids = found;
  else if (view === 'mine' && actor.kind === 'staff')
    filter.ids = await store.filedBy(tx, actor.accountId, MOST_COUNTED + 1);
  const branches = branchesOf(view, actor);
  const after = query.after ? readCursor(query.after) : undefined;
  const states =
    found?.length === 0
      ? []
      : await store.listCases(tx, branches, filter, { order, after, limit: limit + 1 });
  const page = states.slice(0, limit);
  const last = page.at(-1);
  const narrow = view !== 'all' || query.open || query.overdue || query.q !== undefined;
  const whole = !after && states.length <= limit;
  const count = narrow && !whole ? await store.countCases(tx, branches, filter, MOST_COUNTED) : page.length;
  // Only the newest that hold the words were looked at.
  const cut = found?.length === MOST_FOUND;
  return {
    items: await rowsOf(parts, asking, page),
    next: states.length > limit && last ? writeCursor(order, last) : null,
    total: {
      count: Math.min(count, MOST_COUNTED),
      capped: count > MOST_COUNTED || cut || (!narrow && states.length > limit),
    },
  };
}

/** The case number that somebody typed, with or without its hyphen. */
function numberIn(typed: string): string | undefined {
  const compact = typed.replace(/\s/g, '');
  const digits = compact.replace('-', '');
  return NUMBER.test(compact) && digits.length === 14
    ? `${digits.slice(0, 6)}-${digits.slice(6)}`
    : undefined;
}

/** The newest cases that hold all of the words. */
async function search(tx: Tx, typed: string): Promise<string[]> {
  // The last character of a run stands alone in the index too; asked for together with its pair it would only exclude.
  const tokens = bigrams(typed);
  const pairs = tokens.filter((token) => [...token].length > 1);
  const words = pairs.length > 0 ? pairs : tokens;
  return words.length === 0 ? [] : store.searchWords(tx, words, MOST_FOUND);
}

export async function rowsOf(parts: CasesParts, asking: Asking, states: readonly CaseState[]) {
  const world = await parts.engine.world(asking.actor.district);
  const reader = readerOf(parts, asking, world);
  return Promise.all(
    states.map(async (state) => {
      const chain = await parts.ports.areaChain(state.district, state.areaId);
      return views.rowOf(state, reader, chain.at(-1)?.name ?? '');
    }),
  );
}

function writeCursor(order: store.Order, state: CaseState): string {
  const at = order === 'newest' ? state.filedAt : dueOf(state);
  return Buffer.from(JSON.stringify([at, state.id])).toString('base64url');
}

function readCursor(text: string): store.Cursor {
  try {
    const [at, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [unknown, unknown];
    if (
      (at === null || (typeof at === 'number' && Math.abs(at) <= LATEST_INSTANT)) &&
      typeof id === 'string' &&
      /^[0-9a-f-]{36}$/.test(id)
    )
      return { at, id };
  } catch {
    // Falls through to the same refusal as any other malformed cursor.
  }
  throw problem('input.invalid', {}, [{ path: 'after', code: 'cursor' }]);
}

/** The start page: now, today, waiting for others, and what was done today. A count past 1000 says 1001: there are more. */
export async function workOf(parts: CasesParts, tx: Tx, asking: Asking) {
  const { actor } = asking;
  const now = parts.now();
  const page = { order: 'due' as const, after: undefined, limit: WORK_ITEMS };
  const queue = await store.listCases(tx, queueBranches(actor), {}, page);
  const waiting = await store.listCases(tx, waitingBranches(actor), {}, { ...page, limit: WAITING_ITEMS });
  const rows = await rowsOf(parts, asking, queue);
  const endOfDay = endOfCivilDay(now);
  const doneToday =
    actor.kind === 'staff'
      ? await store.countDone(tx, actor.accountId, endOfDay - 86_400_000, MOST_COUNTED + 1)
      : 0;
  const isNow = (row: views.CaseRowView) =>
    row.state.shape === 'late' || row.state.shape === 'soon' || row.urgent;
  const isToday = (row: views.CaseRowView) => row.clock !== null && row.clock.dueAt <= endOfDay;
  return {
    now: rows.filter(isNow),
    today: rows.filter((row) => !isNow(row) && isToday(row)),
    later: rows.filter((row) => !isNow(row) && !isToday(row)),
    waiting: await rowsOf(parts, asking, waiting),
    done: { today: doneToday },
    counts: {
      queue:
        queue.length < page.limit
          ? queue.length
          : await store.countCases(tx, queueBranches(actor), {}, MOST_COUNTED),
      waiting:
        waiting.length < WAITING_ITEMS
          ? waiting.length
          : await store.countCases(tx, waitingBranches(actor), {}, MOST_COUNTED),
    },
  };
}
