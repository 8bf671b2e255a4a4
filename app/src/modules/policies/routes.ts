// Policy cards over HTTP. The public gets cards with their rules; there is no route that takes a resident's answers.
import { z } from 'zod';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { definitionFaults, policyDefinition, questionsOf } from './policy.ts';
import { questions } from './question-vocabulary.ts';
import * as store from './store.ts';
import './problems.ts';
import { uuid } from '../../platform/http/input.ts';

const idParams = z.strictObject({ id: uuid });
const version = z.number().int().min(0).max(1_000_000);
const anyObject = z.looseObject({});
const EDITORS = { duty: ['manage-catalogue'] };

const saveBody = z.strictObject({
  id: uuid.describe('made by the client'),
  unitId: uuid,
  baseVersion: version.describe('0 for a new card'),
  definition: policyDefinition,
});
const publishBody = z.strictObject({ version, publish: z.boolean() });

export function policyRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/public/policies',
      operationId: 'publicPolicies',
      summary:
        '现行政策卡和适用条件；合不合适由本人的设备判断 / Cards in force with their rules; fit is worked out on the reader’s device',
      tag: 'public',
      access: 'public',
      query: z.strictObject({}),
      response: anyObject,
      async handler(ctx) {
        const rows = await store.listPublished(ctx.tx, civilDate(ctx.now()));
        return {
          at: ctx.now(),
          questions: questionsOf(rows.map((row) => row.definition)),
          items: rows.map(({ id, unitName, published, definition }) => ({
            id,
            unitName,
            version: published,
            ...definition,
          })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/policies',
      operationId: 'listPolicies',
      summary: '政策目录：部门、清单、政策 / The catalogue of policies by department and list',
      tag: 'policies',
      access: 'staff',
      response: anyObject,
      async handler(ctx) {
        const rows = await store.listPolicies(ctx.tx);
        const today = civilDate(ctx.now());
        const lists = new Set(
          rows.filter((row) => row.definition.list).map((row) => `${row.unitId}/${row.definition.list}`),
        );
        return {
          counts: {
            units: new Set(rows.map((row) => row.unitId)).size,
            lists: lists.size,
            policies: rows.length,
          },
          questions,
          items: rows.map((row) => ({ ...row, state: stateOf(row, today) })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/policies/:id',
      operationId: 'getPolicy',
      summary: '一张政策卡和历次版本 / A card with its versions',
      tag: 'policies',
      access: 'staff',
      params: idParams,
      response: anyObject,
      handler: (ctx, { params }) => view(ctx, params.id),
    }),
    route({
      method: 'POST',
      path: '/api/v1/policies',
      operationId: 'savePolicy',
      summary: '新增或改一张政策卡（成为新版本，发布后公开） / Save a card as its next version',
      tag: 'policies',
      access: EDITORS,
      body: saveBody,
      response: anyObject,
      async handler(ctx, { body }) {
        const faults = definitionFaults(body.definition);
        if (faults.length > 0) throw problem('policies.not-valid', {}, faults);
        if (!(await store.isUnit(ctx.tx, body.unitId)))
          throw problem('policies.unit-unknown', {}, [{ path: 'unitId', code: 'policy-unit' }]);
        const accountId = ctx.actor.kind === 'staff' ? ctx.actor.accountId : null;
        const saved = await store.insertVersion(ctx.tx, { ...body, accountId, at: ctx.now() });
        // The same card sent again after a lost answer is already there.
        if (!saved && (await isSame(ctx, body))) return view(ctx, body.id);
        if (!saved) throw problem('policies.changed-meanwhile', {});
        await audit(ctx.tx, ctx, {
          action: 'policies.save',
          object: { type: 'policy', id: body.id },
          after: body.definition,
        });
        return view(ctx, body.id);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/policies/:id/publish',
      operationId: 'publishPolicy',
      summary: '发布最新版本，或撤下 / Publish the newest version, or take the card down',
      tag: 'policies',
      access: EDITORS,
      params: idParams,
      body: publishBody,
      response: anyObject,
      async handler(ctx, { params, body }) {
        const row = await store.findPolicy(ctx.tx, params.id);
        if (!row) throw problem('policies.unknown', {});
        if (!body.publish && row.published === null) throw problem('policies.not-published', {});
        const published = body.publish ? body.version : null;
        if (!(await store.setPublished(ctx.tx, params.id, body.version, published, ctx.now())))
          throw problem('policies.changed-meanwhile', {});
        await audit(ctx.tx, ctx, {
          action: body.publish ? 'policies.publish' : 'policies.take-down',
          object: { type: 'policy', id: params.id },
          before: { published: row.published },
          after: { published },
        });
        return view(ctx, params.id);
      },
    }),
  ];
}

async function isSame(ctx: Ctx, body: z.output<typeof saveBody>): Promise<boolean> {
  const row = await store.findPolicy(ctx.tx, body.id);
  if (row?.version !== body.baseVersion + 1 || row.unitId !== body.unitId) return false;
  const stored = policyDefinition.safeParse(row.definition);
  return stored.success && JSON.stringify(stored.data) === JSON.stringify(body.definition);
}

function stateOf(row: store.PolicyRow, today: string): 'draft' | 'changed' | 'published' | 'ended' {
  if (row.published === null) return 'draft';
  if (row.published < row.version) return 'changed';
  return (row.definition.validUntil ?? '9999-12-31') < today ? 'ended' : 'published';
}

async function view(ctx: Ctx, id: string) {
  const row = await store.findPolicy(ctx.tx, id);
  if (!row) throw problem('policies.unknown', {});
  return {
    ...row,
    state: stateOf(row, civilDate(ctx.now())),
    versions: await store.listVersions(ctx.tx, id),
  };
}
