// The roll of a call-out: counts for everybody who sees the place; who said what for its organiser alone, in the order of the list, never
// of people. And the list kept on paper, written down line by line with its own times.
import { allRecords } from '../../engines/register/all-records.ts';
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import { derivedId } from '../../platform/crypto/derived-id.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { callOutOf, stillOut, turnOf } from '../cases/public.ts';
import { selectPosts } from '../org/public.ts';
import { ORGANISING } from './call-outs.ts';
import type { MarksBody } from './contract.ts';
import type { Asking, TeamsParts } from './parts.ts';
import { membersOf } from './read.ts';
import { staffOf } from './service.ts';
import * as store from './store.ts';
import './problems.ts';

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findCase>>>;
const MOST = 200;
/** Marks that say how many of a group. */
const COUNTED = new Set<string>(['arrive-turn', 'home-safe']);

function summary(parts: TeamsParts, asking: Asking, state: CaseState, areaName: string) {
  const facts = callOutOf(state);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    headline: state.headline,
    area: { id: state.areaId, name: areaName },
    state: { code: state.state, label: text(`case.state.${state.state}`) },
    task: { code: facts.task, label: text(`teams.task.${facts.task}`) },
    emergencyId: facts.emergency,
    wanted: facts.wanted,
    meetAt: facts.meetAt,
    meetingPoint: facts.meetingPoint,
    safety: facts.safety,
    outdoor: facts.outdoor,
    red: facts.red,
    maxHours: facts.maxHours,
    counts: facts.counts,
    stillOut: stillOut(facts),
    hours: Math.round(facts.minutes / 6) / 10,
    heads: facts.heads,
    filedAt: state.filedAt,
    closedAt: state.closedAt,
  };
}

const nameOf = async (parts: TeamsParts, district: string, id: string) =>
  (await parts.areaChain(district, id)).at(-1)?.name ?? '';

export async function listCallOuts(
  parts: TeamsParts,
  tx: Tx,
  asking: Asking,
  query: { open?: '1' | '0' | undefined; emergencyId?: string | undefined },
) {
  const { district } = staffOf(asking);
  const found = await store.listCallOuts(tx, {
    open: query.open === undefined ? undefined : query.open === '1',
    emergencyId: query.emergencyId,
    limit: MOST,
  });
  const items = [];
  for (const state of found)
    items.push(summary(parts, asking, state, await nameOf(parts, district, state.areaId)));
  return { items };
}

/** Whoever called, those who organise in the same unit, and the commanders of the place, who answer for everybody's safety. */
function organises(actor: Actor, state: CaseState): boolean {
  if (actor.kind !== 'staff') return false;
  if (actor.accountId === state.filedBy || holdsDutyOver(actor, 'command', state.areaPath)) return true;
  return actor.posts.some(
    (post) => post.unitId === state.ownerUnit && ORGANISING.some((duty) => post.duties.includes(duty)),
  );
}

async function getCallOut(tx: Tx, id: string): Promise<CaseState> {
  const state = await store.findCase(tx, 'call-out', id);
  if (!state) throw problem('teams.call-out-unknown', {});
  return state;
}

export async function viewCallOut(parts: TeamsParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const state = await getCallOut(tx, id);
  const base = summary(parts, asking, state, await nameOf(parts, actor.district, state.areaId));
  if (!organises(actor, state)) return { ...base, roll: null };
  const today = civilDate(parts.now());
  const turns = await store.listTurns(tx, id);
  const members = new Map((await membersOf(tx, parts, asking, today)).map((one) => [one.id, one]));
  const teams = new Map((await allRecords(tx, parts.registers, asking, 'teams')).map((one) => [one.id, one]));
  const posts = new Map(
    (await selectPosts(tx, today, { ids: turns.flatMap((one) => postOf(one) ?? []) })).map((one) => [
      one.id,
      one,
    ]),
  );
  const roll = turns.map((turn) => {
    const { team, member, people, cameAt, leftAt, fit } = turnOf(turn);
    const post = posts.get(postOf(turn) ?? '');
    const known = members.get(member ?? '');
    return {
      id: turn.id,
      version: turn.version,
      state: { code: turn.state, label: parts.messages.text(asking.locale, `case.state.${turn.state}`) },
      team: teams.get(team ?? '')?.title ?? null,
      // Gone from the register, nothing is left of who it was.
      who: post ? post.title : (known?.name ?? null),
      volunteerId: known?.volunteer ?? null,
      byApp: post !== undefined,
      people,
      fit,
      cameAt,
      leftAt,
    };
  });
  return { ...base, roll };
}

const postOf = (state: CaseState): string | undefined => {
  const post = state.facts['post'];
  return typeof post === 'string' ? post : undefined;
};

/** Writes the list down: each line is a command of its own, and a line that is refused leaves the others. */
export async function markRoll(parts: TeamsParts, asking: Asking, id: string, body: MarksBody) {
  const actor = staffOf(asking);
  const { state, turns } = await parts.db.read(scopeOf(actor), async (tx) => ({
    state: await getCallOut(tx, id),
    turns: new Map((await store.listTurns(tx, id)).map((one) => [one.id, one])),
  }));
  if (!organises(actor, state)) throw problem('teams.not-the-organiser', {});
  const refused: { turnId: string; code: string; message: string }[] = [];
  let taken = 0;
  for (const mark of body.marks) {
    const turn = turns.get(mark.turnId);
    try {
      if (!turn) throw problem('teams.call-out-unknown', {});
      await parts.cases.engine.give({ actor }, turn.id, {
        commandId: derivedId(`${body.commandId}/${turn.id}/${mark.what}`),
        name: mark.what,
        baseVersion: turn.version,
        occurredAt: mark.at ?? parts.now(),
        form: {
          ...(mark.note ? { note: mark.note } : {}),
          ...(mark.people !== undefined && COUNTED.has(mark.what) ? { people: mark.people } : {}),
        },
      });
      taken += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({
        turnId: mark.turnId,
        code: error.code,
        message: parts.messages.text(asking.locale, `problem.${error.code}`, error.params),
      });
    }
  }
  return {
    taken,
    refused,
    callOut: await parts.db.read(scopeOf(actor), (tx) => viewCallOut(parts, tx, asking, id)),
  };
}
