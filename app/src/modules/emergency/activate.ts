// A level reaches the duty holders: one card for each post, in batches that any process may go on with. A card's id follows from the
// emergency, the turn and the post, so that nobody gets two, however often this runs.
import { derivedId } from '../../engines/case/timing.ts';
import { subtree } from '../../engines/tree/tree.ts';
import type { Actor } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { type Scope, scopeOf, type Tx } from '../../platform/db/db.ts';
import { type CardFacts, type EmergencyFacts, emergencyOf, openModuleCase } from '../cases/public.ts';
import { type PostRow, selectPosts } from '../org/public.ts';
import { type CallOut, type Card, callOut, type Post } from './call-out.ts';
import type { LevelContent } from './contract.ts';
import { levelsFor } from './levels.ts';
import type { EmergencyParts } from './parts.ts';
import * as store from './store.ts';

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

const MOST_OPEN = 200;
/** Cards under way at a time: more only wait for the same disk. */
const AT_ONCE = 8;
const OPEN_CARDS = ['card-sent', 'card-answered'];
const LIVE = ['emergency-acting', 'emergency-in-force'];

/** Carries every emergency of a district as far as it can; gives how many cards were opened or recalled. */
export async function activateDistrict(parts: EmergencyParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'call-out' };
  const scope = scopeOf(actor);
  const open = await parts.db.read(scope, (tx) => store.listEmergencies(tx, true, MOST_OPEN));
  let moved = 0;
  for (const one of open) moved += LIVE.includes(one.state) ? await reach(parts, actor, scope, one) : 0;
  for (const one of await parts.db.read(scope, (tx) => store.listWithOpenCards(tx, LIVE, MOST_OPEN)))
    moved += await recall(parts, actor, scope, one, () => true);
  return moved;
}

/** Which turn of its levels an emergency is in: the start is the first, and every change of level or new start one more. */
function turnOf(facts: EmergencyFacts): number {
  return facts.acts.filter((act) => ['start', 'level', 'resume'].includes(act.what)).length;
}

async function reach(
  parts: EmergencyParts,
  actor: Actor,
  scope: Scope,
  emergency: CaseState,
): Promise<number> {
  const facts = emergencyOf(emergency);
  const turn = turnOf(facts);
  const done = await parts.db.read(scope, (tx) => store.listActivations(tx, emergency.id));
  if (done.some((one) => one.turn === turn && one.finishedAt !== null)) return 0;
  const { cards, uncovered, within } = await parts.db.read(scope, (tx) => planCards(parts, tx, emergency));
  await parts.db.tx(scope, (tx) =>
    store.beginActivation(tx, {
      emergencyId: emergency.id,
      turn,
      level: facts.level,
      wanted: cards.length,
      uncovered,
      startedAt: parts.now(),
    }),
  );
  const waiting = [...cards];
  const worker = async () => {
    for (let card = waiting.shift(); card; card = waiting.shift())
      await openCard(parts, actor, emergency, { card, turn, within });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const mine = new Set(cards.map(({ post }) => cardId(emergency.id, turn, post.id)));
  await recall(parts, actor, scope, emergency, (card) => !mine.has(card.id));
  await parts.db.tx(scope, (tx) => store.noteActivation(tx, emergency.id, turn, cards.length, parts.now()));
  return cards.length;
}

const cardId = (emergency: string, turn: number, post: string) =>
  derivedId(`${emergency}/card/${turn}/${post}`);

async function planCards(
  parts: EmergencyParts,
  tx: Tx,
  emergency: CaseState,
): Promise<CallOut & { within: number }> {
  const facts = emergencyOf(emergency);
  const chain = (await parts.areaChain(tx.scope.district, emergency.areaId)).map((one) => one.id);
  const set = (await levelsFor(tx, facts.risk, chain)).content[facts.level];
  const roles = [...set.roles, ...(await parts.dutyRoles(tx, chain, facts.risk, facts.level))];
  const place = { id: emergency.areaId, path: emergency.areaPath };
  return {
    ...(await whoIsCalled(tx, civilDate(parts.now()), { ...set, roles }, place)),
    within: set.answerMinutes,
  };
}

/** Who a level would call over a place as its posts are filled on a day, and what nobody would answer for. */
export async function whoIsCalled(
  tx: Tx,
  date: string,
  content: Pick<LevelContent, 'roles'>,
  place: { id: string; path: string },
): Promise<CallOut> {
  const posts = await selectPosts(tx, date, { within: place.path });
  const above = (await selectPosts(tx, date, { above: place.path })).filter(
    (post) => post.areaPath !== place.path,
  );
  const places = await subtree(tx, 'area', place.path);
  const area = places.find((one) => one.id === place.id);
  if (!area) return { cards: [], uncovered: [] };
  return callOut(content, area, posts.map(postOf), above.map(postOf), places);
}

function postOf(post: PostRow): Post {
  const { id, title, unitId, areaId, areaPath, areaLevel, duties } = post;
  return {
    id,
    title,
    unitId,
    areaId,
    areaPath,
    areaLevel,
    duties,
    filled: post.holder !== null || post.acting !== null,
  };
}

async function openCard(
  parts: EmergencyParts,
  actor: Actor,
  emergency: CaseState,
  { card, turn, within }: { card: Card; turn: number; within: number },
): Promise<void> {
  const { post, role, lines } = card;
  const { level } = emergencyOf(emergency);
  const facts: CardFacts = { emergency: emergency.id, role, level, lines, within, answered: null, done: [] };
  await openModuleCase(parts.cases, actor, {
    id: cardId(emergency.id, turn, post.id),
    kind: 'action-card',
    areaId: post.areaId,
    ownerUnit: post.unitId,
    parentId: emergency.id,
    headline: emergency.headline,
    text: lines.join('\n'),
    facts: { card: facts, post: post.id },
    async beside(tx, filed) {
      await parts.notify.toPosts(tx, [post.id], {
        key: 'notice.card',
        params: { number: filed.number },
        link: `/console/cases/${filed.id}`,
        urgency: 'now',
      });
    },
  });
}

/** Takes back the open cards of an emergency that are no longer wanted; gives how many. */
async function recall(
  parts: EmergencyParts,
  actor: Actor,
  scope: Scope,
  emergency: Pick<CaseState, 'id'>,
  unwanted: (card: CaseState) => boolean,
): Promise<number> {
  const cards = await parts.db.read(scope, (tx) => store.listOpenUnder(tx, emergency.id, OPEN_CARDS));
  let recalled = 0;
  for (const card of cards.filter(unwanted)) {
    await parts.cases.engine.give({ actor }, card.id, {
      commandId: derivedId(`${card.id}/recall`),
      name: 'recall-card',
      baseVersion: card.version,
      occurredAt: parts.now(),
      form: {},
    });
    recalled += 1;
  }
  return recalled;
}
