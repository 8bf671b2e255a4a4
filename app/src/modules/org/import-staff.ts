// Day one: units, posts, people and duties from one workbook. Every row is checked before anything is written; the same file
// again changes nothing; what differs from before is changed, what the file does not mention stays.

import { listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { holdsDuty } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { type FieldProblem, Problem, problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import { type Accounts, insertAccount } from '../../platform/auth/accounts.ts';
import type { Tx } from '../../platform/db/db.ts';
import { managesOrg } from './actors.ts';
import { clashingDuties, isGuarded } from './duty-presets.ts';
import { type DutyCode, duties } from './duty-vocabulary.ts';
import { indexAreas } from './import-boundaries.ts';
import { runNodeCommand, type Who, wholeDistrict } from './nodes.ts';
import {
  bumpPost,
  endHoldings,
  insertHolding,
  insertPersons,
  insertPost,
  type PersonRow,
  type PostRow,
  selectPersons,
  selectPersonsWithAccount,
  selectPosts,
  updatePerson,
  updatePost,
} from './post-store.ts';
import { postKinds } from './presets.ts';
import { readDate, readStaffSheets, type SheetRow, splitList } from './staff-sheet.ts';
import { type Binding, selectBindings, selectLevels } from './store.ts';
import './problems.ts';

type Count = { created: number; changed: number; unchanged: number };
export type NewStaffAccount = { accountId: string; login: string; name: string };

export type StaffImport = {
  units: Count;
  people: Count;
  posts: Count;
  /** New accounts, still without a password: see `issuePasswords`. */
  accounts: NewStaffAccount[];
  /** People who should have an account, when the caller may not open one. */
  accountsLeftOut: number;
  errors: FieldProblem[];
};

type UnitPlan = {
  row: SheetRow;
  name: string;
  level: string;
  parent: string;
  areas: TreeNode[];
  phone: string;
  hours: string;
};
type PersonPlan = { row: SheetRow; staffNo: string; name: string; phone: string | null; account: boolean };
type PostPlan = {
  row: SheetRow;
  title: string;
  unit: string;
  area: TreeNode;
  kind: string;
  duties: DutyCode[];
  holder: string;
  acting: string;
  until: string;
  published: string | null;
};
type Plan = { units: UnitPlan[]; people: PersonPlan[]; posts: PostPlan[] };

type Known = {
  units: Map<string, TreeNode[]>;
  people: Map<string, PersonRow>;
  posts: PostRow[];
  bindings: Binding[];
};

/** Imports the workbook. With errors nothing is written and `org.import-rejected` names every cell, unless `partial`: then the
 * sound rows are imported and the errors come back. */
export async function importStaff(
  tx: Tx,
  who: Who,
  bytes: Uint8Array,
  options: { partial?: boolean | undefined; checkOnly?: boolean | undefined } = {},
): Promise<StaffImport> {
  const { rows, errors } = await readStaffSheets(bytes);
  const faulty = new Set(errors.map((error) => rowOf(error.path)));
  const note = (path: string, code: string, params: FieldProblem['params'] = {}): void => {
    errors.push({ path, code, params });
    faulty.add(rowOf(path));
  };
  const known = await readKnown(tx, who);
  const plan: Plan = {
    units: await planUnits(tx, who, rows.units, known, note),
    people: planPeople(rows.people, note),
    posts: [],
  };
  plan.people = plan.people.filter((one) => !faulty.has(rowOf(one.row.at('staffNo'))));
  plan.units = plan.units.filter((one) => !faulty.has(rowOf(one.row.at('name'))));
  plan.posts = (await planPosts(tx, who, rows.posts, plan, known, note)).filter(
    (one) => !faulty.has(rowOf(one.row.at('title'))),
  );
  if (errors.length > 0 && !options.partial) {
    throw problem('org.import-rejected', { count: errors.length }, errors.slice(0, 500));
  }
  const report: StaffImport = {
    units: { created: 0, changed: 0, unchanged: 0 },
    people: { created: 0, changed: 0, unchanged: 0 },
    posts: { created: 0, changed: 0, unchanged: 0 },
    accounts: [],
    accountsLeftOut: 0,
    errors,
  };
  if (options.checkOnly) return report;
  await applyUnits(tx, who, plan.units, known, report);
  await applyPeople(tx, who, plan.people, known, report);
  await applyPosts(tx, who, plan.posts, known, report);
  await audit(tx, who, { action: 'org.staff.import', object: { type: 'district', id: tx.scope.district } });
  return report;
}

/** Gives each new account its one-time password, each in a transaction of its own (hashing is slow on purpose). An account that
 * this does not reach has no password and an administrator gives one later. */
export async function issuePasswords(
  accounts: Pick<Accounts, 'resetPassword'>,
  who: Who,
  list: readonly NewStaffAccount[],
): Promise<(NewStaffAccount & { initialPassword: string })[]> {
  const issued = [];
  for (const account of list) {
    issued.push({ ...account, initialPassword: await accounts.resetPassword(who, account.accountId) });
  }
  return issued;
}

function rowOf(path: string): string {
  return path.replace(/![A-Z]+/, '!');
}

async function readKnown(tx: Tx, who: Who): Promise<Known> {
  const today = civilDate(who.now());
  const units = new Map<string, TreeNode[]>();
  for (const unit of await listNodes(tx, 'unit'))
    units.set(unit.name, [...(units.get(unit.name) ?? []), unit]);
  const people = new Map((await selectPersons(tx, {})).map((person) => [person.staffNo, person]));
  return {
    units,
    people,
    posts: await selectPosts(tx, today, {}),
    bindings: await selectBindings(tx, today, { kind: 'jurisdiction' }),
  };
}

type Note = (path: string, code: string, params?: FieldProblem['params']) => void;

/** Finds an entry by its code or by its label in either language. */
function byWord<T extends { code: string }>(
  list: readonly T[],
  labelOf: (one: T) => { 'zh-CN': string; en: string },
): (word: string) => T | undefined {
  const index = new Map<string, T>();
  for (const one of list) {
    for (const word of [one.code, labelOf(one)['zh-CN'], labelOf(one).en]) index.set(word.toLowerCase(), one);
  }
  return (word) => index.get(word.toLowerCase());
}

async function planUnits(
  tx: Tx,
  who: Who,
  rows: readonly SheetRow[],
  known: Known,
  note: Note,
): Promise<UnitPlan[]> {
  const levels = await selectLevels(tx, 'unit');
  const kindOf = byWord(levels, (level) => level.labels);
  const areasOf = indexAreas(await listNodes(tx, 'area'));
  const whole = await wholeDistrict(tx);
  const seen = new Map<string, number>();
  const names = new Set(rows.map((row) => row.values.name as string));
  const plans: UnitPlan[] = [];
  for (const row of rows) {
    const { name = '', kind = '', parent = '', areas = '', phone = '', hours = '' } = row.values;
    const twice = seen.get(name);
    if (twice !== undefined) note(row.at('name'), 'org.import.twice', { row: twice });
    seen.set(name, row.row);
    if ((known.units.get(name)?.length ?? 0) > 1)
      note(row.at('name'), 'org.import.unit-ambiguous', { value: name });
    const level = kindOf(kind);
    if (!level && kind !== '') {
      const some = levels.map((one) => one.labels['zh-CN']);
      note(row.at('kind'), 'org.import.kind-unknown', { value: kind, options: some });
    }
    if (parent !== '' && !names.has(parent) && !known.units.has(parent)) {
      note(row.at('parent'), 'org.import.unit-unknown', { value: parent });
    }
    const found: TreeNode[] = [];
    for (const value of splitList(areas)) {
      const area = oneArea(areasOf(value), value, row.at('areas'), note);
      if (area) found.push(area);
    }
    for (const place of found.length > 0 ? found : whole) {
      if (!managesOrg(who.actor, place.path)) note(row.at('areas'), 'org.not-yours', { area: place.name });
    }
    plans.push({ row, name, level: level?.code ?? '', parent, areas: found, phone, hours });
  }
  return orderUnits(plans, note);
}

/** Parents before children; a unit whose chain of parents comes back to itself is an error. */
function orderUnits(plans: readonly UnitPlan[], note: Note): UnitPlan[] {
  const byName = new Map(plans.map((plan) => [plan.name, plan]));
  const ordered: UnitPlan[] = [];
  const state = new Map<UnitPlan, 'open' | 'done'>();
  const visit = (plan: UnitPlan): void => {
    if (state.get(plan) === 'done') return;
    if (state.get(plan) === 'open') {
      note(plan.row.at('parent'), 'org.import.parent-circle', { value: plan.parent });
      return;
    }
    state.set(plan, 'open');
    const parent = byName.get(plan.parent);
    if (parent) visit(parent);
    state.set(plan, 'done');
    ordered.push(plan);
  };
  for (const plan of plans) visit(plan);
  return ordered;
}

function oneArea(found: readonly TreeNode[], value: string, path: string, note: Note): TreeNode | undefined {
  if (found.length === 1) return found[0];
  note(path, found.length === 0 ? 'org.area-unknown' : 'org.area-ambiguous', { value });
  return undefined;
}

function planPeople(rows: readonly SheetRow[], note: Note): PersonPlan[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const { staffNo = '', name = '', phone = '', account = '' } = row.values;
    const twice = seen.get(staffNo);
    if (twice !== undefined) note(row.at('staffNo'), 'org.import.twice', { row: twice });
    seen.set(staffNo, row.row);
    if (staffNo !== '' && !/^[A-Za-z0-9._-]{1,40}$/.test(staffNo)) {
      note(row.at('staffNo'), 'org.import.staff-no', { value: staffNo });
    }
    if (phone !== '' && !/^\+?[\d -]{5,20}$/.test(phone))
      note(row.at('phone'), 'org.import.phone', { value: phone });
    const wanted = !/^(否|no|n|0)$/i.test(account);
    if (wanted && staffNo !== '' && !/^[a-z0-9][a-z0-9._-]{1,39}$/.test(staffNo.toLowerCase())) {
      note(row.at('staffNo'), 'org.import.login', { value: staffNo });
    }
    return { row, staffNo, name, phone: phone || null, account: wanted };
  });
}

