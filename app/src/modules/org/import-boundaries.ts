// Boundaries from a GeoJSON FeatureCollection, matched to areas by id, statistical code, local code or name.

import { checkBoundary, setBoundary } from '../../engines/tree/boundaries.ts';
import { listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { type FieldProblem, Problem, problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import { requireOrg } from './actors.ts';
import type { Who } from './nodes.ts';
import './problems.ts';
import { areaLabels } from './area-vocabulary.ts';

export type ImportedBoundaries = { set: number; errors: FieldProblem[] };

/** Sets the boundary of every feature's area. Nothing is set when a feature is wrong, unless `partial`. */
export async function importBoundaries(
  tx: Tx,
  who: Who,
  collection: unknown,
  options: {
    level?: string | undefined;
    partial?: boolean | undefined;
    effectiveOn?: string | undefined;
  } = {},
): Promise<ImportedBoundaries> {
  const features = (collection as { features?: unknown } | null)?.features;
  if (!Array.isArray(features) || features.length === 0) throw problem('org.import-empty');
  if (features.length > 20_000) throw problem('org.import-too-big', { max: 20_000 });
  const find = indexAreas(await listNodes(tx, 'area', options.level ? { levels: [options.level] } : {}));
  const errors: FieldProblem[] = [];
  const found: { area: TreeNode; geometry: unknown }[] = [];
  features.forEach((feature: unknown, at) => {
    const { properties, geometry } = (feature ?? {}) as {
      properties?: Record<string, unknown>;
      geometry?: unknown;
    };
    const path = `features/${at}`;
    const labels = areaLabels
      .map((key) => properties?.[key])
      .filter((value) => value !== undefined && value !== null);
    const matches = labels.map((label) => find(String(label).trim())).find((list) => list.length > 0) ?? [];
    if (matches.length !== 1) {
      const code = matches.length === 0 ? 'org.area-unknown' : 'org.area-ambiguous';
      errors.push({ path, code, params: { value: String(labels[0] ?? '') } });
      return;
    }
    try {
      const area = matches[0] as TreeNode;
      checkBoundary(geometry);
      requireOrg(who.actor, [area]);
      found.push({ area, geometry });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const faults =
        error.fields.length > 0 ? error.fields : [{ path, code: error.code, params: error.params }];
      errors.push(...faults.map((fault) => ({ ...fault, path })));
    }
  });
  if (errors.length > 0 && !options.partial) {
    throw problem('org.import-rejected', { count: errors.length }, errors.slice(0, 200));
  }
  for (const { area, geometry } of found) {
    const commandId = who.platform.ids.next();
    await setBoundary(tx, { commandId, at: who.now(), effectiveOn: options.effectiveOn }, area.id, geometry);
  }
  const [root] = await listNodes(tx, 'area', { parentId: null, limit: 1 });
  if (root) await audit(tx, who, { action: 'org.boundaries.import', object: { type: 'area', id: root.id } });
  return { set: found.length, errors };
}

/** Areas by id, code, local code and (when nothing else fits) name. */
export function indexAreas(areas: readonly TreeNode[]): (label: string) => TreeNode[] {
  const byKey = new Map<string, TreeNode[]>();
  const byName = new Map<string, TreeNode[]>();
  const put = (map: Map<string, TreeNode[]>, key: string, area: TreeNode) => {
    const list = map.get(key);
    if (list) list.push(area);
    else map.set(key, [area]);
  };
  for (const area of areas) {
    put(byKey, area.id, area);
    if (area.code) put(byKey, area.code, area);
    if (typeof area.attributes.localCode === 'string') put(byKey, area.attributes.localCode, area);
    put(byName, area.name, area);
    if (typeof area.attributes.fullName === 'string') put(byName, area.attributes.fullName, area);
  }
  return (label) => {
    const code = /^\d{12}$/.test(label) ? label.replace(/(000000|000)$/, '') : label;
    return [...new Set(byKey.get(label) ?? byKey.get(code) ?? byName.get(label) ?? [])];
  };
}
