// Cases as people see them: words for the reader's language, clocks in order of urgency, and the actions the reader may take.
import { type Clock as CaseClock, isOverdue } from '@renlin/core/calendar/clock';
import { limitLabel } from '@renlin/core/calendar/limit';
import type { CaseState, CaseStep } from '../../engines/case/case.ts';
import { offeredCommands } from '../../engines/case/decide.ts';
import type { CaseReference, FieldSpec } from '../../engines/case/form.ts';
import { civilDate } from '../../kernel/clock.ts';
import {
  findItem,
  leadOf,
  type Route,
  reasonWords,
  refusalToGive,
  type UnitFact,
  unitNameOf,
} from '../catalogue/public.ts';
import { hardCaseOptions, namingWords } from './hard-case-views.ts';
import { caseKinds, loopKinds } from './kinds/kinds.ts';
import { outsideOf } from './kinds/loop-outside.ts';
import { shownPictures } from './kinds/loop-pictures.ts';
import { routeNow } from './kinds/steps.ts';
import { transferOf } from './kinds/transfer-facts.ts';
import { whistleOf } from './kinds/whistle-facts.ts';
import type { Reader } from './reader.ts';

export type { Reader } from './reader.ts';

type Shape = 'todo' | 'doing' | 'soon' | 'late' | 'done' | 'paused';

/** A clock counts as 临期 in its last quarter, and at the latest four hours before it ends. */
const SOON_SHARE = 0.25;
const SOON_MS = 4 * 3_600_000;

/** The clock people work towards now: the running or paused one that ends first. A ruling's is for those who rule. */
export function mainClock(state: CaseState): CaseClock | undefined {
  let best: CaseClock | undefined;
  for (const clock of state.clocks) {
    if (clock.state === 'stopped' || clock.name === 'ruling') continue;
    if (!best || clock.due < best.due) best = clock;
  }
  return best;
}

function shapeOf(state: CaseState, reader: Reader): Shape {
  const base = caseKinds.get(state.kind)?.states[state.state]?.shape ?? 'todo';
  if (base === 'done' || base === 'paused') return base;
  const clock = mainClock(state);
  if (!clock) return base;
  if (isOverdue(clock, reader.world.calendar, reader.now)) return 'late';
  const left = clock.due - reader.now;
  return left < SOON_MS || left < (clock.due - clock.startedAt) * SOON_SHARE ? 'soon' : base;
}

export function rowOf(state: CaseState, reader: Reader, areaName: string) {
  const { messages, locale, world } = reader;
  const clock = mainClock(state);
  const category = world.catalogue.categories.get(state.category);
  const offered = offeredCommands(kindOf(state), state, reader.actor, false, world, reader.now);
  const next = offered.find(({ primary }) => primary);
  return {
    id: state.id,
    number: state.number,
    kind: state.kind,
    kindLabel: messages.text(locale, `case.kind.${state.kind}`),
    category: {
      code: state.category,
      // A whistle, an emergency or a card has no category, and waits for none.
      label:
        category?.label[locale] ??
        (loopKinds.has(state.kind) ? messages.text(locale, 'case.category.none') : ''),
      group: category?.group ?? null,
    },
    state: {
      code: state.state,
      label: messages.text(locale, `case.state.${state.state}`),
      shape: shapeOf(state, reader),
    },
    headline: state.headline,
    areaName,
    address: state.address,
    point: state.lng === null || state.lat === null ? null : { lng: state.lng, lat: state.lat },
    holder: holderOf(state, reader),
    clock: clock
      ? {
          name: clock.name,
          label: messages.text(locale, `case.clock.${clock.name}`),
          dueAt: clock.due,
          provisional: clock.provisional,
          state: clock.state,
          late: isOverdue(clock, world.calendar, reader.now),
        }
      : null,
    version: state.version,
    filedAt: state.filedAt,
    nextAction: next ? { name: next.name, label: messages.text(locale, `case.command.${next.name}`) } : null,
    joined: state.joined,
    urgent: state.urgent,
    ...(state.kind === 'transfer'
      ? { transfer: { ...transferBrief(state), mine: offered.some(({ name }) => name === 'note-transfer') } }
      : {}),
    outside: outsideOf(state).map(({ name, number, deadline }) => ({ name, number, deadline })),
  };
}
/** What whoever stands at the door must know without opening more. */
function transferBrief(state: CaseState) {
  const { emergency, people, needHelp, shelter, organiser, leaveBy, released } = transferOf(state);
  return {
    ...{ emergency, people, needHelp, shelter, released },
    organiser: organiser ?? null,
    leaveBy: leaveBy ?? null,
  };
}

