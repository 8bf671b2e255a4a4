// Records as use cases: made, changed, ended, confirmed, looked at with and without a mask. Every change is a step in the same transaction.
import { type FieldProblem, problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { isOfPerson, personalOf, type Register, type Value, type Values } from './declare.ts';
import { maskValue } from './mask.ts';
import { formsOf, narrowFaults } from './narrowing.ts';
import {
  type Asking,
  accountOf,
  demand,
  mayOver,
  postFor,
  type RegisterParts,
  type Right,
  today,
} from './parts.ts';
import {
  addMonths,
  changedFields,
  checkValues,
  fixedFaults,
  type Head,
  invalid,
  maskedValues,
  openValues,
  shownValues,
  writeOf,
} from './record.ts';
import {
  findByIdentity,
  findRecord,
  insertRecords,
  lockRecords,
  type RecordRow,
  updateRecords,
} from './store.ts';
import { namesOf } from './store-list.ts';
import {
  type Consent,
  findStepOf,
  insertConsents,
  insertSteps,
  insertViews,
  listConsents,
  listSteps,
  listViews,
  type StepKind,
  type View,
} from './store-log.ts';
import { findAreas, wasErased } from './store-places.ts';
import { followSunsets, incidentsOver } from './sunset.ts';
import type { Raw } from './values.ts';
import { identityKeys, openStep, stepValues } from './vault.ts';

export type Given = Readonly<Record<string, Raw>>;
export type ConsentGiven = { givenBy: 'self' | 'guardian'; onDay: string; edition: number };

export type NewRecord = {
  id: string;
  commandId: string;
  areaId: string;
  validFrom?: string | undefined;
  values: Given;
  consent?: ConsentGiven | undefined;
};

/** Checks what a person agreed to; the day it counts from. */
export function checkConsent(
  register: Register,
  given: ConsentGiven | undefined,
  day: string,
  values: Values,
): string {
  if (!register.consent) return day;
  if (!given) throw problem('registers.consent-needed', {}, [{ path: 'consent', code: 'register-consent' }]);
  if (given.edition !== register.consent.edition)
    throw problem('registers.consent-edition', { edition: register.consent.edition }, [
      { path: 'consent/edition', code: 'register-consent' },
    ]);
  if (given.onDay > day)
    throw problem('registers.invalid', {}, [{ path: 'consent/onDay', code: 'register-date-future' }]);
  if (given.givenBy === 'self' && isChild(register, values, day))
    throw problem('registers.guardian-needed', {}, [{ path: 'consent/givenBy', code: 'register-guardian' }]);
  return given.onDay;
}

const CHILD_MONTHS = 14 * 12;

/** Under 14 on a day, by the birth date or by the one in the id number. */
export function isChild(register: Register, values: Values, day: string): boolean {
  return Object.entries(register.fields).some(([code, field]) => {
    const value = values[code];
    if (typeof value !== 'string') return false;
    if (field.type === 'birth-date') return addMonths(value, CHILD_MONTHS) > day;
    if (field.type !== 'id-number') return false;
    return (
      addMonths(`${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`, CHILD_MONTHS) > day
    );
  });
}

export async function createRecord(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  given: NewRecord,
): Promise<object> {
  const before = await answeredBefore(tx, register, given.commandId, given.id);
  if (before) return viewRecord(tx, parts, asking, register, given.id, { log: false });
  const day = today(parts);
  const [area] = await findAreas(tx, [given.areaId]);
  if (!area)
    throw problem('registers.invalid', {}, [
      { path: 'areaId', code: 'register-area-unknown', params: { value: '' } },
    ]);
  demand(asking.actor, register, 'write', area.path);
  const { values, faults } = checkValues(register, given.values, day, { whole: true, path: 'values' });
  faults.push(...(await referenceFaults(tx, parts, register, values)));
  faults.push(...(await formFaults(tx, parts, register, values)));
  if (faults.length > 0) throw invalid(register, asking.locale, faults);
  const confirmedOn = checkConsent(register, given.consent, day, values);
  await refuseTwin(tx, parts, register, values, area.id, given.id);
  const head: Head = {
    id: given.id,
    version: 1,
    areaId: area.id,
    areaPath: area.path,
    validFrom: given.validFrom ?? day,
    validTo: null,
    mergedInto: null,
    confirmedOn,
    updatedAt: parts.now(),
  };
  if (await findRecord(tx, register, given.id)) throw problem('registers.command-id-reused');
  await insertRecords(tx, register, [writeOf(parts, register, head, values)]);
  await followSunsets(tx, parts, register);
  await step(tx, parts, asking, register, head, 'create', values, given.commandId);
  if (register.consent && given.consent) {
    await insertConsents(tx, register.code, [
      {
        recordId: given.id,
        seq: 1,
        kind: 'given',
        ...given.consent,
        at: parts.now(),
        accountId: accountOf(asking.actor),
      },
    ]);
  }
  return viewRecord(tx, parts, asking, register, given.id, { log: false });
}

async function answeredBefore(
  tx: Tx,
  register: Register,
  commandId: string,
  recordId: string,
): Promise<boolean> {
  const done = await findStepOf(tx, commandId);
  if (!done) return false;
  if (done.register !== register.code || done.recordId !== recordId)
    throw problem('registers.command-id-reused');
  return true;
}

async function referenceFaults(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  values: Values,
): Promise<FieldProblem[]> {
  const faults: FieldProblem[] = [];
  for (const [code, field] of Object.entries(register.fields)) {
    const value = values[code];
    if (field.type !== 'reference' || typeof value !== 'string') continue;
    const target = parts.registers.get(field.to);
    const found = target && UUID.test(value) ? await findRecord(tx, target, value) : undefined;
    if (!found || found.mergedInto !== null)
      faults.push({ path: `values/${code}`, code: 'register-reference-unknown', params: { value: '' } });
    else if (
      code === register.sunset?.incident &&
      (await incidentsOver(tx, parts, register, [value])).size > 0
    )
      faults.push({ path: `values/${code}`, code: 'register-incident-over' });
  }
  return faults;
}

/** What a form does not ask for is not written down. */
async function formFaults(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  values: Values,
): Promise<FieldProblem[]> {
  const forms = await formsOf(tx, parts, register, [values]);
  return narrowFaults(parts, register, forms, values).map((one) => ({ ...one, path: `values/${one.path}` }));
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Two records of one thing are never made: the second is told of the first. */
async function refuseTwin(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  values: Values,
  areaId: string,
  id: string,
): Promise<void> {
  const twins = await findByIdentity(tx, register, identityKeys(parts.vault, register, values, areaId) ?? []);
  const twin = twins.find((one) => one.id !== id);
  if (twin) throw problem('registers.twice', { id: twin.id });
}

async function step(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  record: Pick<RecordRow, 'id' | 'version'>,
  kind: StepKind,
  values: Values,
  commandId: string | null,
): Promise<void> {
  await insertSteps(tx, register.code, [
    {
      recordId: record.id,
      seq: record.version,
      at: parts.now(),
      kind,
      actor: asking.actor.kind === 'staff' ? 'staff' : asking.actor.kind === 'public' ? 'subject' : 'system',
      accountId: accountOf(asking.actor),
      commandId,
      batchId: null,
      ...stepValues(parts.vault, register, values),
    },
  ]);
}

export type Edit = {
  id: string;
  commandId: string;
  baseVersion: number;
  values?: Given | undefined;
  areaId?: string | undefined;
  do?: 'end' | 'reopen' | 'confirm' | undefined;
  consent?: ConsentGiven | undefined;
};

/** Changes a record over the version that its editor saw. The same command again is answered with what is there. */
export async function editRecord(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  edit: Edit,
): Promise<object> {
  if (await answeredBefore(tx, register, edit.commandId, edit.id))
    return viewRecord(tx, parts, asking, register, edit.id, { log: false });
  const [row] = await lockRecords(tx, register, [edit.id]);
  if (!row) throw await goneOrUnknown(tx, register, edit.id);
  demand(asking.actor, register, 'write', row.areaPath);
  if (row.mergedInto !== null) throw problem('registers.over');
  if (register.disposal && edit.do === 'end') throw problem('registers.two-people');
  if (register.disposal && edit.do === 'reopen') throw problem('registers.written-off');
  if (row.validTo !== null && edit.do !== 'reopen') throw problem('registers.over');
  if (row.version !== edit.baseVersion)
    throw problem('registers.changed-meanwhile', { version: row.version });
  const day = today(parts);
  const before = openValues(parts, register, row);
  const { values, faults } = checkValues(register, edit.values ?? {}, day, { whole: false, path: 'values' });
  faults.push(...(await referenceFaults(tx, parts, register, values)));
  faults.push(...(await formFaults(tx, parts, register, { ...before, ...values })));
  if (faults.length > 0) throw invalid(register, asking.locale, faults);
  const [area] = edit.areaId === undefined ? [] : await findAreas(tx, [edit.areaId]);
  if (edit.areaId !== undefined) {
    if (!area)
      throw problem('registers.invalid', {}, [
        { path: 'areaId', code: 'register-area-unknown', params: { value: '' } },
      ]);
    demand(asking.actor, register, 'write', area.path);
  }
  const changed = changedFields(register, before, values);
  const fixed = fixedFaults(register, before, changed, 'values');
  if (fixed.length > 0) throw invalid(register, asking.locale, fixed);
  const after = { ...before, ...values };
  const moved = area !== undefined && area.id !== row.areaId;
  if (changed.length === 0 && !moved && edit.do === undefined)
    return viewRecord(tx, parts, asking, register, row.id, { log: false });
  const confirmedOn =
    edit.do === 'confirm' ? checkConsent(register, edit.consent, day, after) : row.confirmedOn;
  const head: Head = {
    ...row,
    version: row.version + 1,
    areaId: area?.id ?? row.areaId,
    areaPath: area?.path ?? row.areaPath,
    validTo: edit.do === 'end' ? day : edit.do === 'reopen' ? null : row.validTo,
    confirmedOn,
    updatedAt: parts.now(),
  };
  if (head.validTo === null) await refuseTwin(tx, parts, register, after, head.areaId, row.id);
  await updateRecords(tx, register, [writeOf(parts, register, head, after)]);
  await followSunsets(tx, parts, register);
  const kind: StepKind = edit.do ?? (changed.length === 0 ? 'move' : 'edit');
  await step(
    tx,
    parts,
    asking,
    register,
    head,
    kind,
    Object.fromEntries(changed.map((code) => [code, after[code] as Value])),
    edit.commandId,
  );
  if (edit.do === 'confirm' && register.consent && edit.consent) {
    const known = await listConsents(tx, register.code, row.id);
    await insertConsents(tx, register.code, [
      {
        recordId: row.id,
        seq: known.length + 1,
        kind: 'renewed',
        ...edit.consent,
        at: parts.now(),
        accountId: accountOf(asking.actor),
      },
    ]);
  }
  return viewRecord(tx, parts, asking, register, row.id, { log: false });
}

export async function goneOrUnknown(tx: Tx, register: Register, id: string) {
  return (await wasErased(tx, register.code, id))
    ? problem('registers.deleted')
    : problem('registers.not-found');
}

export async function seen(
  tx: Tx,
  asking: Asking,
  register: Register,
  id: string,
  right: Right = 'read',
): Promise<RecordRow> {
  const row = await findRecord(tx, register, id);
  if (!row) throw await goneOrUnknown(tx, register, id);
  if (!mayOver(asking.actor, register, 'read', row.areaPath)) throw problem('registers.not-found');
  demand(asking.actor, register, right, row.areaPath);
  return row;
}

/** The record as its reader may see it without a reason. Opening the record of a person is written down. */
export async function viewRecord(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  id: string,
  options: { log: boolean } = { log: true },
): Promise<object> {
  const row = await seen(tx, asking, register, id);
  if (register.personal && options.log) await logViews(tx, parts, asking, register, [row], 'open', [], null);
  const [json] = await recordsJson(tx, parts, asking, register, [row]);
  const consents: Consent[] = register.consent ? await listConsents(tx, register.code, id) : [];
  return {
    ...json,
    consents: consents.map(({ kind, givenBy, edition, onDay }) => ({ kind, givenBy, edition, onDay })),
    may: {
      write: mayOver(asking.actor, register, 'write', row.areaPath),
      reveal: register.personal && mayOver(asking.actor, register, 'reveal', row.areaPath),
      manage: mayOver(asking.actor, register, 'manage', row.areaPath),
    },
  };
}

export type RecordJson = {
  id: string;
  version: number;
  title: string;
  area: { id: string; name: string };
  validFrom: string;
  validTo: string | null;
  mergedInto: string | null;
  confirmedOn: string;
  expiresOn: string | null;
  updatedAt: number;
  values: Record<string, Value>;
  shown: Record<string, string>;
};

/** Records as lists and pages show them, masked. */
export async function recordsJson(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  rows: readonly RecordRow[],
): Promise<RecordJson[]> {
  const areas = new Map(
    (await findAreas(tx, [...new Set(rows.map((row) => row.areaId))])).map((one) => [one.id, one.name]),
  );
  const titles = await referenceTitles(
    tx,
    parts,
    register,
    rows.map((row) => row.stored),
  );
  return rows.map((row) => {
    const { stored: _, areaId, areaPath: __, ...head } = row;
    const values = maskedValues(register, openValues(parts, register, row));
    const shown = shownValues(register, values, asking.locale, titles);
    return {
      ...head,
      area: { id: areaId, name: areas.get(areaId) ?? '' },
      title: shown[register.title] ?? '',
      values,
      shown,
    };
  });
}

export async function referenceTitles(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  all: readonly Values[],
  whole = false,
): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (const [code, field] of Object.entries(register.fields)) {
    const target = field.type === 'reference' ? parts.registers.get(field.to) : undefined;
    if (!target) continue;
    const ids = [
      ...new Set(all.flatMap((values) => (typeof values[code] === 'string' ? [values[code]] : []))),
    ];
    const title = target.fields[target.title];
    const hidden = !whole && title !== undefined && isOfPerson(target);
    // Whoever is pointed at is named as in any list: masked, unless all is asked for with a right and a reason.
    for (const [id, name] of await namesOf(tx, target, ids))
      titles.set(id, hidden ? String(maskValue(title, name)) : name);
  }
  return titles;
}

export async function logViews(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  rows: readonly RecordRow[],
  kind: View['kind'],
  fields: readonly string[],
  reason: string | null,
): Promise<void> {
  const accountId = accountOf(asking.actor);
  if (accountId === null) return;
  await insertViews(
    tx,
    register.code,
    rows.map((row) => ({
      id: parts.ids.next(),
      recordId: row.id,
      at: parts.now(),
      kind,
      accountId,
      post: postFor(asking.actor, register, 'read', row.areaPath),
      fields,
      reason,
    })),
  );
}

const LEAST_REASON = 4;

/** Shows what is masked: with a right, a reason and a line in the log that the person can read. All in one transaction. */
export async function revealRecord(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  id: string,
  query: { fields: readonly string[]; reason: string },
): Promise<object> {
  const row = await seen(tx, asking, register, id, 'reveal');
  const reason = query.reason.trim();
  if ([...reason].length < LEAST_REASON)
    throw problem('registers.reason', { min: LEAST_REASON }, [
      { path: 'reason', code: 'register-reason', params: { min: LEAST_REASON } },
    ]);
  const wanted = query.fields.filter((code) => {
    const field = register.fields[code];
    return field !== undefined && personalOf(field) !== undefined;
  });
  if (wanted.length === 0) throw problem('registers.nothing-to-show');
  const values = openValues(parts, register, row);
  await logViews(tx, parts, asking, register, [row], 'reveal', wanted, reason);
  const shown = shownValues(register, values, asking.locale, new Map());
  return {
    id: row.id,
    values: Object.fromEntries(wanted.map((code) => [code, values[code] ?? null])),
    shown: Object.fromEntries(wanted.map((code) => [code, shown[code] ?? ''])),
    watermark: { name: asking.actor.kind === 'staff' ? asking.actor.name : '', at: parts.now() },
  };
}

/** What was done to a record, with what was before; values of people masked. */
export async function historyOf(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  id: string,
): Promise<object> {
  await seen(tx, asking, register, id);
  const steps = await listSteps(tx, register.code, id);
  const opened = steps.map((one) => openStep(parts.vault, register, one));
  const titles = await referenceTitles(tx, parts, register, opened);
  let state: Values = {};
  const items = steps.map((one, at) => {
    const after = opened[at] as Values;
    const changes = Object.keys(after)
      .filter((code) => Object.hasOwn(register.fields, code))
      .map((code) => ({
        field: code,
        before: shownOne(register, code, state[code] ?? null, asking, titles),
        after: shownOne(register, code, after[code] ?? null, asking, titles),
      }));
    state = { ...state, ...after };
    return {
      seq: one.seq,
      at: one.at,
      kind: one.kind,
      by: { actor: one.actor, name: one.name },
      changes,
      erased: one.erased,
    };
  });
  return { items: items.reverse() };
}

function shownOne(
  register: Register,
  code: string,
  value: Value,
  asking: Asking,
  titles: ReadonlyMap<string, string>,
): string {
  const masked = maskedValues(register, { [code]: value });
  return shownValues(register, masked, asking.locale, titles)[code] ?? '';
}

/** Who saw a record, when, under which post, and why. */
export async function viewersOf(tx: Tx, asking: Asking, register: Register, id: string): Promise<object> {
  await seen(tx, asking, register, id);
  const rows = await listViews(tx, register.code, id);
  return {
    items: rows.map(({ at, kind, name, post, fields, reason }) => ({ at, kind, name, post, fields, reason })),
  };
}
