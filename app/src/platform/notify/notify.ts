// Messages to people: in the app always; by webhook, mail, SMS or voice when an adapter is switched on. A message that leaves the
// house carries a title and a link, never personal data.
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { Db, Scope, Tx } from '../db/db.ts';
import type { MigrationSource } from '../db/migrate.ts';
import type { Messages } from '../i18n/messages.ts';
import type { Events } from '../jobs/events.ts';
import {
  type Channel,
  type ChannelSettings,
  channelSettings,
  type Outgoing,
  sendThrough,
} from './channels.ts';
import { pushTitle } from './push-text.ts';

export type Notice = {
  /** Message key for title; params must be free of personal data. */
  key: string;
  params: Record<string, string | number>;
  /** Where it leads inside the product. */
  link: string;
  /** 'now' pushes through the adapters; 'later' only shows in the app. */
  urgency: 'now' | 'later';
};

export type Notify = {
  /** Queues a notice for every holder of a post; written in the transaction, sent after commit. */
  toPosts(tx: Tx, postIds: readonly string[], notice: Notice): Promise<void>;
  toUnit(tx: Tx, unitId: string, duty: string, notice: Notice): Promise<void>;
};

export const notifyMigrations: MigrationSource = {
  module: 'platform-notify',
  folder: fileURLToPath(new URL('migrations', import.meta.url)),
};

export type NotifyRunner = Notify & {
  /** Sends what is due through the channels; failures are tried again later, eight times. Gives how many went out. */
  deliver(): Promise<number>;
  addChannel(tx: Tx, input: { name: string; settings: ChannelSettings; enabled: boolean }): Promise<string>;
};

const MOST_ATTEMPTS = 8;
const FIRST_RETRY_MS = 30_000;
/** A channel that a process claimed and did not report on is free again after this. */
const CLAIM_MS = 120_000;