export type CaseRowView = ReturnType<typeof rowOf>;

function kindOf(state: CaseState) {
  const kind = caseKinds.get(state.kind);
  if (!kind) throw new Error(`case ${state.id} has the unknown kind ${state.kind}`);
  return kind;
}

function holderOf(state: CaseState, reader: Reader) {
  if (!state.ownerUnit) return null;
  return { unitId: state.ownerUnit, unitName: unitNameOf(reader.world.catalogue, state.ownerUnit) ?? '' };
}

/** Given by the machine on behalf of the house that sent the work order. */
function fromOutside(step: CaseStep): boolean {
  return step.actorKind === 'system' && ['file', 'outside-order', 'reopen'].includes(step.name);
}

/** A field of a form as a screen needs it, with the options that the district offers here and now. */
function fieldOf(name: string, spec: FieldSpec, state: CaseState, reader: Reader, commandName: string) {
  const { messages, locale } = reader;
  const own = `case.field.${commandName}.${name}`;
  const label = messages.has(locale, own)
    ? messages.text(locale, own)
    : messages.text(locale, `case.field.${name}`);
  const hintKey = `case.hint.${commandName}.${name}`;
  return {
    name,
    label,
    type: spec.type,
    required: spec.required,
    ...(messages.has(locale, hintKey) ? { hint: messages.text(locale, hintKey) } : {}),
    ...(spec.max === undefined ? {} : { max: spec.max }),
    ...(spec.min === undefined ? {} : { min: spec.min }),
    ...optionsOf(spec, state, reader),
  };
}

function optionsOf(spec: FieldSpec, state: CaseState, reader: Reader) {
  const { messages, locale, world } = reader;
  if (spec.options) {
    return {
      options: spec.options.map((value) => ({
        value,
        label: messages.text(locale, `option.${spec.optionSet}.${value}`),
      })),
    };
  }
  const hard = hardCaseOptions(spec, state, reader);
  if (hard) return hard;
  switch (spec.type) {
    case 'choices':
      return spec.source === 'case-pictures' ? pictureOptions(state, reader) : {};
    case 'units':
    case 'unit':
      return unitOptions(spec, state, reader);
    case 'listItem':
      // With the unit that each item names here, which is the one to propose.
      return {
        options: world.catalogue.items.flatMap((item) => {
          const lead =
            item.list === 'street' ? leadOf(world.catalogue, item.code, state.areaPath) : undefined;
          return lead && mayTake(lead.id, state, reader)
            ? [{ value: item.code, label: `${item.code.toUpperCase()} ${item.title[locale]} → ${lead.name}` }]
            : [];
        }),
      };
    case 'category':
      return {
        options: [...world.catalogue.categories.values()]
          .filter((category) => !category.retired && category.kinds.includes(state.kind))
          .map((category) => ({ value: category.code, label: category.label[locale] })),
      };
    default:
      return {};
  }
}

/** The pictures of the case in their order, those that are public now chosen. */
function pictureOptions(state: CaseState, { messages, locale }: Reader) {
  return {
    options: state.facts.photos.map(({ fileId, stage }, index) => ({
      value: fileId,
      label: messages.text(locale, `case.picture.${stage}`, { n: index + 1 }),
      picture: fileId,
    })),
    initial: shownPictures(state),
  };
}

/** May another unit be given this case? */
function mayTake(unitId: string, state: CaseState, { world }: Reader): boolean {
  return (
    unitId !== state.ownerUnit &&
    unitId !== state.subjectUnit &&
    refusalToGive(world.catalogue, state.category, unitId) === undefined
  );
}

/** Only what would not be refused afterwards: `route`, `takers` (may be given the case), `leads` (an item of the lists names them). */
function offersUnit(unit: UnitFact, spec: FieldSpec, state: CaseState, reader: Reader): boolean {
  const { catalogue } = reader.world;
  switch (spec.source) {
    case 'route':
    case 'takers':
      return refusalToGive(catalogue, state.category, unit.id) === undefined;
    case 'leads':
      return (
        mayTake(unit.id, state, reader) &&
        catalogue.items.some(
          (item) => item.list === 'street' && leadOf(catalogue, item.code, state.areaPath)?.id === unit.id,
        )
      );
    default:
      return true;
  }
}

