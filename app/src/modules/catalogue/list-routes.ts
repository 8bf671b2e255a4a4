// Duty lists over the wire: reading and comparing versions, writing a draft, its effect on open work, publishing it.
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { cleanText, uuid } from '../../platform/http/input.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { type Catalogue, type DutyItem, unitNameOf } from './catalogue.ts';
import * as drafts from './drafts.ts';
import {
  compareItems,
  type Handover,
  handoverOf,
  type ItemDraft,
  type ItemField,
  listFaults,
  NEAREST,
  type OpenWork,
  referenceName,
  strayOf,
  TYPES,
  withItems,
} from './list-check.ts';
import { type ListHead, listHeads, listProposals } from './list-store.ts';
import type { CatalogueReader } from './reader.ts';
import { listItems } from './store.ts';

/** Open cases, as the cases module tells of them; main wires it. */
export type WorkPort = {
  /** How many open cases of each sort there are in the whole district. */
  groups(tx: Tx): Promise<(OpenWork & { count: number })[]>;
  /** Open cases of some categories that the caller may see, oldest limit first. */
  cases(
    tx: Tx,
    categories: readonly string[],
  ): Promise<
    (OpenWork & { id: string; number: string; headline: string; state: string; areaName: string })[]
  >;
};

const MANAGE = { duty: ['manage-catalogue'] } as const;
const TAG = 'catalogue';
const MOST_SHOWN = 200;
const idParams = z.strictObject({ id: uuid });
const fromTo = z.strictObject({ from: uuid.optional(), to: uuid.optional() });
const listName = z.enum(['street', 'community', 'grid']);
const code = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,60}$/);
const reference = z.union([
  z.strictObject({ code: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,60}$/) }),
  z.strictObject({ kind: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/) }),
]);
const item = z.strictObject({
  code,
  type: z.enum(['basic', 'assist', 'withdrawn', 'duty', 'help', 'negative', 'access']),
  title: z.strictObject({
    'zh-CN': cleanText(200, 1),
    en: cleanText(200),
  }),
  categories: z.array(code).max(60),
  lead: reference.nullable(),
  assist: z.array(reference).max(20),
  basis: cleanText(400),
});
const revision = z.number().int().min(1).max(1_000_000);

