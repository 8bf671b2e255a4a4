// Shelters over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { SheltersParts } from './parts.ts';
import * as service from './service.ts';

const shape = { tag: 'shelters', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/shelters';

export function shelterRoutes(parts: SheltersParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: API,
      operationId: 'listShelters',
      summary:
        '安置点：开没开、清点几人、还能安置几人 / Shelters with what was counted and what room there is',
      query: contract.listQuery,
      handler: (ctx, { query }) =>
        service.listShelters(ctx.tx, asking(ctx), query.open === undefined ? undefined : query.open === '1'),
    }),
    route({
      ...shape,
      method: 'POST',
      path: API,
      operationId: 'addShelter',
      summary: '登记平急两用场所 / A space that can become a shelter',
      body: contract.shelterBody,
      handler: (ctx, { body }) => service.addShelter(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id`,
      operationId: 'getShelter',
      summary: '一个安置点和它的清点记录 / A shelter with its counts',
      params: contract.idParams,
      handler: (ctx, { params }) => service.viewShelter(ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'PUT',
      path: `${API}/:id`,
      operationId: 'editShelter',
      summary: '改平急两用场所的登记 / A space as it is from now on',
      params: contract.idParams,
      body: contract.spaceBody,
      handler: (ctx, { params, body }) => service.editShelter(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/drills`,
      operationId: 'recordShelterDrill',
      summary: '平急转换演练：哪天、用了几分钟 / The conversion was tried, and how long it took',
      params: contract.idParams,
      body: contract.drillBody,
      handler: (ctx, { params, body }) => service.recordDrill(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/open`,
      operationId: 'openShelter',
      summary: '开放安置点 / Open it',
      params: contract.idParams,
      body: contract.openBody,
      handler: (ctx, { params, body }) => service.openShelter(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/close`,
      operationId: 'closeShelter',
      summary: '关闭安置点：清点为零才能关 / Close it, once it is counted empty',
      params: contract.idParams,
      body: contract.closeBody,
      handler: (ctx, { params, body }) =>
        service.closeShelter(parts, ctx.tx, asking(ctx), params.id, body.at),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/counts`,
      operationId: 'countShelter',
      summary: '门口清点：进、出、全员清点 / Counted at the door: in, out, or everybody',
      params: contract.idParams,
      body: contract.countBody,
      handler: (ctx, { params, body }) => service.countPeople(parts, ctx.tx, asking(ctx), params.id, body),
    }),
  ];
}
