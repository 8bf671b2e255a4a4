// The command post over HTTP.
import { z } from 'zod';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { viewBoard } from './board.ts';
import { closePlace } from './closures.ts';
import * as contract from './contract.ts';
import { figureCodes } from './figures.ts';
import type { CommandPostParts } from './parts.ts';
import * as situation from './situation.ts';
import { viewStory } from './story.ts';

const shape = {
  tag: 'emergency',
  access: 'staff',
  response: contract.anyObject,
  params: contract.idParams,
} as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function commandPostRoutes(parts: CommandPostParts): Route[] {
  return [...boardRoutes(parts), ...situationRoutes(parts)];
}

function boardRoutes(parts: CommandPostParts): Route[] {
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

function situationRoutes(parts: CommandPostParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/situation-reports',
      operationId: 'listSituationReports',
      summary: '情况报告：已签发的，和下一份什么时候要 / Situation reports, and when the next one is due',
      handler: (ctx, { params }) => situation.listSituation(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/situation-reports',
      operationId: 'writeSituationReport',
      summary: '按此刻的事实生成情况报告 / Generate a situation report from the facts as of now',
      body: contract.reportBody,
      handler: (ctx, { params, body }) =>
        situation.writeSituation(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/situation-reports/:id',
      operationId: 'getSituationReport',
      summary: '一份情况报告 / One situation report',
      handler: (ctx, { params }) => situation.viewSituation(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/situation-reports/:id/records',
      operationId: 'listSituationRecords',
      summary: '一个数字背后的记录，按当时 / The records behind a figure, as of then',
      query: z.strictObject({ figure: z.enum(figureCodes) }),
      handler: (ctx, { params, query }) =>
        situation.situationRecords(parts, ctx.tx, asking(ctx), params.id, query.figure),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/situation-reports/:id/sign',
      operationId: 'signSituationReport',
      summary: '签发，此后不改 / Sign it; it stays as it is',
      body: z.strictObject({}),
      transaction: 'none',
      handler: (ctx, { params }) => situation.signSituation(parts, ctx, params.id),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/situation-reports/:id/file',
      operationId: 'getSituationFile',
      summary: '情况报告的 Word 文件 / The report as a Word file',
      transaction: 'none',
      async handler(ctx, { params }, { reply }) {
        const file = await situation.situationFile(parts, asking(ctx), params.id);
        return reply
          .header('content-type', file.mime)
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
          .send(Buffer.from(file.data));
      },
    }),
  ];
}