export function dutyListRoutes(reader: CatalogueReader, work: WorkPort): Route[] {
  const catalogueOf = async (ctx: Ctx) => (await reader.facts(ctx.actor.district)).catalogue;
  const system = (ctx: Ctx) =>
    scopeOf({ kind: 'system', district: ctx.actor.district, reason: 'duty list effect' });

  /** What each piece of open work means, counted over the district: from whom to whom, in words. */
  async function movesOf(ctx: Ctx, catalogue: Catalogue, meaning: (work: OpenWork) => Handover | undefined) {
    const groups = await ctx.platform.db.apart(system(ctx), (tx) => work.groups(tx));
    const moves = new Map<
      string,
      { from: string | null; to: string; count: number; categories: Set<string> }
    >();
    for (const group of groups) {
      const handover = meaning(group);
      if (!handover) continue;
      const key = `${handover.from} ${handover.to}`;
      const move = moves.get(key) ?? { ...handover, count: 0, categories: new Set<string>() };
      move.count += group.count;
      move.categories.add(group.category);
      moves.set(key, move);
    }
    const name = (id: string | null) => (id === null ? null : (unitNameOf(catalogue, id) ?? null));
    const listed = [...moves.values()]
      .sort((a, b) => b.count - a.count)
      .map((move) => ({
        from: { id: move.from, name: name(move.from) },
        to: { id: move.to, name: name(move.to) },
        count: move.count,
        categories: [...move.categories].sort().map((one) => ({
          code: one,
          label: catalogue.categories.get(one)?.label[ctx.locale] ?? one,
        })),
      }));
    return { count: listed.reduce((sum, move) => sum + move.count, 0), moves: listed };
  }

  /** The same work one by one, as far as the caller may see it. */
  async function casesOf(
    ctx: Ctx,
    catalogue: Catalogue,
    query: { from?: string | undefined; to?: string | undefined },
    meaning: (work: OpenWork) => Handover | undefined,
  ) {
    const moves = await movesOf(ctx, catalogue, meaning);
    const categories = new Set(moves.moves.flatMap((move) => move.categories.map((one) => one.code)));
    const found = await work.cases(ctx.tx, [...categories]);
    const matching = found.flatMap((one) => {
      const handover = meaning(one);
      if (!handover) return [];
      if (query.from !== undefined && handover.from !== query.from) return [];
      return query.to === undefined || handover.to === query.to ? [{ ...one, handover }] : [];
    });
    return {
      items: matching.slice(0, MOST_SHOWN).map((one) => ({
        id: one.id,
        number: one.number,
        headline: one.headline,
        areaName: one.areaName,
        category: catalogue.categories.get(one.category)?.label[ctx.locale] ?? one.category,
        state: ctx.platform.messages.text(ctx.locale, `case.state.${one.state}`),
        fromName: one.handover.from === null ? null : (unitNameOf(catalogue, one.handover.from) ?? null),
        toName: unitNameOf(catalogue, one.handover.to) ?? null,
      })),
      capped: matching.length > MOST_SHOWN,
    };
  }

  async function draftEffect(ctx: Ctx, id: string) {
    const head = await drafts.getHead(ctx.tx, id);
    const catalogue = await catalogueOf(ctx);
    const after = withItems(catalogue, head.list, await listItems(ctx.tx, id));
    return { catalogue, meaning: (one: OpenWork) => handoverOf(catalogue, after, one) };
  }

  async function answerWith(ctx: Ctx, id: string) {
    return describe(ctx, await catalogueOf(ctx), await drafts.getHead(ctx.tx, id), ctx.now());
  }

  /** A change of a draft, answered with the draft as it is then. */
  const change = <T>(spec: {
    path: string;
    operationId: string;
    summary: string;
    body: z.ZodType<T>;
    work(ctx: Ctx, id: string, body: T): Promise<unknown>;
  }) =>
    route({
      method: 'POST',
      path: spec.path,
      operationId: spec.operationId,
      summary: spec.summary,
      tag: TAG,
      access: MANAGE,
      params: idParams,
      body: spec.body,
      response: z.looseObject({}),
      async handler(ctx, { params, body }) {
        await spec.work(ctx, params.id, body);
        return answerWith(ctx, params.id);
      },
    });

  return [
    route({
      method: 'GET',
      path: '/api/v1/duty-lists',
      operationId: 'listDutyLists',
      summary: '权责清单与版本 / Duty lists and their versions',
      tag: TAG,
      access: 'staff',
      scope: 'catalogue.read',
      response: z.looseObject({}),
      async handler(ctx) {
        const heads = await listHeads(ctx.tx);
        return {
          items: heads.map((head) => headView(head, heads, ctx.now())),
          mayEdit: drafts.editsLists(ctx.actor),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/duty-lists/compare',
      operationId: 'compareDutyLists',
      summary: '比较两个版本：增加、删除、改动 / Two versions side by side',
      tag: TAG,
      access: 'staff',
      query: z.strictObject({ from: uuid, to: uuid }),
      response: z.looseObject({}),
      async handler(ctx, { query }) {
        const from = await drafts.getHead(ctx.tx, query.from);
        const to = await drafts.getHead(ctx.tx, query.to);
        if (from.list !== to.list)
          throw problem('catalogue.lists-differ', { from: from.title, to: to.title });
        const catalogue = await catalogueOf(ctx);
        const compared = compareItems(await listItems(ctx.tx, from.id), await listItems(ctx.tx, to.id));
        const heads = await listHeads(ctx.tx);
        const view = (one: ItemDraft) => itemView(ctx, catalogue, one);
        return {
          from: headView(from, heads, ctx.now()),
          to: headView(to, heads, ctx.now()),
          added: compared.added.map(view),
          removed: compared.removed.map(view),
          changed: compared.changed.map(({ before, after, fields }) => ({
            code: after.code,
            title: after.title[ctx.locale] || after.title['zh-CN'],
            fields: fields.map((field) => ({
              field,
              label: ctx.platform.messages.text(ctx.locale, `catalogue.item-field.${field}`),
              before: fieldWords(view(before), field),
              after: fieldWords(view(after), field),
            })),
          })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/duty-lists/rerouting',
      operationId: 'listRerouting',
      summary: '清单更新后应改派的在办事项 / Open cases that an older version routed otherwise',
      tag: TAG,
      access: { duty: ['manage-catalogue', 'dispatch', 'supervise'] },
      query: fromTo,
      response: z.looseObject({}),
      async handler(ctx, { query }) {
        const catalogue = await catalogueOf(ctx);
        const meaning = (one: OpenWork) => strayOf(catalogue, one);
        return {
          ...(await movesOf(ctx, catalogue, meaning)),
          cases: await casesOf(ctx, catalogue, query, meaning),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/duty-lists/choices',
      operationId: 'dutyListChoices',
      summary: '编辑清单时可选的类型、单位与分类 / What an item of a list may name',
      tag: TAG,
      access: 'staff',
      query: z.strictObject({ list: listName }),
      response: z.looseObject({}),
      transaction: 'none',
      async handler(ctx, { query }) {
        const catalogue = await catalogueOf(ctx);
        const say = (key: string) => ctx.platform.messages.text(ctx.locale, key);
        const kinds = new Set([...catalogue.units.values()].map((unit) => unit.kind));
        return {
          types: TYPES[query.list].map((type) => ({
            value: type,
            label: say(`catalogue.item-type.${type}`),
          })),
          units: [
            ...NEAREST.filter((kind) => kinds.has(kind)).map((kind) => ({
              value: `@${kind}`,
              label: say(`catalogue.nearest.${kind}`),
            })),
            ...[...catalogue.units.values()]
              .filter((unit) => unit.code !== '')
              .map((unit) => ({ value: unit.code, label: unit.name })),
          ],
          categories: [...catalogue.categories.values()]
            .filter((one) => one.parent !== null && !one.retired)
            .map((one) => ({ value: one.code, label: one.label[ctx.locale] })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/duty-lists/:id',
      operationId: 'getDutyList',
      summary: '一份清单的事项 / The items of a list; of a draft also its contradictions and proposals',
      tag: TAG,
      access: 'staff',
      scope: 'catalogue.read',
      params: idParams,
      response: z.looseObject({}),
      handler: (ctx, { params }) => answerWith(ctx, params.id),
    }),
    route({
      method: 'GET',
      path: '/api/v1/duty-lists/:id/effect',
      operationId: 'dutyListEffect',
      summary: '对在办事项的影响 / From whom to whom open cases would go',
      tag: TAG,
      access: MANAGE,
      params: idParams,
      response: z.looseObject({}),
      async handler(ctx, { params }) {
        const { catalogue, meaning } = await draftEffect(ctx, params.id);
        return movesOf(ctx, catalogue, meaning);
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/duty-lists/:id/effect/cases',
      operationId: 'dutyListEffectCases',
      summary: '受影响的在办事项 / The open cases that would go elsewhere, as far as the caller sees them',
      tag: TAG,
      access: MANAGE,
      params: idParams,
      query: fromTo,
      response: z.looseObject({}),
      async handler(ctx, { params, query }) {
        const { catalogue, meaning } = await draftEffect(ctx, params.id);
        return casesOf(ctx, catalogue, query, meaning);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/duty-lists/drafts',
      operationId: 'openDutyDraft',
      summary: '起草新版本 / Opens the draft of a list, or gives the one that is open',
      tag: TAG,
      access: MANAGE,
      body: z.strictObject({ list: listName }),
      response: z.looseObject({}),
      async handler(ctx, { body }) {
        const by = ctx.actor.kind === 'staff' ? ctx.actor.accountId : null;
        const draft = await drafts.openDraft(
          ctx.tx,
          { ids: ctx.platform.ids, now: ctx.now(), by },
          body.list,
        );
        return answerWith(ctx, draft.id);
      },
    }),
    change({
      path: '/api/v1/duty-lists/:id/items',
      operationId: 'saveDutyItem',
      summary: '新增或修改草案的事项 / Adds or changes an item of a draft',
      body: z.strictObject({ baseRevision: revision, was: code.optional(), item }),
      work: (ctx, id, body) => drafts.saveItem(ctx.tx, ctx, id, body),
    }),
    change({
      path: '/api/v1/duty-lists/:id/remove-item',
      operationId: 'removeDutyItem',
      summary: '删除草案的事项 / Removes an item from a draft',
      body: z.strictObject({ baseRevision: revision, code }),
      work: (ctx, id, body) => drafts.removeItem(ctx.tx, ctx, id, body),
    }),
    change({
      path: '/api/v1/duty-lists/:id/title',
      operationId: 'retitleDutyDraft',
      summary: '修改草案名称 / Renames a draft',
      body: z.strictObject({ baseRevision: revision, title: cleanText(100, 1) }),
      work: (ctx, id, body) => drafts.retitle(ctx.tx, ctx, id, body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/duty-lists/:id/discard',
      operationId: 'discardDutyDraft',
      summary: '放弃草案 / Throws a draft away',
      tag: TAG,
      access: MANAGE,
      params: idParams,
      body: z.strictObject({ baseRevision: revision }),
      response: z.looseObject({}),
      async handler(ctx, { params, body }) {
        await drafts.discardDraft(ctx.tx, ctx, params.id, body.baseRevision);
        return { discarded: params.id };
      },
    }),
    change({
      path: '/api/v1/duty-lists/:id/publish',
      operationId: 'publishDutyList',
      summary: '发布草案，自某日起施行 / Makes a draft the list from a day on',
      body: z.strictObject({
        baseRevision: revision,
        effectiveOn: z.string().max(10).optional(),
        ownDraftReason: cleanText(200).optional(),
      }),
      async work(ctx, id, body) {
        await drafts.publish(ctx.tx, ctx, await catalogueOf(ctx), id, body);
        reader.forget(ctx.actor.district);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/duty-proposals/:id/decide',
      operationId: 'decideDutyProposal',
      summary: '采纳或不采纳一条修改建议 / Takes a proposed item into the draft, or says why not',
      tag: TAG,
      access: MANAGE,
      params: idParams,
      body: z.strictObject({ take: z.boolean(), note: cleanText(400) }),
      response: z.looseObject({}),
      async handler(ctx, { params, body }) {
        const draft = await drafts.decideOn(ctx.tx, ctx, params.id, body);
        return answerWith(ctx, draft.id);
      },
    }),
  ];
}

/** Where a version stands today: the state in the table does not say whether its day has come. */
function headView(head: ListHead, heads: readonly ListHead[], now: number) {
  const inForce = heads
    .filter((one) => one.list === head.list && one.state !== 'draft' && one.effectiveFrom <= now)
    .sort((a, b) => b.version - a.version)[0];
  const standing =
    head.state === 'draft'
      ? 'draft'
      : head.id === inForce?.id
        ? 'in-force'
        : head.version > (inForce?.version ?? 0)
          ? 'upcoming'
          : 'past';
  const { draftedBy: _drafted, publishedBy: _published, editors: _editors, ...shown } = head;
  return { ...shown, standing, effectiveFrom: head.state === 'draft' ? null : head.effectiveFrom };
}

function itemView(ctx: Ctx, catalogue: Catalogue, one: ItemDraft & Partial<DutyItem>) {
  const say = (key: string) => ctx.platform.messages.text(ctx.locale, key);
  const name = (reference: NonNullable<ItemDraft['lead']>) =>
    referenceName(catalogue, reference, (kind) => say(`catalogue.nearest.${kind}`));
  return {
    ...one,
    titles: one.title,
    title: one.title[ctx.locale] || one.title['zh-CN'],
    typeLabel: say(`catalogue.item-type.${one.type}`),
    leadName: one.lead && name(one.lead),
    assistNames: one.assist.map(name),
    categories: one.categories.map((category) => ({
      code: category,
      label: catalogue.categories.get(category)?.label[ctx.locale] ?? category,
    })),
  };
}

function fieldWords(view: ReturnType<typeof itemView>, field: ItemField): string {
  switch (field) {
    case 'type':
      return view.typeLabel;
    case 'title':
      return view.title;
    case 'lead':
      return view.leadName ?? '';
    case 'assist':
      return view.assistNames.join('、');
    case 'categories':
      return view.categories.map((one) => one.label).join('、');
    case 'basis':
      return view.basis;
  }
}

async function describe(ctx: Ctx, catalogue: Catalogue, head: ListHead, now: number) {
  const items = await listItems(ctx.tx, head.id);
  const faults = head.state === 'draft' ? listFaults(head.list, items, catalogue) : [];
  const proposals = head.state === 'draft' ? await listProposals(ctx.tx, head.list) : [];
  const { actor } = ctx;
  const heads = await listHeads(ctx.tx);
  return {
    ...headView(head, heads, now),
    mayEdit: head.state === 'draft' && drafts.editsLists(actor),
    /** The reader wrote this draft: publishing it needs a reason. */
    mine:
      actor.kind === 'staff' &&
      (head.draftedBy === actor.accountId || head.editors.includes(actor.accountId)),
    items: items.map((one) => itemView(ctx, catalogue, one)),
    faults: faults.map((fault) => ({
      item: fault.item,
      code: fault.code,
      message: ctx.platform.messages.text(ctx.locale, `field.${fault.code}`, {
        field: fault.item.toUpperCase() || head.title,
        ...fault.params,
      }),
    })),
    proposals: proposals.map(
      ({ id, code: itemCode, item: proposed, sourceKind, sourceId, sourceLabel, reason, proposedAt }) => ({
        id,
        code: itemCode,
        adds: !items.some((one) => one.code === itemCode),
        item: itemView(ctx, catalogue, proposed),
        source: { kind: sourceKind, id: sourceId, label: sourceLabel },
        reason,
        proposedAt,
      }),
    ),
  };
}
