import { z } from 'zod';
import { listBoundaries } from '../../engines/tree/boundary-store.ts';
import type { Locator } from '../../engines/tree/locate.ts';
import { chain, getNode, history, isCivilDate, listNodes, successors } from '../../engines/tree/tree.ts';
import type { TreeName, TreeNode } from '../../engines/tree/types.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { cleanText, uuid } from '../../platform/http/input.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { managesOrg } from './actors.ts';
import type { ListBuildings } from './buildings.ts';
import { readGridCard } from './card.ts';
import * as contract from './contract.ts';
import { readCoverage } from './coverage.ts';
import { duties } from './duty-vocabulary.ts';
import { nodeActions, postActions } from './forms.ts';
import { selectBuildingTies } from './link-store.ts';
import { placesOf, runAreaCommand, runNodeCommand } from './nodes.ts';
import { selectPersons, selectPosts } from './post-store.ts';
import { getPost, revealPhone, runPersonCommand, runPostCommand } from './posts.ts';
import { communityTypes, governanceRoles, type Level, postKinds, workPattern } from './presets.ts';
import { selectBindings, selectLevels, selectTerms } from './store.ts';
import { areaView, orgNodeView, personView, postView } from './views.ts';

const TAG = 'org';
const MANAGE = { duty: ['manage-org'] } as const;
const idParams = z.strictObject({ id: uuid });
const day = z.iso.date().refine(isCivilDate).optional();
const outcome = z.enum(['accepted', 'merged']);
const action = z.object({
  name: z.string(),
  label: z.string(),
  tone: z.string(),
  form: z.object({ fields: z.array(z.record(z.string(), z.unknown())) }),
});
const point = { lng: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) };
const words = z.object({ 'zh-CN': z.string(), en: z.string() });
const choice = z.object({ code: z.string(), label: z.string() });

export type OrgRouteOptions = { locator: Locator; listBuildings?: ListBuildings | undefined };

export function createOrgRoutes(options: OrgRouteOptions): Route[] {
  return [
    ...areaRoutes(options),
    ...nodeRoutes('party', options),
    ...nodeRoutes('unit', options),
    ...postRoutes(),
    ...overviewRoutes(options),
  ];
}

const areaList = z.object({ items: z.array(contract.area), asOf: z.string() });

