// Types of node24.mjs, which stays JavaScript because it must run on whatever Node started npm.

/** The pinned runtime of this platform, or the running Node when it is already 24 or newer. */
export function pinnedNode(): string;

export function runOnPinnedNode(args: readonly string[]): void;
