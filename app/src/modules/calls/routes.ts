// One-button calls over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import { listDesk } from './desk.ts';
import * as devices from './devices.ts';
import type { CallsParts } from './parts.ts';
import { answerHelper, pressHook, pressPage, viewHelper, viewPage } from './press.ts';
import { proposeVolunteers } from './volunteers.ts';

const staff = { tag: 'calls', access: 'staff', response: contract.anyObject } as const;
const open = { tag: 'calls', access: 'public', response: contract.anyObject, transaction: 'none' } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const PAGE_PER_MINUTE = 60;

export function callRoutes(parts: CallsParts): Route[] {
  return [...pressRoutes(parts), ...deskRoutes(parts)];
}

// Codes are in bodies: an address is kept in logs.
function pressRoutes(parts: CallsParts): Route[] {
  return [
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/calls/page',
      operationId: 'viewCallPage',
      summary: '大按钮页：呼叫到了哪一步 / The big-button page: how far the call is',
      body: contract.pageBody,
      perMinute: PAGE_PER_MINUTE,
      handler: (ctx, { body }) => viewPage(parts, ctx.actor.district, body.code),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/calls/press',
      operationId: 'pressCallButton',
      summary: '按下一键呼叫（不用登录） / The button is pressed; no account',
      body: contract.pressBody,
      perMinute: PAGE_PER_MINUTE,
      handler: (ctx, { body }) => pressPage(parts, ctx.actor.district, body),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/calls/hook/:id',
      operationId: 'receiveCallSignal',
      summary: '话机按键、呼叫器推送（签名） / A telephone key or alarm box posts, signed',
      params: contract.idParams,
      body: contract.hookBody,
      keepRaw: true,
      handler: (ctx, { params, body }, { request }) =>
        pressHook(parts, ctx.actor.district, params.id, {
          headers: request.headers,
          raw: request.renlinRaw ?? '',
          body,
        }),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/calls/helper',
      operationId: 'viewCallHelper',
      summary: '结对帮手的页面 / The paired helper’s page',
      body: contract.pageBody,
      perMinute: PAGE_PER_MINUTE,
      handler: (ctx, { body }) => viewHelper(parts, ctx.actor.district, body.code),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/calls/helper/answer',
      operationId: 'answerCallHelper',
      summary: '结对帮手应答 / The paired helper answers',
      body: contract.helperBody,
      perMinute: PAGE_PER_MINUTE,
      handler: (ctx, { body }) => answerHelper(parts, ctx.actor.district, body),
    }),
  ];
}

function deskRoutes(parts: CallsParts): Route[] {
  return [
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/calls/desk',
      operationId: 'listOpenCalls',
      summary: '值班台：没有结束的呼叫 / The desk: calls that have not ended',
      handler: (ctx) => listDesk(parts, ctx.tx, asking(ctx)),
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/calls/:id/volunteers',
      operationId: 'proposeCallVolunteers',
      summary:
        '附近自愿报名的人（遮盖；红色预警下不派） / Volunteers near a call, masked; nobody under a red warning',
      params: contract.idParams,
      handler: (ctx, { params }) => proposeVolunteers(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/call-devices',
      operationId: 'listCallDevices',
      summary: '呼叫设备（不含姓名电话） / Devices, without names and numbers',
      handler: (ctx) => devices.listDevices(ctx.tx, ctx),
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/call-devices',
      operationId: 'addCallDevice',
      summary: '本人同意后登记设备 / A device, with consent',
      body: contract.deviceBody,
      handler: (ctx, { body }) => devices.addDevice(parts, ctx.tx, ctx, body),
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/call-devices/:id/renew',
      operationId: 'renewCallDevice',
      summary: '续签同意 / Consent renewed',
      params: contract.idParams,
      body: contract.renewBody,
      handler: (ctx, { params, body }) => devices.renewDevice(parts, ctx.tx, ctx, params.id, body),
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/call-devices/:id/end',
      operationId: 'endCallDevice',
      summary: '停用，联系信息随后删除 / Ended; the contact is deleted',
      params: contract.idParams,
      handler: (ctx, { params }) => devices.endDevice(parts, ctx.tx, ctx, params.id),
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/call-devices/:id/contact',
      operationId: 'openCallContact',
      summary: '打开联系信息（写明理由，留痕） / Open the contact: reason, logged',
      params: contract.idParams,
      body: contract.revealBody,
      handler: (ctx, { params, body }) => devices.revealContact(parts, ctx.tx, ctx, params.id, body),
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/call-devices/:id/looks',
      operationId: 'listCallLooks',
      summary: '谁看过、为什么 / Who looked, and why',
      params: contract.idParams,
      handler: (ctx, { params }) => devices.listLooks(ctx.tx, ctx, params.id),
    }),
  ];
}
