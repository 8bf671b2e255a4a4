// What the organisation knows already: its areas and its posts as they stood on a day.
import type { Fact, FactQuery, FactRecord } from '../../engines/report/facts.ts';
import { subtree } from '../../engines/tree/tree.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from './post-store.ts';

type Listing = (tx: Tx, query: FactQuery) => Promise<FactRecord[]>;

/** A fact that counts what it lists. */
function listed(code: string, list: Listing): Fact {
  return {
    code,
    grain: 'day',
    guarded: false,
    value: async (tx, query) => (await list(tx, query)).length,
    async records(tx, query, { limit, offset }) {
      const all = await list(tx, query);
      return { total: all.length, items: all.slice(offset, offset + limit) };
    },
  };
}

function areasOf(code: string, level: string): Fact {
  return listed(code, async (tx, { area, to }) =>
    (await subtree(tx, 'area', area.path, to))
      .filter((node) => node.level === level)
      .map((node) => ({ id: node.id, label: node.name, hint: node.code ?? '', link: '/console/territory' })),
  );
}

/** Posts at the grids, held or stood in for; what is listed is the post and its place, never who. */
const gridPosts: Listing = async (tx, { area, to }) =>
  (await selectPosts(tx, to, { duty: 'report', within: area.path }))
    .filter((post) => post.areaLevel === 'grid' && (post.holder !== null || post.acting !== null))
    .map((post) => ({ id: post.id, label: post.title, hint: post.areaName, link: '/console/territory' }));

export const orgFacts: readonly Fact[] = [
  areasOf('org.streets', 'street'),
  areasOf('org.communities', 'community'),
  areasOf('org.grids', 'grid'),
  listed('org.grid-workers', gridPosts),
];