/** The units near the place, the proposed owner first and preselected. */
function unitOptions(spec: FieldSpec, state: CaseState, reader: Reader) {
  const routed = spec.source === 'route';
  const wanted = spec.type === 'units' && spec.source === 'whistle' ? whistleOf(state).wanted : [];
  const { world } = reader;
  const route = routeNow(state, world);
  const near = [...world.catalogue.units.values()].filter(
    (unit) =>
      unit.id !== state.subjectUnit &&
      unit.jurisdictions.some((path) => state.areaPath.startsWith(path) || path.startsWith(state.areaPath)) &&
      offersUnit(unit, spec, state, reader),
  );
  const rank = (id: string) => (id === route?.owner ? 0 : route?.assist.includes(id) ? 1 : 2);
  near.sort((a, b) => rank(a.id) - rank(b.id) || a.name.localeCompare(b.name, 'zh'));
  return {
    options: near.map((unit) => ({ value: unit.id, label: unit.name })),
    ...(routed && near.some((unit) => unit.id === route?.owner) ? { initial: route?.owner } : {}),
    ...(wanted.length > 0 ? { initial: wanted } : {}),
  };
}

export function actionsOf(state: CaseState, reader: Reader, isReporter: boolean) {
  return offeredCommands(kindOf(state), state, reader.actor, isReporter, reader.world, reader.now).map(
    ({ name, spec, primary }) => ({
      name,
      label: reader.messages.text(reader.locale, `case.command.${name}`),
      tone: primary ? ('primary' as const) : spec.danger ? ('danger' as const) : ('normal' as const),
      undoable: spec.undoable ?? false,
      ...(spec.rare ? { rare: true } : {}),
      ...(spec.bulk ? { bulk: true } : {}),
      form: {
        fields: Object.entries(spec.form).map(([field, one]) => fieldOf(field, one, state, reader, name)),
      },
    }),
  );
}

export function clocksOf(state: CaseState, reader: Reader) {
  const { messages, locale, world } = reader;
  return state.clocks.map((clock) => ({
    name: clock.name,
    label: messages.text(locale, `case.clock.${clock.name}`),
    limit: { ...clock.limit, label: limitLabel(clock.limit, locale) },
    startedAt: clock.startedAt,
    dueAt: clock.due,
    provisional: clock.provisional,
    state: clock.state,
    late: isOverdue(clock, world.calendar, reader.now),
    segments: clock.segments.map((segment) => ({
      from: segment.from,
      to: segment.to ?? null,
      kind: segment.kind === 'run' ? 'worked' : 'paused',
      ...(segment.owner ? { owner: unitNameOf(world.catalogue, segment.owner) ?? segment.owner } : {}),
      ...(segment.reason ? { reason: messages.text(locale, `option.pause-reason.${segment.reason}`) } : {}),
    })),
  }));
}

/** The timeline as a conversation. To the public only public steps, without names of persons; undone steps and their undoing vanish. */
export function timelineOf(steps: readonly CaseStep[], state: CaseState, reader: Reader, forPublic: boolean) {
  const undone = new Set(steps.filter((step) => step.name === 'undo').map((step) => step.form['undoes']));
  const shown = forPublic
    ? steps.filter(
        (step) => step.name !== 'undo' && !undone.has(step.commandId) && openOf(step, state) !== false,
      )
    : steps;
  return shown.map((step) => ({
    version: step.version,
    name: step.name,
    label: reader.messages.text(reader.locale, `case.step.${step.name}`),
    at: step.occurredAt,
    receivedAt: step.receivedAt,
    undone: undone.has(step.commandId),
    actor: actorOf(step, reader),
    words: wordsOf(step, reader, forPublic ? openOf(step, state) : true),
    photos: photosOf(step),
    public: openOf(step, state) !== false,
    toState: { code: step.toState, label: reader.messages.text(reader.locale, `case.state.${step.toState}`) },
  }));
}

/** Which words of a step are for everybody: all, those of some fields, or none of the step at all. */
function openOf(step: CaseStep, state: CaseState): boolean | readonly string[] {
  return step.name === 'file' || (kindOf(state).commands[step.name]?.public ?? false);
}

