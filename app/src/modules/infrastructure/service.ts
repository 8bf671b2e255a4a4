// The survey as people look at it: what there is in which condition, what a standard asks for and is lacking, and what is being done.

import { allRecords, numberOf, textOf } from '../../engines/register/all-records.ts';
import { registerOf } from '../../engines/register/parts.ts';
import { countRecords } from '../../engines/register/store-list.ts';
import { findNode, listNodes } from '../../engines/tree/tree.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { openModuleCase, type RetrofitFacts } from '../cases/public.ts';
import type { RetrofitBody } from './contract.ts';
import { type Gap, gapsOf, type Place, type Rule } from './gaps.ts';
import type { Asking, InfrastructureParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const DECIDING = ['intake', 'dispatch', 'command'] as const;

async function pathOf(tx: Tx, areaId: string | undefined): Promise<string | null> {
  return areaId === undefined ? null : ((await findNode(tx, areaId))?.path ?? null);
}

/** Grids and communities of a place that the reader answers for, with the buildings that are registered in each community. */
async function placesOf(
  parts: InfrastructureParts,
  tx: Tx,
  asking: Asking,
  within: string | null,
): Promise<Place[]> {
  const { actor } = asking;
  const mine = (path: string) =>
    actor.kind !== 'staff' || actor.posts.some((post) => path.startsWith(post.areaPath));
  const nodes = (
    await listNodes(tx, 'area', { levels: ['grid', 'community'], ...(within === null ? {} : { within }) })
  ).filter((one) => mine(one.path));
  const buildings = registerOf(parts.registers, 'buildings');
  const places: Place[] = [];
  for (const { id, name, path, level } of nodes) {
    const query = {
      paths: null,
      areaPath: path,
      words: [],
      conditions: [],
      state: 'current',
      asOf: null,
    } as const;
    const count = level === 'community' ? await countRecords(tx, buildings, query) : 0;
    places.push({ id, name, path, level, buildings: count });
  }
  return places;
}

async function rulesOf(parts: InfrastructureParts, tx: Tx, asking: Asking): Promise<Rule[]> {
  return (await allRecords(tx, parts.registers, asking, 'infrastructure-rules')).map((one) => ({
    id: one.id,
    name: one.title,
    kind: textOf(one, 'kind') ?? '',
    pieces: numberOf(one, 'pieces') ?? 1,
    forEach: (textOf(one, 'forEach') ?? 'grid') as Rule['forEach'],
    buildings: numberOf(one, 'buildings'),
    source: textOf(one, 'source') ?? '',
    areaPath: one.areaPath,
  }));
}

/** What there is, what is due for a look, what is lacking, and the retrofits of the place. */
export async function viewSurvey(
  parts: InfrastructureParts,
  tx: Tx,
  asking: Asking,
  areaId: string | undefined,
) {
  if (asking.actor.kind !== 'staff') throw problem('auth.required');
  const within = await pathOf(tx, areaId);
  const today = civilDate(parts.now());
  const assets = await allRecords(tx, parts.registers, asking, 'infrastructure', { areaPath: within });
  const places = await placesOf(parts, tx, asking, within);
  const rules = await rulesOf(parts, tx, asking);
  const kindOf = new Map([
    ...assets.map((one) => [textOf(one, 'kind') ?? '', one.shown['kind'] ?? ''] as const),
  ]);
  for (const rule of await allRecords(tx, parts.registers, asking, 'infrastructure-rules'))
    kindOf.set(textOf(rule, 'kind') ?? '', rule.shown['kind'] ?? '');
  const gaps = gapsOf(rules, places, assets.map(assetOf));
  const retrofits = await store.listRetrofits(tx, within);
  return {
    items: assets.map((one) => {
      const { lng, lat } = one.values;
      const inspectBy = textOf(one, 'inspectBy');
      return {
        id: one.id,
        name: one.title,
        area: one.area,
        kind: { code: textOf(one, 'kind'), label: one.shown['kind'] ?? '' },
        condition: { code: textOf(one, 'condition'), label: one.shown['condition'] ?? '' },
        address: textOf(one, 'address') ?? '',
        pieces: numberOf(one, 'pieces') ?? 1,
        inspectedOn: textOf(one, 'inspectedOn'),
        inspectBy,
        inspectionDue: inspectBy !== null && inspectBy < today,
        point: typeof lng === 'number' && typeof lat === 'number' ? { lng, lat } : null,
      };
    }),
    gaps: gaps.map((gap) => viewGap(gap, kindOf, retrofits)),
    retrofits: retrofits.map((one) => ({
      id: one.id,
      number: one.number,
      headline: one.headline,
      state: { code: one.state, label: parts.messages.text(asking.locale, `case.state.${one.state}`) },
      ...(one.facts['retrofit'] as RetrofitFacts),
      filedAt: one.filedAt,
    })),
  };
}

const assetOf = (one: Awaited<ReturnType<typeof allRecords>>[number]) => ({
  kind: textOf(one, 'kind') ?? '',
  condition: textOf(one, 'condition') ?? '',
  pieces: numberOf(one, 'pieces') ?? 1,
  areaPath: one.areaPath,
});

type Retrofits = Awaited<ReturnType<typeof store.listRetrofits>>;

const isOpenFor = (one: Retrofits[number], gap: Gap) =>
  one.closedAt === null &&
  one.areaId === gap.place.id &&
  (one.facts['retrofit'] as RetrofitFacts).kind === gap.rule.kind;

function viewGap(gap: Gap, kinds: ReadonlyMap<string, string>, retrofits: Retrofits) {
  const { rule, place, need, sound, unsound, lacking } = gap;
  const running = retrofits.find((one) => isOpenFor(one, gap));
  return {
    rule: { id: rule.id, name: rule.name, source: rule.source },
    kind: { code: rule.kind, label: kinds.get(rule.kind) ?? rule.kind },
    place: { id: place.id, name: place.name, level: place.level },
    need,
    sound,
    unsound,
    lacking,
    retrofit: running ? { id: running.id, number: running.number } : null,
  };
}

/** From a gap, as it is reckoned now, a retrofit is opened; one at a time for a place and a kind. */
export async function openRetrofit(parts: InfrastructureParts, asking: Asking, body: RetrofitBody) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  const gap = await parts.db.read(scopeOf(actor), async (tx) => {
    const place = await findNode(tx, body.areaId);
    if (!place || !DECIDING.some((duty) => holdsDutyOver(actor, duty, place.path)))
      throw problem('infrastructure.not-yours', {}, [{ path: 'areaId', code: 'infrastructure-place' }]);
    const rules = await rulesOf(parts, tx, asking);
    if (!rules.some((one) => one.id === body.ruleId))
      throw problem('infrastructure.rule-unknown', {}, [{ path: 'ruleId', code: 'infrastructure-rule' }]);
    const assets = await allRecords(tx, parts.registers, asking, 'infrastructure', { areaPath: place.path });
    const places = (await placesOf(parts, tx, asking, place.path)).filter((one) => one.id === place.id);
    const found = gapsOf(rules, places, assets.map(assetOf)).find((one) => one.rule.id === body.ruleId);
    if (!found || found.lacking === 0) throw problem('infrastructure.no-gap', {});
    const known = (await store.listRetrofits(tx, place.path)).find((one) => isOpenFor(one, found));
    if (known && known.id !== body.commandId)
      throw problem('infrastructure.open-already', { number: known.number });
    return found;
  });
  const facts: RetrofitFacts = {
    kind: gap.rule.kind,
    lacking: gap.lacking,
    rule: `${gap.rule.name}（${gap.rule.source}）`,
    budget: null,
    worksUnit: null,
    accepted: null,
  };
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'retrofit',
    areaId: gap.place.id,
    ownerUnit: null,
    headline: parts.messages.text('zh-CN', 'infrastructure.headline', {
      area: gap.place.name,
      rule: gap.rule.name,
      lacking: gap.lacking,
    }),
    text: body.text,
    facts: { retrofit: facts },
  });
  return { id: state.id, number: state.number, version: state.version, state: state.state };
}
