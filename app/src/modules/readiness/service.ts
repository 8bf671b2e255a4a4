// Readiness checks as people start and look at them.
import { derivedId } from '../../engines/case/timing.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { openModuleCase, type ReadinessFacts, readinessOf, viewCase } from '../cases/public.ts';
import { askPosts, listScript } from '../drills/public.ts';
import { selectPosts } from '../org/public.ts';
import type { CheckBody } from './contract.ts';
import type { AreaFact, Asking, ReadinessParts, Staff } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const ASKING = ['command', 'dispatch', 'intake'] as const;
const DAY_MS = 86_400_000;
const MOST_HOURS = 72;
const MOST_POSTS = 2000;
/** Before a season people are asked once; what is asked again and again is answered by habit. */
const QUIET_DAYS = 30;

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findCheck>>>;

export function staffOf({ actor }: Asking): Staff {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

export async function areaOf(parts: ReadinessParts, district: string, areaId: string): Promise<AreaFact> {
  const area = (await parts.areaChain(district, areaId)).at(-1);
  if (!area) throw problem('readiness.area-unknown', {}, [{ path: 'areaId', code: 'readiness-area' }]);
  return area;
}

const mayAsk = (actor: Staff, path: string) => ASKING.some((duty) => holdsDutyOver(actor, duty, path));

/** At a warning everybody who fits; before a season those who were not asked lately. */
async function askable(
  parts: ReadinessParts,
  tx: Tx,
  area: AreaFact,
  body: Pick<CheckBody, 'occasion' | 'duties'>,
): Promise<string[]> {
  const now = parts.now();
  const within = await selectPosts(tx, civilDate(now), { within: area.path });
  const fits = within
    .filter((post) => post.holder !== null || post.acting !== null)
    .filter((post) => body.duties.some((duty) => post.duties.includes(duty)))
    .map((post) => post.id);
  if (body.occasion === 'warning') {
    if (!(await store.isWarned(tx, area.path, now)))
      throw problem('readiness.no-warning', {}, [{ path: 'occasion', code: 'readiness-occasion' }]);
    return fits;
  }
  const lately = new Map(
    (await store.listAskedLately(tx, now - QUIET_DAYS * DAY_MS)).map((one) => [one.post, one.at]),
  );
  const fresh = fits.filter((post) => !lately.has(post));
  if (fits.length > 0 && fresh.length === 0) {
    const last = Math.max(...fits.map((post) => lately.get(post) ?? 0));
    throw problem('readiness.too-soon', { area: area.name, day: civilDate(last) });
  }
  return fresh;
}

export async function startCheck(parts: ReadinessParts, asking: Asking, body: CheckBody) {
  const actor = staffOf(asking);
  const area = await areaOf(parts, actor.district, body.areaId);
  if (!mayAsk(actor, area.path)) throw problem('readiness.not-your-area', { area: area.name });
  const now = parts.now();
  const system = scopeOf({ kind: 'system', district: actor.district, reason: 'readiness check' });
  const known = await parts.db.read(system, (tx) => store.findCheck(tx, body.commandId));
  if (known) return { id: known.id, number: known.number, asked: readinessOf(known).posts.length };
  if (body.until <= now || body.until > now + MOST_HOURS * 3_600_000)
    throw problem('readiness.until', {}, [{ path: 'until', code: 'readiness-until' }]);
  const posts = await parts.db.read(system, (tx) => askable(parts, tx, area, body));
  if (posts.length === 0) throw problem('readiness.nobody');
  if (posts.length > MOST_POSTS) throw problem('readiness.too-many', { n: posts.length });
  const facts: ReadinessFacts = {
    occasion: body.occasion,
    until: body.until,
    posts,
    musters: [],
  };
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'readiness-check',
    areaId: area.id,
    ownerUnit: actor.posts.find((post) => area.path.startsWith(post.areaPath))?.unitId ?? null,
    headline: `${parts.messages.text('zh-CN', 'readiness.mark')}${area.name} ${body.why}`,
    text: parts.messages.text('zh-CN', `readiness.occasion.${body.occasion}`),
    facts: { readiness: facts },
    beside: (tx) =>
      askPosts(
        tx,
        body.commandId,
        posts.map((postId, index) => ({
          id: derivedId(`${body.commandId}/ping/${postId}`),
          line: index + 1,
          minute: 0,
          postId,
          what: parts.messages.text('zh-CN', 'readiness.card'),
          expect: '',
          within: Math.max(1, Math.round((body.until - now) / 60_000)),
          doWithin: null,
        })),
      ),
  });
  return { id: state.id, number: state.number, asked: posts.length };
}

async function getCheck(tx: Tx, id: string): Promise<CaseState> {
  const state = await store.findCheck(tx, id);
  if (!state) throw problem('readiness.not-found');
  return state;
}

/** Counts, and which posts nobody reached yet, by place: for whoever rings them up. Nobody's habits are kept over time. */
export async function viewCheck(parts: ReadinessParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const state = await getCheck(tx, id);
  const facts = readinessOf(state);
  const lines = await listScript(tx, id);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const answered = lines.filter((one) => one.answeredAt !== null && one.late !== true).length;
  const asks = mayAsk(actor, state.areaPath);
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    title: state.headline,
    occasion: { code: facts.occasion, label: text(`readiness.occasion.${facts.occasion}`) },
    state: { code: state.state, label: text(`case.state.${state.state}`) },
    startedAt: state.filedAt,
    until: facts.until,
    endedAt: state.closedAt,
    asked: lines.length,
    answered,
    musters: facts.musters.map((one) => ({
      ...one,
      group: { code: one.group, label: text(`option.muster-group.${one.group}`) },
      minutes: Math.round((one.arrivedAt - one.calledAt) / 60_000),
    })),
    waiting: asks
      ? lines
          .filter((one) => one.answeredAt === null && state.closedAt === null)
          .map(({ card, title, unitName, areaName }) => ({ card, title, unitName, areaName }))
      : [],
    case: await viewCase(parts.cases, tx, asking, id),
  };
}
