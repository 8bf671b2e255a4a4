import { useQuery } from '@tanstack/react-query';
import { get } from '../../kit/api.ts';
import type { Area, CaseAction, CaseRow, Page } from '../../kit/api-types.ts';

export type Tree = 'area' | 'party' | 'unit';

export type OrgAction = Omit<CaseAction, 'undoable'>;

export type AreaNode = Area & { communityType: string | null; version: number };

export type OrgNode = {
  id: string;
  name: string;
  level: string;
  levelLabel: string;
  parentId: string | null;
  version: number;
  phone: string | null;
  hours: string | null;
  areas: { id: string; name: string }[];
  industryParents: { id: string; name: string }[];
  entities: { id: string; name: string }[];
  lastActivityOn: string | null;
  term: { startedOn: string; endsOn: string; remindOn: string } | null;
  validFrom: string;
  validTo: string | null;
};

type Person = { personId: string; name: string; staffNo: string; since: string; until: string | null };

export type Post = {
  id: string;
  title: string;
  kindLabel: string;
  unit: { id: string; name: string };
  area: { id: string; name: string };
  duties: string[];
  version: number;
  vacant: boolean;
  holder: Person | null;
  acting: Person | null;
};

export type Tied = { id: string; name: string; levelLabel: string };

export type AreaDetail = {
  area: AreaNode;
  chain: AreaNode[];
  children: AreaNode[];
  party: Tied[];
  units: Tied[];
  posts: Post[];
  replacedBy: unknown[];
  history: { name: string; version: number; effectiveOn: string; at: number }[];
  actions: OrgAction[];
};

export type NodeDetail = {
  node: OrgNode;
  above: { id: string; name: string }[];
  children: OrgNode[];
  buildings: string[];
  posts: Post[];
  leads: string[];
  actions: OrgAction[];
};

export type Coverage = {
  areaId: string;
  asOf: string;
  totals: Record<string, number>;
  gaps: Record<string, number>;
  list: { name: string; items: Record<string, unknown>[]; capped: boolean } | null;
};

export type Roles = {
  duties: { code: string; label: string }[];
  postKinds: { code: string; label: string }[];
  workPattern: { code: string; label: string; does: string; units: { code: string; label: string }[] }[];
};

export const PATHS: Record<Tree, string> = { area: '/areas', party: '/party-orgs', unit: '/units' };

export function useAreaDetail(id: string | undefined, date: string) {
  return useQuery({
    queryKey: ['area', id, date],
    enabled: id !== undefined,
    queryFn: ({ signal }) => get<AreaDetail>(`/areas/${id}`, { date }, signal),
  });
}

export function useNodeDetail(tree: Tree, id: string | undefined, date: string) {
  return useQuery({
    queryKey: ['org-node', tree, id, date],
    enabled: id !== undefined && tree !== 'area',
    queryFn: ({ signal }) => get<NodeDetail>(`${PATHS[tree]}/${id}`, { date }, signal),
  });
}

export function useNodes(tree: Tree, date: string) {
  return useQuery({
    queryKey: ['org-nodes', tree, date],
    enabled: tree !== 'area',
    queryFn: ({ signal }) => get<{ items: OrgNode[] }>(PATHS[tree], { limit: 2000, date }, signal),
  });
}

export function usePost(id: string | undefined) {
  return useQuery({
    queryKey: ['post', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => get<{ post: Post; actions: OrgAction[] }>(`/posts/${id}`, undefined, signal),
  });
}

export function useCoverage(area: string | undefined, list: string | undefined) {
  return useQuery({
    queryKey: ['coverage', area, list],
    queryFn: ({ signal }) => get<Coverage>('/org/coverage', { area, list }, signal),
  });
}

export function useRoles() {
  return useQuery({
    queryKey: ['org-roles'],
    staleTime: 10 * 60_000,
    queryFn: ({ signal }) => get<Roles>('/org/roles', undefined, signal),
  });
}

/** How many open cases a change of this area concerns, for the words before saving. */
export function useOpenCases(area: string | undefined) {
  return useQuery({
    queryKey: ['open-in', area],
    enabled: area !== undefined,
    queryFn: ({ signal }) =>
      get<Page<CaseRow>>('/cases', { view: 'all', open: true, area, limit: 1 }, signal).then(
        (page) => page.total ?? { count: page.items.length, capped: false },
      ),
  });
}
