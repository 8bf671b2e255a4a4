// Changes of the organisation over the wire.
import { z } from 'zod';
import { listNodes } from '../../../engines/tree/tree.ts';
import type { Tx } from '../../../platform/db/db.ts';
import { uuid } from '../../../platform/http/input.ts';
import { type Ctx, type Route, route } from '../../../platform/http/route.ts';
import { type ChangeRow, selectChanges } from './change-store.ts';
import { planBody, previewBody } from './contract.ts';
import type { Work } from './resolve.ts';
import { reverseOf } from './reverse.ts';
import { type ChangeParts, getChange, planChange, preview, withdrawChange } from './service.ts';

const TAG = 'org';
const MANAGE = { duty: ['manage-org'] } as const;
const MOST_LISTED = 200;
const MOST_SHOWN = 50;
const BODY = 4 * 1024 * 1024;
const idParams = z.strictObject({ id: uuid });

export function createChangeRoutes(parts: ChangeParts): Route[] {
  async function answer(ctx: Ctx, change: ChangeRow) {
    const [view] = await ctx.platform.db.apart(scopeOfReading(ctx), (tx) => viewsOf(ctx, tx, [change]));
    return view;
  }
  return [
    route({
      method: 'GET',
      path: '/api/v1/org/changes',
      operationId: 'listOrgChanges',
      summary: '区划与机构调整：计划中、已完成、已撤回 / Changes of areas, Party organisations and units',
      tag: TAG,
      access: { duty: ['manage-org', 'supervise', 'view', 'audit'] },
      response: z.looseObject({}),
      async handler(ctx) {
        return { items: await viewsOf(ctx, ctx.tx, await selectChanges(ctx.tx, MOST_LISTED)) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/org/changes/preview',
      operationId: 'previewOrgChange',
      summary:
        '预览一次调整：什么会随之转移，有什么妨碍 / What a change would move, and what stands against it',
      tag: TAG,
      access: MANAGE,
      body: previewBody,
      bodyLimit: BODY,
      response: z.looseObject({}),
      transaction: 'none',
      async handler(ctx, { body }) {
        const { work, duties, refusal } = await preview(parts, ctx, body.plan);
        return {
          ...workView(work),
          duties: duties.map(({ item, from, to }) => ({
            list: item.list,
            code: item.code,
            title: item.title[ctx.locale],
            from,
            to,
          })),
          refusal: refusal
            ? {
                code: refusal.code,
                message: ctx.platform.messages.text(ctx.locale, `problem.${refusal.code}`, refusal.params),
              }
            : null,
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/org/changes',
      operationId: 'planOrgChange',
      summary: '计划一次调整，今天或将来生效 / Plans a change for today or a later day',
      tag: TAG,
      access: MANAGE,
      body: planBody,
      bodyLimit: BODY,
      response: z.looseObject({}),
      transaction: 'none',
      async handler(ctx, { body }) {
        const change = await planChange(parts, ctx, body);
        if (change.state === 'done') ctx.platform.sessions.forget(ctx.actor.district);
        return answer(ctx, change);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/org/changes/:id/withdraw',
      operationId: 'withdrawOrgChange',
      summary: '生效前撤回 / Takes a planned change back',
      tag: TAG,
      access: MANAGE,
      params: idParams,
      response: z.looseObject({}),
      transaction: 'none',
      async handler(ctx, { params }) {
        return answer(ctx, await withdrawChange(parts, ctx, params.id));
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/org/changes/:id/reverse',
      operationId: 'reverseOrgChange',
      summary: '已生效调整的反向方案，供预览 / The plan that takes a carried-out change back',
      tag: TAG,
      access: MANAGE,
      params: idParams,
      response: z.looseObject({}),
      async handler(ctx, { params }) {
        return { plan: reverseOf(await getChange(ctx.tx, params.id)) };
      },
    }),
  ];
}

function scopeOfReading(ctx: Ctx) {
  return { district: ctx.actor.district, reach: 'system' as const, account: '', paths: [], units: [] };
}

async function viewsOf(ctx: Ctx, tx: Tx, changes: readonly ChangeRow[]) {
  const ids = new Set(changes.flatMap((change) => [...change.touches, ...otherIds(change)]));
  const names = new Map<string, string>();
  for (const tree of ['area', 'party', 'unit'] as const) {
    const nodes = await listNodes(tx, tree, { ids: [...ids], closed: true });
    for (const node of nodes) names.set(node.id, node.name);
  }
  return changes.map((change) => {
    const { plan, result, failure } = change;
    const before = (id: string) => result?.before.find((one) => one.id === id)?.name ?? names.get(id) ?? '';
    return {
      id: change.id,
      tree: change.tree,
      kind: change.kind,
      state: change.state,
      effectiveOn: change.effectiveOn,
      note: change.note,
      plannedBy: change.plannedByName,
      plannedAt: change.plannedAt,
      settledAt: change.settledAt,
      what: change.touches.map((id) => ({ id, name: before(id) })),
      into: intoOf(plan, names),
      counts: result?.counts ?? null,
      failure: failure
        ? ctx.platform.messages.text(ctx.locale, `problem.${failure.code}`, failure.params)
        : null,
      reverses: change.reverses,
      mayReverse: change.state === 'done' && change.reversedBy === null,
    };
  });
}

function otherIds({ plan }: ChangeRow): string[] {
  if (plan.kind === 'move') return [plan.parentId];
  return plan.kind === 'merge' ? [plan.intoId] : [];
}

function intoOf(plan: ChangeRow['plan'], names: ReadonlyMap<string, string>): string[] {
  switch (plan.kind) {
    case 'rename':
      return [plan.name];
    case 'move':
      return [names.get(plan.parentId) ?? ''];
    case 'merge':
      return [plan.name ?? names.get(plan.intoId) ?? ''];
    case 'split':
      return plan.parts.map((part) => part.name);
    case 'redraw':
      return (plan.parts ?? []).map((part) => part.name);
  }
}

type Line = { from: string; to: string | null; count: number; byDefault: number };

/** Counts from where to where. */
function lines(moves: readonly { from: string; to: string | null; byDefault?: boolean }[]): Line[] {
  const found = new Map<string, Line>();
  for (const { from, to, byDefault } of moves) {
    const line = found.get(`${from}\n${to}`) ?? { from, to, count: 0, byDefault: 0 };
    line.count += 1;
    line.byDefault += byDefault ? 1 : 0;
    found.set(`${from}\n${to}`, line);
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** What a change would move, as the preview shows it. */
export function workView(work: Work) {
  const staffed = new Set(work.posts.map(({ to }) => to.id));
  return {
    creates: work.creates.map(({ id, name }) => ({ id, name, hasPost: staffed.has(id) })),
    renames: work.renames,
    closes: work.closes.map(({ id, name }) => ({ id, name })),
    children: work.moves.map(({ id, name, toName }) => ({ id, name, to: toName })),
    posts: work.posts.map(({ post, from, to }) => ({
      id: post.id,
      title: post.title,
      holder: post.holder?.name ?? null,
      acting: post.acting?.name ?? null,
      from: from.name,
      to: to.name,
    })),
    ties: work.ties.map((tie) => tie.words),
    cases: {
      count: work.cases.length,
      lines: lines(
        work.cases.map(({ from, to, byDefault }) => ({ from: from.name, to: to.name, byDefault })),
      ),
      from: [...new Map(work.cases.map(({ from }) => [from.id, from])).values()],
    },
    places: {
      count: work.map.length,
      buildings: work.map.filter(({ place }) => place.building).length,
      lines: lines(work.map.map(({ from, to }) => ({ from: from.name, to: to?.name ?? null }))),
    },
    gaps: {
      count: work.gaps.length + work.twice.length,
      items: [...work.gaps, ...work.twice]
        .slice(0, MOST_SHOWN)
        .map(({ id, name, lng, lat }) => ({ id, name, lng, lat })),
    },
  };
}
