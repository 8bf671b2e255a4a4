import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../audit/audit.ts';
import { cleanText, uuid } from '../http/input.ts';
import { type Ctx, type Route, route } from '../http/route.ts';
import type { JobDefinition } from '../jobs/jobs.ts';
import { channelSettings } from './channels.ts';
import {
  countUnread,
  listChannels,
  listNotices,
  markRead,
  type NoticeAddress,
  pruneNotices,
  switchChannel,
} from './notice-store.ts';
import type { NotifyRunner } from './notify.ts';

const notice = z.object({
  id: z.string(),
  key: z.string(),
  text: z.string(),
  link: z.string(),
  urgency: z.enum(['now', 'later']),
  at: z.number(),
  read: z.boolean(),
});

const noticesQuery = z.strictObject({
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

function addressOf(ctx: Ctx): NoticeAddress {
  if (ctx.actor.kind !== 'staff') throw problem('auth.required');
  const { posts, accountId } = ctx.actor;
  return {
    accountId,
    posts: posts.map((post) => post.postId),
    pairs: posts.flatMap((post) => post.duties.map((duty) => `${post.unitId} ${duty}`)),
  };
}

export function createNoticeRoutes(notify: NotifyRunner): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/notices',
      operationId: 'listNotices',
      summary: 'Notices for the posts that one holds, newest first',
      tag: 'notices',
      access: 'staff',
      query: noticesQuery,
      response: z.object({ items: z.array(notice), unread: z.number(), next: z.string().nullable() }),
      async handler(ctx, { query }) {
        const address = addressOf(ctx);
        const rows = await listNotices(ctx.tx, address, query);
        const unread = await countUnread(ctx.tx, address);
        const items = rows.map(({ params, at, ...row }) => ({
          ...row,
          text: ctx.platform.messages.text(ctx.locale, row.key, params),
          at,
        }));
        return {
          items,
          unread,
          next: items.length === query.limit ? (items.at(-1)?.id ?? null) : null,
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/notices/read',
      operationId: 'readNotices',
      summary: 'Mark notices as read: the given ones, or all',
      tag: 'notices',
      access: 'staff',
      body: z.strictObject({ ids: z.array(uuid).max(200).optional() }),
      response: z.object({ marked: z.number() }),
      async handler(ctx, { body }) {
        const marked = await markRead(ctx.tx, addressOf(ctx), { at: ctx.now(), ids: body.ids });
        return { marked };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/notice-channels',
      operationId: 'listNoticeChannels',
      summary: 'Ways by which notices leave the house; addresses and keys are not shown',
      tag: 'notices',
      access: { duty: ['manage-security'] },
      response: z.array(
        z.object({ id: z.string(), kind: z.string(), name: z.string(), enabled: z.boolean() }),
      ),
      handler: (ctx) => listChannels(ctx.tx),
    }),
    route({
      method: 'POST',
      path: '/api/v1/notice-channels',
      operationId: 'addNoticeChannel',
      summary: 'Add a channel, switched off unless said otherwise',
      tag: 'notices',
      access: { duty: ['manage-security'] },
      body: z.strictObject({
        name: cleanText(60, 1),
        settings: channelSettings,
        enabled: z.boolean().default(false),
      }),
      response: z.object({ id: z.string() }),
      async handler(ctx, { body }) {
        const id = await notify.addChannel(ctx.tx, body);
        await audit(ctx.tx, ctx, { action: 'notices.add-channel', object: { type: 'notice-channel', id } });
        return { id };
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/v1/notice-channels/:id',
      operationId: 'switchNoticeChannel',
      summary: 'Switch a channel on or off',
      tag: 'notices',
      access: { duty: ['manage-security'] },
      params: z.strictObject({ id: uuid }),
      body: z.strictObject({ enabled: z.boolean() }),
      response: z.object({ id: z.string(), enabled: z.boolean() }),
      async handler(ctx, { params, body }) {
        const { id } = params;
        const changed = await switchChannel(ctx.tx, id, body.enabled);
        if (!changed) throw problem('resource.not-found');
        const action = body.enabled ? 'notices.switch-channel-on' : 'notices.switch-channel-off';
        await audit(ctx.tx, ctx, { action, object: { type: 'notice-channel', id } });
        return { id, enabled: body.enabled };
      },
    }),
  ];
}

/** Sending each five seconds; what is a year old goes. */
export function noticeJobs(notify: NotifyRunner): readonly JobDefinition[] {
  return [
    {
      name: 'notices-deliver',
      everySeconds: 5,
      async run() {
        await notify.deliver();
      },
    },
    {
      name: 'notices-prune',
      cron: '50 3 * * *',
      async run(platform) {
        const before = platform.clock.now() - 365 * 86_400_000;
        const scope = { district: 'system', reach: 'system', account: '', paths: [], units: [] } as const;
        await platform.db.tx(scope, (tx) => pruneNotices(tx, before));
      },
    },
  ];
}
