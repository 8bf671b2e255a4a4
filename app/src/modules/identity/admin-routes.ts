import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { audit, listAudit } from '../../platform/audit/audit.ts';
import { insertAccount, listAccounts } from '../../platform/auth/accounts.ts';
import { hashPassword } from '../../platform/auth/passwords.ts';
import { randomSecret } from '../../platform/clock.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import {
  account,
  accountCommandBody,
  accountParams,
  accountsQuery,
  auditQuery,
  auditRow,
  issuedPassword,
  newAccountBody,
} from './contract.ts';
import { AUDIT, dutiesNotSeparated, MANAGE_ACCOUNTS } from './duties.ts';
import type { IdentityOptions } from './options.ts';

export function adminRoutes(options: IdentityOptions): Route[] {
  const { accounts } = options;
  const tag = 'accounts';
  return [
    route({
      method: 'GET',
      path: '/api/v1/accounts',
      operationId: 'listAccounts',
      summary: 'Accounts of the district, by staff number',
      tag,
      access: { duty: [MANAGE_ACCOUNTS] },
      query: accountsQuery,
      response: z.object({ items: z.array(account), next: z.string().nullable() }),
      async handler(ctx, { query }) {
        refuseUnseparated(ctx);
        const items = await listAccounts(ctx.tx, query);
        return { items, next: items.length === query.limit ? (items.at(-1)?.login ?? null) : null };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/accounts',
      operationId: 'createAccount',
      summary: 'Make an account; the first password is shown once and must be changed at the first sign-in',
      tag,
      access: { duty: [MANAGE_ACCOUNTS] },
      body: newAccountBody,
      response: issuedPassword,
      transaction: 'none',
      async handler(ctx, { body }) {
        refuseUnseparated(ctx);
        const password = `${randomSecret(9)}-Rl7`;
        const passwordHash = await hashPassword(password);
        const { district } = ctx.actor;
        const { login, name, personId } = body;
        const scope = { district, reach: 'system', account: '', paths: [], units: [] } as const;
        const id = await ctx.platform.db.tx(scope, async (tx) => {
          const made = await insertAccount(tx, ctx.platform.ids, ctx.now(), {
            district,
            login,
            name,
            passwordHash,
            mustChange: true,
            ...(personId === undefined ? {} : { personId }),
          });
          await audit(tx, ctx, {
            action: 'accounts.create',
            object: { type: 'account', id: made },
            after: { login, name, ...(personId === undefined ? {} : { personId }) },
          });
          return made;
        });
        return { id, password };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/accounts/:id/commands',
      operationId: 'commandAccount',
      summary:
        'Disable, enable, unlock, give a new first password, end sessions, take the second factor away',
      tag,
      access: { duty: [MANAGE_ACCOUNTS] },
      params: accountParams,
      body: accountCommandBody,
      response: issuedPassword,
      transaction: 'none',
      async handler(ctx, { params, body }) {
        refuseUnseparated(ctx);
        const { id } = params;
        switch (body.name) {
          case 'disable':
          case 'enable':
            await accounts.setDisabled(ctx, id, body.name === 'disable');
            break;
          case 'unlock':
            await accounts.unlock(ctx, id);
            break;
          case 'end-sessions':
            await accounts.endSessions(ctx, id);
            break;
          case 'reset-totp':
            await accounts.resetTotp(ctx, id);
            break;
          case 'reset-password':
            return { id, password: await accounts.resetPassword(ctx, id) };
        }
        return { id, password: null };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/audit',
      operationId: 'listAudit',
      summary: 'The audit log of the district, newest first; for auditors',
      tag: 'audit',
      access: { duty: [AUDIT] },
      query: auditQuery,
      response: z.object({ items: z.array(auditRow), next: z.string().nullable() }),
      // Reading the log is itself an entry in it, so this is not a read-only transaction.
      transaction: 'write',
      async handler(ctx, { query }) {
        refuseUnseparated(ctx);
        const [at, id] = query.after?.split('_') ?? [];
        const items = await listAudit(ctx.tx, {
          ...query,
          after: at === undefined || id === undefined ? undefined : { at: Number(at), id },
        });
        await audit(ctx.tx, ctx, {
          action: 'audit.read',
          object: { type: 'audit-log', id: ctx.actor.district },
        });
        const last = items.at(-1);
        return { items, next: last && items.length === query.limit ? `${last.at}_${last.id}` : null };
      },
    }),
  ];
}

function refuseUnseparated(ctx: Ctx): void {
  if (ctx.actor.kind !== 'staff') throw problem('auth.required');
  const mixed = dutiesNotSeparated(ctx.actor.posts.flatMap((post) => [...post.duties]));
  if (mixed.length > 0) throw problem('auth.duties-not-separated', { duties: mixed });
}