function areaRoutes({ locator }: OrgRouteOptions): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/areas',
      operationId: 'listAreas',
      summary: 'Areas below a parent, of a level, or by part of a name or beginning of a code; on any day',
      tag: TAG,
      access: 'public',
      query: z.strictObject({
        parent: uuid.optional(),
        level: z.string().max(200).optional(),
        q: cleanText(60).optional(),
        within: uuid.optional(),
        date: day,
        limit: z.coerce.number().int().min(1).max(2000).default(500),
      }),
      response: areaList,
      async handler(ctx, { query }) {
        const levels = await selectLevels(ctx.tx, 'area');
        const within = query.within ? (await getArea(ctx.tx, query.within)).path : undefined;
        const roots = !query.parent && !query.level && !query.q && !within;
        const nodes = await listNodes(
          ctx.tx,
          'area',
          {
            parentId: roots ? null : query.parent,
            levels: query.level?.split(','),
            search: query.q || undefined,
            within,
            limit: query.limit,
          },
          query.date,
        );
        const items = nodes.map((node) => areaView(node, levels, ctx.locale));
        return { items, asOf: query.date ?? civilDate(ctx.now()) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/areas/locate',
      operationId: 'locateArea',
      summary: 'The areas that hold a WGS84 point, most specific first',
      tag: TAG,
      access: 'public',
      query: z.strictObject({ ...point, date: day }),
      response: z.object({ chain: z.array(contract.area) }),
      async handler(ctx, { query }) {
        const date = query.date ?? civilDate(ctx.now());
        const found = await locator.locate(ctx.tx, query.lng, query.lat, date);
        const levels = await selectLevels(ctx.tx, 'area');
        return { chain: found.map((node) => areaView(node, levels, ctx.locale)) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/areas/geometry',
      operationId: 'areaGeometry',
      summary: 'Boundaries as GeoJSON, by level and below an area, on any day',
      tag: TAG,
      access: 'public',
      query: z.strictObject({
        level: z.string().max(200).optional(),
        within: uuid.optional(),
        date: day,
      }),
      response: z.object({
        type: z.literal('FeatureCollection'),
        features: z.array(z.record(z.string(), z.unknown())),
      }),
      async handler(ctx, { query }) {
        const date = query.date ?? civilDate(ctx.now());
        const within = query.within ? (await getArea(ctx.tx, query.within)).path : undefined;
        const list = await listBoundaries(ctx.tx, date, { levels: query.level?.split(','), within });
        return {
          type: 'FeatureCollection' as const,
          features: list.map(({ areaId, name, level, code, path, areaM2, geometry }) => ({
            type: 'Feature',
            id: areaId,
            properties: { areaId, name, level, code, path, areaM2: Math.round(areaM2) },
            geometry,
          })),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/areas/:id',
      operationId: 'getArea',
      summary:
        'One area with children, Party organisations, units, posts, history and the commands the caller may give',
      tag: TAG,
      access: 'staff',
      params: idParams,
      query: z.strictObject({ date: day }),
      response: z.object({ area: contract.area }).loose(),
      handler: (ctx, { params, query }) => describeArea(ctx, params.id, query.date),
    }),
    route({
      method: 'POST',
      path: '/api/v1/areas/commands',
      operationId: 'changeArea',
      summary: 'Create, rename, recode, move, describe, outline or close an area',
      tag: TAG,
      access: MANAGE,
      body: contract.areaCommand,
      bodyLimit: 4 * 1024 * 1024,
      response: z.object({ outcome, area: contract.area }),
      async handler(ctx, { body }) {
        const change = await runAreaCommand(ctx.tx, ctx, body);
        // A moved area changes what the cached actors may reach.
        if (body.name === 'move') ctx.platform.sessions.forget(ctx.actor.district);
        const levels = await selectLevels(ctx.tx, 'area');
        return { outcome: change.outcome, area: areaView(change.node, levels, ctx.locale) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/public/locate',
      operationId: 'gridCard',
      summary: '"My grid": who looks after the place, the desk\'s phone and hours, and what they can do',
      tag: TAG,
      access: 'public',
      query: z.strictObject(point),
      response: z.object({
        areas: z.array(z.object({ id: z.string(), name: z.string(), level: z.string() })),
        card: z.record(z.string(), z.unknown()).nullable(),
      }),
      async handler(ctx, { query }) {
        const found = await locator.locate(ctx.tx, query.lng, query.lat, civilDate(ctx.now()));
        const path = found[0]?.path;
        return {
          areas: found.map(({ id, name, level }) => ({ id, name, level })).reverse(),
          card: path ? await readGridCard(ctx.tx, path, ctx.now(), ctx.locale) : null,
        };
      },
    }),
  ];
}

async function getArea(tx: Tx, id: string, date?: string): Promise<TreeNode> {
  const node = await getNode(tx, id, date);
  if (node.tree !== 'area') throw problem('tree.node-not-found');
  return node;
}

async function describeArea(ctx: Ctx, id: string, date: string | undefined) {
  const { tx, locale, platform } = ctx;
  const today = civilDate(ctx.now());
  const node = await getArea(tx, id, date);
  const levels = await selectLevels(tx);
  const areaLevels = levels.filter((level) => level.tree === 'area');
  const bindings = await selectBindings(tx, date ?? today, { toIds: [id] });
  const tied = (kind: string) =>
    bindings
      .filter((binding) => binding.kind === kind)
      .map((binding) => ({
        id: binding.fromId,
        name: binding.fromName,
        level: binding.fromLevel,
        levelLabel:
          levels.find((level) => level.code === binding.fromLevel)?.labels[locale] ?? binding.fromLevel,
      }));
  const posts = await selectPosts(tx, date ?? today, { areaId: id });
  const view = (one: TreeNode) => areaView(one, areaLevels, locale);
  return {
    area: view(node),
    chain: (await chain(tx, 'area', node.path, date)).map(view),
    children: (await listNodes(tx, 'area', { parentId: id }, date)).map(view),
    party: tied('branch'),
    units: tied('jurisdiction'),
    posts: posts.map((row) => postView(row, locale)),
    replacedBy: await successors(tx, id),
    history: (await history(tx, id)).map(({ name, version, effectiveOn, at }) => ({
      name,
      version,
      effectiveOn,
      at,
    })),
    actions: managesOrg(ctx.actor, node.path)
      ? nodeActions('area', node, areaLevels, { locale, messages: platform.messages })
      : [],
  };
}

function nodeRoutes(tree: 'party' | 'unit', { listBuildings }: OrgRouteOptions): Route[] {
  const [path, one, many] =
    tree === 'party' ? ['party-orgs', 'PartyOrg', 'PartyOrgs'] : ['units', 'Unit', 'Units'];
  const command = tree === 'party' ? contract.partyCommand : contract.unitCommand;
  return [
    route({
      method: 'GET',
      path: `/api/v1/${path}`,
      operationId: `list${many}`,
      summary: 'Nodes below a parent, of a kind, bound to an area, or by part of a name',
      tag: TAG,
      access: 'staff',
      query: z.strictObject({
        parent: uuid.optional(),
        level: z.string().max(200).optional(),
        area: uuid.optional(),
        q: cleanText(60).optional(),
        date: day,
        limit: z.coerce.number().int().min(1).max(2000).default(500),
      }),
      response: z.object({ items: z.array(contract.orgNode) }),
      async handler(ctx, { query }) {
        const date = query.date ?? civilDate(ctx.now());
        const bound = query.area ? await selectBindings(ctx.tx, date, { toIds: [query.area] }) : undefined;
        const nodes = await listNodes(
          ctx.tx,
          tree,
          {
            parentId: query.parent,
            levels: query.level?.split(','),
            search: query.q || undefined,
            ids: bound?.map((binding) => binding.fromId),
            limit: query.limit,
          },
          query.date,
        );
        return { items: await nodeViews(ctx, tree, nodes, date) };
      },
    }),
    route({
      method: 'GET',
      path: `/api/v1/${path}/:id`,
      operationId: `get${one}`,
      summary: 'One node with its children, posts and the commands the caller may give',
      tag: TAG,
      access: 'staff',
      params: idParams,
      query: z.strictObject({ date: day }),
      response: z.object({ node: contract.orgNode }).loose(),
      async handler(ctx, { params, query }) {
        const { tx, locale, platform } = ctx;
        const date = query.date ?? civilDate(ctx.now());
        const node = await getNode(tx, params.id, query.date);
        if (node.tree !== tree) throw problem('tree.node-not-found');
        const levels = await selectLevels(tx, tree);
        const below = await listNodes(tx, tree, { parentId: node.id }, query.date);
        const [view, ...children] = await nodeViews(ctx, tree, [node, ...below], date);
        const places = await placesOf(tx, ctx, node);
        const mine = places.every((place) => managesOrg(ctx.actor, place.path));
        const above = await chain(tx, tree, node.path, query.date);
        return {
          node: view,
          /** Upwards: the organisations above, the highest first. */
          above: above.slice(0, -1).map(({ id, name }) => ({ id, name })),
          children,
          buildings: (await selectBuildingTies(tx, { nodeId: node.id })).map((one) => one.buildingId),
          posts: (await selectPosts(tx, date, { unitId: node.id })).map((row) => postView(row, locale)),
          leads: (levels.find((level) => level.code === node.level)?.settings.leads ?? []).map(
            (label) => label[locale],
          ),
          replacedBy: await successors(tx, node.id),
          actions: mine ? nodeActions(tree, node, levels, { locale, messages: platform.messages }) : [],
        };
      },
    }),
    route({
      method: 'POST',
      path: `/api/v1/${path}/commands`,
      operationId: `change${one}`,
      summary: 'Create, rename, move, describe, bind to areas, set terms or close',
      tag: TAG,
      access: MANAGE,
      body: command,
      response: z.object({ outcome, node: contract.orgNode }),
      async handler(ctx, { body }) {
        const change = await runNodeCommand(ctx.tx, ctx, tree, body, listBuildings);
        const [node] = await nodeViews(ctx, tree, [change.node], civilDate(ctx.now()));
        return { outcome: change.outcome, node };
      },
    }),
  ];
}

async function nodeViews(ctx: Ctx, tree: TreeName, nodes: readonly TreeNode[], date: string) {
  const ids = nodes.map((node) => node.id);
  const levels = await selectLevels(ctx.tx, tree);
  const bindings = await selectBindings(ctx.tx, date, { fromIds: ids });
  const terms = await selectTerms(ctx.tx, { nodeIds: ids });
  return nodes.map((node) => orgNodeView(node, { levels, bindings, terms, locale: ctx.locale }));
}

function postRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/posts',
      operationId: 'listPosts',
      summary:
        'Posts with who holds them or stands in: by area (with everything below), unit, duty, vacancy, on any day',
      tag: TAG,
      access: 'staff',
      query: z.strictObject({
        area: uuid.optional(),
        unit: uuid.optional(),
        duty: z.string().max(40).optional(),
        vacant: z.enum(['0', '1']).optional(),
        date: day,
        limit: z.coerce.number().int().min(1).max(2000).default(500),
      }),
      response: z.object({ items: z.array(contract.post) }),
      async handler(ctx, { query }) {
        const within = query.area ? (await getArea(ctx.tx, query.area)).path : undefined;
        const rows = await selectPosts(ctx.tx, query.date ?? civilDate(ctx.now()), {
          within,
          unitId: query.unit,
          duty: query.duty,
          vacant: query.vacant === undefined ? undefined : query.vacant === '1',
          limit: query.limit,
        });
        return { items: rows.map((row) => postView(row, ctx.locale)) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/posts/:id',
      operationId: 'getPost',
      summary: 'One post with the commands the caller may give',
      tag: TAG,
      access: 'staff',
      params: idParams,
      response: z.object({ post: contract.post, actions: z.array(action) }),
      async handler(ctx, { params }) {
        const row = await getPost(ctx.tx, params.id, ctx.now());
        const mine = managesOrg(ctx.actor, row.areaPath);
        const shown = { locale: ctx.locale, messages: ctx.platform.messages };
        return {
          post: postView(row, ctx.locale),
          actions: mine ? postActions(row.validTo !== null, shown) : [],
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/posts/commands',
      operationId: 'changePost',
      summary: 'Create, change, assign, vacate, set or end a stand-in, close a post',
      tag: TAG,
      access: MANAGE,
      body: contract.postCommand,
      response: z.object({ outcome, post: contract.post }),
      async handler(ctx, { body }) {
        const change = await runPostCommand(ctx.tx, ctx, body);
        ctx.platform.sessions.forget(ctx.actor.district);
        return { outcome: change.outcome, post: postView(change.post, ctx.locale) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/people',
      operationId: 'listPeople',
      summary:
        'People who work in the district, by part of a name or beginning of a staff number; phones are masked',
      tag: TAG,
      access: { duty: ['manage-org', 'manage-accounts'] },
      query: z.strictObject({
        q: cleanText(60).optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: z.object({ items: z.array(contract.personJson) }),
      async handler(ctx, { query }) {
        const rows = await selectPersons(ctx.tx, {
          ...(query.q ? { search: query.q } : {}),
          limit: query.limit,
        });
        return { items: rows.map(personView) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/people/:id/phone',
      operationId: 'revealPhone',
      summary: 'The whole phone number of a person; the look is written to the audit log',
      tag: TAG,
      access: MANAGE,
      params: idParams,
      response: z.object({ phone: z.string().nullable() }),
      perMinute: 30,
      handler: async (ctx, { params }) => ({ phone: await revealPhone(ctx.tx, ctx, params.id) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/people/commands',
      operationId: 'changePerson',
      summary: 'Add or change a person, or record that one left',
      tag: TAG,
      access: MANAGE,
      body: contract.personCommand,
      response: z.object({ outcome, person: contract.personJson }),
      async handler(ctx, { body }) {
        const change = await runPersonCommand(ctx.tx, ctx, body);
        if (body.name === 'leave') ctx.platform.sessions.forget(ctx.actor.district);
        return { outcome: change.outcome, person: personView(change.person) };
      },
    }),
  ];
}

const CAP = 500;

function overviewRoutes({ listBuildings }: OrgRouteOptions): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/org/coverage',
      operationId: 'orgCoverage',
      summary: 'What the structure lacks: counts, and one list in full when asked for',
      tag: TAG,
      access: { duty: ['manage-org', 'supervise', 'view', 'audit'] },
      query: z.strictObject({ area: uuid.optional(), list: z.enum(contract.coverageLists).optional() }),
      response: contract.coverage,
      async handler(ctx, { query }) {
        const [root] = await listNodes(ctx.tx, 'area', { parentId: null, limit: 1 });
        if (query.area) await getArea(ctx.tx, query.area);
        const read = await readCoverage(ctx.tx, { areaId: query.area, now: ctx.now(), listBuildings });
        const items = query.list ? read.gaps[query.list] : [];
        return {
          areaId: query.area ?? root?.id ?? '',
          asOf: civilDate(ctx.now()),
          totals: read.totals,
          gaps: Object.fromEntries(Object.entries(read.gaps).map(([name, list]) => [name, list.length])),
          list: query.list
            ? { name: query.list, items: items.slice(0, CAP), capped: items.length > CAP }
            : null,
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/org/roles',
      operationId: 'orgRoles',
      summary:
        'Duties, levels with their part in the linkage, kinds of posts, and the matrix of who leads, guides and takes part',
      tag: TAG,
      access: 'staff',
      response: z.object({
        duties: z.array(
          z.object({ code: z.string(), label: z.string(), guarded: z.boolean(), posts: z.number() }),
        ),
        levels: z.array(
          z.object({
            tree: z.string(),
            code: z.string(),
            label: z.string(),
            rank: z.number(),
            role: z.string().nullable(),
            team: z.record(z.string(), z.union([z.number(), z.literal('n')])).nullable(),
            leads: z.array(words),
          }),
        ),
        postKinds: z.array(choice),
        communityTypes: z.array(choice),
        governance: z.array(z.object({ code: z.string(), label: z.string(), units: z.array(choice) })),
        workPattern: z.array(
          z.object({ code: z.string(), label: z.string(), does: z.string(), units: z.array(choice) }),
        ),
      }),
      async handler(ctx) {
        const { locale } = ctx;
        const levels: Level[] = await selectLevels(ctx.tx);
        const posts = await selectPosts(ctx.tx, civilDate(ctx.now()), {});
        const units = await listNodes(ctx.tx, 'unit', {
          levels: [...governanceRoles, ...workPattern].flatMap((role) => [...role.unitKinds]),
          limit: 2000,
        });
        const unitsOf = (kinds: readonly string[]) =>
          units
            .filter((unit) => kinds.includes(unit.level))
            .map((unit) => ({ code: unit.id, label: unit.name }));
        const named = (list: readonly { code: string; labels: Record<typeof locale, string> }[]) =>
          list.map(({ code, labels }) => ({ code, label: labels[locale] }));
        return {
          duties: duties.map(({ code, label, guarded }) => ({
            code,
            label: label[locale],
            guarded: guarded === true,
            posts: posts.filter((post) => post.duties.includes(code)).length,
          })),
          levels: levels.map(({ tree, code, labels, rank, settings }) => ({
            tree,
            code,
            label: labels[locale],
            rank,
            role: settings.role?.[locale] ?? null,
            team: settings.team ?? null,
            leads: [...(settings.leads ?? [])],
          })),
          postKinds: named(postKinds),
          communityTypes: named(communityTypes),
          governance: governanceRoles.map((role) => ({
            code: role.code,
            label: role.labels[locale],
            units: unitsOf(role.unitKinds),
          })),
          workPattern: workPattern.map((role) => ({
            code: role.code,
            label: role.labels[locale],
            does: role.does[locale],
            units: unitsOf(role.unitKinds),
          })),
        };
      },
    }),
  ];
}
