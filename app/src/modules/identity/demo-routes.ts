import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { demoBody, demoUser, me } from './contract.ts';
import { describeAccount } from './me.ts';
import type { IdentityOptions } from './options.ts';
import './problems.ts';
import { setSessionCookie } from './session-cookie.ts';

/** The switcher of the demo. Outside demo mode these paths answer as if they did not exist. */
export function demoRoutes(options: IdentityOptions): Route[] {
  const users = (ctx: Ctx) => {
    if (!ctx.platform.env.RENLIN_DEMO || !options.demoUsers) throw problem('resource.not-found');
    return options.demoUsers;
  };
  const scope = (ctx: Ctx) => scopeOf({ kind: 'system', district: ctx.actor.district, reason: 'demo users' });
  return [
    route({
      method: 'GET',
      path: '/api/v1/demo/users',
      operationId: 'listDemoUsers',
      summary: 'The users of the demo with role and place (demo mode only)',
      tag: 'demo',
      access: 'public',
      response: z.array(demoUser),
      transaction: 'none',
      async handler(ctx) {
        const directory = users(ctx);
        return ctx.platform.db.read(scope(ctx), (tx) => directory.list(tx, ctx.locale));
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/demo/session',
      operationId: 'signInAsDemoUser',
      summary: 'Sign in as a user of the demo, without a password (demo mode only)',
      tag: 'demo',
      access: 'public',
      body: demoBody,
      response: me,
      transaction: 'none',
      perMinute: 600,
      async handler(ctx, { body }, raw) {
        const directory = users(ctx);
        const accountId = await ctx.platform.db.read(scope(ctx), (tx) =>
          directory.findAccount(tx, body.user),
        );
        if (accountId === undefined) throw problem('identity.no-demo-user');
        const session = await options.accounts.signInAs(accountId, ctx.request);
        setSessionCookie(ctx, raw, session);
        return describeAccount(ctx.platform, options, accountId, session.district);
      },
    }),
  ];
}
