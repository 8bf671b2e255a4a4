// The daily rhythm over HTTP: agendas, hand-over notes, diaries.
import { z } from 'zod';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { holdMeeting, readAgenda } from './agenda.ts';
import * as contract from './contract.ts';
import { exportDiary, listWriters, readDiary, writeDiary } from './diary.ts';
import {
  draftHandover,
  listHandovers,
  listHandoversAbout,
  receiveHandover,
  viewHandover,
  writeHandover,
} from './handover.ts';
import type { Asking, RhythmParts } from './ports.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });

export function rhythmRoutes(parts: RhythmParts): Route[] {
  return [...meetingRoutes(parts), ...handoverRoutes(parts), ...diaryRoutes(parts)];
}

function meetingRoutes(parts: RhythmParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/rhythm/agenda',
      operationId: 'meetingAgenda',
      summary:
        '碰头会、网格例会的议题：当场从记录生成 / The agenda of a huddle or grid meeting, made from the records',
      tag: 'rhythm',
      access: 'staff',
      query: contract.agendaQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) => readAgenda(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      method: 'POST',
      path: '/api/v1/rhythm/meetings',
      operationId: 'holdMeeting',
      summary: '会开过了：下次从这里接着 / The meeting took place: the next agenda begins here',
      tag: 'rhythm',
      access: 'staff',
      body: contract.meetingBody,
      response: contract.anyObject,
      handler: (ctx, { body }) => holdMeeting(parts, ctx.tx, asking(ctx), body),
    }),
  ];
}

function handoverRoutes(parts: RhythmParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/rhythm/handover',
      operationId: 'draftHandover',
      summary: '交接班：我手上的事和可以接班的人 / A hand-over to be: my open work and who may take over',
      tag: 'rhythm',
      access: 'staff',
      response: contract.anyObject,
      handler: (ctx) => draftHandover(parts, ctx.tx, asking(ctx)),
    }),
    route({
      method: 'GET',
      path: '/api/v1/rhythm/handovers',
      operationId: 'listHandovers',
      summary: '交接班单 / Hand-over notes',
      tag: 'rhythm',
      access: 'staff',
      query: contract.handoverQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) =>
        query.about === undefined
          ? listHandovers(parts, ctx.tx, asking(ctx), query.box ?? 'to-me')
          : listHandoversAbout(parts, ctx.tx, asking(ctx), query.about),
    }),
    route({
      method: 'POST',
      path: '/api/v1/rhythm/handovers',
      operationId: 'writeHandover',
      summary: '交班 / Hand over',
      tag: 'rhythm',
      access: 'staff',
      body: contract.handoverBody,
      response: contract.anyObject,
      handler: (ctx, { body }) => writeHandover(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      method: 'GET',
      path: '/api/v1/rhythm/handovers/:id',
      operationId: 'getHandover',
      summary: '一张交接班单和其中各件的现状 / A hand-over note, its cases as they are now',
      tag: 'rhythm',
      access: 'staff',
      params: contract.idParams,
      response: contract.anyObject,
      handler: (ctx, { params }) => viewHandover(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      method: 'POST',
      path: '/api/v1/rhythm/handovers/:id/receive',
      operationId: 'receiveHandover',
      summary: '接班 / Receive a hand-over',
      tag: 'rhythm',
      access: 'staff',
      params: contract.idParams,
      response: contract.anyObject,
      handler: (ctx, { params }) => receiveHandover(parts, ctx.tx, asking(ctx), params.id),
    }),
  ];
}

function diaryRoutes(parts: RhythmParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/rhythm/diary',
      operationId: 'readDiary',
      summary: '工作日志：从记录生成 / The work diary, read from the records',
      tag: 'rhythm',
      access: 'staff',
      query: contract.diaryQuery,
      response: contract.anyObject,
      transaction: 'none',
      handler: (ctx, { query }) => readDiary(parts, ctx, query),
    }),
    route({
      method: 'POST',
      path: '/api/v1/rhythm/diary/words',
      operationId: 'writeDiaryWords',
      summary: '给自己的某一天补充几句 / Add words to a day of one’s own',
      tag: 'rhythm',
      access: 'staff',
      body: contract.diaryWordsBody,
      response: contract.anyObject,
      handler: (ctx, { body }) => writeDiary(parts, ctx, body),
    }),
    route({
      method: 'GET',
      path: '/api/v1/rhythm/diary/writers',
      operationId: 'listDiaryWriters',
      summary: '我可以看谁的日志 / Whose diaries I may open',
      tag: 'rhythm',
      access: 'staff',
      response: contract.anyObject,
      handler: (ctx) => listWriters(parts, ctx),
    }),
    route({
      method: 'GET',
      path: '/api/v1/rhythm/diary/export',
      operationId: 'exportDiary',
      summary: '导出工作日志（CSV） / The diary as CSV',
      tag: 'rhythm',
      access: 'staff',
      query: contract.diaryQuery,
      response: z.string(),
      transaction: 'none',
      async handler(ctx, { query }, { reply }) {
        const text = await exportDiary(parts, ctx, query);
        reply.headers({
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="diary-${query.from}-${query.to}.csv"`,
        });
        return reply.send(text);
      },
    }),
  ];
}
