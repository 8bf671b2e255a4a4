// The command post over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { viewBoard } from './board.ts';
import { closePlace } from './closures.ts';
import * as contract from './contract.ts';
import type { CommandPostParts } from './parts.ts';
import { viewStory } from './story.ts';

const shape = {
  tag: 'emergency',
  access: 'staff',
  response: contract.anyObject,
  params: contract.idParams,
} as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function commandPostRoutes(parts: CommandPostParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/board',
      operationId: 'viewCommandBoard',
      summary: '指挥图：要做什么、在哪里、谁在做 / What must be done, where, and who is on it',
      query: contract.boardQuery,
      handler: (ctx, { params, query }) => viewBoard(parts, ctx.tx, asking(ctx), params.id, query.column),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/story',
      operationId: 'viewIncidentStory',
      summary: '经过与回放：从每一步算出 / What happened, and how everything stood at any moment',
      handler: (ctx, { params }) => viewStory(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/closures',
      operationId: 'closePlace',
      summary: '封控一段路或一处场所 / Close a road or a place',
      body: contract.closureBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => closePlace(parts, asking(ctx), params.id, body),
    }),
  ];
}
