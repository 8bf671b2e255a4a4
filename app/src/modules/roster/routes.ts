// The duty roster over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { RosterParts } from './parts.ts';
import * as service from './service.ts';

const shape = { tag: 'roster', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/roster';

export function rosterRoutes(parts: RosterParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: API,
      operationId: 'listRoster',
      summary: '值班带班表：谁在岗、哪段没人 / Who sits at the desk when, and when nobody does',
      query: contract.listQuery,
      handler: (ctx, { query }) => service.listRoster(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/shifts`,
      operationId: 'planShift',
      summary: '排一班：值班岗位和带班领导 / Plan a shift',
      body: contract.shiftBody,
      handler: (ctx, { body }) => service.planShift(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/shifts/:id/strike`,
      operationId: 'strikeShift',
      summary: '撤一班（还没开始的） / Strike a shift that has not begun',
      params: contract.idParams,
      handler: (ctx, { params }) => service.strike(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/shifts/:id/hand-over`,
      operationId: 'handOverShift',
      summary: '交班 / Hand a shift over',
      params: contract.idParams,
      body: contract.handOverBody,
      handler: (ctx, { params, body }) => service.handOver(parts, ctx.tx, asking(ctx), params.id, body.words),
    }),
  ];
}
