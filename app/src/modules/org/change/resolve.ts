// What a plan means on the territory and the organisation as they are: which nodes begin, end, move, and where everything that hangs
// on them goes. Reads only; `carry.ts` does what is written here, and the preview shows it.
import { createAreaIndex } from '@renlin/core/geometry/area-index';
import { contains, pointOnSurface } from '@renlin/core/geometry/contains';
import { dissolve } from '@renlin/core/geometry/dissolve';
import { areaOf } from '@renlin/core/geometry/measure';
import type { Area } from '@renlin/core/geometry/types';
import { type Home, listOpenHomes } from '../../../engines/case/rehome.ts';
import { checkBoundary } from '../../../engines/tree/boundaries.ts';
import { listBoundaries } from '../../../engines/tree/boundary-store.ts';
import { pathDepth } from '../../../engines/tree/paths.ts';
import { getNode, listNodes } from '../../../engines/tree/tree.ts';
import type { TreeName, TreeNode } from '../../../engines/tree/types.ts';
import type { Ids } from '../../../kernel/ids.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import { checkOrder } from '../nodes.ts';
import { type PostRow, selectPosts } from '../post-store.ts';
import type { Level } from '../presets.ts';
import { type Binding, type BindingKind, isAreaTie, selectBindings, selectLevels } from '../store.ts';
import type { ChangePlan, PlanOf } from './contract.ts';
import '../problems.ts';

/** A thing of the map that lies in an area. */
export type MapPlace = {
  id: string;
  table: 'map_features' | 'assets';
  building: boolean;
  name: string | null;
  areaId: string;
  lng: number;
  lat: number;
};

/** The map, as the places module gives it; main wires it. */
export type MapPort = {
  placesIn(tx: Tx, areaIds: readonly string[]): Promise<MapPlace[]>;
  move(
    tx: Tx,
    moves: readonly { id: string; table: MapPlace['table']; areaId: string | null }[],
  ): Promise<void>;
};

export type Resolving = { ids: Ids; date: string; map: MapPort };

type Named = { id: string; name: string };

/** Everything a plan does, ready to be carried out. */
export type Work = {
  plan: ChangePlan;
  touches: string[];
  /** The nodes as they are now. */
  nodes: TreeNode[];
  creates: (Named & {
    parentId: string | null;
    level: string;
    code: string | null;
    geometry: Area | null;
    households: number | null;
  })[];
  renames: Named[];
  moves: (Named & { parentId: string; toName: string })[];
  outlines: (Named & { geometry: Area; households?: number | undefined })[];
  closes: (Named & { path: string; replacedBy: string[] })[];
  posts: { post: PostRow; from: Named; to: Named }[];
  ties: { kind: BindingKind; fromId: string; toId: string; words: string }[];
  cases: { home: Home; from: Named; to: Named; byDefault: boolean }[];
  map: { place: MapPlace; from: Named; to: Named | null }[];
  /** Buildings that would lie in no area of the level that is redrawn, or in two of its parts. */
  gaps: MapPlace[];
  twice: MapPlace[];
};

export async function resolve(tx: Tx, plan: ChangePlan, given: Resolving): Promise<Work> {
  switch (plan.kind) {
    case 'rename': {
      const node = await openIn(tx, plan.tree, plan.id);
      return { ...nothing(plan, [node]), renames: [{ id: node.id, name: plan.name }] };
    }
    case 'move':
      return resolveMove(tx, plan);
    case 'merge':
      return resolveMerge(tx, plan, given);
    case 'split':
      return resolveSplit(tx, plan, given);
    case 'redraw':
      return resolveRedraw(tx, plan, given);
  }
}

function nothing(plan: ChangePlan, nodes: TreeNode[]): Work {
  return {
    plan,
    touches: nodes.map((node) => node.id),
    nodes,
    creates: [],
    renames: [],
    moves: [],
    outlines: [],
    closes: [],
    posts: [],
    ties: [],
    cases: [],
    map: [],
    gaps: [],
    twice: [],
  };
}

const named = ({ id, name }: Named): Named => ({ id, name });

