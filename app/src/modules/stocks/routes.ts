// Supplies over HTTP.
import { z } from 'zod';
import { uuid } from '../../platform/http/input.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import { coverOf } from './cover.ts';
import { recordStock } from './field-records.ts';
import * as moving from './moving.ts';
import { needsOf } from './needs.ts';
import type { StocksParts } from './parts.ts';
import * as requests from './requests.ts';
import { staffOf } from './rights.ts';
import * as rules from './rules.ts';
import * as service from './service.ts';

const shape = { tag: 'stocks', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/stocks';

export function stockRoutes(parts: StocksParts): Route[] {
  return [
    ...readingRoutes(parts),
    ...movingRoutes(parts),
    ...twoPeopleRoutes(parts),
    ...requestRoutes(parts),
    ...phoneRoutes(parts),
    ...ruleRoutes(parts),
  ];
}

function readingRoutes(parts: StocksParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: `${API}/items`,
      operationId: 'listStockItems',
      summary: '物资品种、四类、每人每日需要量和出处 / Items with their needs and sources',
      handler: (ctx) => service.listItems(ctx.tx),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/points`,
      operationId: 'listStockPoints',
      summary: '物资点 / Stock points',
      handler: (ctx) => service.listPoints(ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/points`,
      operationId: 'addStockPoint',
      summary: '新设物资点 / A new stock point',
      body: contract.pointBody,
      handler: (ctx, { body }) => service.addPoint(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/points/:id`,
      operationId: 'getStockPoint',
      summary: '一个物资点：现存和出入 / A point: what lies there, what moved',
      params: contract.idParams,
      query: z.strictObject({ lotId: uuid.optional() }),
      handler: (ctx, { params, query }) =>
        service.viewPoint(parts, ctx.tx, asking(ctx), params.id, query.lotId),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/lines`,
      operationId: 'listStockLines',
      summary: '现存：先到期的在前 / What lies where, what expires first on top',
      query: contract.linesQuery,
      handler: (ctx, { query }) => service.listLines(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/cover`,
      operationId: 'stockCover',
      summary: '够几天、缺多少、向谁借 / Days of cover, what is missing, who could lend it',
      query: contract.coverQuery,
      handler: (ctx, { query }) => coverOf(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/needs`,
      operationId: 'stockNeeds',
      summary: '多少人、多少天要多少，每个数有出处 / What so many people need in so many days, with sources',
      query: contract.needsQuery,
      handler: async (_ctx, { query }) => needsOf(query.people, query.days),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/for-emergency`,
      operationId: 'listStockForEmergency',
      summary: '为一次应急预留和发放的 / Set aside and given out for one emergency',
      query: contract.forEmergencyQuery,
      handler: (ctx, { query }) => service.listForEmergency(ctx.tx, asking(ctx), query.emergencyId),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/open`,
      operationId: 'listOpenStockMatters',
      summary: '等第二人复核的、借出未还的 / What waits for a second person, what is lent',
      handler: (ctx) => service.listOpen(parts, ctx.tx, asking(ctx)),
    }),
  ];
}

