// Offline work over HTTP: what should lie on this phone.
import { z } from 'zod';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { changesOf } from './changes.ts';
import * as contract from './contract.ts';
import { takeOver } from './hand-in.ts';
import type { Asking, SyncParts } from './ports.ts';
import { carryOutSealed } from './sealed.ts';
import { sweepSnapshots } from './store.ts';

export function syncRoutes(parts: SyncParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/sync/changes',
      operationId: 'syncChanges',
      summary:
        '离线：这部手机上该有的内容有何变化 / Offline work: what changed of what should lie on this phone',
      tag: 'sync',
      access: 'staff',
      query: contract.changesQuery,
      response: contract.changesSchema,
      // It reads with the person's sight and then writes down what the phone will hold.
      transaction: 'none',
      perMinute: 120,
      handler: (ctx, { query }) => changesOf(parts, askingOf(ctx), query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/sync/key',
      operationId: 'syncKey',
      summary: '离线：手机封存上报用的公钥（HPKE） / The public key for which phones seal their work (HPKE)',
      tag: 'sync',
      access: 'staff',
      response: contract.keySchema,
      transaction: 'none',
      handler: async (ctx) => ({
        ...(await parts.sealedKeys.current()),
        handIn: parts.handInKey.of(askingOf(ctx).actor),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/sync/sealed',
      operationId: 'sendSealed',
      summary:
        '离线：发送手机上封存的上报，按本人的普通指令办理 / Send sealed work; carried out as the person’s own request',
      tag: 'sync',
      access: 'staff',
      body: contract.sealedBody,
      bodyLimit: contract.SEALED_BODY_LIMIT,
      response: z.looseObject({}),
      transaction: 'none',
      perMinute: 120,
      handler: (ctx, { body }) => carryOutSealed(parts, askingOf(ctx), body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/sync/hand-in',
      operationId: 'handInWork',
      summary:
        '离线：账号停用之后，交上停用之前在手机上做的事 / Hand in work done on a phone before access ended; nothing is shown in return',
      tag: 'sync',
      // Whoever sends it can't sign in any more: what is sealed inside proves whose it is.
      access: 'public',
      body: contract.sealedBody,
      bodyLimit: contract.SEALED_BODY_LIMIT,
      response: contract.handedInSchema,
      transaction: 'none',
      perMinute: 60,
      handler: (ctx, { body }) => takeOver(parts, ctx.request.ip, ctx.locale, body),
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