export async function openIn(tx: Tx, tree: TreeName, id: string): Promise<TreeNode> {
  const node = await getNode(tx, id);
  if (node.tree !== tree) throw problem('tree.node-not-found');
  if (node.closedOn !== null) throw problem('tree.node-closed', { name: node.name, closedOn: node.closedOn });
  return node;
}

async function resolveMove(tx: Tx, plan: PlanOf<'move'>): Promise<Work> {
  const node = await openIn(tx, plan.tree, plan.id);
  const parent = await openIn(tx, plan.tree, plan.parentId);
  if (parent.id === node.parentId) throw problem('org.change-nothing', { name: node.name });
  if (plan.tree !== 'unit') checkOrder(await selectLevels(tx, plan.tree), node.level, parent);
  return {
    ...nothing(plan, [node]),
    moves: [{ ...named(node), parentId: parent.id, toName: parent.name }],
  };
}

async function resolveMerge(tx: Tx, plan: PlanOf<'merge'>, given: Resolving): Promise<Work> {
  const ids = [...new Set(plan.ids)];
  if (ids.length < 2 || !ids.includes(plan.intoId)) {
    throw problem('org.change-merge-which', {}, [{ path: 'plan/intoId', code: 'org.merge-which' }]);
  }
  const nodes: TreeNode[] = [];
  for (const id of ids) nodes.push(await openIn(tx, plan.tree, id));
  const into = nodes.find((node) => node.id === plan.intoId) as TreeNode;
  const other = nodes.find((node) => node.level !== into.level);
  if (other) throw problem('org.change-levels-differ', { name: into.name, other: other.name });
  if (into.parentId === null && plan.tree === 'area') throw problem('org.change-root', { name: into.name });
  const ending = nodes.filter((node) => node !== into);
  if (ending.some((node) => into.path.startsWith(node.path)))
    throw problem('tree.cycle', { name: into.name, parent: ending[0]?.name ?? '' });
  const target = { id: into.id, name: plan.name ?? into.name };
  const work = nothing(plan, nodes);
  if (target.name !== into.name) work.renames.push(target);
  work.closes = ending.map((node) => ({ ...named(node), path: node.path, replacedBy: [into.id] }));
  for (const node of ending) {
    const below = await listNodes(tx, plan.tree, { parentId: node.id });
    work.moves.push(...below.map((one) => ({ ...named(one), parentId: into.id, toName: target.name })));
  }
  const posts = await postsOf(tx, plan.tree, ending, given.date);
  work.posts = posts.map(({ post, from }) => ({ post, from, to: target }));
  for (const tie of await tiesOf(tx, ending, given.date)) {
    const fromId = ids.includes(tie.fromId) ? into.id : tie.fromId;
    const toId = ids.includes(tie.toId) ? into.id : tie.toId;
    if (fromId !== toId) work.ties.push({ kind: tie.kind, fromId, toId, words: wordsOfTie(tie) });
  }
  await caseMoves(tx, plan.tree, ending, work, () => ({ to: target, byDefault: false }));
  if (plan.tree !== 'area') return work;
  const places = await given.map.placesIn(
    tx,
    ending.map((node) => node.id),
  );
  const nameOf = new Map(ending.map((node) => [node.id, node]));
  work.map = places.map((place) => ({
    place,
    from: named(nameOf.get(place.areaId) as TreeNode),
    to: target,
  }));
  const shapes = (await listBoundaries(tx, given.date)).filter((one) => ids.includes(one.areaId));
  if (shapes.length > 1 || (shapes[0] && shapes[0].areaId !== into.id)) {
    work.outlines = [{ ...target, geometry: dissolve(shapes.map((one) => one.geometry)) }];
  }
  return work;
}

/** A part may take a code only of a node that has ended, or of the one that ends with this change. */
async function requireFreeCodes(
  tx: Tx,
  tree: TreeName,
  parts: readonly { code: string | null }[],
  ending: string | undefined,
): Promise<void> {
  for (const [index, { code }] of parts.entries()) {
    if (code === null) continue;
    const bearers = await listNodes(tx, tree, { codes: [code], closed: true });
    const free = bearers.every((one) => one.closedOn !== null || one.id === ending);
    if (bearers.length === 0 || !free) {
      throw problem('org.change-code', { code }, [
        { path: `plan/parts/${index}/code`, code: 'org.code-not-free' },
      ]);
    }
  }
}

