import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../audit/audit.ts';
import { type Ctx, type Route, route } from '../http/route.ts';
import type { JobDefinition } from '../jobs/jobs.ts';
import { channelSettings } from './channels.ts';
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
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

/** `$2` the posts, `$3` pairs "unit duty" that the reader holds. */
const MINE = `(n.post_id = any($2::uuid[]) or (n.unit_id is not null and n.unit_id::text || ' ' || n.duty = any($3::text[])))`;

function address(ctx: Ctx): { accountId: string; posts: string[]; pairs: string[] } {
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
        const { accountId, posts, pairs } = address(ctx);
        const rows = await ctx.tx.rows<{
          id: string;
          key: string;
          params: Record<string, unknown>;
          link: string;
          urgency: string;
          at: number;
          read: boolean;
        }>(
          `select n.id, n.key, n.params, n.link, n.urgency, n.at,
             exists (select from notice_reads r where r.district_code = n.district_code and r.notice_id = n.id
                     and r.account_id = $4) as read
           from notices n where n.district_code = $1 and ${MINE} and ($5::uuid is null or n.id < $5)
           order by n.id desc limit $6`,
          [ctx.actor.district, posts, pairs, accountId, query.after ?? null, query.limit],
        );
        const [unread] = await ctx.tx.rows<{ count: number }>(
          `select count(*)::int as count from (
             select from notices n where n.district_code = $1 and ${MINE} and not exists (
               select from notice_reads r where r.district_code = n.district_code and r.notice_id = n.id and r.account_id = $4)
             limit 100) as waiting`,
          [ctx.actor.district, posts, pairs, accountId],
        );
        const items = rows.map(({ params, at, ...row }) => ({
          ...row,
          text: ctx.platform.messages.text(ctx.locale, row.key, params),
          at,
        }));
        return {
          items,
          unread: unread?.count ?? 0,
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
      body: z.strictObject({ ids: z.array(z.uuid()).max(200).optional() }),
      response: z.object({ marked: z.number() }),
      async handler(ctx, { body }) {
        const { accountId, posts, pairs } = address(ctx);
        const marked = await ctx.tx.count(
          `insert into notice_reads (district_code, notice_id, account_id, at)
           select n.district_code, n.id, $4, $5 from notices n
           where n.district_code = $1 and ${MINE} and ($6::uuid[] is null or n.id = any($6))
           on conflict do nothing`,
          [ctx.actor.district, posts, pairs, accountId, new Date(ctx.now()), body.ids ?? null],
        );
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
      handler: (ctx) =>
        ctx.tx.rows(
          'select id, kind, name, enabled from notice_channels where district_code = $1 order by id',
          [ctx.actor.district],
        ),
    }),
    route({
      method: 'POST',
      path: '/api/v1/notice-channels',
      operationId: 'addNoticeChannel',
      summary: 'Add a channel, switched off unless said otherwise',
      tag: 'notices',
      access: { duty: ['manage-security'] },
      body: z.strictObject({
        name: z.string().trim().min(1).max(60),
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
      params: z.strictObject({ id: z.uuid() }),
      body: z.strictObject({ enabled: z.boolean() }),
      response: z.object({ id: z.string(), enabled: z.boolean() }),
      async handler(ctx, { params, body }) {
        const { id } = params;
        const changed = await ctx.tx.count(
          'update notice_channels set enabled = $3 where district_code = $1 and id = $2',
          [ctx.actor.district, id, body.enabled],
        );
        if (changed === 0) throw problem('resource.not-found');
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
        await platform.db.tx(scope, async (tx) => {
          await tx.count('delete from notices where at < $1', [new Date(before)]);
          await tx.count('delete from notice_deliveries where next_at < $1', [new Date(before)]);
        });
      },
    },
  ];
}
