// One order comes in, from a file or by message: it becomes a case, joins one, brings news to one, or changes nothing. Every way
// through here can be walked again: ids are derived from the order, so what was half done is completed and never done twice.

import type { CaseState } from '../../engines/case/case.ts';
import { findCase } from '../../engines/case/case-store.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { fileCase, joinCase, type OutsideFact } from '../cases/public.ts';
import { toWgs84 } from '../places/public.ts';
import type { OrderRow } from './mapping.ts';
import { type AreaFact, derivedId, hashOf, machineFor, type OrdersParts } from './parts.ts';
import { stateOf } from './reply-form.ts';
import { caseIdOf } from './sources.ts';
import * as store from './store.ts';
import { type Effect, FRESH, incoming, ourState } from './sync.ts';

export type Taken = {
  outcome: 'filed' | 'joined' | 'updated' | 'unchanged' | 'state';
  caseId: string;
  caseNumber: string;
  effect: Effect | 'late-return' | 'unknown-word' | null;
};

export type Placed = {
  areaId: string | null;
  point: { lng: number; lat: number } | null;
  /** The point they gave lies outside the district: the order is filed at its area instead. */
  outside: boolean;
};

/** Where an order is: at its point, in the area that it or its address names, or in the area that its source covers. */
export async function placeOrder(
  parts: OrdersParts,
  district: string,
  source: store.Source,
  row: OrderRow,
  areas: readonly AreaFact[],
): Promise<Placed> {
  const point = row.point ? toWgs84({ ...row.point, system: source.mapping.coordinates }) : null;
  const chain = point ? await parts.cases.ports.locate(district, point.lng, point.lat) : [];
  if (point && chain.length > 0) return { areaId: null, point, outside: false };
  const named = areaNamed(areas, row.area) ?? areaNamed(areas, row.address);
  return { areaId: named?.id ?? source.areaId, point: null, outside: point !== null };
}

/** The deepest area whose name the words hold; none when two areas that do not lie in each other are equally deep. */
function areaNamed(areas: readonly AreaFact[], words: string): AreaFact | undefined {
  if (words === '') return undefined;
  const held = areas.filter((area) => area.name.length > 1 && words.includes(area.name));
  const deepest = Math.max(0, ...held.map((area) => area.path.length));
  const best = held.filter((area) => area.path.length === deepest);
  return best.length === 1 ? best[0] : undefined;
}

/** Our category for their word. */
export function categoryOf(source: store.Source, row: OrderRow): string {
  return Object.hasOwn(source.mapping.categories, row.category)
    ? (source.mapping.categories[row.category] as string)
    : '';
}

const textHash = (row: OrderRow) => hashOf(row.text);

function outsideFact(source: store.Source, row: OrderRow): OutsideFact {
  return {
    source: source.code,
    name: source.name,
    number: row.number,
    deadline: row.deadline,
    receivedAt: row.receivedAt,
    ...(row.urgent ? { urgent: true } : {}),
  };
}

function newOrder(
  parts: OrdersParts,
  district: string,
  source: store.Source,
  row: OrderRow,
  at: { caseId: string; joined: boolean; category: string },
): store.NewOrder {
  return {
    id: derivedId(parts.crypto, 'order', district, source.id, row.number),
    sourceId: source.id,
    number: row.number,
    deadline: row.deadline,
    receivedAt: row.receivedAt,
    seenTexts: [textHash(row)],
    echoed: row.echoed,
    link: FRESH,
    attention: null,
    personHash: row.reporterPhone === '' ? null : personHash(parts, district, row.reporterPhone),
    at: parts.now(),
    ...at,
  };
}

export function personHash(parts: OrdersParts, district: string, phone: string): Buffer {
  return parts.crypto.mac('outside-person', `${district} ${phone.replace(/\D/g, '')}`);
}

/** Takes an order in. `occasion` names the file it stands in, so that the same file again asks for nothing twice. */
export async function takeOrder(
  parts: OrdersParts,
  district: string,
  source: store.Source,
  row: OrderRow,
  options: { join?: string | undefined; areas: readonly AreaFact[]; occasion?: string | undefined },
): Promise<Taken> {
  const actor = machineFor(district, source.code);
  const known = await parts.db.read(scopeOf(actor), (tx) => store.findOrder(tx, source.id, row.number));
  const taken = known
    ? await bringNews(parts, actor, source, known, row)
    : options.join
      ? await join(parts, actor, source, row, options.join)
      : await file(parts, actor, source, row, options.areas);
  if (row.state === '') return taken;
  const order =
    known ?? (await parts.db.read(scopeOf(actor), (tx) => store.findOrder(tx, source.id, row.number)));
  if (!order) return taken;
  const effect = await takeState(parts, actor, source, order, row, options.occasion);
  const outcome =
    taken.outcome === 'unchanged' && effect !== 'same' && effect !== null ? 'state' : taken.outcome;
  return { ...taken, outcome, effect };
}