async function resolveSplit(tx: Tx, plan: PlanOf<'split'>, given: Resolving): Promise<Work> {
  const node = await openIn(tx, plan.tree, plan.id);
  if (node.parentId === null && plan.tree === 'area') throw problem('org.change-root', { name: node.name });
  if (plan.keep !== null && plan.keep >= plan.parts.length)
    throw problem('org.change-part-unknown', {}, [{ path: 'plan/keep', code: 'org.part-unknown' }]);
  const names = plan.parts.map((part) => part.name);
  const twin = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twin >= 0) {
    throw problem('tree.name-taken', { name: names[twin] ?? '' }, [
      { path: `plan/parts/${twin}/name`, code: 'org.name-twice' },
    ]);
  }
  const work = nothing(plan, [node]);
  const parts = plan.parts.map((part, index) => {
    const id = index === plan.keep ? node.id : given.ids.next();
    const geometry = part.geometry === undefined ? null : checkBoundary(part.geometry);
    return {
      id,
      name: part.name,
      geometry,
      code: part.code ?? null,
      areaIds: part.areaIds ?? [],
      households: part.households ?? null,
    };
  });
  type Part = (typeof parts)[number];
  if (plan.tree === 'area') {
    const bare = parts.findIndex((part) => part.geometry === null);
    if (bare >= 0) {
      throw problem('org.change-part-outline', { name: parts[bare]?.name ?? '' }, [
        { path: `plan/parts/${bare}/geometry`, code: 'required' },
      ]);
    }
  }
  await requireFreeCodes(tx, plan.tree, parts, plan.keep === null ? node.id : undefined);
  const rest = parts[plan.keep ?? 0] as Part;
  for (const part of parts) {
    if (part.id !== node.id) {
      const { id, name, code, geometry, households } = part;
      work.creates.push({ id, name, parentId: node.parentId, level: node.level, code, geometry, households });
      continue;
    }
    if (part.name !== node.name) work.renames.push(named(part));
    if (part.geometry) work.outlines.push({ ...named(part), geometry: part.geometry });
  }
  if (plan.keep === null)
    work.closes = [{ ...named(node), path: node.path, replacedBy: parts.map((part) => part.id) }];

  const partAt = (lng: number, lat: number): Part | undefined =>
    parts
      .filter((part) => part.geometry && contains(part.geometry, [lng, lat]))
      .sort((a, b) => areaOf(a.geometry as Area) - areaOf(b.geometry as Area))[0];
  const below = await listNodes(tx, plan.tree, { parentId: node.id });
  const shapes = new Map((await listBoundaries(tx, given.date)).map((one) => [one.areaId, one.geometry]));
  for (const child of below) {
    const shape = plan.tree === 'area' ? shapes.get(child.id) : undefined;
    const [lng, lat] = shape ? pointOnSurface(shape) : [Number.NaN, Number.NaN];
    const part = partAt(lng, lat) ?? rest;
    if (part.id !== node.id) work.moves.push({ ...named(child), parentId: part.id, toName: part.name });
  }
  const posts = await postsOf(tx, plan.tree, [node], given.date);
  const unknown = Object.keys(plan.posts ?? {}).find((id) => !posts.some(({ post }) => post.id === id));
  if (unknown) throw problem('org.post-not-found', {}, [{ path: `plan/posts/${unknown}`, code: 'invalid' }]);
  for (const { post, from } of posts) {
    const part = parts[plan.posts?.[post.id] ?? plan.keep ?? 0];
    if (!part)
      throw problem('org.change-part-unknown', {}, [
        { path: `plan/posts/${post.id}`, code: 'org.part-unknown' },
      ]);
    if (part.id !== node.id) work.posts.push({ post, from, to: named(part) });
  }
  const areas = plan.tree === 'area' ? [] : await jurisdictions(tx, parts);
  for (const tie of await tiesOf(tx, [node], given.date)) {
    for (const part of parts) {
      if (part.id === node.id) continue;
      // A part with areas of its own answers for these; one without inherits all that the old node was tied to.
      if (tie.fromId === node.id && isAreaTie(tie.kind) && part.areaIds.length > 0) continue;
      const fromId = tie.fromId === node.id ? part.id : tie.fromId;
      const toId = tie.toId === node.id ? part.id : tie.toId;
      work.ties.push({ kind: tie.kind, fromId, toId, words: wordsOfTie(tie) });
    }
  }
  const kind: BindingKind = plan.tree === 'party' ? 'branch' : 'jurisdiction';
  for (const { part, area } of areas)
    work.ties.push({ kind, fromId: part.id, toId: area.id, words: `${part.name} · ${area.name}` });
  await caseMoves(tx, plan.tree, [node], work, (home) => {
    if (plan.tree === 'area') {
      const part = home.lng === null || home.lat === null ? undefined : partAt(home.lng, home.lat);
      return { to: part ?? rest, byDefault: part === undefined };
    }
    const nearest = areas
      .filter(({ area }) => home.areaPath.startsWith(area.path))
      .sort((a, b) => b.area.path.length - a.area.path.length)[0];
    return { to: nearest?.part ?? rest, byDefault: nearest === undefined };
  });
  if (plan.tree !== 'area') return work;
  for (const place of await given.map.placesIn(tx, [node.id])) {
    const held = parts.filter((part) => part.geometry && contains(part.geometry, [place.lng, place.lat]));
    const part = partAt(place.lng, place.lat);
    if (place.building && !part) work.gaps.push(place);
    if (place.building && held.length > 1 && held.every((one) => inside(one.geometry, place)))
      work.twice.push(place);
    if (part?.id !== node.id) work.map.push({ place, from: named(node), to: part ? named(part) : null });
  }
  return work;
}

