// Over HTTP: what one person asks and another agrees to, and what is put on paper.
import { z } from 'zod';
import { audit } from '../../platform/audit/audit.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { approvalsFor, askApproval, decide } from './approvals.ts';
import * as contract from './contract.ts';
import { type Asking, type RegisterParts, registerOf } from './parts.ts';
import { exportWhole, logPrint } from './sheet/files.ts';
import { sendBook } from './sheet/routes.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });

export function approvalRoutes(parts: RegisterParts): Route[] {
  const staff = { tag: 'registers', access: 'staff', response: contract.anyObject } as const;
  return [
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/registers/:register/approvals',
      operationId: 'askApproval',
      summary:
        '申请未遮盖导出或两人销账，写明理由 / Ask for an export with nothing masked, or for writing goods off; with a reason',
      params: contract.registerParams,
      body: contract.askBody,
      async handler(ctx, { params, body }) {
        const register = registerOf(parts, params.register);
        const answer = await askApproval(ctx.tx, parts, asking(ctx), register, body);
        await audit(ctx.tx, ctx, {
          action: `registers.ask-${body.kind}`,
          object: { type: `register-${register.code}`, id: body.id },
        });
        return answer;
      },
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/registers/:register/approvals',
      operationId: 'listApprovals',
      summary: '我申请的和等我核对的 / What I asked for, and what waits for my word',
      params: contract.registerParams,
      handler: (ctx, { params }) =>
        approvalsFor(ctx.tx, parts, asking(ctx), registerOf(parts, params.register)),
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/approvals',
      operationId: 'listAllApprovals',
      summary: '各台账里我申请的和等我核对的 / The same of all registers',
      handler: (ctx) => approvalsFor(ctx.tx, parts, asking(ctx), null),
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/registers/:register/approvals/:id/decide',
      operationId: 'decideApproval',
      summary: '另一人核对后同意或不同意 / The second person agrees, or refuses with a reason',
      params: contract.recordParams,
      body: contract.decideBody,
      async handler(ctx, { params, body }) {
        const register = registerOf(parts, params.register);
        const answer = await decide(ctx.tx, parts, asking(ctx), register, { id: params.id, ...body });
        await audit(ctx.tx, ctx, {
          action: body.agree ? 'registers.agree' : 'registers.refuse',
          object: { type: `register-${register.code}`, id: params.id },
        });
        return answer;
      },
    }),
    route({
      ...staff,
      method: 'GET',
      path: '/api/v1/registers/:register/approvals/:id/export',
      operationId: 'exportWhole',
      summary:
        '取出经同意的未遮盖名单，带水印，逐人留痕 / Fetch the list that another agreed to: marked, and told to each person in it',
      transaction: 'write',
      params: contract.recordParams,
      response: z.unknown(),
      perMinute: 6,
      async handler(ctx, { params }, { reply }) {
        const register = registerOf(parts, params.register);
        const bytes = await exportWhole(ctx.tx, parts, asking(ctx), register, params.id);
        await audit(ctx.tx, ctx, {
          action: 'registers.export-whole',
          object: { type: `register-${register.code}`, id: params.id },
        });
        return sendBook(reply, bytes, `${register.code}-whole`);
      },
    }),
    route({
      ...staff,
      method: 'POST',
      path: '/api/v1/registers/:register/print',
      operationId: 'printRegister',
      summary: '打印前留痕，与导出一样 / Write down that a list is put on paper, like an export',
      params: contract.registerParams,
      body: contract.printBody,
      handler: async (ctx, { params, body }) => ({
        records: await logPrint(
          ctx.tx,
          parts,
          asking(ctx),
          registerOf(parts, params.register),
          body.selection,
        ),
      }),
    }),
  ];
}
