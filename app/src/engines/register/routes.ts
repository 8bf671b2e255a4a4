// Registers over HTTP. Each register has its own typed records; the rest is the same for all and told apart by the address.
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { mapConstraint } from '../../platform/http/problems.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { approvalRoutes } from './approval-routes.ts';
import { bulkEdit } from './bulk.ts';
import * as contract from './contract.ts';
import type { Register } from './declare.ts';
import { findDuplicates } from './duplicates.ts';
import { deleteRecord } from './erase.ts';
import { listFacts } from './facts.ts';
import { countsOf, listPage } from './list.ts';
import { mergeRecords, similarRecords, unmergeRecords } from './merge.ts';
import { type Asking, pathsFor, type RegisterParts, registerOf } from './parts.ts';
import {
  createRecord,
  editRecord,
  type Given,
  historyOf,
  revealRecord,
  viewersOf,
  viewRecord,
} from './records.ts';
import { recordSchema, registerJson, valuesSchema } from './shape.ts';
import { sheetRoutes } from './sheet/routes.ts';
import { deleteFilter, listFilters, saveFilter } from './store-filters.ts';
import { listTombstones } from './store-log.ts';
import { referenceConstraints } from './store-table.ts';
import { subjectRoutes } from './subject-routes.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });

export function registerRoutes(parts: RegisterParts): Route[] {
  for (const name of [...parts.registers.values()].flatMap(referenceConstraints))
    mapConstraint(name, 'registers.referenced');
  return [
    ...catalogueRoutes(parts),
    ...[...parts.registers.values()].flatMap((register) => recordRoutes(parts, register)),
    ...detailRoutes(parts),
    ...filterRoutes(parts),
    ...sheetRoutes(parts),
    ...subjectRoutes(parts),
    ...approvalRoutes(parts),
  ];
}