/** Strictly inside: a building on the border line belongs to the smaller part, which is no mistake. */
function inside(area: Area | null, place: MapPlace): boolean {
  const near = 1e-7;
  return (
    area !== null &&
    [
      [near, 0],
      [-near, 0],
      [0, near],
      [0, -near],
    ].every(([x, y]) => contains(area, [place.lng + (x as number), place.lat + (y as number)]))
  );
}

async function resolveRedraw(tx: Tx, plan: PlanOf<'redraw'>, given: Resolving): Promise<Work> {
  const nodes: TreeNode[] = [];
  const outlines = new Map<string, Area>();
  for (const { id, geometry } of plan.outlines) {
    nodes.push(await openIn(tx, 'area', id));
    outlines.set(id, checkBoundary(geometry));
  }
  const ending: TreeNode[] = [];
  for (const [index, id] of (plan.ends ?? []).entries()) {
    if (outlines.has(id) || ending.some((node) => node.id === id))
      throw problem('org.change-ends-twice', {}, [{ path: `plan/ends/${index}`, code: 'invalid' }]);
    ending.push(await openIn(tx, 'area', id));
  }
  const all = await listNodes(tx, 'area', {});
  const byId = new Map(all.map((node) => [node.id, node]));
  const levelsOfAreas = await selectLevels(tx, 'area');
  const parts = beginnings(plan, { nodes, byId, ids: given.ids, levels: levelsOfAreas });
  if (nodes.length + parts.length === 0) throw problem('org.change-nothing-drawn', {});
  await requireFreeCodes(tx, 'area', parts, undefined);
  const work = nothing(plan, [...nodes, ...ending]);
  const byPath = new Map(all.map((node) => [node.path, node]));
  work.creates = parts;
  work.outlines = nodes.map((node, index) => ({
    ...named(node),
    geometry: outlines.get(node.id) as Area,
    households: plan.outlines[index]?.households,
  }));
  const ends = new Set(ending.map((node) => node.id));
  const shapes = (await listBoundaries(tx, given.date)).filter(
    (one) => !outlines.has(one.areaId) && !ends.has(one.areaId),
  );
  type Held = Named & { path: string; level: string };
  const held = new Map<string, Held>(
    [...all, ...parts.map((part) => ({ ...part, path: pathOfPart(part) }))].map((one) => [one.id, one]),
  );
  const index = createAreaIndex(
    [
      ...shapes.map(({ areaId, path, geometry }) => ({ areaId, path, geometry })),
      ...nodes.map(({ id, path }) => ({ areaId: id, path, geometry: outlines.get(id) as Area })),
      ...parts.map((part) => ({ areaId: part.id, path: pathOfPart(part), geometry: part.geometry as Area })),
    ].map(({ areaId, path, geometry }) => ({ key: { areaId, path, m2: areaOf(geometry) }, area: geometry })),
  );
  const locate = (lng: number, lat: number): Held | undefined => {
    const best = [...index.at(lng, lat)].sort(
      (a, b) => pathDepth(b.path) - pathDepth(a.path) || a.m2 - b.m2 || (a.path < b.path ? -1 : 1),
    )[0];
    return best && held.get(best.areaId);
  };
  const levels = new Set([...nodes, ...parts].map((node) => node.level));
  const covered = (area: Held | undefined): boolean => {
    if (area && levels.has(area.level)) return true;
    for (
      let path = area?.path ?? '';
      path !== '';
      path = path.slice(0, path.lastIndexOf('/', path.length - 2) + 1)
    ) {
      if (levels.has(byPath.get(path)?.level ?? '')) return true;
    }
    return false;
  };
  // Where areas only begin, what lies in the ones above them goes to them.
  const above = new Set([
    ...[...nodes, ...ending].map((node) => byId.get(node.parentId ?? '')?.path ?? node.path),
    ...parts.flatMap((part) => byId.get(part.parentId ?? '')?.path ?? []),
  ]);
  const around = all.filter((node) => [...above].some((path) => node.path.startsWith(path)));
  const ids = around.map((node) => node.id);
  const heirs = new Map<string, Map<string, number>>();
  function pathOfPart(part: { id: string; parentId: string | null }): string {
    return `${byId.get(part.parentId ?? '')?.path ?? ''}${part.id}/`;
  }
  for (const place of await given.map.placesIn(tx, ids)) {
    const from = byId.get(place.areaId) as TreeNode;
    const to = locate(place.lng, place.lat);
    if (to && place.building && ends.has(from.id) && levels.has(to.level)) {
      const counts = heirs.get(from.id) ?? new Map<string, number>();
      counts.set(to.id, (counts.get(to.id) ?? 0) + 1);
      heirs.set(from.id, counts);
    }
    if (to?.id === from.id) continue;
    if (place.building && covered(from) && !covered(to)) work.gaps.push(place);
    work.map.push({ place, from: named(from), to: to ? named(to) : null });
  }
  for (const node of ending) {
    const [lng, lat] = await middleOf(tx, node, given.date);
    const counts = heirs.get(node.id) ?? new Map([[locate(lng, lat)?.id ?? '', 0]]);
    const replacedBy = [...counts]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .flatMap(([id]) => (levels.has(held.get(id)?.level ?? '') ? [id] : []));
    const heir = held.get(replacedBy[0] ?? nodes[0]?.id ?? '') as Held;
    work.closes.push({
      ...named(node),
      path: node.path,
      replacedBy: replacedBy.length > 0 ? replacedBy : [heir.id],
    });
    const below = await listNodes(tx, 'area', { parentId: node.id });
    work.moves.push(...below.map((child) => ({ ...named(child), parentId: heir.id, toName: heir.name })));
    const posts = await postsOf(tx, 'area', [node], given.date);
    work.posts.push(...posts.map(({ post, from }) => ({ post, from, to: named(heir) })));
    for (const tie of await tiesOf(tx, [node], given.date)) {
      const fromId = tie.fromId === node.id ? heir.id : tie.fromId;
      const toId = tie.toId === node.id ? heir.id : tie.toId;
      work.ties.push({ kind: tie.kind, fromId, toId, words: wordsOfTie(tie) });
    }
  }
  for (const home of await listOpenHomes(tx, { areaIds: ids })) {
    const from = byId.get(home.areaId) as TreeNode;
    const found = home.lng === null || home.lat === null ? undefined : locate(home.lng, home.lat);
    const heir = held.get(work.closes.find((one) => one.id === from.id)?.replacedBy[0] ?? '');
    const to = found ?? heir;
    if (to && to.id !== from.id)
      work.cases.push({ home, from: named(from), to: named(to), byDefault: found === undefined });
  }
  return work;
}