async function planPosts(
  tx: Tx,
  who: Who,
  rows: readonly SheetRow[],
  plan: Plan,
  known: Known,
  note: Note,
): Promise<PostPlan[]> {
  const today = civilDate(who.now());
  const areasOf = indexAreas(await listNodes(tx, 'area'));
  const kindOf = byWord(postKinds, (kind) => kind.labels);
  const dutyOf = byWord(duties, (duty) => duty.label);
  const unitNames = new Set(plan.units.map((unit) => unit.name));
  const staff = new Set([...known.people.keys(), ...plan.people.map((person) => person.staffNo)]);
  const seen = new Map<string, number>();
  const held = heldDuties(known);
  const plans: PostPlan[] = [];
  for (const row of rows) {
    const { title = '', unit = '', kind = '', holder = '', acting = '', published = '' } = row.values;
    const { area: areaWord = '', duties: dutyWords = '', until: untilWord = '' } = row.values;
    if (unit !== '' && !unitNames.has(unit)) {
      const count = known.units.get(unit)?.length ?? 0;
      if (count !== 1) {
        note(row.at('unit'), count === 0 ? 'org.import.unit-unknown' : 'org.import.unit-ambiguous', {
          value: unit,
        });
      }
    }
    const area = areaWord === '' ? undefined : oneArea(areasOf(areaWord), areaWord, row.at('area'), note);
    if (area && !managesOrg(who.actor, area.path)) note(row.at('area'), 'org.not-yours', { area: area.name });
    const postKind = kindOf(kind === '' ? 'clerk' : kind);
    if (!postKind) {
      note(row.at('kind'), 'org.import.kind-unknown', {
        value: kind,
        options: postKinds.map((one) => one.labels['zh-CN']),
      });
    }
    const codes: DutyCode[] = [];
    for (const word of splitList(dutyWords)) {
      const duty = dutyOf(word);
      if (duty) codes.push(duty.code);
      else {
        const some = duties.map((one) => one.label['zh-CN']);
        note(row.at('duties'), 'org.import.duty-unknown', { value: word, options: some });
      }
    }
    const trusted = who.actor.kind === 'system' || holdsDuty(who.actor, 'manage-security');
    if (isGuarded(codes) && !trusted) note(row.at('duties'), 'org.import.guarded');
    for (const [key, staffNo] of [
      ['holder', holder],
      ['acting', acting],
    ] as const) {
      if (staffNo === '') continue;
      if (!staff.has(staffNo)) note(row.at(key), 'org.import.person-unknown', { value: staffNo });
      const all = new Set([...(held.get(staffNo) ?? []), ...codes]);
      held.set(staffNo, all);
      const clash = clashingDuties(all);
      if (clash.length > 0) note(row.at('duties'), 'org.import.clash', { duties: clash });
    }
    const until = readDate(untilWord) ?? '';
    if (acting !== '' && until <= today) note(row.at('until'), 'org.import.until', { value: untilWord });
    const identity = `${title}\n${unit}\n${area?.id ?? areaWord}`;
    const twice = seen.get(identity);
    if (twice !== undefined) note(row.at('title'), 'org.import.twice', { row: twice });
    seen.set(identity, row.row);
    if (!area || !postKind) continue;
    const sorted = [...new Set(codes)].sort();
    plans.push({
      row,
      title,
      unit,
      area,
      kind: postKind.code,
      duties: sorted,
      holder,
      acting,
      until,
      published: published || null,
    });
  }
  return plans;
}

