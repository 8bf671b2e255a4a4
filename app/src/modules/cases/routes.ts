// Cases over HTTP, for staff with a session and for residents without.

import { explainClock, explainInWords } from '@renlin/core/calendar/explain';
import { z } from 'zod';
import * as engineStore from '../../engines/case/case-store.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { unitNameOf } from '../catalogue/public.ts';
import { bulkRoutes } from './bulk-routes.ts';
import * as contract from './contract.ts';
import { provesLink } from './files.ts';
import { fileCase } from './filing.ts';
import { followedCommand, followedView, publicMap, reportFollowUp } from './follow.ts';
import { listCases, workOf } from './queue.ts';
import { repeatedRoutes } from './repeated-routes.ts';
import {
  type Asking,
  type CasesParts,
  giveCommand,
  joinCase,
  revealReporters,
  suggestDuplicates,
  undoCommand,
  viewCase,
} from './service.ts';
import { spotOf } from './spot.ts';
import { statsOf } from './stats.ts';
import * as store from './store.ts';
import { whistleRoutes } from './whistle-routes.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });

export function caseRoutes(parts: CasesParts): Route[] {
  return [
    ...loopRoutes(parts),
    ...bulkRoutes(parts),
    ...readingRoutes(parts),
    ...residentRoutes(parts),
    ...whistleRoutes(parts),
    ...repeatedRoutes(parts),
  ];
}

function loopRoutes(parts: CasesParts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/cases',
      operationId: 'fileCase',
      summary: '上报：立一件事 / File a case',
      tag: 'cases',
      access: 'public',
      scope: 'cases.file',
      body: contract.fileBody,
      response: contract.filedSchema,
      transaction: 'none',
      handler: (ctx, { body }) => fileCase(parts, asking(ctx), body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/cases/:id/commands',
      operationId: 'giveCaseCommand',
      summary: '办理：对一件事下一个指令 / Give a command to a case',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.act',
      params: contract.idParams,
      body: contract.commandBody,
      response: contract.givenSchema,
      transaction: 'none',
      async handler(ctx, { params, body }, { reply }) {
        const given = await giveCommand(parts, asking(ctx), params.id, body);
        if (given.outcome === 'held') reply.code(202);
        return given;
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/cases/:id/undo',
      operationId: 'undoCaseCommand',
      summary: '撤销刚才的指令（十秒内） / Take back one’s last command within ten seconds',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.act',
      params: contract.idParams,
      body: contract.undoBody,
      response: contract.givenSchema,
      transaction: 'none',
      handler: (ctx, { params, body }) => undoCommand(parts, asking(ctx), params.id, body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/cases/:id/reveal',
      operationId: 'revealCaseReporters',
      summary: '查看反映人（写明理由，留痕） / See who reported, with a reason, on record',
      tag: 'cases',
      access: 'staff',
      params: contract.idParams,
      body: contract.revealBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) => revealReporters(parts, ctx.tx, ctx.actor, params.id, body.reason),
    }),
  ];
}

