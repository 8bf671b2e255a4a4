// Whistles and rulings as people see them.

import type { CaseState } from '../../engines/case/case.ts';
import type { FieldSpec } from '../../engines/case/form.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { unitNameOf } from '../catalogue/public.ts';
import { clockOf } from './clock-words.ts';
import { isParty, returnsSpent, ruledOf, rulingOf } from './kinds/loop-ownership.ts';
import { type Call, whistleOf } from './kinds/whistle-facts.ts';
import type { Reader } from './reader.ts';

const SHAPES = {
  called: 'todo',
  received: 'todo',
  declined: 'todo',
  'on-site': 'doing',
  'result-in': 'doing',
  excused: 'done',
} as const;

function nameOf(unit: string, reader: Reader): string {
  return unitNameOf(reader.world.catalogue, unit) ?? '';
}

/** A whistle with every called unit: what is asked of it, until when, and how far it is. Facts only; nobody rates anybody. */
export function whistleView(state: CaseState, reader: Reader) {
  const { messages, locale } = reader;
  const facts = whistleOf(state);
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    state: { code: state.state, label: messages.text(locale, `case.state.${state.state}`) },
    type: facts.type
      ? { code: facts.type, label: messages.text(locale, `option.whistle-type.${facts.type}`) }
      : null,
    purpose: facts.purpose || facts.reason,
    where: facts.where,
    about: facts.about,
    wanted: facts.wanted.map((unit) => nameOf(unit, reader)),
    whistler: facts.whistler ? nameOf(facts.whistler, reader) : null,
    result: facts.result,
    units: facts.calls.map((call) => callView(call, state, reader)),
    commanders: facts.commanders.map((one) => ({
      role: one.role,
      roleLabel: messages.text(locale, `case.commander.${one.role}`),
      title: one.title,
      acknowledgedAt: one.ackAt,
      deputy: one.deputy?.title ?? null,
      word: one.word,
    })),
  };
}

function callView(call: Call, state: CaseState, reader: Reader) {
  const { messages, locale, now, world } = reader;
  const accepted = state.state === 'closed' && call.state === 'result-in';
  const over = state.state === 'called-off' && call.state !== 'excused';
  const code = over
    ? 'called-off'
    : accepted
      ? 'closed'
      : call.state === 'declined'
        ? 'call-declined'
        : call.state;
  const done = accepted || over || call.state === 'excused';
  const limit = (name: 'arrive' | 'result', dueAt: number, at: number | null) => ({
    label: messages.text(locale, `case.clock.${name}`),
    dueAt,
    at,
    late: call.late.includes(name) || (at ?? (done ? dueAt : now)) > dueAt,
  });
  const arrive = limit('arrive', call.arriveDue, call.arrivedAt);
  const result = limit('result', call.resultDue, call.resultAt);
  const waitingLate = call.arrivedAt === null ? arrive.late : call.resultAt === null && result.late;
  return {
    unitId: call.unit,
    unitName: nameOf(call.unit, reader),
    caseId: call.caseId,
    state: {
      code,
      label: messages.text(locale, `case.state.${code}`),
      shape: done ? 'done' : waitingLate ? 'late' : SHAPES[call.state],
    },
    receivedAt: call.receivedAt,
    arrive,
    result,
    words: call.words,
    sentBack: call.sentBack,
    declined: call.declined && {
      ...call.declined,
      itemTitle: world.catalogue.items.find((item) => item.code === call.declined?.item)?.title[locale] ?? '',
      proposedName: nameOf(call.declined.proposed, reader),
    },
  };
}

/** The question of ownership: open with what everybody says, or ruled. */
export function ownershipView(state: CaseState, reader: Reader) {
  const { messages, locale, world } = reader;
  const open = rulingOf(state);
  const ruled = ruledOf(state);
  // Nobody may send it back any more: the screen says so before anybody looks for the button.
  const spent = ['filed', 'dispatched', 'handling'].includes(state.state) && returnsSpent(state);
  if (!open && !ruled && !spent) return null;
  return {
    spent: spent ? { by: rulersOf(state, reader) } : null,
    open: open
      ? {
          why: messages.text(locale, `case.ruling.${open.why}`),
          at: open.at,
          clock: clockOf(state, 'ruling', reader),
          by: rulersOf(state, reader),
          caretaker: nameOf(state.ownerUnit ?? open.caretaker, reader),
          positions: open.positions.map((one) => ({
            unit: nameOf(one.unit, reader),
            item: one.item,
            itemTitle: world.catalogue.items.find((item) => item.code === one.item)?.title[locale] ?? '',
            proposed: one.proposed === '' ? '' : nameOf(one.proposed, reader),
            words: one.words,
            at: one.at,
          })),
        }
      : null,
    ruled: ruled
      ? {
          lead: nameOf(ruled.lead, reader),
          assist: ruled.assist.map((unit) => nameOf(unit, reader)),
          basis: ruled.basis,
          words: ruled.words,
          by: ruled.by ? nameOf(ruled.by, reader) : '',
          at: ruled.at,
        }
      : null,
  };
}

/** The units nearest above the place that rule on whose a case is, in words. */
function rulersOf(state: CaseState, reader: Reader): string {
  const above = (reader.world.posts.get('rule') ?? []).filter(
    (post) => state.areaPath.startsWith(post.areaPath) && !isParty(state, post.unitId),
  );
  const nearest = Math.max(...above.map((post) => post.areaPath.length));
  const units = above.filter((post) => post.areaPath.length === nearest).map((post) => post.unitId);
  return [...new Set(units)].map((unit) => nameOf(unit, reader)).join(reader.locale === 'en' ? ', ' : '、');
}

const UNIT_FIELDS = ['calledUnit', 'lead', 'caretaker', 'units', 'assist', 'whistler'];
const POST_FIELDS = ['post', 'street', 'community'];

/** The words of a step's field that names units, posts, a limit or an hour; undefined for all others. */
export function namingWords(name: string, value: unknown, reader: Reader): string | undefined {
  const { messages, locale, world } = reader;
  const said = (what: string) => messages.text(locale, `case.words.${name}`, { what });
  if (UNIT_FIELDS.includes(name)) {
    const units = Array.isArray(value) ? value : [value];
    return said(units.map((unit) => nameOf(String(unit), reader)).join(locale === 'en' ? ', ' : '、'));
  }
  if (POST_FIELDS.includes(name)) {
    const post = world.posts.get('command')?.find((one) => one.id === value);
    return said(post ? `${nameOf(post.unitId, reader)} ${post.title}` : '');
  }
  if (name === 'arriveAt' && typeof value === 'number') return said(civilMinute(value, locale));
  return undefined;
}

function civilMinute(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'Asia/Shanghai',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** What a field of a hard case offers; undefined when it is another kind of field. */
export function hardCaseOptions(spec: FieldSpec, state: CaseState, reader: Reader) {
  const { world } = reader;
  if (spec.type === 'post') {
    return {
      options: (world.posts.get('command') ?? [])
        .filter((post) => state.areaPath.startsWith(post.areaPath) && post.unitId !== state.subjectUnit)
        .map((post) => ({ value: post.id, label: `${nameOf(post.unitId, reader)} · ${post.title}` })),
    };
  }
  const wanted = { declined: 'declined', reported: 'result-in' }[spec.source ?? ''];
  if (!wanted) return undefined;
  return {
    options: whistleOf(state)
      .calls.filter((call) => call.state === wanted)
      .map((call) => ({ value: call.unit, label: nameOf(call.unit, reader) })),
  };
}
