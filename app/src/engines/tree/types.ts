// The shapes of the tree engine. Dates are civil dates `YYYY-MM-DD` in Asia/Shanghai; `until` dates are exclusive.
export const treeNames = ['area', 'party', 'unit'] as const;
export type TreeName = (typeof treeNames)[number];

export type Attributes = Readonly<Record<string, unknown>>;

export type TreeNode = {
  id: string;
  tree: TreeName;
  key: string;
  version: number;
  parentId: string | null;
  name: string;
  level: string;
  code: string | null;
  path: string;
  attributes: Attributes;
  /** First day of the span that these values come from. */
  since: string;
  /** First day on which these values no longer hold; null while they do. */
  until: string | null;
  openedOn: string;
  closedOn: string | null;
};

/** What every command carries. `at` is the instant of the caller's clock; `effectiveOn` defaults to its civil date. */
export type TreeCommand = {
  commandId: string;
  at: number;
  effectiveOn?: string | undefined;
  baseVersion?: number | undefined;
};

export type TreeChange = { outcome: 'accepted' | 'merged'; node: TreeNode };

export type NewNode = {
  id: string;
  tree: TreeName;
  parentId: string | null;
  name: string;
  level: string;
  code?: string | null | undefined;
  attributes?: Attributes | undefined;
};

/** Nodes that ended or gave something away: whoever keeps their ids puts the new ones in their place. */
export type Replacement = {
  tree: TreeName;
  /** The nodes that ended or gave something away. */
  from: readonly string[];
  /** Of those that ended, what takes their place when nothing more is known. */
  ended: readonly { id: string; to: string }[];
  /** Posts that moved from one of them to another node. */
  posts: readonly { id: string; to: string }[];
};

export type PathChange = { tree: TreeName; nodeId: string; oldPath: string; newPath: string };
