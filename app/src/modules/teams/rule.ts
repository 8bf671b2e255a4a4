// Who may be asked. 红色预警期间户外任务只派训练过、有保险的队伍: at red nobody of another team is asked to work outdoors, and the refusal
// names the rule and what each of them lacks.
import { textOf } from '../../engines/register/all-records.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Asking, TeamsParts } from './parts.ts';
import { lapsedFor, type Member, type Team } from './read.ts';
import { redFaults } from './standing.ts';
import './problems.ts';

export const fitOf = (team: Team, today: string) =>
  redFaults(
    { insuredUntil: textOf(team, 'insuredUntil'), trainedUntil: textOf(team, 'trainedUntil') },
    today,
  );

export function requireFit(
  parts: TeamsParts,
  asking: Asking,
  teams: readonly Team[],
  red: readonly string[],
): void {
  const today = civilDate(parts.now());
  const unfit = teams.flatMap((team, at) => {
    const faults = fitOf(team, today);
    return faults.length === 0 ? [] : [{ team, at, faults }];
  });
  if (unfit.length === 0) return;
  const words = (faults: readonly string[]) =>
    faults
      .map((one) => parts.messages.text(asking.locale, `teams.lacks.${one}`))
      .join(asking.locale === 'en' ? ', ' : '、');
  const named = unfit.map(({ team, faults }) =>
    parts.messages.text(asking.locale, 'teams.lacksOf', { team: team.title, what: words(faults) }),
  );
  throw problem(
    'teams.red-rule',
    { warning: red[0] ?? '', teams: named.join(asking.locale === 'en' ? '; ' : '；') },
    unfit.map(({ team, at, faults }) => ({
      path: `teams/${at}`,
      code: 'team-red',
      params: { team: team.title, what: words(faults) },
    })),
  );
}

/** The members who are asked for a work: not those whose certificates for it are all over. */
export function askable(members: readonly Member[], skill: string): { asked: Member[]; lapsed: Member[] } {
  const lapsed = members.filter((one) => lapsedFor(one, skill).length > 0);
  return { asked: members.filter((one) => !lapsed.includes(one)), lapsed };
}
