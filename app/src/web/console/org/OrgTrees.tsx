import { useQueryClient } from '@tanstack/react-query';
import { Tree as AntTree } from 'antd';
import { type Key, useEffect, useMemo, useState } from 'react';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { type AreaNode, type OrgNode, type Tree, useNodes } from './org-queries.ts';

type Branch = { key: string; title: string; isLeaf?: boolean; children?: Branch[] };

function branchOf(area: AreaNode): Branch {
  return { key: area.id, title: area.name, isLeaf: area.level === 'micro-grid' };
}

function withChildren(branches: Branch[], key: Key, children: Branch[]): Branch[] {
  return branches.map((branch) =>
    branch.key === key
      ? { ...branch, children, isLeaf: children.length === 0 }
      : branch.children
        ? { ...branch, children: withChildren(branch.children, key, children) }
        : branch,
  );
}

type Props = { date: string; selected: string | undefined; onSelect(id: string): void };

/** Territory, read level by level as it is opened. */
export function TerritoryTree({ date, selected, onSelect }: Props) {
  const client = useQueryClient();
  const [branches, setBranches] = useState<Branch[]>();
  const [expanded, setExpanded] = useState<Key[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const load = (parent?: string) =>
    client.fetchQuery({
      queryKey: ['areas', parent ?? '', date],
      staleTime: 30_000,
      queryFn: () =>
        get<{ items: AreaNode[] }>('/areas', { parent, date, limit: 2000 }).then((answer) => answer.items),
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day is another tree
  useEffect(() => {
    setBranches(undefined);
    setFailure(undefined);
    load()
      .then(async (roots) => {
        const root = roots[0];
        const below = root ? await load(root.id) : [];
        setBranches(
          roots.map((one) =>
            one === root ? { ...branchOf(one), children: below.map(branchOf) } : branchOf(one),
          ),
        );
        setExpanded(root ? [root.id] : []);
      })
      .catch(setFailure);
  }, [date]);
  if (failure) return <ErrorState error={failure} />;
  if (!branches) return <Loading />;
  return (
    <AntTree<Branch>
      blockNode
      virtual={false}
      treeData={branches}
      expandedKeys={expanded}
      onExpand={setExpanded}
      selectedKeys={selected ? [selected] : []}
      loadData={async (node) => {
        if (node.children) return;
        const children = await load(node.key);
        setBranches((before) => withChildren(before ?? [], node.key, children.map(branchOf)));
      }}
      onSelect={(keys) => {
        const key = keys[0];
        if (key !== undefined) onSelect(String(key));
      }}
    />
  );
}

function nest(nodes: readonly OrgNode[]): Branch[] {
  const children = new Map<string | null, OrgNode[]>();
  const known = new Set(nodes.map((node) => node.id));
  for (const node of nodes) {
    const parent = node.parentId !== null && known.has(node.parentId) ? node.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const below = (parent: string | null): Branch[] =>
    (children.get(parent) ?? []).map((node) => ({
      key: node.id,
      title: `${node.name} · ${node.levelLabel}`,
      children: below(node.id),
    }));
  return below(null);
}

/** Party organisations or units, small enough to come at once. */
export function NodeTree({ tree, date, selected, onSelect }: Props & { tree: Tree }) {
  const { t } = useI18n();
  const nodes = useNodes(tree, date);
  const branches = useMemo(() => nest(nodes.data?.items ?? []), [nodes.data]);
  const roots = useMemo(() => branches.map((branch) => branch.key), [branches]);
  if (nodes.isPending) return <Loading />;
  if (nodes.isError) return <ErrorState error={nodes.error} onRetry={() => void nodes.refetch()} />;
  if (branches.length === 0) return <Empty title={t('org.noNodes')} />;
  return (
    <AntTree<Branch>
      blockNode
      virtual={false}
      treeData={branches}
      defaultExpandedKeys={roots}
      selectedKeys={selected ? [selected] : []}
      onSelect={(keys) => {
        const key = keys[0];
        if (key !== undefined) onSelect(String(key));
      }}
    />
  );
}
