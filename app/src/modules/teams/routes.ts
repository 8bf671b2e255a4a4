// Teams and call-outs over HTTP. What is done to a call-out or a turn afterwards are commands of the case.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { startCallOut } from './call-outs.ts';
import * as contract from './contract.ts';
import { moveEquipment } from './equipment.ts';
import { listForms, openForm } from './forms.ts';
import type { TeamsParts } from './parts.ts';
import { listCallOuts, markRoll, viewCallOut } from './roll.ts';
import { listTeams, viewTeamPage } from './service.ts';

const shape = { tag: 'teams', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function teamRoutes(parts: TeamsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/teams',
      operationId: 'listTeams',
      summary: '应急队伍：能做什么、管到哪天、要办什么 / Teams, what holds and what is due',
      query: contract.teamsQuery,
      handler: (ctx, { query }) => listTeams(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/teams/:id',
      operationId: 'getTeam',
      summary: '一支队伍：队员（脱敏）、证书、领用的装备 / One team with its people (masked) and equipment',
      params: contract.idParams,
      handler: (ctx, { params }) => viewTeamPage(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/teams/:id/equipment',
      operationId: 'moveTeamEquipment',
      summary:
        '领用、归还装备；少还的开一件事查 / Issue to a team or take back; what is lacking opens a matter',
      params: contract.idParams,
      body: contract.equipmentBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => moveEquipment(parts, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/call-outs',
      operationId: 'listCallOuts',
      summary: '召集：进行中的在前 / Call-outs, open ones first',
      query: contract.callOutsQuery,
      handler: (ctx, { query }) => listCallOuts(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/call-outs',
      operationId: 'startCallOut',
      summary:
        '发出召集：要多少人、做什么、在哪里集合、注意什么 / Call people out: how many, for what, where, what to mind',
      body: contract.callOutBody,
      transaction: 'none',
      handler: (ctx, { body }) => startCallOut(parts, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/call-outs/:id',
      operationId: 'getCallOut',
      summary:
        '一次召集：人数人人可见，谁答复了什么只有组织的人看得到 / Counts for all, the roll for its organiser',
      params: contract.idParams,
      handler: (ctx, { params }) => viewCallOut(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/forms',
      operationId: 'listIncidentForms',
      summary: '本次应急的任务登记表 / Forms of an emergency’s tasks',
      params: contract.idParams,
      handler: (ctx, { params }) => listForms(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/forms',
      operationId: 'openIncidentForm',
      summary: '按任务模板开一张登记表 / Open a form from a template',
      params: contract.idParams,
      body: contract.formBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => openForm(parts, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/call-outs/:id/marks',
      operationId: 'markRoll',
      summary:
        '按名单记答复、到岗、下岗、平安，可补记 / Write the list down, also afterwards with its own times',
      params: contract.idParams,
      body: contract.marksBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => markRoll(parts, asking(ctx), params.id, body),
    }),
  ];
}