/** The areas that a redrawing begins: on one level, each below an area that may hold it. */
function beginnings(
  plan: PlanOf<'redraw'>,
  given: {
    nodes: readonly TreeNode[];
    byId: ReadonlyMap<string, TreeNode>;
    ids: Ids;
    levels: readonly Level[];
  },
): Work['creates'] {
  const level = plan.level ?? given.nodes[0]?.level ?? '';
  return (plan.parts ?? []).map(({ name, geometry, code, households, parentId }, index) => {
    const parent = given.byId.get(parentId);
    if (!parent || !given.levels.some((one) => one.code === level))
      throw problem('org.change-part-parent', { name }, [
        { path: `plan/parts/${index}/parentId`, code: 'invalid' },
      ]);
    checkOrder(given.levels, level, parent);
    return {
      id: given.ids.next(),
      name,
      parentId,
      level,
      code: code ?? null,
      geometry: checkBoundary(geometry),
      households: households ?? null,
    };
  });
}

async function middleOf(tx: Tx, node: TreeNode, date: string): Promise<readonly [number, number]> {
  const shape = (await listBoundaries(tx, date, { within: node.path })).find((one) => one.areaId === node.id);
  return shape ? pointOnSurface(shape.geometry) : [Number.NaN, Number.NaN];
}