function readingRoutes(parts: CasesParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/cases',
      operationId: 'listCases',
      summary: '列表与待办 / Lists and queues',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.read',
      query: contract.listQuery,
      response: contract.listSchema,
      handler: (ctx, { query }) => listCases(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/work',
      operationId: 'myWork',
      summary: '我的工作：现在、今天、在等别人 / My work: now, today, waiting for others',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.read',
      response: contract.anyObject,
      handler: (ctx) => workOf(parts, ctx.tx, asking(ctx)),
    }),
    route({
      method: 'GET',
      path: '/api/v1/cases/duplicates',
      operationId: 'suggestDuplicates',
      summary: '可能是同一件事（仅公共设施） / What may be the same thing (public things only)',
      tag: 'cases',
      access: 'public',
      scope: 'cases.read',
      query: contract.duplicatesQuery,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 120,
      handler: (ctx, { query }) => suggestDuplicates(parts, asking(ctx), query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/cases/points',
      operationId: 'casePoints',
      summary: '地图上的事件 / Cases on the map',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.read',
      query: contract.pointsQuery,
      response: contract.anyObject,
      async handler(ctx, { query }) {
        const now = parts.now();
        const rows = await store.listPoints(ctx.tx, {
          open: query.open ?? true,
          limit: query.limit ?? 100_000,
        });
        return {
          columns: ['id', 'lng', 'lat', 'state', 'category', 'overdue', 'number', 'kind'],
          rows: rows.map((row) => [
            row.id,
            row.lng,
            row.lat,
            row.state,
            row.category,
            row.due_at !== null && row.due_at < now,
            row.number,
            row.kind,
          ]),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/cases/stats',
      operationId: 'caseStats',
      summary: '数字与口径：结案不等于解决 / Numbers with their definitions: closed is not solved',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.read',
      query: contract.statsQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) => statsOf(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/cases/:id',
      operationId: 'getCase',
      summary: '一件事的全部 / One case',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.read',
      params: contract.idParams,
      response: contract.caseViewSchema,
      handler: (ctx, { params }) => viewCase(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      method: 'GET',
      path: '/api/v1/cases/:id/clocks/:name/replay',
      operationId: 'replayCaseClock',
      summary: '为什么超期：逐段回放 / Why is this overdue: replay',
      tag: 'cases',
      access: 'staff',
      scope: 'cases.read',
      params: contract.replayParams,
      response: contract.anyObject,
      handler: (ctx, { params }) => replayClock(parts, ctx, params.id, params.name),
    }),
  ];
}

async function replayClock(parts: CasesParts, ctx: Ctx, caseId: string, name: string) {
  const loaded = await engineStore.findCase(ctx.tx, caseId, caseId);
  const clock = loaded?.state.clocks.findLast((one) => one.name === name);
  if (!loaded || !clock) throw problem('cases.not-found', {});
  const world = await parts.engine.world(ctx.actor.district);
  const explanation = explainClock(clock, world.calendar, Math.min(ctx.now(), clock.stoppedAt ?? ctx.now()));
  const words = explainInWords(explanation, ctx.locale, {
    owner: (owner) => unitNameOf(world.catalogue, owner) ?? owner,
    reason: (reason) => parts.messages.text(ctx.locale, `option.pause-reason.${reason}`),
  });
  return { ...explanation, label: parts.messages.text(ctx.locale, `case.clock.${name}`), words };
}

function residentRoutes(parts: CasesParts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/cases/:id/join',
      operationId: 'joinCase',
      summary: '我也遇到 / I have this too',
      tag: 'public',
      access: 'public',
      params: contract.idParams,
      body: contract.joinBody,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 30,
      handler: (ctx, { params, body }) => joinCase(parts, asking(ctx), params.id, body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/public/follow',
      operationId: 'followCase',
      summary: '凭查询码查进度 / Follow a case by its code',
      tag: 'public',
      access: 'public',
      body: contract.followBody,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 30,
      handler: (ctx, { body }) => followedView(parts, residentOf(ctx), body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/public/follow/cases',
      operationId: 'reportFollowUp',
      summary:
        '凭查询码另外反映一件有关的事 / Report a related matter with the follow code of an earlier one',
      tag: 'public',
      access: 'public',
      body: contract.followUpBody,
      response: contract.filedSchema,
      transaction: 'none',
      // A wrong code or wrong digits are refused here too: no faster way to guess than following.
      perMinute: 30,
      handler: (ctx, { body }) => reportFollowUp(parts, residentOf(ctx), body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/public/follow/commands',
      operationId: 'followCommand',
      summary: '反映人确认、评价、补充、催办、重开 / The reporter confirms, rates, adds, urges or reopens',
      tag: 'public',
      access: 'public',
      body: contract.followCommandBody,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 30,
      handler: (ctx, { body }) => followedCommand(parts, residentOf(ctx), body),
    }),
    route({
      method: 'GET',
      path: '/api/v1/public/photos/:id',
      operationId: 'followPhoto',
      summary: '凭查进度得到的链接看照片 / A photo, by the link that following a case gave',
      tag: 'public',
      access: 'public',
      params: contract.idParams,
      query: z.strictObject({
        until: z.coerce.number().int(),
        key: z.string().max(64),
        size: z.enum(['thumb', 'full']).optional(),
      }),
      response: z.string(),
      transaction: 'none',
      async handler(ctx, { params, query }, { reply }) {
        const proved = provesLink(parts.ports.followKey, params.id, query.until, query.key, ctx.now());
        const file = proved
          ? await ctx.platform.files.read(params.id, ctx.actor.district, query.size ?? 'full')
          : undefined;
        if (!file) throw problem('resource.not-found', {});
        reply.headers({
          'content-type': file.mime,
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, max-age=3600',
        });
        return reply.send(Buffer.from(file.data));
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/public/spots',
      operationId: 'spotOfCode',
      summary:
        '扫码看地点和在办的事；工作人员另看自己范围内的 / The place of a printed code and what is open there; staff also see what is theirs',
      tag: 'public',
      access: 'public',
      query: contract.spotQuery,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 120,
      handler: (ctx, { query: { asset, lng, lat } }) =>
        spotOf(
          parts,
          asking(ctx),
          asset === undefined ? { lng: lng as number, lat: lat as number } : { asset },
        ),
    }),
    route({
      method: 'GET',
      path: '/api/v1/public/map',
      operationId: 'publicMap',
      summary: '公开地图：设施精确，住宅按格汇总（k≥5） / Public map',
      tag: 'public',
      access: 'public',
      response: z.looseObject({}),
      transaction: 'none',
      handler: (ctx) => publicMap(parts, residentOf(ctx)),
    }),
  ];
}

/** Whoever follows a code acts as its reporter, also when they are signed in as staff. */
function residentOf(ctx: Ctx): Asking {
  const actor: Actor = { kind: 'public', district: ctx.actor.district };
  return { actor, locale: ctx.locale };
}
