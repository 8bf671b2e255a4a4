// Checklists and patrols over HTTP: for those who keep the checklists, those who plan, and those who go.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as checklists from './checklists.ts';
import * as contract from './contract.ts';
import { myPatrols } from './mine.ts';
import { overview, placesBehind } from './overview.ts';
import type { PatrolParts } from './parts.ts';
import { createPlan, endPlan, listPlans, previewPlan } from './plans.ts';
import { recordPatrol, recordsOf, recordsOfCase } from './records.ts';

const TAG = 'patrol';
const KEEP = { duty: ['manage-catalogue'] } as const;
const shape = { tag: TAG, response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function patrolRoutes(parts: PatrolParts): Route[] {
  return [
    ...checklistRoutes(parts),
    ...publicationRoutes(parts),
    ...planRoutes(parts),
    ...roundRoutes(parts),
    ...viewRoutes(parts),
  ];
}

function checklistRoutes(parts: PatrolParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/checklists',
      operationId: 'listChecklists',
      summary: '检查表和它们的版本 / Checklists with their versions',
      access: 'staff',
      handler: (ctx) => checklists.listChecklists(parts, ctx.tx),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/checklists',
      operationId: 'createChecklist',
      summary: '新建检查表（草案） / A new checklist, as a draft',
      access: KEEP,
      body: contract.newChecklistBody,
      handler: (ctx, { body }) => checklists.createChecklist(parts, ctx.tx, ctx, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/checklists/:code',
      operationId: 'getChecklist',
      summary: '一张检查表的全部版本 / A checklist with every version',
      access: 'staff',
      params: contract.codeParams,
      handler: (ctx, { params }) => checklists.viewChecklist(parts, ctx.tx, params.code),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/checklists/:code/draft',
      operationId: 'openChecklistDraft',
      summary: '起草下一版 / Opens the next version as a draft',
      access: KEEP,
      params: contract.codeParams,
      handler: (ctx, { params }) => checklists.openDraft(parts, ctx.tx, ctx, params.code),
    }),
    route({
      ...shape,
      method: 'PUT',
      path: '/api/v1/patrol/checklists/:code/draft',
      operationId: 'saveChecklistDraft',
      summary: '保存草案 / Saves the draft',
      access: KEEP,
      params: contract.codeParams,
      body: contract.saveDraftBody,
      handler: (ctx, { params, body }) => checklists.saveDraft(parts, ctx.tx, ctx, params.code, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/checklists/:code/draft/discard',
      operationId: 'discardChecklistDraft',
      summary: '丢弃草案 / Throws the draft away',
      access: KEEP,
      params: contract.codeParams,
      body: contract.revisionBody,
      handler: (ctx, { params, body }) =>
        checklists.discardDraft(ctx.tx, ctx, params.code, body.baseRevision),
    }),
  ];
}

function publicationRoutes(parts: PatrolParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/checklists/:code/compare',
      operationId: 'compareChecklistVersions',
      summary: '比较两个版本 / Compares two versions',
      access: 'staff',
      params: contract.codeParams,
      query: contract.compareQuery,
      handler: (ctx, { params, query }) =>
        checklists.compareVersions(ctx.tx, params.code, query.from, query.to),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/checklists/:code/effect',
      operationId: 'previewChecklist',
      summary: '发布前看影响 / What publication would change',
      access: KEEP,
      params: contract.codeParams,
      query: contract.effectQuery,
      handler: (ctx, { params, query }) => checklists.effectOf(parts, ctx.tx, ctx, params.code, query.from),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/checklists/:code/publish',
      operationId: 'publishChecklist',
      summary: '从某一天起施行 / Publishes the draft from a day on',
      access: KEEP,
      params: contract.codeParams,
      body: contract.publishBody,
      handler: (ctx, { params, body }) => checklists.publish(parts, ctx.tx, ctx, params.code, body),
    }),
  ];
}

function planRoutes(parts: PatrolParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/plans',
      operationId: 'listPatrolPlans',
      summary: '巡查计划 / Patrol plans',
      access: 'staff',
      handler: (ctx) => listPlans(parts, ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/plans',
      operationId: 'createPatrolPlan',
      summary: '新建巡查计划 / A new patrol plan',
      access: 'staff',
      body: contract.planBody,
      handler: (ctx, { body }) => createPlan(parts, ctx.tx, ctx, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/plans/preview',
      operationId: 'previewPatrolPlan',
      summary: '保存前看有多少地点、多少期 / How many places and periods a plan would have',
      access: 'staff',
      body: contract.previewPlanBody,
      handler: (ctx, { body }) => previewPlan(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/plans/:id/end',
      operationId: 'endPatrolPlan',
      summary: '结束巡查计划 / Ends a plan',
      access: 'staff',
      params: contract.idParams,
      body: contract.endPlanBody,
      handler: (ctx, { params, body }) => endPlan(parts, ctx.tx, ctx, params.id, body),
    }),
  ];
}

function roundRoutes(parts: PatrolParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/mine',
      operationId: 'myPatrols',
      summary: '我要巡查的，离线也能办 / What is due at my places, with all that is needed offline',
      access: 'staff',
      handler: (ctx) => myPatrols(parts, ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/patrol/records',
      operationId: 'recordPatrol',
      summary:
        '记下一处的检查结果，发现的隐患立成一件事 / Records a place; what was found becomes a hazard case',
      access: 'staff',
      body: contract.recordBody,
      transaction: 'none',
      handler: (ctx, { body }) => recordPatrol(parts, asking(ctx), body),
    }),
  ];
}

function viewRoutes(parts: PatrolParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/overview',
      operationId: 'patrolOverview',
      summary: '各计划、各区域还有多少没巡 / What is done and left, by plan and area',
      access: 'staff',
      query: contract.overviewQuery,
      handler: (ctx, { query }) => overview(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/places',
      operationId: 'patrolPlaces',
      summary: '数字背后的地点 / The places behind a number',
      access: 'staff',
      query: contract.placesQuery,
      handler: (ctx, { query }) => placesBehind(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/records',
      operationId: 'patrolRecords',
      summary: '一处地点的巡查记录 / The records of a place',
      access: 'staff',
      query: contract.recordsQuery,
      handler: (ctx, { query }) => recordsOf(parts, ctx.tx, query.place),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/patrol/cases/:id',
      operationId: 'patrolsOfCase',
      summary: '一件隐患来自哪次巡查 / The patrols behind a hazard case',
      access: 'staff',
      params: contract.idParams,
      handler: (ctx, { params }) => recordsOfCase(parts, ctx.tx, params.id),
    }),
  ];
}