async function file(
  parts: OrdersParts,
  actor: Actor,
  source: store.Source,
  row: OrderRow,
  areas: readonly AreaFact[],
): Promise<Taken> {
  const { district } = actor;
  const { catalogue } = await parts.cases.engine.world(district);
  const place = await placeOrder(parts, district, source, row, areas);
  const code = categoryOf(source, row);
  const category = catalogue.categories.get(code);
  const usable = category && !category.retired && category.kinds.length > 0 ? category : undefined;
  const kind = usable?.kinds.includes(source.mapping.kind)
    ? source.mapping.kind
    : ((usable?.kinds[0] ?? source.mapping.kind) as typeof source.mapping.kind);
  const caseId = caseIdOf(parts, district, source.id, row.number);
  const reporter =
    row.reporterName || row.reporterPhone
      ? {
          // The house that took the call answers it: our own follow-up would ask the same person twice.
          wantsReply: false,
          ...(row.reporterName ? { name: row.reporterName } : {}),
          ...(row.reporterPhone ? { phone: row.reporterPhone } : {}),
        }
      : undefined;
  const filed = await fileCase(
    parts.cases,
    { actor, locale: 'zh-CN' },
    {
      commandId: caseId,
      kind,
      ...(usable ? { category: usable.code } : {}),
      text: row.text,
      ...(row.title ? { headline: row.title } : {}),
      ...(place.point ? { point: place.point } : { areaId: place.areaId as string }),
      ...(row.address ? { address: row.address } : {}),
      ...(reporter ? { reporter } : {}),
      ...(row.receivedAt === null ? {} : { occurredAt: row.receivedAt }),
      channel: 'import',
    },
    {
      outside: outsideFact(source, row),
      async beside(tx) {
        const order = newOrder(parts, district, source, row, {
          caseId,
          joined: false,
          category: usable?.code ?? '',
        });
        // Not waited for: it leaves with the commit. Behind a case that was filed before it must not hide that failure by its own.
        void store.insertOrder(tx, order).catch(() => undefined);
      },
    },
  );
  return { outcome: 'filed', caseId, caseNumber: filed.case.number, effect: null };
}

async function join(
  parts: OrdersParts,
  actor: Actor,
  source: store.Source,
  row: OrderRow,
  caseId: string,
): Promise<Taken> {
  const { district } = actor;
  const reporter = {
    wantsReply: false,
    ...(row.reporterName ? { name: row.reporterName } : {}),
    ...(row.reporterPhone ? { phone: row.reporterPhone } : {}),
  };
  const joined = await joinCase(parts.cases, { actor, locale: 'zh-CN' }, caseId, {
    commandId: derivedId(parts.crypto, 'join', district, source.id, row.number),
    reporter,
  }).catch((error: unknown) => {
    // Between the preview and now the case was closed, or it never was a public thing.
    if (error instanceof Problem && /^cases\.(not-found|not-possible)$/.test(error.code))
      throw problem('orders.join-impossible', { number: row.number });
    throw error;
  });
  await tellCase(parts, actor, source, caseId, row, 'joined', row.text);
  await parts.db.tx(scopeOf(actor), async (tx) => {
    const category = (await findCase(tx, caseId, caseId))?.state.category ?? '';
    await store.insertOrder(tx, newOrder(parts, district, source, row, { caseId, joined: true, category }));
  });
  return { outcome: 'joined', caseId, caseNumber: joined.number, effect: null };
}

/** The same number again: new words go to the handler beside the first text, a new deadline moves their clock, nothing else changes. */
async function bringNews(
  parts: OrdersParts,
  actor: Actor,
  source: store.Source,
  known: store.Order,
  row: OrderRow,
): Promise<Taken> {
  const hash = textHash(row);
  const newWords = row.text !== '' && !known.seenTexts.includes(hash);
  const newDeadline = row.deadline !== null && row.deadline !== known.deadline;
  const number = await parts.db.read(scopeOf(actor), async (tx) => {
    const found = await findCase(tx, known.caseId, known.caseId);
    if (!found) throw problem('orders.source-unknown', {});
    return found.state.number;
  });
  const answer = { caseId: known.caseId, caseNumber: number, effect: null };
  if (!newWords && !newDeadline) return { outcome: 'unchanged', ...answer };
  const name = newWords ? `words ${hash}` : `deadline ${row.deadline}`;
  await tellCase(parts, actor, source, known.caseId, row, name, newWords ? row.text : undefined);
  await parts.db.tx(scopeOf(actor), async (tx) => {
    const order = await store.lockOrder(tx, known.id);
    if (!order) return;
    await store.saveNews(
      tx,
      order.id,
      {
        deadline: row.deadline ?? order.deadline,
        receivedAt: row.receivedAt ?? order.receivedAt,
        seenTexts: [...new Set([...order.seenTexts, ...(newWords ? [hash] : [])])].slice(-50),
        echoed: { ...order.echoed, ...row.echoed },
      },
      parts.now(),
    );
  });
  return { outcome: 'updated', ...answer };
}

