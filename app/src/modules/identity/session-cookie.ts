// The cookie: not readable by scripts, not sent from other sites' forms, and only over HTTPS where there is HTTPS.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE } from '../../platform/auth/sessions.ts';
import type { Ctx } from '../../platform/http/route.ts';

type Raw = { request: FastifyRequest; reply: FastifyReply };

function flags(ctx: Ctx, raw: Raw) {
  const secure =
    raw.request.protocol === 'https' || (ctx.platform.env.RENLIN_PUBLIC_URL ?? '').startsWith('https:');
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
}

export function setSessionCookie(ctx: Ctx, raw: Raw, session: { token: string; expiresAt: number }): void {
  const maxAge = Math.max(0, Math.floor((session.expiresAt - ctx.now()) / 1000));
  raw.reply.setCookie(SESSION_COOKIE, session.token, { ...flags(ctx, raw), maxAge });
}

export function clearSessionCookie(ctx: Ctx, raw: Raw): void {
  raw.reply.clearCookie(SESSION_COOKIE, flags(ctx, raw));
}
