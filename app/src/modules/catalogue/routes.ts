import { DAY_MS, dayOf, dayStart, formatDate, parseDate } from '@renlin/core/calendar/civil';
import { limitLabel } from '@renlin/core/calendar/limit';
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { cleanText } from '../../platform/http/input.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import type { Category } from './catalogue.ts';
import { dutyListRoutes, type WorkPort } from './list-routes.ts';
import type { CatalogueReader } from './reader.ts';
import { reportCategories } from './report-categories.ts';
import { saveCategory, setDay } from './service.ts';
import * as store from './store.ts';

const words = z.strictObject({ 'zh-CN': cleanText(200, 1), en: cleanText(200) });
const optionalWords = z.strictObject({ 'zh-CN': cleanText(400), en: cleanText(400) });
const limit = z.strictObject({
  n: z.number().int().min(1).max(1000),
  unit: z.enum(['work-hour', 'clock-hour', 'work-day', 'calendar-day', 'minute']),
  emergency: z.boolean().optional(),
});
const code = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,60}$/);

const categoryBody = z.strictObject({
  code,
  parent: code.nullable(),
  group: z.enum(['component', 'event', 'request', 'hazard']),
  label: words,
  kinds: z.array(z.enum(['incident', 'request', 'hazard'])).max(3),
  publicThing: z.boolean(),
  personal: z.boolean().optional(),
  dispute: z.boolean().optional(),
  enforcement: z.boolean(),
  urgent: z.boolean(),
  fileWhen: optionalWords,
  closeWhen: optionalWords,
  limits: z.array(z.strictObject({ outcome: z.string().max(20), label: words, limit })).max(8),
  retired: z.boolean(),
  baseVersion: z.number().int().min(1).optional(),
});

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const MOST_DAYS = 800;

export function catalogueRoutes(reader: CatalogueReader, work: WorkPort): Route[] {
  return [
    ...dutyListRoutes(reader, work),
    route({
      method: 'GET',
      path: '/api/v1/categories',
      operationId: 'listCategories',
      summary: '类别：立案条件、结案条件、时限 / Categories with conditions and limits',
      tag: 'catalogue',
      access: 'staff',
      scope: 'catalogue.read',
      response: z.looseObject({}),
      async handler(ctx) {
        const categories = await store.listCategories(ctx.tx);
        return { items: categories.map((category) => described(category, ctx)) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/public/categories',
      operationId: 'publicCategories',
      summary: '居民上报可选的类别 / Categories residents can choose',
      tag: 'public',
      access: 'public',
      query: z.strictObject({ kind: z.enum(['incident', 'request', 'hazard']).optional() }),
      response: z.looseObject({}),
      transaction: 'none',
      async handler(ctx, { query }) {
        const { catalogue } = await reader.facts(ctx.actor.district);
        const items = reportCategories(catalogue, ctx.locale);
        return {
          items: query.kind ? items.filter((one) => one.kinds.includes(query.kind as string)) : items,
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/categories',
      operationId: 'saveCategory',
      summary: '新增或修改类别 / Create or change a category',
      tag: 'catalogue',
      access: { duty: ['manage-catalogue'] },
      body: categoryBody,
      response: z.looseObject({}),
      async handler(ctx, { body }) {
        if (body.retired) await refuseInUse(ctx, work, body.code);
        const saved = await saveCategory(ctx.tx, body as Category & { baseVersion?: number }, ctx.now());
        await audit(ctx.tx, ctx, {
          action: 'catalogue.save-category',
          object: { type: 'category', id: body.code },
          after: body,
        });
        reader.forget(ctx.actor.district);
        return described(saved, ctx);
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/calendar',
      operationId: 'listDays',
      summary: '工作日历 / The working calendar',
      tag: 'catalogue',
      access: 'staff',
      query: z.strictObject({ from: day, to: day }),
      response: z.looseObject({}),
      transaction: 'none',
      async handler(ctx, { query }) {
        const from = parseDate(query.from);
        const to = parseDate(query.to);
        if (from === undefined || to === undefined || to < from || to - from > MOST_DAYS) {
          throw problem('input.invalid', {}, [
            { path: 'query/to', code: 'day-range', params: { max: MOST_DAYS } },
          ]);
        }
        const { calendar } = await reader.facts(ctx.actor.district);
        const days = [];
        for (let index = from; index <= to; index++) {
          const date = formatDate(index);
          days.push({ date, ...calendar.dayKind(date) });
        }
        return {
          publishedThrough: calendar.publishedThrough,
          today: formatDate(dayOf(ctx.now())),
          days,
          dayMs: DAY_MS,
          start: dayStart(from),
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/calendar/overrides',
      operationId: 'setDay',
      summary: '调整某天是否上班 / Make a day a working day or a day of rest',
      tag: 'catalogue',
      access: { duty: ['manage-calendar'] },
      body: z.strictObject({
        date: day,
        kind: z.enum(['work', 'rest', 'default']),
        note: cleanText(100),
      }),
      response: z.looseObject({}),
      async handler(ctx, { body }) {
        await setDay(ctx.tx, body, ctx.actor.kind === 'staff' ? ctx.actor.accountId : null, ctx.now());
        await audit(ctx.tx, ctx, {
          action: 'calendar.set-day',
          object: { type: 'day', id: body.date },
          after: body,
        });
        reader.forget(ctx.actor.district);
        return { date: body.date, kind: body.kind };
      },
    }),
  ];
}

/** Open cases keep their category's conditions and limits: it goes when the last of them has ended. */
async function refuseInUse(ctx: Ctx, work: WorkPort, code: string): Promise<void> {
  const whole = scopeOf({ kind: 'system', district: ctx.actor.district, reason: 'category in use' });
  const groups = await ctx.platform.db.apart(whole, (tx) => work.groups(tx));
  const n = groups.reduce((sum, one) => sum + (one.category === code ? one.count : 0), 0);
  if (n > 0) throw problem('catalogue.in-use', { n }, [{ path: 'retired', code: 'in-use', params: { n } }]);
}

function described(category: store.StoredCategory, ctx: Ctx) {
  return {
    ...category,
    name: category.label[ctx.locale],
    groupLabel: ctx.platform.messages.text(ctx.locale, `catalogue.group.${category.group}`),
    limits: category.limits.map((one) => ({
      ...one,
      name: one.label[ctx.locale],
      limitLabel: limitLabel(one.limit, ctx.locale),
    })),
  };
}
