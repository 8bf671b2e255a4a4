// 召集: one call-out, and a turn for each person who is asked: for the post of whoever has the app, for a member of a team by the list of
// its organiser, for a group without a list as a whole. Sent again after a broken connection it goes on where it stopped.
import { allRecords, numberOf } from '../../engines/register/all-records.ts';
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { type CallOutFacts, noCounts, openModuleCase, type TurnFacts } from '../cases/public.ts';
import { findEmergency } from '../emergency/public.ts';
import { selectPosts } from '../org/public.ts';
import { redWarningsOver } from '../warnings/public.ts';
import type { CallOutBody } from './contract.ts';
import type { AreaFact, Asking, Staff, TeamsParts } from './parts.ts';
import { type Member, membersOf, type Team } from './read.ts';
import { askable, fitOf, requireFit } from './rule.ts';
import { staffOf } from './service.ts';
import './problems.ts';

export const ORGANISING = ['command', 'dispatch', 'intake'] as const;
const MOST_TURNS = 600;
const AT_ONCE = 6;
const LATEST_MS = 72 * 3_600_000;
/** Somebody already on the way may be entered a little later than the muster. */
const EARLIEST_MS = 6 * 3_600_000;

type Turn = {
  key: string;
  team: Team | null;
  member: string | null;
  post: string | null;
  people: number;
  fit: boolean;
};

export async function startCallOut(parts: TeamsParts, asking: Asking, body: CallOutBody) {
  const actor = staffOf(asking);
  const area = (await parts.areaChain(actor.district, body.areaId)).at(-1);
  if (!area) throw problem('teams.area-unknown', {}, [{ path: 'areaId', code: 'team-area' }]);
  if (!ORGANISING.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('teams.not-yours', { area: area.name });
  const now = parts.now();
  if (body.meetAt < now - EARLIEST_MS || body.meetAt > now + LATEST_MS)
    throw problem('teams.time', {}, [{ path: 'meetAt', code: 'team-time' }]);
  const { turns, red, level } = await parts.db.read(scopeOf(actor), async (tx) => {
    const level = await levelOf(parts, actor, area, body.emergencyId);
    const warnings = await redWarningsOver(tx, area.path, now);
    return { turns: await turnsOf(parts, tx, asking, area, body, warnings), red: warnings.length > 0, level };
  });
  const people = turns.reduce((sum, one) => sum + one.people, 0);
  const facts: CallOutFacts = {
    emergency: body.emergencyId ?? null,
    task: body.task,
    wanted: body.wanted,
    meetAt: body.meetAt,
    meetingPoint: body.meetingPoint,
    safety: body.safety,
    outdoor: body.outdoor,
    red,
    maxHours: body.maxHours,
    counts: { ...noCounts(), waiting: people },
    minutes: 0,
    heads: null,
  };
  const task = parts.messages.text('zh-CN', `teams.task.${body.task}`);
  const mine = actor.posts.find(
    (post) => ORGANISING.some((duty) => post.duties.includes(duty)) && area.path.startsWith(post.areaPath),
  );
  const headline = parts.messages.text('zh-CN', 'teams.headline', { area: area.name, task });
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'call-out',
    areaId: area.id,
    ownerUnit: mine?.unitId ?? null,
    ...(body.emergencyId ? { parentId: body.emergencyId } : {}),
    headline: level === null ? headline : `${headline} ${level}`,
    text: body.safety,
    address: body.meetingPoint,
    facts: { callOut: facts },
  });
  const waiting = [...turns];
  const worker = async () => {
    for (let turn = waiting.shift(); turn; turn = waiting.shift())
      await openTurn(
        parts,
        actor,
        { id: state.id, headline: state.headline, ownerUnit: state.ownerUnit },
        area,
        body,
        turn,
      );
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { id: state.id, number: state.number, version: state.version, asked: people };
}

