// Offline work over HTTP: what should lie on this phone.
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { changesOf } from './changes.ts';
import * as contract from './contract.ts';
import type { Asking, SyncParts } from './ports.ts';
import { sweepSnapshots } from './store.ts';

export function syncRoutes(parts: SyncParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/sync/changes',
      operationId: 'syncChanges',
      summary: '离线：这部手机上该有的内容有何变化 / Offline work: what changed of what should lie on this phone',
      tag: 'sync',
      access: 'staff',
      query: contract.changesQuery,
      response: contract.changesSchema,
      // It reads with the person's sight and then writes down what the phone will hold.
      transaction: 'none',
      perMinute: 120,
      handler: (ctx, { query }) => changesOf(parts, askingOf(ctx), query),
    }),
  ];
}

function askingOf(ctx: Ctx): Asking {
  if (ctx.actor.kind !== 'staff') throw problem('auth.required', {});
  return { actor: ctx.actor, locale: ctx.locale };
}

export const syncJobs: readonly JobDefinition[] = [
  {
    name: 'sync-sweep',
    cron: '40 4 * * *',
    async run({ db, clock }) {
      await db.tx(scopeOf({ kind: 'system', district: 'system', reason: 'sync-sweep' }), (tx) =>
        sweepSnapshots(tx, civilDate(clock.now())),
      );
    },
  },
];
