// The way back of a change that took effect: another change, to be looked at and carried out like any other. History is not undone.
import { problem } from '../../../kernel/problem.ts';
import type { ChangeRow } from './change-store.ts';
import type { ChangePlan } from './contract.ts';

/** The plan that takes a carried-out change back, as far as the places and names of then still fit. */
export function reverseOf(change: ChangeRow): ChangePlan {
  const { plan, result } = change;
  if (change.state !== 'done' || !result) throw problem('org.change-not-done', {});
  const of = (id: string) => result.before.find((one) => one.id === id);
  switch (plan.kind) {
    case 'rename':
      return { ...plan, name: of(plan.id)?.name ?? plan.name };
    case 'move': {
      const parentId = of(plan.id)?.parentId;
      if (!parentId) throw problem('org.change-no-way-back', {});
      return { ...plan, parentId };
    }
    case 'redraw': {
      const outlines = result.before.flatMap(({ id, geometry, closed }) =>
        geometry && !closed ? [{ id, geometry }] : [],
      );
      if (outlines.length === 0) throw problem('org.change-no-way-back', {});
      const parts = result.before.flatMap(({ name, code, geometry, closed, parentId }) =>
        geometry && closed && parentId
          ? [{ name, geometry, parentId, ...(code === null ? {} : { code }) }]
          : [],
      );
      return { kind: 'redraw', tree: 'area', outlines, parts, ends: result.created.map((one) => one.id) };
    }
    case 'merge': {
      const order = [
        ...result.before.filter((one) => one.id === plan.intoId),
        ...result.before.filter((one) => one.id !== plan.intoId),
      ];
      if (plan.tree === 'area' && order.some((one) => one.geometry === null))
        throw problem('org.change-no-way-back', {});
      return {
        kind: 'split',
        tree: plan.tree,
        id: plan.intoId,
        keep: 0,
        parts: order.map(({ id, name, code, geometry, areaIds }) => ({
          name,
          ...(code !== null && id !== plan.intoId ? { code } : {}),
          ...(plan.tree === 'area' && geometry ? { geometry } : {}),
          ...(plan.tree === 'area' ? {} : { areaIds }),
        })),
        posts: Object.fromEntries(
          result.posts.map(({ id, from }) => [
            id,
            Math.max(
              0,
              order.findIndex((one) => one.id === from),
            ),
          ]),
        ),
      };
    }
    case 'split': {
      const old = of(plan.id);
      const parts = result.created.map((one) => one.id);
      const intoId = plan.keep === null ? parts[0] : plan.id;
      if (!old || !intoId) throw problem('org.change-no-way-back', {});
      const ids = plan.keep === null ? parts : [plan.id, ...parts];
      return { kind: 'merge', tree: plan.tree, ids, intoId, name: old.name };
    }
  }
}
