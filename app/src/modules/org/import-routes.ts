// Imports over HTTP: the staff workbook with its template, and boundaries as GeoJSON.
import { z } from 'zod';
import type { FieldProblem } from '../../kernel/problem.ts';
import { problem } from '../../kernel/problem.ts';
import type { Accounts } from '../../platform/auth/accounts.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type Route, route } from '../../platform/http/route.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import { importBoundaries } from './import-boundaries.ts';
import { importStaff, issuePasswords } from './import-staff.ts';
import { makeStaffTemplate } from './staff-sheet.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const MANAGE = { duty: ['manage-org'] } as const;
const flag = z.enum(['0', '1']).optional();
const count = z.object({ created: z.number(), changed: z.number(), unchanged: z.number() });
const fault = z.object({ path: z.string(), code: z.string(), message: z.string() });

export function createImportRoutes(accounts: Pick<Accounts, 'resetPassword'> | undefined): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/org/import/staff/template',
      operationId: 'staffTemplate',
      summary: 'The workbook to fill in: units, people, posts, and the words that may be used',
      tag: 'org',
      access: MANAGE,
      transaction: 'none',
      response: z.unknown(),
      async handler(_ctx, _input, { reply }) {
        const bytes = await makeStaffTemplate();
        return reply
          .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
          .header('content-disposition', `attachment; filename="staff.xlsx"`)
          .send(Buffer.from(bytes));
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/org/import/staff',
      operationId: 'importStaff',
      summary:
        'Import units, people and posts from the workbook (multipart field `file`); `check=1` only checks',
      tag: 'org',
      access: MANAGE,
      transaction: 'none',
      perMinute: 10,
      bodyLimit: MAX_BYTES + 1024 * 1024,
      query: z.strictObject({ partial: flag, check: flag }),
      response: z.object({
        units: count,
        people: count,
        posts: count,
        accounts: z.array(
          z.object({ login: z.string(), name: z.string(), initialPassword: z.string().nullable() }),
        ),
        accountsLeftOut: z.number(),
        errors: z.array(fault),
      }),
      async handler(ctx, { query }, { request }) {
        if (!request.isMultipart()) throw problem('input.unsupported-type');
        const part = await request
          .file({ limits: { fileSize: MAX_BYTES } })
          .catch((error: { code?: string }) => {
            if (error.code?.startsWith('FST_')) throw error;
            throw problem('input.malformed');
          });
        if (!part) throw problem('org.import-empty');
        const bytes = await part.toBuffer();
        const options = { partial: query.partial === '1', checkOnly: query.check === '1' };
        const { platform } = ctx;
        const report = await platform.db.tx(scopeOf(ctx.actor), (tx) => importStaff(tx, ctx, bytes, options));
        platform.sessions.forget(ctx.actor.district);
        const issued = accounts ? await issuePasswords(accounts, ctx, report.accounts) : [];
        const passwords = new Map(issued.map((one) => [one.accountId, one.initialPassword]));
        return {
          ...report,
          accounts: report.accounts.map(({ accountId, login, name }) => ({
            login,
            name,
            initialPassword: passwords.get(accountId) ?? null,
          })),
          errors: wordFaults(report.errors, ctx.locale, platform.messages),
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/org/import/boundaries',
      operationId: 'importBoundaries',
      summary: 'Set boundaries from a GeoJSON FeatureCollection, matched by id, code, local code or name',
      tag: 'org',
      access: MANAGE,
      perMinute: 10,
      bodyLimit: 20 * 1024 * 1024,
      query: z.strictObject({ partial: flag, level: z.string().max(40).optional() }),
      body: z.looseObject({
        type: z.literal('FeatureCollection'),
        features: z.array(z.unknown()).min(1).max(20_000),
      }),
      response: z.object({ set: z.number(), errors: z.array(fault) }),
      async handler(ctx, { query, body }) {
        const options = { partial: query.partial === '1', level: query.level };
        const report = await importBoundaries(ctx.tx, ctx, body, options);
        return { set: report.set, errors: wordFaults(report.errors, ctx.locale, ctx.platform.messages) };
      },
    }),
  ];
}

/** The faults with their words; `path` is the address of the cell or the feature. */
export function wordFaults(
  errors: readonly FieldProblem[],
  locale: Locale,
  messages: Messages,
): { path: string; code: string; message: string }[] {
  return errors.map(({ path, code, params }) => ({
    path,
    code,
    message: messages.text(locale, `field.${code}`, { field: path, ...params }),
  }));
}
