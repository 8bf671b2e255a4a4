// The rights of the person over HTTP: with a code, without an account; and the desk that answers what they ask.
import { z } from 'zod';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import { type Asking, type RegisterParts, registerOf } from './parts.ts';
import type { Given } from './records.ts';
import {
  answerRequest,
  ask,
  issueCode,
  type Known,
  openRequests,
  ownRecord,
  processingActivities,
  withdraw,
  withOwn,
} from './subject.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });
const known = z.strictObject({
  code: z.string().trim().min(8).max(20),
  tail: z.string().trim().min(4).max(4),
});
const correction = known.extend({ values: contract.rawValues });
const answerBody = z.strictObject({ take: z.boolean(), reason: z.string().max(200) });

export function subjectRoutes(parts: RegisterParts): Route[] {
  const own = <T>(ctx: Ctx, { code, tail }: Known, work: Parameters<typeof withOwn<T>>[4]) =>
    withOwn(parts.db, parts, ctx.actor.district, { code, tail }, work);
  const open = {
    tag: 'public',
    access: 'public',
    transaction: 'none',
    perMinute: 20,
    response: contract.anyObject,
  } as const;
  const staff = { tag: 'registers', access: 'staff', response: contract.anyObject } as const;
  return [
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/public/my-record',
      operationId: 'ownRecord',
      summary: '凭查询码看自己的全部登记内容和谁看过 / All that is held about me, and who saw it',
      body: known,
      handler: (ctx, { body }) => own(ctx, body, (tx, mine) => ownRecord(tx, parts, asking(ctx), mine)),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/public/my-record/withdraw',
      operationId: 'withdrawOwnRecord',
      summary: '退出：立即彻底删除 / Withdraw: deleted at once, for good',
      body: known,
      handler: (ctx, { body }) => own(ctx, body, (tx, mine) => withdraw(tx, parts, mine)),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/public/my-record/correct',
      operationId: 'correctOwnRecord',
      summary: '申请更正，15 天内答复 / Ask for a correction, answered within 15 days',
      body: correction,
      handler: (ctx, { body }) =>
        own(ctx, body, (tx, mine) =>
          ask(tx, parts, asking(ctx), mine, { kind: 'correct', values: body.values as Given }),
        ),
    }),
    route({
      ...open,
      method: 'POST',
      path: '/api/v1/public/my-record/delete',
      operationId: 'deleteOwnRecord',
      summary: '申请删除，15 天内答复 / Ask for deletion, answered within 15 days',
      body: known,
      handler: (ctx, { body }) =>
        own(ctx, body, (tx, mine) => ask(tx, parts, asking(ctx), mine, { kind: 'delete' })),
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/registers/:register/records/:id/code',
      operationId: 'issueSubjectCode',
      summary: '给本人的查询码，只显示一次 / A code for the person; shown once',
      params: contract.recordParams,
      handler: (ctx, { params }) =>
        issueCode(ctx.tx, parts, asking(ctx), registerOf(parts, params.register), params.id),
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/registers/:register/requests',
      operationId: 'listSubjectRequests',
      summary: '本人提出的更正、删除申请 / What people ask to have corrected or deleted',
      params: contract.registerParams,
      handler: (ctx, { params }) =>
        openRequests(ctx.tx, parts, asking(ctx), registerOf(parts, params.register)),
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/registers/:register/requests/:id/answer',
      operationId: 'answerSubjectRequest',
      summary: '采纳或说明理由不采纳 / Take a request over, or refuse it with a reason',
      params: contract.recordParams,
      body: answerBody,
      handler: (ctx, { params, body }) =>
        answerRequest(ctx.tx, parts, asking(ctx), registerOf(parts, params.register), {
          id: params.id,
          ...body,
        }),
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/processing-activities',
      operationId: 'processingActivities',
      summary: '个人信息处理活动清单 / The report of processing activities',
      transaction: 'none',
      handler: async (ctx) => ({ items: processingActivities(parts.registers, asking(ctx)) }),
    }),
  ];
}