/** The level in force, in words; refused when the emergency is over or lies elsewhere. */
async function levelOf(
  parts: TeamsParts,
  actor: Staff,
  area: AreaFact,
  emergencyId: string | undefined,
): Promise<string | null> {
  if (emergencyId === undefined) return null;
  // Somebody below an emergency's area sees it as in force over their place.
  const machine: Actor = { kind: 'system', district: actor.district, reason: 'call-out' };
  const emergency = await parts.db.read(scopeOf(machine), (tx) => findEmergency(tx, emergencyId));
  const near =
    emergency && (area.path.startsWith(emergency.areaPath) || emergency.areaPath.startsWith(area.path));
  if (!emergency || !near || emergency.closedAt !== null)
    throw problem('teams.emergency', {}, [{ path: 'emergencyId', code: 'team-emergency' }]);
  const { level } = emergency.facts['emergency'] as { level: string };
  return parts.messages.text('zh-CN', `emergency.level.${level}`);
}

async function turnsOf(
  parts: TeamsParts,
  tx: Tx,
  asking: Asking,
  area: AreaFact,
  body: CallOutBody,
  red: readonly string[],
): Promise<Turn[]> {
  const today = civilDate(parts.now());
  const known = new Map((await allRecords(tx, parts.registers, asking, 'teams')).map((one) => [one.id, one]));
  const teams = [...new Set(body.teams)].map((id, at) => {
    const team = known.get(id);
    if (!team) throw problem('teams.unknown', {}, [{ path: `teams/${at}`, code: 'team-unknown' }]);
    return team;
  });
  if (body.outdoor && red.length > 0) requireFit(parts, asking, teams, red);
  const members = await membersOf(tx, parts, asking, today);
  const ofTeams = teams.flatMap((team) =>
    turnsOfTeam(team, members, body.task, fitOf(team, today).length === 0),
  );
  const posts = await selectPosts(tx, today, { ids: [...new Set(body.posts)] });
  const strange = body.posts.findIndex((id) => {
    const post = posts.find((one) => one.id === id);
    return !post || !(post.areaPath.startsWith(area.path) || area.path.startsWith(post.areaPath));
  });
  if (strange >= 0)
    throw problem('teams.post-unknown', {}, [{ path: `posts/${strange}`, code: 'team-post' }]);
  const ofPosts = posts.map((post): Turn => {
    return { key: post.id, team: null, member: null, post: post.id, people: 1, fit: true };
  });
  // One person in two teams is asked once.
  const turns = [...new Map([...ofTeams, ...ofPosts].map((one) => [one.key, one])).values()];
  if (turns.length === 0) throw problem('teams.nobody', {}, [{ path: 'teams', code: 'team-nobody' }]);
  if (turns.length > MOST_TURNS) throw problem('teams.too-many', { most: MOST_TURNS });
  return turns;
}

function turnsOfTeam(team: Team, members: readonly Member[], task: string, fit: boolean): Turn[] {
  const mine = members.filter((one) => one.team === team.id);
  if (mine.length === 0)
    return [{ key: team.id, team, member: null, post: null, people: numberOf(team, 'headcount') ?? 1, fit }];
  return askable(mine, task).asked.map((one) => {
    return { key: one.volunteer, team, member: one.id, post: null, people: 1, fit };
  });
}

async function openTurn(
  parts: TeamsParts,
  actor: Staff,
  callOut: { id: string; headline: string; ownerUnit: string | null },
  area: AreaFact,
  body: CallOutBody,
  turn: Turn,
): Promise<void> {
  const facts: TurnFacts = {
    callOut: callOut.id,
    team: turn.team?.id ?? null,
    member: turn.member,
    meetAt: body.meetAt,
    maxHours: body.maxHours,
    fit: turn.fit,
    outdoor: body.outdoor,
    people: turn.people,
    cameAt: null,
    leftAt: null,
  };
  const words = { place: body.meetingPoint, safety: body.safety, hours: body.maxHours };
  await openModuleCase(parts.cases, actor, {
    id: derivedId(`${callOut.id}/turn/${turn.key}`),
    kind: 'turn-out',
    areaId: area.id,
    ownerUnit: callOut.ownerUnit,
    parentId: callOut.id,
    headline: turn.team ? `${callOut.headline} · ${turn.team.title}` : callOut.headline,
    text: parts.messages.text('zh-CN', 'teams.turnText', words),
    address: body.meetingPoint,
    facts: { turn: facts, ...(turn.post ? { post: turn.post } : {}) },
    async beside(tx, filed) {
      if (!turn.post) return;
      await parts.notify.toPosts(tx, [turn.post], {
        key: 'notice.turn-asked',
        params: { number: filed.number },
        link: `/console/cases/${filed.id}`,
        urgency: 'now',
      });
    },
  });
}
