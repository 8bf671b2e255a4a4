// Supplies over HTTP.
import { z } from 'zod';
import { uuid } from '../../platform/http/input.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import { coverOf } from './cover.ts';
import * as moving from './moving.ts';
import { needsOf } from './needs.ts';
import type { StocksParts } from './parts.ts';
import * as service from './service.ts';

const shape = { tag: 'stocks', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/stocks';

export function stockRoutes(parts: StocksParts): Route[] {
  return [...readingRoutes(parts), ...movingRoutes(parts), ...twoPeopleRoutes(parts)];
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
