// Transfer lists and paper slips over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import { moveToShelter, openTransfers, viewTransfers } from './list.ts';
import type { TransfersParts } from './parts.ts';
import { addPerson, viewPeople } from './people.ts';
import { planTransfers } from './plan.ts';
import { enterSlip, printSlips, viewSlip } from './slips.ts';

const shape = { tag: 'transfers', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function transferRoutes(parts: TransfersParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/transfers',
      operationId: 'listTransfers',
      summary:
        '转移清单：拒绝和失联的在前；已到只数清点过的 / The list; arrived are only those who were counted',
      params: contract.idParams,
      query: contract.listQuery,
      transaction: 'none',
      handler: (ctx, { params, query }) => viewTransfers(parts, asking(ctx), params.id, query.state),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/transfers',
      operationId: 'openTransfers',
      summary: '按楼栋、门牌列入转移清单 / Put buildings and doors on the list',
      params: contract.idParams,
      body: contract.entriesBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => openTransfers(parts, asking(ctx), params.id, body.entries),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/transfer-plan',
      operationId: 'planTransfers',
      summary:
        '按户和关爱台账逐楼列出，供列入清单 / Doors by building as the registers know them; listed by nobody yet',
      params: contract.idParams,
      body: contract.planBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => planTransfers(parts, asking(ctx), params.id, body.areaId),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/transfers/:id/people',
      operationId: 'listTransferPeople',
      summary: '门后是谁（遮盖；拒绝转移的只留地址） / Who is meant, masked; nobody of a home that refuses',
      params: contract.idParams,
      handler: (ctx, { params }) => viewPeople(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/transfers/:id/people',
      operationId: 'addTransferPerson',
      summary: '本次应急登记要转移的人 / Somebody written down for this emergency alone',
      params: contract.idParams,
      body: contract.personBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => addPerson(parts, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/transfers/:id/shelter',
      operationId: 'moveTransferToShelter',
      summary: '改安置点：没有位置就说哪里有 / Another shelter, or where there is room',
      params: contract.idParams,
      body: contract.moveBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => moveToShelter(parts, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/transfer-slips',
      operationId: 'printTransferSlips',
      summary: '打印纸单：每户通知联、到达联，编号就是命令号 / Paper slips whose serial is a command id',
      params: contract.idParams,
      body: contract.printBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => printSlips(parts, asking(ctx), params.id, body.transferIds),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/transfer-slips/:id',
      operationId: 'getTransferSlip',
      summary: '扫到的是哪张纸单，录过没有 / Which slip this is, and whether it was entered',
      params: contract.idParams,
      transaction: 'none',
      handler: (ctx, { params }) => viewSlip(parts, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/transfer-slips/:id/entries',
      operationId: 'enterTransferSlip',
      summary: '补录纸单，按纸上的时间；重复的照录并标出 / Enter a slip with its own time; a double is shown',
      params: contract.idParams,
      body: contract.slipBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => enterSlip(parts, asking(ctx), params.id, body),
    }),
  ];
}