function movingRoutes(parts: StocksParts): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: `${API}/receipts`,
      operationId: 'receiveStock',
      summary: '入库 / A receipt',
      body: contract.receiptBody,
      handler: (ctx, { body }) => moving.receive(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/moves`,
      operationId: 'moveStock',
      summary: '发放、归还、预留、解除预留、调拨 / Issue, return, reserve, release, transfer',
      body: contract.moveBody,
      handler: (ctx, { body }) => moving.moveStock(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/postings/:id/reverse`,
      operationId: 'reverseStockPosting',
      summary: '冲销一笔录错的账 / Take a wrong posting back',
      params: contract.idParams,
      body: contract.reverseBody,
      handler: (ctx, { params, body }) => moving.correct(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/loans`,
      operationId: 'lendStock',
      summary: '借给另一个社区 / Lend to another community',
      body: contract.loanBody,
      handler: (ctx, { body }) => moving.lend(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/loans/:id/return`,
      operationId: 'returnLoan',
      summary: '归还借来的 / Give back',
      params: contract.idParams,
      body: contract.returnBody,
      handler: (ctx, { params, body }) => moving.giveBack(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/lots/:id/verify`,
      operationId: 'verifyStockLot',
      summary: '核对协议储备还在 / An agreement was looked at again',
      params: contract.idParams,
      body: contract.verifyBody,
      handler: (ctx, { params, body }) => moving.verify(parts, ctx.tx, asking(ctx), params.id, body),
    }),
  ];
}

function twoPeopleRoutes(parts: StocksParts): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: `${API}/counts`,
      operationId: 'countStock',
      summary: '盘点：有差异由第二人复核 / A count; a difference waits for a second person',
      body: contract.countBody,
      handler: (ctx, { body }) => moving.count(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/disposals`,
      operationId: 'disposeStock',
      summary: '报废：两人处置 / A disposal, by two people',
      body: contract.disposeBody,
      handler: (ctx, { body }) => moving.dispose(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/proposals/:id/decide`,
      operationId: 'decideStockProposal',
      summary: '第二人复核 / The second person’s word',
      params: contract.idParams,
      body: contract.decideBody,
      handler: (ctx, { params, body }) => moving.decide(parts, ctx.tx, asking(ctx), params.id, body),
    }),
  ];
}

function requestRoutes(parts: StocksParts): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: `${API}/requests`,
      operationId: 'askStock',
      summary: '申请调用物资：可在没有网络时填写 / Ask a point for something, also written without a network',
      body: contract.askBody,
      handler: (ctx, { body }) => requests.ask(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/requests/:id/answer`,
      operationId: 'answerStockRequest',
      summary: '答复：预留，或说明为什么不给 / Set it aside, or say why not',
      params: contract.idParams,
      body: contract.answerBody,
      handler: (ctx, { params, body }) => requests.answer(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/requests/:id/hand-over`,
      operationId: 'handOverStock',
      summary: '交付已预留的 / Hand over what was set aside',
      params: contract.idParams,
      handler: (ctx, { params }) => requests.handOver(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/requests/:id/withdraw`,
      operationId: 'withdrawStockRequest',
      summary: '撤回申请，预留的放回 / Withdraw; what was set aside goes back',
      params: contract.idParams,
      handler: (ctx, { params }) => requests.withdraw(parts, ctx.tx, asking(ctx), params.id),
    }),
  ];
}

function phoneRoutes(parts: StocksParts): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: `${API}/field-records`,
      operationId: 'recordStockInField',
      summary:
        '手机上的盘点或调用申请，断网时写下也算当时 / A count or a request from a phone, as of its own hour',
      body: contract.fieldRecordBody,
      transaction: 'none',
      handler: (ctx, { body }) => recordStock(parts, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/near`,
      operationId: 'listStockNear',
      summary: '我的岗位附近的物资点和批次 / Points near my posts, with their lots',
      handler: async (ctx) => ({
        items: await service.phonePoints(
          parts,
          ctx.tx,
          staffOf(asking(ctx)).posts.map((post) => post.areaPath),
        ),
      }),
    }),
  ];
}

function ruleRoutes(parts: StocksParts): Route[] {
  return [
    route({
      ...shape,
      method: 'PUT',
      path: `${API}/items/:code/rule`,
      operationId: 'setStockRule',
      summary: '最低储备规则：每个数写明出处 / What there should be at least, each figure with its source',
      params: contract.itemParams,
      body: contract.ruleBody,
      handler: (ctx, { params, body }) => rules.setRule(ctx.tx, asking(ctx), params.code, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/settings`,
      operationId: 'getStockSettings',
      summary: '到期前几天提醒保管人 / How early keepers hear of a date',
      handler: (ctx) => rules.viewSettings(ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'PUT',
      path: `${API}/settings`,
      operationId: 'setStockSettings',
      summary: '改到期提醒 / Change how early keepers hear of a date',
      body: contract.settingsBody,
      handler: (ctx, { body }) => rules.setSettings(parts, ctx.tx, asking(ctx), body),
    }),
  ];
}
