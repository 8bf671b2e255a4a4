// Admission over HTTP: for units that ask, for those who are asked, and for 减负专班.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { burdenOf, recordsBehind } from './burden.ts';
import { checkItems } from './compare.ts';
import * as contract from './contract.ts';
import { decideFlag, flag, flagPhoto, listFindings, listFlags, myFlags } from './flags.ts';
import { ADMIT, type AdmissionParts, APPLY } from './parts.ts';
import {
  applyRequest,
  decideRequest,
  endRequest,
  listRequests,
  viewRequest,
  withdrawRequest,
} from './requests.ts';

const shape = { tag: 'admission', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function admissionRoutes(parts: AdmissionParts): Route[] {
  return [...requestRoutes(parts), ...decisionRoutes(parts), ...flagRoutes(parts), ...burdenRoutes(parts)];
}

function requestRoutes(parts: AdmissionParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/requests',
      operationId: 'listAdmissionRequests',
      summary: '准入清单，任何一天的 / The admitted list, as of any day',
      access: 'staff',
      query: contract.requestsQuery,
      handler: (ctx, { query }) => listRequests(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/requests/:id',
      operationId: 'getAdmissionRequest',
      summary: '一项要求：已掌握的、清单里相近的 / One request, with what is known and what is alike',
      access: 'staff',
      params: contract.idParams,
      handler: (ctx, { params }) => viewRequest(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/admission/check',
      operationId: 'checkAdmissionItems',
      summary: '申请前看哪些已经掌握、哪些清单里已有 / What is known or asked already, before applying',
      access: 'staff',
      body: contract.checkBody,
      transaction: 'read',
      handler: (ctx, { body }) => checkItems(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/admission/requests',
      operationId: 'applyForAdmission',
      summary: '申请准入、续期，或紧急要一次 / Apply, renew, or ask once urgently',
      access: { duty: [APPLY] },
      body: contract.requestBody,
      handler: (ctx, { body }) => applyRequest(parts, ctx.tx, ctx, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/admission/requests/:id/withdraw',
      operationId: 'withdrawAdmissionRequest',
      summary: '撤回申请 / Withdraw an application',
      access: { duty: [APPLY] },
      params: contract.idParams,
      handler: (ctx, { params }) => withdrawRequest(parts, ctx.tx, ctx, params.id),
    }),
  ];
}

function decisionRoutes(parts: AdmissionParts): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/admission/requests/:id/decide',
      operationId: 'decideAdmissionRequest',
      summary: '专班决定：准入到哪天，或不准入 / Admit until a day, or decline',
      access: { duty: [ADMIT] },
      params: contract.idParams,
      body: contract.decisionBody,
      handler: (ctx, { params, body }) => decideRequest(parts, ctx.tx, ctx, params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/admission/requests/:id/end',
      operationId: 'endAdmission',
      summary: '提前移出清单 / Take off the list before its day',
      access: { duty: [ADMIT] },
      params: contract.idParams,
      body: contract.wordsBody,
      handler: (ctx, { params, body }) => endRequest(parts, ctx.tx, ctx, params.id, body.words),
    }),
  ];
}

function flagRoutes(parts: AdmissionParts): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/admission/flags',
      operationId: 'flagOutsideList',
      summary:
        '标记清单外的要求；谁标的，只有本人看得到 / Flag something outside the list; nobody else sees who did',
      access: 'staff',
      body: contract.flagBody,
      handler: (ctx, { body }) => flag(parts, ctx.tx, ctx, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/flags/mine',
      operationId: 'myOutsideFlags',
      summary: '我标记的和结论 / What I flagged, and what was found',
      access: 'staff',
      handler: (ctx) => myFlags(ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/flags',
      operationId: 'listOutsideFlags',
      summary: '等专班认定的标记 / Flags before the relief group',
      access: { duty: [ADMIT] },
      query: contract.flagsQuery,
      transaction: 'none',
      handler: (ctx, { query }) => listFlags(parts, asking(ctx), query.state ?? 'open'),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/flags/:id/photos/:n',
      operationId: 'getFlagPhoto',
      summary: '标记所附的照片 / A photo of a flag',
      access: { duty: [ADMIT] },
      params: contract.photoParams,
      transaction: 'none',
      handler: async (ctx, { params }, { reply }) => {
        const photo = await parts.readPhoto(
          await flagPhoto(parts, asking(ctx), params.id, params.n),
          ctx.actor.district,
        );
        return reply
          .headers({
            'content-type': photo.mime,
            'x-content-type-options': 'nosniff',
            'cache-control': 'private, no-store',
            'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
            'content-disposition': 'inline',
          })
          .send(Buffer.from(photo.data));
      },
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/admission/flags/:id/decide',
      operationId: 'decideOutsideFlag',
      summary: '专班认定：清单外、清单内、不是要求 / Outside the list, on it, or no request',
      access: { duty: [ADMIT] },
      params: contract.idParams,
      body: contract.findingBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => decideFlag(parts, ctx, params.id, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/findings',
      operationId: 'listAdmissionFindings',
      summary: '专班认定的结论 / What the relief group found',
      access: 'staff',
      query: contract.findingsQuery,
      handler: (ctx, { query }) => listFindings(ctx.tx, asking(ctx), query.unit),
    }),
  ];
}

function burdenRoutes(parts: AdmissionParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/burden',
      operationId: 'burdenMeter',
      summary: '减负监测：各部门要了多少，任何一段时间的 / What each department asked, in any period',
      access: 'staff',
      query: contract.burdenQuery,
      handler: (ctx, { query }) => burdenOf(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/admission/burden/records',
      operationId: 'recordsBehindBurden',
      summary: '数字背后的记录（按查看权限） / The records behind a number, as far as one may see',
      access: 'staff',
      query: contract.behindQuery,
      handler: (ctx, { query }) => recordsBehind(parts, ctx.tx, asking(ctx), query),
    }),
  ];
}