// ------------------------------------------------------------------------------------------------------------- what hangs on it

async function postsOf(tx: Tx, tree: TreeName, nodes: readonly TreeNode[], date: string) {
  if (tree === 'party') return [];
  const found: { post: PostRow; from: Named }[] = [];
  for (const node of nodes) {
    const rows = await selectPosts(tx, date, tree === 'area' ? { areaId: node.id } : { unitId: node.id });
    found.push(...rows.map((post) => ({ post, from: named(node) })));
  }
  return found;
}

async function tiesOf(tx: Tx, nodes: readonly TreeNode[], date: string): Promise<Binding[]> {
  const ids = nodes.map((node) => node.id);
  const out = await selectBindings(tx, date, { fromIds: ids });
  const known = new Set(out.map((tie) => tie.id));
  const back = await selectBindings(tx, date, { toIds: ids });
  return [...out, ...back.filter((tie) => !known.has(tie.id))];
}

const wordsOfTie = (tie: Binding): string => `${tie.fromName} · ${tie.toName}`;

async function jurisdictions<P extends { areaIds: readonly string[] }>(tx: Tx, parts: readonly P[]) {
  const found: { part: P; area: TreeNode }[] = [];
  for (const part of parts)
    for (const id of part.areaIds) found.push({ part, area: await openIn(tx, 'area', id) });
  return found;
}

/** Open cases in these areas, or with these units, and where each of them goes. */
async function caseMoves(
  tx: Tx,
  tree: TreeName,
  nodes: readonly TreeNode[],
  work: Work,
  target: (home: Home) => { to: Named; byDefault: boolean },
): Promise<void> {
  if (tree === 'party') return;
  const ids = nodes.map((node) => node.id);
  const homes = await listOpenHomes(tx, tree === 'area' ? { areaIds: ids } : { unitIds: ids });
  for (const home of homes) {
    const held = tree === 'area' ? home.areaId : [home.ownerUnit, ...home.assistUnits, home.subjectUnit];
    const from = nodes.find((node) => (Array.isArray(held) ? held.includes(node.id) : node.id === held));
    const { to, byDefault } = target(home);
    // A unit that goes on gives away only what it leads; where it assists or is complained about it stays.
    const goesOn = from && !work.closes.some((node) => node.id === from.id);
    if (tree === 'unit' && goesOn && home.ownerUnit !== from.id) continue;
    if (from && from.id !== to.id) work.cases.push({ home, from: named(from), to: named(to), byDefault });
  }
}