function heldDuties(known: Known): Map<string, Set<string>> {
  const held = new Map<string, Set<string>>();
  for (const post of known.posts) {
    for (const part of [post.holder, post.acting]) {
      if (part) held.set(part.staffNo, new Set([...(held.get(part.staffNo) ?? []), ...post.duties]));
    }
  }
  return held;
}

async function applyUnits(
  tx: Tx,
  who: Who,
  plans: readonly UnitPlan[],
  known: Known,
  report: StaffImport,
): Promise<void> {
  const give = <N extends string, F extends object>(name: N, form: F) => ({
    commandId: who.platform.ids.next(),
    name,
    form,
  });
  for (const plan of plans) {
    const parentId = plan.parent === '' ? null : (known.units.get(plan.parent)?.[0]?.id ?? null);
    const own = known.units.get(plan.name)?.[0];
    if (!own) {
      const change = await runNodeCommand(
        tx,
        who,
        'unit',
        give('create', {
          parentId,
          name: plan.name,
          level: plan.level,
          areaIds: plan.areas.map((area) => area.id),
          phone: plan.phone || null,
          hours: plan.hours || null,
        }),
      );
      known.units.set(plan.name, [change.node]);
      report.units.created += 1;
      continue;
    }
    let changed = false;
    const differs = own.level !== plan.level || (plan.phone !== '' && own.attributes.phone !== plan.phone);
    if (differs || (plan.hours !== '' && own.attributes.hours !== plan.hours)) {
      const form = { level: plan.level, phone: plan.phone || undefined, hours: plan.hours || undefined };
      await runNodeCommand(tx, who, 'unit', { ...give('describe', form), id: own.id });
      changed = true;
    }
    if (plan.parent !== '' && own.parentId !== parentId) {
      await runNodeCommand(tx, who, 'unit', { ...give('move', { parentId }), id: own.id });
      changed = true;
    }
    const bound = new Set(known.bindings.filter((tie) => tie.fromId === own.id).map((tie) => tie.toId));
    for (const area of plan.areas) {
      if (bound.has(area.id)) continue;
      await runNodeCommand(tx, who, 'unit', { ...give('bind-area', { areaId: area.id }), id: own.id });
      changed = true;
    }
    report.units[changed ? 'changed' : 'unchanged'] += 1;
  }
}