/** Writes news of the order into its case, by the case's own command. */
async function tellCase(
  parts: OrdersParts,
  actor: Actor,
  source: store.Source,
  caseId: string,
  row: OrderRow,
  what: string,
  words: string | undefined,
): Promise<void> {
  await command(parts, actor, caseId, 'outside-order', ['news', source.id, row.number, what], {
    source: source.code,
    name: source.name,
    number: row.number,
    ...(words ? { note: words } : {}),
    ...(row.deadline === null ? {} : { deadline: row.deadline }),
    ...(row.receivedAt === null ? {} : { receivedAt: row.receivedAt }),
  });
}

const MOST_TRIES = 3;

/** Gives a command to a case on the version as it stands; whoever was faster only makes us look again. */
async function command(
  parts: OrdersParts,
  actor: Actor,
  caseId: string,
  name: string,
  idNames: readonly string[],
  form: Record<string, unknown>,
): Promise<void> {
  const commandId = derivedId(parts.crypto, name, actor.district, caseId, ...idNames);
  for (let attempt = 1; ; attempt++) {
    const state = await readCase(parts, actor, caseId);
    if (!state) throw problem('cases.not-found', {});
    try {
      const envelope = { commandId, name, baseVersion: state.version, occurredAt: parts.now(), form };
      await parts.cases.engine.give({ actor }, caseId, envelope);
      return;
    } catch (error) {
      const raced = error instanceof Problem && error.code === 'cases.version-conflict';
      if (!raced || attempt >= MOST_TRIES) throw error;
    }
  }
}

function readCase(parts: OrdersParts, actor: Actor, caseId: string): Promise<CaseState | undefined> {
  return parts.db.read(scopeOf(actor), async (tx: Tx) => (await findCase(tx, caseId, caseId))?.state);
}

/** They say where they stand. What it causes in our case is done first, under an id of its own, and then recorded with the link. */
async function takeState(
  parts: OrdersParts,
  actor: Actor,
  source: store.Source,
  order: store.Order,
  row: OrderRow,
  occasion: string | undefined,
): Promise<Taken['effect']> {
  const said = stateOf(source.words, row.state);
  const now = parts.now();
  if (!said) {
    await parts.db.tx(scopeOf(actor), async (tx) => {
      const locked = await store.lockOrder(tx, order.id);
      if (locked) await store.saveLink(tx, order.id, locked.link, locked.attention ?? 'unknown-word', now);
    });
    return 'unknown-word';
  }
  const look = async (tx: Tx, current: store.Order) => {
    const state = (await findCase(tx, order.caseId, order.caseId))?.state;
    // The same file says the same thing; a message that comes after another answer is a new one.
    const key = hashOf(said, row.stateReason, occasion ?? current.link.answers);
    const before = await store.isSynced(tx, order.id, 'in', key);
    return { key, state, before, ...incoming(current.link, ourState(state?.state ?? ''), said) };
  };
  const first = await parts.db.read(scopeOf(actor), async (tx) => {
    const current = await store.findOrder(tx, source.id, order.number);
    return look(tx, current ?? order);
  });
  // A return is a demand, and the same demand is met once; a state is a fact, and may be told as often as they like.
  if (first.before && (said === 'returned' || said === 'withdrawn')) return 'same';
  let attention: store.Order['attention'] = order.attention === 'unknown-word' ? null : order.attention;
  let effect: Taken['effect'] = first.effect;
  if (first.effect === 'reopen') {
    const reason = parts.messages.text(
      'zh-CN',
      row.stateReason ? 'orders.returned-because' : 'orders.returned',
      {
        source: source.name,
        reason: row.stateReason,
      },
    );
    try {
      await command(parts, actor, order.caseId, 'reopen', ['in', order.id, first.key], { reason });
      attention = null;
    } catch (error) {
      if (!(error instanceof Problem) || !/^cases\.(reopen-too-late|not-possible)$/.test(error.code))
        throw error;
      // Too late to go on with this case: somebody has to decide, and they are told again what we answered.
      effect = 'late-return';
      attention = 'late-return';
    }
  } else if (first.effect === 'withdrawn' || first.effect === 'already-open') {
    const words = first.effect === 'withdrawn' ? 'orders.withdrawn' : 'orders.returned-open';
    await command(parts, actor, order.caseId, 'outside-order', ['in', order.id, first.key], {
      source: source.code,
      name: source.name,
      number: order.number,
      note: parts.messages.text('zh-CN', words, { source: source.name, reason: row.stateReason }),
    });
    if (first.effect === 'withdrawn') attention = 'withdrawn';
  }
  await parts.db.tx(scopeOf(actor), async (tx) => {
    const locked = await store.lockOrder(tx, order.id);
    if (!locked) return;
    const again = incoming(locked.link, ourState(first.state?.state ?? ''), said);
    if (said !== locked.link.theirs || effect !== 'same') {
      await store.insertSync(tx, {
        id: parts.ids.next(),
        orderId: order.id,
        direction: 'in',
        key: first.key,
        state: said,
        effect: effect ?? again.effect,
        at: now,
        nextAt: null,
      });
    }
    await store.saveLink(tx, order.id, again.link, attention, now);
    // Whatever they said, the next look decides again what they should be told.
    await store.markSeen(tx, order.id, 0);
  });
  return effect;
}