function catalogueRoutes(parts: RegisterParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/registers',
      operationId: 'listRegisters',
      summary: '台账目录：有哪些、我能做什么 / The registers, and what I may do with each',
      tag: 'registers',
      access: 'staff',
      transaction: 'none',
      response: contract.anyObject,
      handler: async (ctx) => ({
        items: [...parts.registers.values()]
          .filter((register) => pathsFor(ctx.actor, register, 'read')?.length !== 0)
          .map((register) => registerJson(register, asking(ctx))),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/facts',
      operationId: 'listFacts',
      summary:
        '已经掌握的事实：台账和字段，不含任何人 / What is known already: registers and fields, nobody in person',
      tag: 'registers',
      access: 'staff',
      transaction: 'none',
      response: contract.anyObject,
      handler: async (ctx) => ({
        items: listFacts(parts.registers).map(({ registerLabel, label, ...fact }) => ({
          ...fact,
          registerLabel: registerLabel[ctx.locale],
          label: label[ctx.locale],
        })),
      }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/tombstones',
      operationId: 'listTombstones',
      summary:
        '删除凭证：何时、为何、删了多少，不含内容 / Proof of deletions: when, why and how much, nothing of the content',
      tag: 'registers',
      access: 'staff',
      params: contract.registerParams,
      response: contract.anyObject,
      handler: async (ctx, { params }) => {
        const register = registerOf(parts, params.register);
        if (pathsFor(ctx.actor, register, 'manage')?.length === 0) throw problem('registers.not-yours');
        return { items: await listTombstones(ctx.tx, register.code, 200) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/counts',
      operationId: 'countRecords',
      summary:
        '数一数：总数、各字段已填数、按选项分组 / Counts of a selection: all, filled per field, by options',
      tag: 'registers',
      access: 'staff',
      params: contract.registerParams,
      query: contract.countQuery,
      response: contract.anyObject,
      handler: (ctx, { params, query }) =>
        countsOf(ctx.tx, parts, asking(ctx), registerOf(parts, params.register), query),
    }),
  ];
}

const pascal = (code: string): string =>
  code.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

/** List, make, read and change the records of one register, with its own shapes. */
function recordRoutes(parts: RegisterParts, register: Register): Route[] {
  const name = pascal(register.code);
  const path = `/api/v1/registers/${register.code}/records`;
  const record = recordSchema(register);
  const said = `${register.label['zh-CN']} / ${register.label.en}`;
  return [
    route({
      method: 'GET',
      path,
      operationId: `list${name}`,
      summary: `${said}: list`,
      tag: 'registers',
      access: 'staff',
      query: contract.listQuery,
      response: z.object({
        items: z.array(record),
        next: z.string().nullable(),
        total: z.number().nullable(),
      }),
      handler: (ctx, { query }) => listPage(ctx.tx, parts, asking(ctx), register, query),
    }),
    route({
      method: 'POST',
      path,
      operationId: `create${name}`,
      summary: `${said}: new record`,
      tag: 'registers',
      access: 'staff',
      body: contract.createBody(valuesSchema(register, true)),
      response: record,
      handler: (ctx, { body }) =>
        createRecord(ctx.tx, parts, asking(ctx), register, { ...body, values: body.values as Given }),
    }),
    route({
      method: 'GET',
      path: `${path}/:id`,
      operationId: `get${name}`,
      summary: `${said}: one record, masked`,
      tag: 'registers',
      access: 'staff',
      params: contract.idParams,
      response: record,
      // Opening the record of a person is written down.
      transaction: 'write',
      handler: (ctx, { params }) => viewRecord(ctx.tx, parts, asking(ctx), register, params.id),
    }),
    route({
      method: 'PATCH',
      path: `${path}/:id`,
      operationId: `edit${name}`,
      summary: `${said}: change, end, reopen or confirm`,
      tag: 'registers',
      access: 'staff',
      params: contract.idParams,
      body: contract.editBody(valuesSchema(register, false)),
      response: record,
      handler: (ctx, { params, body }) =>
        editRecord(ctx.tx, parts, asking(ctx), register, {
          ...body,
          id: params.id,
          values: body.values as Given,
        }),
    }),
  ];
}

function detailRoutes(parts: RegisterParts): Route[] {
  const of = (code: string) => registerOf(parts, code);
  return [
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/records/:id/history',
      operationId: 'recordHistory',
      summary: '一条记录的来历 / What was done to a record',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      response: contract.anyObject,
      handler: (ctx, { params }) => historyOf(ctx.tx, parts, asking(ctx), of(params.register), params.id),
    }),
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/records/:id/views',
      operationId: 'recordViews',
      summary: '谁看过 / Who saw a record, and why',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      response: contract.anyObject,
      handler: (ctx, { params }) => viewersOf(ctx.tx, asking(ctx), of(params.register), params.id),
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/records/:id/reveal',
      operationId: 'revealRecord',
      summary: '写明理由查看被遮盖的内容，留痕 / See masked values for a reason; it is written down',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      body: contract.revealBody,
      response: contract.anyObject,
      perMinute: 60,
      handler: (ctx, { params, body }) =>
        revealRecord(ctx.tx, parts, asking(ctx), of(params.register), params.id, body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/records/:id/erase',
      operationId: 'eraseRecord',
      summary:
        '彻底删除，只留凭证；物的记录除登记有误外只清空个人信息 / Delete with all traces but a tombstone; of a thing only what it says of people, unless it was a mistake',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      body: contract.eraseBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) =>
        deleteRecord(ctx.tx, parts, asking(ctx), of(params.register), params.id, body.why),
    }),
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/records/:id/similar',
      operationId: 'similarRecords',
      summary: '可能重复的记录 / Records that may be the same',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      response: contract.anyObject,
      handler: (ctx, { params }) =>
        similarRecords(ctx.tx, parts, asking(ctx), of(params.register), params.id),
    }),
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/duplicates',
      operationId: 'findDuplicates',
      summary: '查重：相同和相似的成对列出 / Pairs of records that are the same or alike',
      tag: 'registers',
      access: 'staff',
      params: contract.registerParams,
      query: contract.selection,
      response: contract.anyObject,
      perMinute: 30,
      handler: (ctx, { params, query }) =>
        findDuplicates(ctx.tx, parts, asking(ctx), of(params.register), query),
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/records/:id/merge',
      operationId: 'mergeRecords',
      summary: '把重复的一条并入这一条 / Merge another record into this one',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      body: contract.mergeBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) =>
        mergeRecords(ctx.tx, parts, asking(ctx), of(params.register), { ...body, keptId: params.id }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/records/:id/unmerge',
      operationId: 'unmergeRecord',
      summary: '撤销合并，恢复被并入的记录 / Take a merge apart and bring the record back',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      body: contract.unmergeBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) =>
        unmergeRecords(ctx.tx, parts, asking(ctx), of(params.register), { ...body, goneId: params.id }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/bulk',
      operationId: 'editRecords',
      summary: '批量修改，先预览 / Change many records, with a rehearsal first',
      tag: 'registers',
      access: 'staff',
      params: contract.registerParams,
      body: contract.bulkBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) => bulkEdit(ctx.tx, parts, asking(ctx), of(params.register), body),
    }),
  ];
}

function filterRoutes(parts: RegisterParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/filters',
      operationId: 'listRegisterFilters',
      summary: '我保存的筛选 / My saved filters',
      tag: 'registers',
      access: 'staff',
      params: contract.registerParams,
      response: contract.anyObject,
      handler: async (ctx, { params }) => ({
        items: await listFilters(ctx.tx, registerOf(parts, params.register).code),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/filters',
      operationId: 'saveRegisterFilter',
      summary: '保存筛选；同名的换成新的 / Save a filter; one of the same name is replaced',
      tag: 'registers',
      access: 'staff',
      params: contract.registerParams,
      body: contract.filterBody,
      response: contract.anyObject,
      handler: async (ctx, { params, body }) => {
        const { code } = registerOf(parts, params.register);
        await saveFilter(ctx.tx, code, { id: parts.ids.next(), name: body.name.trim(), query: body.query });
        return { items: await listFilters(ctx.tx, code) };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/registers/:register/filters/:id',
      operationId: 'deleteRegisterFilter',
      summary: '删除保存的筛选 / Delete a saved filter',
      tag: 'registers',
      access: 'staff',
      params: contract.recordParams,
      response: contract.anyObject,
      handler: async (ctx, { params }) => {
        const { code } = registerOf(parts, params.register);
        await deleteFilter(ctx.tx, code, params.id);
        return { items: await listFilters(ctx.tx, code) };
      },
    }),
  ];
}