async function applyPeople(
  tx: Tx,
  who: Who,
  plans: readonly PersonPlan[],
  known: Known,
  report: StaffImport,
): Promise<void> {
  const fresh = plans.filter((plan) => !known.people.has(plan.staffNo));
  const people = fresh.map(({ staffNo, name, phone }) => ({
    id: who.platform.ids.next(),
    staffNo,
    name,
    phone,
  }));
  for (let start = 0; start < people.length; start += 2000)
    await insertPersons(tx, people.slice(start, start + 2000));
  report.people.created = fresh.length;
  for (const plan of plans) {
    const person = known.people.get(plan.staffNo);
    if (!person) continue;
    const phone = plan.phone ?? person.phone;
    const same = person.name === plan.name && person.phone === phone && person.leftOn === null;
    if (!same) await updatePerson(tx, { ...person, name: plan.name, phone, leftOn: null });
    report.people[same ? 'unchanged' : 'changed'] += 1;
  }
  for (const person of people) known.people.set(person.staffNo, { ...person, version: 1, leftOn: null });
  await openAccounts(tx, who, plans, known, report);
}

async function openAccounts(
  tx: Tx,
  who: Who,
  plans: readonly PersonPlan[],
  known: Known,
  report: StaffImport,
): Promise<void> {
  const wanted = plans.filter((plan) => plan.account);
  const persons = wanted.map((plan) => (known.people.get(plan.staffNo) as PersonRow).id);
  const open = await selectPersonsWithAccount(tx, persons);
  const missing = wanted.filter((plan) => !open.has((known.people.get(plan.staffNo) as PersonRow).id));
  if (who.actor.kind !== 'system' && !holdsDuty(who.actor, 'manage-accounts')) {
    report.accountsLeftOut = missing.length;
    return;
  }
  for (const plan of missing) {
    const person = known.people.get(plan.staffNo) as PersonRow;
    const login = plan.staffNo.toLowerCase();
    const accountId = await insertAccount(tx, who.platform.ids, who.now(), {
      district: tx.scope.district,
      login,
      name: plan.name,
      personId: person.id,
      mustChange: true,
    }).catch((error: { constraint?: string }) => {
      // The failed statement ended the transaction, so nothing of the file is in: say which login it was.
      if (error.constraint !== 'accounts__login_unique') throw error;
      const path = plan.row.at('staffNo');
      throw new Problem('org.import-rejected', 400, { count: 1 }, [
        { path, code: 'org.import.login-taken', params: { value: login } },
      ]);
    });
    report.accounts.push({ accountId, login, name: plan.name });
  }
}

