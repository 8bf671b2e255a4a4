// Teams as people look at them: what each can do, for how long that holds, and what somebody has to see to.
import { allRecords, listOf, numberOf, textOf } from '../../engines/register/all-records.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { listWithTeams } from '../stocks/public.ts';
import { redWarningsOver } from '../warnings/public.ts';
import type { Asking, Staff, TeamsParts } from './parts.ts';
import { type Agreement, agreementsOf, type Member, membersOf, type Team } from './read.ts';
import { redFaults, type Standing, standingOf } from './standing.ts';
import './problems.ts';

export function staffOf(asking: Asking): Staff {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  return asking.actor;
}

export async function pathOf(
  parts: TeamsParts,
  asking: Asking,
  areaId: string | undefined,
): Promise<string | null> {
  if (areaId === undefined) return null;
  const area = (await parts.areaChain(asking.actor.district, areaId)).at(-1);
  if (!area) throw problem('teams.area-unknown', {}, [{ path: 'areaId', code: 'team-area' }]);
  return area.path;
}

const due = (standing: Standing) => standing === 'over' || standing === 'soon';

function viewTeam(
  team: Team,
  all: { members: readonly Member[]; agreements: readonly Agreement[]; out: ReadonlyMap<string, number> },
  today: string,
) {
  const mine = all.members.filter((one) => one.team === team.id);
  const certificates = mine.flatMap((one) => one.certificates);
  const insuredUntil = textOf(team, 'insuredUntil');
  const trainedUntil = textOf(team, 'trainedUntil');
  return {
    id: team.id,
    name: team.title,
    area: team.area,
    sort: { code: textOf(team, 'sort'), label: team.shown['sort'] ?? '' },
    skills: listOf(team, 'skills'),
    skillsShown: team.shown['skills'] ?? '',
    headcount: numberOf(team, 'headcount'),
    musterPoint: textOf(team, 'musterPoint'),
    leader: team.shown['leader'] ?? '',
    organisation: team.shown['organisation'] ?? '',
    insured: { until: insuredUntil, standing: standingOf(insuredUntil, today) },
    trained: { until: trainedUntil, standing: standingOf(trainedUntil, today) },
    /** What keeps it indoors at red. */
    redFaults: redFaults({ insuredUntil, trainedUntil }, today),
    members: mine.length,
    certificates: {
      valid: certificates.filter((one) => one.standing !== 'over').length,
      over: certificates.filter((one) => one.standing === 'over').length,
      soon: certificates.filter((one) => one.standing === 'soon').length,
    },
    agreements: all.agreements.filter((one) => one.team === team.id),
    equipmentOut: all.out.get(team.id) ?? 0,
  };
}

async function read(parts: TeamsParts, tx: Tx, asking: Asking, areaPath: string | null) {
  const today = civilDate(parts.now());
  const members = await membersOf(tx, parts, asking, today);
  const agreements = await agreementsOf(tx, parts, asking, { areaPath, today });
  const equipment = await listWithTeams(tx, null);
  const out = new Map<string, number>();
  for (const one of equipment) out.set(one.teamId, (out.get(one.teamId) ?? 0) + 1);
  return { today, members, agreements, equipment, out };
}

/** Teams of a place with what holds and what is due, and whether a red warning holds over it now. */
export async function listTeams(parts: TeamsParts, tx: Tx, asking: Asking, areaId: string | undefined) {
  staffOf(asking);
  const areaPath = await pathOf(parts, asking, areaId);
  const all = await read(parts, tx, asking, areaPath);
  const teams = (await allRecords(tx, parts.registers, asking, 'teams', { areaPath })).map((team) =>
    viewTeam(team, all, all.today),
  );
  const ids = new Set(teams.map((one) => one.id));
  return {
    red: areaPath === null ? [] : await redWarningsOver(tx, areaPath, parts.now()),
    items: teams,
    agreements: all.agreements,
    due: {
      certificates: all.members
        .filter((one) => ids.has(one.team))
        .flatMap((one) => one.certificates.filter((certificate) => due(certificate.standing))),
      insurance: teams
        .filter((one) => due(one.insured.standing) || due(one.trained.standing))
        .map((one) => one.id),
      agreements: all.agreements.filter((one) => due(one.standing) || due(one.review)).map((one) => one.id),
    },
  };
}

export async function getTeam(parts: TeamsParts, tx: Tx, asking: Asking, id: string): Promise<Team> {
  const team = (await allRecords(tx, parts.registers, asking, 'teams')).find((one) => one.id === id);
  if (!team) throw problem('teams.unknown', {});
  return team;
}

/** One team: its people (masked), their certificates, what is out with it. */
export async function viewTeamPage(parts: TeamsParts, tx: Tx, asking: Asking, id: string) {
  staffOf(asking);
  const team = await getTeam(parts, tx, asking, id);
  const all = await read(parts, tx, asking, null);
  return {
    ...viewTeam(team, all, all.today),
    people: all.members.filter((one) => one.team === id),
    equipment: all.equipment.filter((one) => one.teamId === id),
  };
}