export function createNotify(options: {
  db: Db;
  clock: Clock;
  ids: Ids;
  crypto: Crypto;
  messages: Messages;
  events: Events;
  log: Logger;
  /** Where links lead; without it messages carry the title only. */
  publicUrl?: string | undefined;
  send?: (channel: Channel, message: Outgoing, now: number) => Promise<void>;
}): NotifyRunner {
  const { db, clock, ids, crypto, messages, events, log } = options;
  const send = options.send ?? sendThrough;

  async function queue(
    tx: Tx,
    address: { post: string } | { unit: string; duty: string },
    notice: Notice,
  ): Promise<void> {
    const id = ids.next();
    const post = 'post' in address ? address.post : null;
    const unit = 'unit' in address ? address.unit : null;
    const duty = 'unit' in address ? address.duty : null;
    await tx.count(
      `insert into notices (district_code, id, post_id, unit_id, duty, key, params, link, urgency, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        tx.scope.district,
        id,
        post,
        unit,
        duty,
        notice.key,
        notice.params,
        notice.link,
        notice.urgency,
        new Date(clock.now()),
      ],
      'notice-insert',
    );
    await events.publish(tx, {
      topic: 'notice.new',
      areaPath: '~',
      units: unit === null ? [] : [unit],
      data: post === null ? { id } : { id, post },
    });
  }

  /** One message for a channel per notice, however many posts it goes to: a robot speaks to a group. */
  async function push(tx: Tx, notice: Notice): Promise<void> {
    if (notice.urgency !== 'now') return;
    await tx.count(
      `insert into notice_deliveries (district_code, id, channel_id, key, params, link, next_at)
       select district_code, gen_random_uuid(), id, $2, $3, $4, $5 from notice_channels where district_code = $1 and enabled`,
      [tx.scope.district, notice.key, notice.params, notice.link, new Date(clock.now())],
      'notice-push',
    );
  }

  type Due = {
    district_code: string;
    id: string;
    channel_id: string;
    key: string;
    params: Record<string, string | number>;
    link: string;
    attempts: number;
    kind: string;
    settings: string;
    [key: string]: unknown;
  };

  async function claimDue(): Promise<Due[]> {
    return db.tx(SYSTEM, (tx) =>
      tx.rows<Due>(
        `update notice_deliveries d set attempts = d.attempts + 1, next_at = $2
         from (select district_code, id from notice_deliveries
               where sent_at is null and given_up_at is null and next_at <= $1
               order by next_at limit 100 for update skip locked) as due, notice_channels c
         where d.district_code = due.district_code and d.id = due.id
           and c.district_code = d.district_code and c.id = d.channel_id and c.enabled
         returning d.district_code, d.id, d.channel_id, d.key, d.params, d.link, d.attempts, c.kind, c.settings`,
        [new Date(clock.now()), new Date(clock.now() + CLAIM_MS)],
      ),
    );
  }

  /** Robots allow about twenty messages a minute: what waits for one channel goes out as one message. */
  function compose(batch: readonly Due[]): Outgoing {
    const titles = [...new Set(batch.map((one) => pushTitle(messages, one.key, one.params)))];
    const link = batch.length === 1 ? (batch[0] as Due).link : '/console/work';
    const shown = titles.slice(0, 10);
    const title =
      batch.length === 1
        ? (titles[0] as string)
        : `${messages.text('zh-CN', 'notice.many', { count: batch.length })}\n${shown.join('\n')}`;
    return {
      title,
      url: options.publicUrl === undefined ? undefined : new URL(link, options.publicUrl).href,
    };
  }

  async function report(batch: readonly Due[], failure: string | undefined): Promise<void> {
    await db.tx(SYSTEM, async (tx) => {
      for (const one of batch) {
        const now = clock.now();
        const next = now + FIRST_RETRY_MS * 2 ** (one.attempts - 1);
        const over = failure !== undefined && one.attempts >= MOST_ATTEMPTS;
        await tx.count(
          `update notice_deliveries set sent_at = $3, given_up_at = $4, next_at = $5, last_error = $6
           where district_code = $1 and id = $2`,
          [
            one.district_code,
            one.id,
            failure === undefined ? new Date(now) : null,
            over ? new Date(now) : null,
            new Date(next),
            failure ?? null,
          ],
        );
      }
    });
  }

  return {
    async toPosts(tx, postIds, notice) {
      const posts = [...new Set(postIds)];
      for (const post of posts) await queue(tx, { post }, notice);
      if (posts.length > 0) await push(tx, notice);
    },
    async toUnit(tx, unitId, duty, notice) {
      await queue(tx, { unit: unitId, duty }, notice);
      await push(tx, notice);
    },
    async addChannel(tx, input) {
      const id = ids.next();
      const { district } = tx.scope;
      const sealed = crypto.seal(`channel ${district}`, JSON.stringify(input.settings));
      await tx.count(
        `insert into notice_channels (district_code, id, kind, name, settings, enabled, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [district, id, input.settings.kind, input.name, sealed, input.enabled, new Date(clock.now())],
      );
      return id;
    },
    async deliver() {
      let sent = 0;
      const due = await claimDue();
      for (const batch of Object.values(
        Object.groupBy(due, (one) => `${one.district_code} ${one.channel_id}`),
      )) {
        if (!batch || batch.length === 0) continue;
        const first = batch[0] as Due;
        let failure: string | undefined;
        try {
          const settings = channelSettings.parse(
            JSON.parse(crypto.open(`channel ${first.district_code}`, first.settings)),
          );
          await send(settings, compose(batch), clock.now());
          sent += batch.length;
        } catch (error) {
          // The address holds the robot's key: only the kind of the failure is kept.
          failure = error instanceof Error ? error.name : 'failed';
          log.warn({ channel: first.channel_id, kind: first.kind, failure }, 'notice not delivered');
        }
        await report(batch, failure);
      }
      return sent;
    },
  };
}

const SYSTEM: Scope = { district: 'system', reach: 'system', account: '', paths: [], units: [] };
