import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { codeBody, disableTotpBody, me, passwordBody, signInBody, totpStart } from './contract.ts';
import { describeAccount } from './me.ts';
import type { IdentityOptions } from './options.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';

const tag = 'identity';
const nothing = z.undefined();

export function signInRoutes(options: IdentityOptions): Route[] {
  const { accounts } = options;
  return [
    route({
      method: 'POST',
      path: '/api/v1/auth/session',
      operationId: 'signIn',
      summary: 'Sign in by staff number and password, and a code when the account asks for one',
      tag,
      access: 'public',
      body: signInBody,
      response: me,
      transaction: 'none',
      perMinute: 30,
      async handler(ctx, { body }, raw) {
        const session = await accounts.signIn(body, ctx.request);
        // A browser that changes its user must not keep the old session alive.
        if (ctx.request.token !== undefined) await ctx.platform.sessions.revoke(ctx.request.token);
        setSessionCookie(ctx, raw, session);
        return describeAccount(ctx.platform, options, session.accountId, session.district);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/auth/session',
      operationId: 'signOut',
      summary: 'Sign out',
      tag,
      access: 'public',
      response: nothing,
      transaction: 'none',
      async handler(ctx, _input, raw) {
        if (ctx.request.token !== undefined) await ctx.platform.sessions.revoke(ctx.request.token);
        clearSessionCookie(ctx, raw);
        return undefined;
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/auth/me',
      operationId: 'getMe',
      summary: 'Who is signed in, with posts and duties',
      tag,
      access: 'staff',
      response: me,
      transaction: 'none',
      handler: (ctx) => describeAccount(ctx.platform, options, accountOf(ctx), ctx.actor.district),
    }),
    route({
      method: 'POST',
      path: '/api/v1/auth/password',
      operationId: 'changePassword',
      summary: 'Change the own password; all other sessions of the account end',
      tag,
      access: 'staff',
      body: passwordBody,
      response: me,
      transaction: 'none',
      perMinute: 20,
      async handler(ctx, { body }, raw) {
        const accountId = accountOf(ctx);
        await accounts.changePassword(accountId, body.current, body.next, ctx.request);
        setSessionCookie(ctx, raw, await ctx.platform.sessions.create(accountId, ctx.request));
        return describeAccount(ctx.platform, options, accountId, ctx.actor.district);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/auth/totp/start',
      operationId: 'startTotp',
      summary: 'A new secret for an authenticator app, shown once; it counts after it was confirmed',
      tag,
      access: 'staff',
      response: totpStart,
      transaction: 'none',
      perMinute: 20,
      handler: (ctx) => accounts.startTotp(accountOf(ctx)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/auth/totp/confirm',
      operationId: 'confirmTotp',
      summary: 'Switch the second factor on by a first code',
      tag,
      access: 'staff',
      body: codeBody,
      response: nothing,
      transaction: 'none',
      perMinute: 20,
      handler: (ctx, { body }) => accounts.confirmTotp(accountOf(ctx), body.code, ctx.request),
    }),
    route({
      method: 'POST',
      path: '/api/v1/auth/totp/disable',
      operationId: 'disableTotp',
      summary: 'Switch the second factor off; asks for the password',
      tag,
      access: 'staff',
      body: disableTotpBody,
      response: nothing,
      transaction: 'none',
      perMinute: 20,
      handler: (ctx, { body }) => accounts.disableTotp(accountOf(ctx), body.password, ctx.request),
    }),
  ];
}

function accountOf(ctx: Ctx): string {
  if (ctx.actor.kind !== 'staff') throw problem('auth.required');
  return ctx.actor.accountId;
}
