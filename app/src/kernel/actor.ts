// Who acts. Built once per request from the session (or by the worker and the CLI as `system`), never from the body.

/** One post that the person holds now (or acts for): where, for which unit, with which duties. */
export type HeldPost = {
  postId: string;
  title: string;
  unitId: string;
  /** The path of the area the post answers for, e.g. `a/b/c/`; every area below it is in reach. */
  areaPath: string;
  areaId: string;
  duties: readonly string[];
  /** True when this person stands in for the holder for a time. */
  acting: boolean;
};

export type Actor =
  | {
      kind: 'staff';
      accountId: string;
      personId: string;
      district: string;
      name: string;
      posts: readonly HeldPost[];
    }
  /** A resident without an account, or anyone before signing in. */
  | { kind: 'public'; district: string }
  /** Timers, imports and the command line. `reason` goes to the audit log. */
  | { kind: 'system'; district: string; reason: string };

/** Duties that open the cases of the post's whole area. Handling does not: it reaches what the unit was given; managing neither. */
export const AREA_DUTIES: ReadonlySet<string> = new Set([
  'report',
  'verify',
  'intake',
  'dispatch',
  'escalate-receive',
  'approve-extension',
  'hotline',
  'supervise',
  'rule',
  'command',
  'view',
]);

/** The area paths whose cases these posts may see. */
export function seenPaths(posts: readonly HeldPost[]): string[] {
  const seeing = posts.filter((post) => post.duties.some((duty) => AREA_DUTIES.has(duty)));
  return [...new Set(seeing.map((post) => post.areaPath))];
}

/** Does the actor hold `duty` over the area with this path? O(posts). System may do everything that is declared for it elsewhere. */
export function holdsDutyOver(actor: Actor, duty: string, areaPath: string): boolean {
  if (actor.kind !== 'staff') return false;
  return actor.posts.some((post) => post.duties.includes(duty) && areaPath.startsWith(post.areaPath));
}

/** Does the actor hold `duty` at all (district-wide administration, for example)? */
export function holdsDuty(actor: Actor, duty: string): boolean {
  return actor.kind === 'staff' && actor.posts.some((post) => post.duties.includes(duty));
}
