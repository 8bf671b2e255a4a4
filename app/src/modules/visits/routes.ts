// Visits over HTTP: for those who plan and visit, and for the resident with a link code.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import {
  type Asking,
  addTargets,
  answerLink,
  closeCampaign,
  listCampaigns,
  myVisits,
  offerTimes,
  openCampaign,
  recordVisit,
  type VisitParts,
  viewCampaign,
  viewLink,
} from './service.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });
/** Whoever holds a link code acts as the resident, also when signed in as staff. */
const residentOf = (ctx: Ctx): Asking => ({
  actor: { kind: 'public', district: ctx.actor.district },
  locale: ctx.locale,
});

export function visitRoutes(parts: VisitParts): Route[] {
  return [...planRoutes(parts), ...visitorRoutes(parts), ...linkRoutes(parts)];
}

function planRoutes(parts: VisitParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/visits/campaigns',
      operationId: 'listVisitCampaigns',
      summary: '走访活动和各状态的户数 / Visit campaigns with their counts',
      tag: 'visits',
      access: 'staff',
      response: contract.anyObject,
      handler: (ctx) => listCampaigns(parts, ctx.tx, asking(ctx)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/visits/campaigns',
      operationId: 'openVisitCampaign',
      summary: '新建走访活动 / Open a visit campaign',
      tag: 'visits',
      access: 'staff',
      body: contract.campaignBody,
      response: contract.anyObject,
      handler: (ctx, { body }) => openCampaign(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      method: 'GET',
      path: '/api/v1/visits/campaigns/:id',
      operationId: 'getVisitCampaign',
      summary: '一次走访活动和它的地点 / A campaign with its places',
      tag: 'visits',
      access: 'staff',
      params: contract.idParams,
      query: contract.campaignQuery,
      response: contract.anyObject,
      handler: (ctx, { params, query }) => viewCampaign(parts, ctx.tx, asking(ctx), params.id, query.state),
    }),
    route({
      method: 'POST',
      path: '/api/v1/visits/campaigns/:id/close',
      operationId: 'closeVisitCampaign',
      summary: '结束走访活动 / Close a campaign',
      tag: 'visits',
      access: 'staff',
      params: contract.idParams,
      response: contract.anyObject,
      handler: (ctx, { params }) => closeCampaign(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      method: 'POST',
      path: '/api/v1/visits/campaigns/:id/targets',
      operationId: 'addVisitTargets',
      summary: '加入走访地点（不愿被走访的自动略去） / Add places; those that want no visits are left out',
      tag: 'visits',
      access: 'staff',
      params: contract.idParams,
      body: contract.targetsBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) => addTargets(parts, ctx.tx, asking(ctx), params.id, body.targets),
    }),
  ];
}

function visitorRoutes(parts: VisitParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/visits/mine',
      operationId: 'myVisits',
      summary: '我要走访的 / The visits before me',
      tag: 'visits',
      access: 'staff',
      response: contract.anyObject,
      handler: (ctx) => myVisits(parts, ctx.tx, asking(ctx)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/visits/targets/:id/offer',
      operationId: 'offerVisitTimes',
      summary: '先约时间 / Offer times first',
      tag: 'visits',
      access: 'staff',
      params: contract.idParams,
      body: contract.offerBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) => offerTimes(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/visits/targets/:id/record',
      operationId: 'recordVisit',
      summary:
        '走访结果；居民愿意转达的需求立成一件事 / How it went; what the resident wants passed on becomes a case',
      tag: 'visits',
      access: 'staff',
      params: contract.idParams,
      body: contract.recordBody,
      response: contract.anyObject,
      transaction: 'none',
      handler: (ctx, { params, body }) => recordVisit(parts, asking(ctx), params.id, body),
    }),
  ];
}

function linkRoutes(parts: VisitParts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/public/visits/link',
      operationId: 'openVisitLink',
      summary: '凭走访码看谁要来、什么时候 / Who wants to visit, by the code of the link',
      tag: 'public',
      access: 'public',
      body: contract.linkBody,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 30,
      handler: (ctx, { body }) => viewLink(parts, residentOf(ctx), body.code),
    }),
    route({
      method: 'POST',
      path: '/api/v1/public/visits/answer',
      operationId: 'answerVisitLink',
      summary: '居民答复：选时间、不用来、以后都不要来 / The resident chooses a time, declines, or opts out',
      tag: 'public',
      access: 'public',
      body: contract.answerBody,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 30,
      handler: (ctx, { body }) => answerLink(parts, residentOf(ctx), body),
    }),
  ];
}
