// How needs are grouped and what a suggestion says for itself. No page in here.
import type { Translate } from '../../../kit/i18n.tsx';
import type { Need, NeedTeam } from './queries.ts';

export const needGroups = ['open', 'moving', 'check', 'late', 'done'] as const;
export type NeedGroup = (typeof needGroups)[number];

const STATES: Readonly<Record<Exclude<NeedGroup, 'late'>, readonly string[]>> = {
  open: ['need-open'],
  moving: ['need-matched', 'need-under-way'],
  check: ['need-delivered'],
  done: ['need-closed', 'need-struck'],
};

/** Its clock has passed, also since the page was read; or it has gone up because one did. */
export function isLate(need: Pick<Need, 'clock' | 'closedAt'>, now: number): boolean {
  const { clock } = need;
  if (need.closedAt !== null || clock === null) return false;
  if (clock.name === 'escalation' || clock.late) return true;
  return clock.state === 'running' && clock.dueAt !== null && clock.dueAt < now;
}

export function inGroup(need: Need, group: NeedGroup, now: number): boolean {
  return group === 'late' ? isLate(need, now) : STATES[group].includes(need.state.code);
}

/** Lives first, then what waits for a decision, then what is late; the longest waiting on top. Ended ones last. */
export function inOrder(needs: readonly Need[], now: number): Need[] {
  const rank = (need: Need) =>
    need.closedAt !== null
      ? 9
      : (need.vital ? 0 : 4) + (need.state.code === 'need-open' ? 0 : isLate(need, now) ? 1 : 2);
  return [...needs].sort((a, b) => rank(a) - rank(b) || a.filedAt - b.filedAt);
}

/** Why this unit: how far, how much it holds, whether it comes from above. */
export function suggestionReasons(t: Translate, need: Need, teams: readonly NeedTeam[]): string[] {
  const { suggested } = need;
  if (!suggested) return [];
  const team = teams.find((one) => one.unit === suggested.unit);
  return [
    suggested.metres === null
      ? t('needs.reason.unknown')
      : suggested.metres < 1000
        ? t('needs.reason.metres', { n: Math.max(10, Math.round(suggested.metres / 10) * 10) })
        : t('needs.reason.km', { n: (suggested.metres / 1000).toFixed(1) }),
    suggested.load === 0 ? t('needs.reason.free') : t('needs.reason.load', { n: suggested.load }),
    ...(team?.above ? [t('needs.reason.above')] : []),
  ];
}

/** Those with something in hand, and a few of those with none: the order of the server. */
export function shownTeams(teams: readonly NeedTeam[], idle = 6): { shown: NeedTeam[]; more: number } {
  const busy = teams.filter((one) => one.load > 0);
  const free = teams.filter((one) => one.load === 0);
  return { shown: [...busy, ...free.slice(0, idle)], more: Math.max(0, free.length - idle) };
}

/** What one of a thing is called when nobody has said. */
export function measureKey(what: string): string {
  const known = ['rescue', 'medical', 'supplies', 'people', 'equipment', 'shelter'];
  return `needs.measure.${known.includes(what) ? what : 'other'}`;
}