async function applyPosts(
  tx: Tx,
  who: Who,
  plans: readonly PostPlan[],
  known: Known,
  report: StaffImport,
): Promise<void> {
  const today = civilDate(who.now());
  const existing = new Map(
    known.posts.map((post) => [`${post.title}\n${post.unitId}\n${post.areaId}`, post]),
  );
  for (const plan of plans) {
    const unitId = known.units.get(plan.unit)?.[0]?.id;
    if (!unitId) continue;
    const post = existing.get(`${plan.title}\n${unitId}\n${plan.area.id}`);
    const id = post?.id ?? who.platform.ids.next();
    let changed = false;
    if (!post) {
      const { title, kind, duties: codes, published } = plan;
      const row = {
        id,
        unitId,
        areaId: plan.area.id,
        title,
        kind,
        duties: codes,
        publishedName: published,
        validFrom: today,
      };
      await insertPost(tx, row);
    } else {
      const published = plan.published ?? post.publishedName;
      if (
        post.kind !== plan.kind ||
        post.duties.join() !== plan.duties.join() ||
        post.publishedName !== published
      ) {
        await updatePost(tx, { ...post, kind: plan.kind, duties: plan.duties, publishedName: published });
        changed = true;
      }
    }
    changed = (await hold(tx, who, id, plan.holder, null, post?.holder, known, today)) || changed;
    changed = (await hold(tx, who, id, plan.acting, plan.until, post?.acting, known, today)) || changed;
    if (post && changed) await bumpPost(tx, id);
    report.posts[!post ? 'created' : changed ? 'changed' : 'unchanged'] += 1;
  }
}

/** Puts the person of a staff number into the post (as stand-in when `until` is a date). An empty number leaves it as it is. */
async function hold(
  tx: Tx,
  who: Who,
  postId: string,
  staffNo: string,
  until: string | null,
  present: PostRow['holder'] | undefined,
  known: Known,
  today: string,
): Promise<boolean> {
  const person = staffNo === '' ? undefined : known.people.get(staffNo);
  if (!person || (present?.personId === person.id && present.until === until)) return false;
  const acting = until !== null;
  await endHoldings(tx, { postId, acting }, today, who.now());
  const id = who.platform.ids.next();
  await insertHolding(tx, { id, postId, personId: person.id, acting, validFrom: today, validTo: until });
  return true;
}
