// GET /events: one stream per open page. A client that does not read is cut instead of buffered for: it comes back with
// Last-Event-ID and gets what it missed, so memory stays flat however many hang.
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Actor, seenPaths } from '../../kernel/actor.ts';
import { scopeOf } from '../db/db.ts';
import { type Route, route } from '../http/route.ts';
import { type EventsRunner, pruneEvents, type StreamEvent } from './events.ts';
import type { JobDefinition } from './jobs.ts';

const HEARTBEAT_MS = 25_000;
const MOST_UNREAD_BYTES = 256 * 1024;
const REPLAY = 1_000;
export const EVENTS_KEPT_MS = 24 * 3_600_000;

export type EventStreams = {
  routes: Route[];
  jobs: readonly JobDefinition[];
  open(): number;
  closeAll(): void;
};

type Stream = { response: ServerResponse; actor: Actor; token: string | undefined; end(): void };

/** May this person know of the event? By the area of a post, by unit, or because it is addressed to a post or account. */
export function concerns(actor: Actor, event: StreamEvent): boolean {
  if (actor.kind !== 'staff') return false;
  const { account, post } = event.data;
  if (account !== undefined) return account === actor.accountId;
  if (post !== undefined) return actor.posts.some((held) => held.postId === post);
  return (
    seenPaths(actor.posts).some((path) => event.areaPath.startsWith(path)) ||
    actor.posts.some((held) => event.units.includes(held.unitId))
  );
}

// One event goes to hundreds of streams: its wire form is made once.
const wire = new WeakMap<StreamEvent, string>();

function wireForm(event: StreamEvent): string {
  let text = wire.get(event);
  if (text === undefined) {
    text = `id: ${event.id}\nevent: ${event.topic}\ndata: ${JSON.stringify(event.data)}\n\n`;
    wire.set(event, text);
  }
  return text;
}

export function createEventStreams(events: EventsRunner): EventStreams {
  const streams = new Set<Stream>();

  function send(stream: Stream, text: string): void {
    if (stream.response.writableLength > MOST_UNREAD_BYTES) stream.end();
    else stream.response.write(text);
  }

  const eventsRoute = route({
    method: 'GET',
    path: '/api/v1/events',
    operationId: 'streamEvents',
    summary: 'Server-sent events of what concerns the reader; resumes by Last-Event-ID',
    tag: 'events',
    access: 'staff',
    response: z.string(),
    transaction: 'none',
    async handler(ctx, _input, raw) {
      const { platform, actor } = ctx;
      const header = String(raw.request.headers['last-event-id'] ?? '');
      const last = /^\d{1,15}$/.test(header) ? Number(header) : undefined;

      // Subscribed before the replay is read, or what commits in between would be lost.
      let waiting: StreamEvent[] | undefined = [];
      let sent = last ?? 0;
      const deliver = (event: StreamEvent) => {
        if (waiting) waiting.push(event);
        else if (event.id > sent && concerns(stream.actor, event)) send(stream, wireForm(event));
      };
      const unsubscribe = events.subscribe(actor.district, deliver);
      let replay: { events: StreamEvent[]; missed: boolean };
      try {
        replay =
          last === undefined
            ? { events: [], missed: false }
            : await platform.db.read(scopeOf(actor), (tx) => events.since(tx, last, REPLAY));
      } catch (error) {
        unsubscribe();
        throw error;
      }

      const response = raw.reply.raw;
      raw.reply.hijack();
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      const heartbeat = setInterval(() => void check(), HEARTBEAT_MS);
      heartbeat.unref();
      const stream: Stream = {
        response,
        actor,
        token: ctx.request.token,
        end() {
          clearInterval(heartbeat);
          unsubscribe();
          streams.delete(stream);
          response.end();
          raw.request.raw.socket.destroySoon();
        },
      };
      streams.add(stream);
      raw.request.raw.socket.setTimeout(0);
      response.on('close', () => stream.end());
      response.on('error', () => stream.end());

      /** Whoever signed out, was disabled or lost a post must not go on listening. */
      async function check(): Promise<void> {
        const session =
          stream.token === undefined
            ? undefined
            : await platform.sessions.find(stream.token).catch(() => null);
        if (session === undefined) stream.end();
        else {
          if (session) stream.actor = session.actor;
          send(stream, ': still here\n\n');
        }
      }

      send(stream, 'retry: 2000\n\n');
      if (replay.missed) send(stream, 'event: reset\ndata: {}\n\n');
      for (const event of replay.events) {
        sent = Math.max(sent, event.id);
        if (concerns(actor, event)) send(stream, wireForm(event));
      }
      const kept = waiting;
      waiting = undefined;
      for (const event of kept) deliver(event);
      return raw.reply;
    },
  });

  return {
    routes: [eventsRoute],
    jobs: [
      {
        name: 'events-prune',
        everySeconds: 900,
        async run(platform) {
          const scope = scopeOf({ kind: 'system', district: 'system', reason: 'prune events' });
          const before = platform.clock.now() - EVENTS_KEPT_MS;
          await platform.db.tx(scope, (tx) => pruneEvents(tx, before));
        },
      },
    ],
    open: () => streams.size,
    closeAll() {
      for (const stream of [...streams]) stream.end();
    },
  };
}