function actorOf(step: CaseStep, reader: Reader) {
  const unit = step.unitId ? unitNameOf(reader.world.catalogue, step.unitId) : undefined;
  const label =
    step.actorKind === 'staff'
      ? step.actorLabel
      : reader.messages.text(reader.locale, `case.actor.${fromOutside(step) ? 'outside' : step.actorKind}`);
  return { kind: step.actorKind, label, ...(unit ? { unit } : {}) };
}

/** Values of a form that say nothing to people. */
const HIDDEN = new Set(['undoes', 'subject', 'sender', 'calledCase', 'emergencies']);

function wordsOf(step: CaseStep, reader: Reader, open: boolean | readonly string[]): string[] {
  const { messages, locale, world } = reader;
  const words: string[] = [];
  for (const [name, value] of Object.entries(step.form)) {
    if (value === undefined || value === '' || name.startsWith('photos') || HIDDEN.has(name)) continue;
    if (typeof open !== 'boolean' && !open.includes(name)) continue;
    const naming = namingWords(name, value, reader);
    if (naming !== undefined) {
      words.push(naming);
    } else if (name === 'unit' || name === 'proposedUnit') {
      const unit = unitNameOf(world.catalogue, String(value)) ?? '';
      words.push(messages.text(locale, `case.words.${name}`, { unit }));
    } else if (name === 'clock') {
      words.push(
        messages.text(locale, 'case.words.clock', {
          clock: messages.text(locale, `case.clock.${String(value)}`),
        }),
      );
    } else if (name === 'item') {
      const item = world.catalogue.items.find((one) => one.code === value);
      words.push(
        messages.text(locale, 'case.words.item', {
          item: item ? `${item.code.toUpperCase()} ${item.title[locale]}` : String(value),
        }),
      );
    } else if (name === 'limit' || name === 'within') {
      words.push(messages.text(locale, `case.words.${name}`, { limit: limitLabel(value as never, locale) }));
    } else if (name === 'inspectAt') {
      words.push(messages.text(locale, 'case.words.inspectAt', { day: civilDate(Number(value)) }));
    } else if (name === 'rating') {
      words.push(messages.text(locale, 'case.words.rating', { rating: String(value) }));
    } else if (name === 'category') {
      words.push(world.catalogue.categories.get(String(value))?.label[locale] ?? String(value));
    } else if (name === 'into' || name === 'case') {
      const { number } = value as CaseReference;
      words.push(messages.text(locale, `case.words.${name}`, { number }));
    } else if (typeof value === 'string') {
      words.push(optionWords(step, name, value, reader));
    }
  }
  return words;
}

function optionWords(step: CaseStep, name: string, value: string, reader: Reader): string {
  for (const kind of caseKinds.values()) {
    const spec = kind.commands[step.name]?.form[name];
    if (spec?.optionSet) return reader.messages.text(reader.locale, `option.${spec.optionSet}.${value}`);
  }
  return value;
}

function photosOf(step: CaseStep): string[] {
  return ['photosBefore', 'photos'].flatMap((name) => (step.form[name] as string[] | undefined) ?? []);
}

export function routingOf(state: CaseState, reader: Reader) {
  const route = state.facts['routing'] as Route | undefined;
  if (!route) return null;
  const { messages, locale, world } = reader;
  const candidate = (unitId: string, role: string) => ({
    unitId,
    unitName: unitNameOf(world.catalogue, unitId) ?? '',
    role,
    why: messages.text(locale, `route.role.${role}`),
  });
  const grid = findItem(world.catalogue, 'grid', state.category);
  return {
    words: [
      ...route.reasons.map((reason) =>
        messages.text(locale, reason.key, reasonWords(world.catalogue, reason, locale)),
      ),
      ...(grid?.type === 'access'
        ? [messages.text(locale, 'route.access', { item: grid.title[locale] })]
        : []),
    ],
    item: route.item?.code ?? null,
    itemType: route.item?.type ?? null,
    listVersion: route.item?.version ?? null,
    caretaker: route.caretaker,
    candidates: [
      ...(route.owner ? [candidate(route.owner, route.caretaker ? 'caretaker' : 'owner')] : []),
      ...route.assist.map((unit) => candidate(unit, 'assist')),
    ],
  };
}

export function outcomeOf(state: CaseState) {
  return {
    closed: state.closedAt !== null,
    solved: state.solved,
    confirmed: state.confirmed,
    rating: state.rating,
  };
}
