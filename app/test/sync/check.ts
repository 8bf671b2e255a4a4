// What must hold when everybody is online again, whatever happened before.
import { checkCases } from '../../src/engines/case/doctor.ts';
import { derivedId } from '../../src/platform/crypto/derived-id.ts';
import { asksPerson, commandIdOf, type Item, isFinal } from '../../src/web/sync/item.ts';
import type { Thing } from '../../src/web/sync/replica.ts';
import type { TestProduct } from '../product.ts';
import { createPhone, noTrouble, type Phone } from './phone.ts';
import type { World } from './world.ts';

type Step = { case_id: string; version: number; command_id: string; account_id: string | null; name: string };

/** Every fault, in words that name the item; empty when all is well. */
export async function findFaults(p: TestProduct, world: World): Promise<string[]> {
  const steps = await p.database.owner<Step>(
    'select case_id, version, command_id, account_id, name from case_steps where district_code = $1 order by case_id, version',
    [world.code],
  );
  const byCommand = new Map(steps.map((step) => [step.command_id, step]));
  const faults: string[] = [];
  for (const [index, phone] of world.phones.entries()) {
    const items = await phone.items();
    const known = new Map(items.map((item) => [item.id, item]));
    for (const { phone: of, item } of world.recorded) {
      if (of !== index) continue;
      const kept = known.get(item.id);
      // What was taken leaves the list after three days, at once when the clock of the phone jumps a month; nothing else ever does.
      if (!kept && !byCommand.has(String(item.body['commandId'])))
        faults.push(`phone ${index}: ${item.id} ${item.title} is gone`);
    }
    const left = world.left(index);
    if (left) {
      faults.push(...leaverFaults(items, byCommand, left).map((fault) => `leaver: ${fault}`));
      continue;
    }
    for (const item of items)
      faults.push(...itemFaults(item, items, byCommand).map((fault) => `phone ${index}: ${fault}`));
    faults.push(...orderFaults(items, byCommand).map((fault) => `phone ${index}: ${fault}`));
    faults.push(...(await replicaFaults(p, world, phone)).map((fault) => `phone ${index}: ${fault}`));
  }
  faults.push(...effectFaults(world, steps));
  const doctor = await p.database.system((tx) => checkCases(tx, () => undefined), world.code);
  return [...faults, ...doctor.faults.map((one) => `doctor: ${one.number} ${one.fault}`)];
}

/** An end for each, with words where it was not taken; done once where it was, and not at all where it was not. */
function itemFaults(item: Item, items: readonly Item[], steps: ReadonlyMap<string, Step>): string[] {
  const name = `${item.kind} ${item.id} (${item.state} ${item.why ?? ''})`;
  const faults: string[] = [];
  const waitsForAsked = items.some(
    (one) => one.caseId === item.caseId && one.seq < item.seq && (asksPerson(one) || one.state === 'held'),
  );
  const ended = isFinal(item) || item.state === 'held' || (item.state === 'waiting' && waitsForAsked);
  if (!ended) faults.push(`${name} has no end`);
  const step = steps.get(commandIdOf(item));
  const taken = item.state === 'accepted' || item.state === 'merged';
  if (taken && !step) faults.push(`${name} was never carried out`);
  if (taken && step && step.account_id !== item.owner)
    faults.push(`${name} was carried out for somebody else`);
  if (taken && step && step.case_id !== item.caseId) faults.push(`${name} was carried out elsewhere`);
  // A command that waits behind another may not have reached the server; one that was refused must not be there.
  if (!taken && step) faults.push(`${name} was carried out and the phone does not know`);
  for (const id of item.formerIds) if (steps.has(id)) faults.push(`${name} was also carried out as ${id}`);
  const needsWords = item.state === 'rejected' || (item.state === 'held' && item.why === 'conflict');
  if (needsWords && (item.said?.title ?? '') === '') faults.push(`${name} says nothing`);
  return faults;
}

/** Of somebody who left: what was done before the end of their access was taken or has words, and nothing later was taken. */
function leaverFaults(
  items: readonly Item[],
  steps: ReadonlyMap<string, Step>,
  { endedAt, handedIn }: NonNullable<ReturnType<World['left']>>,
): string[] {
  const faults: string[] = [];
  for (const item of items) {
    const name = `${item.kind} ${item.id} (${item.state})`;
    const step = steps.get(commandIdOf(item));
    if (step && (step.account_id !== item.owner || step.case_id !== item.caseId))
      faults.push(`${name} was carried out for somebody else, or elsewhere`);
    const end = handedIn.get(item.id);
    if (item.state === 'accepted' || item.state === 'merged') {
      if (!step) faults.push(`${name} was never carried out`);
      continue;
    }
    if (!end) {
      faults.push(`${name} was not handed in`);
      continue;
    }
    // What the phone says of its hour, where it knew by how much its clock was off.
    const at = item.skewMs === null ? undefined : item.deviceAt + item.skewMs;
    if (end.is === 'refused') {
      if (end.said.title === '') faults.push(`${name} was refused without words`);
      const early = at !== undefined && at < endedAt;
      if (early && end.said.code === 'sync.hand-in-after-end') faults.push(`${name} was early enough`);
      if (step && !early) faults.push(`${name} was refused and is there`);
    } else if (end.is !== 'done') faults.push(`${name} has no end`);
    else if (at !== undefined && at >= endedAt && !step)
      faults.push(`${name} came after the end and was taken`);
  }
  return faults;
}

/** Inside a case the steps of one phone are in the order in which the person worked. */
function orderFaults(items: readonly Item[], steps: ReadonlyMap<string, Step>): string[] {
  const faults: string[] = [];
  const last = new Map<string, number>();
  for (const item of items) {
    const step = steps.get(commandIdOf(item));
    if (!step) continue;
    const before = last.get(item.caseId) ?? 0;
    // What the person sent again after a conflict comes where it came.
    if (item.formerIds.length === 0 && step.version < before)
      faults.push(`${item.id} overtook its predecessor`);
    last.set(item.caseId, Math.max(before, step.version));
  }
  return faults;
}

/** What somebody handed in and others had overtaken stands there as a remark, in place of the command and never beside it. */
function remarksOfLeavers(world: World, steps: readonly Step[]): ReadonlySet<string> {
  const there = new Set(steps.map((step) => step.command_id));
  const commands = world.recorded.flatMap(({ phone, item }) =>
    world.left(phone) && !there.has(commandIdOf(item)) ? [commandIdOf(item)] : [],
  );
  return new Set(commands.map((id) => derivedId(`${id}/handed-in`)));
}

/** Nothing on the server that nobody asked for, and nothing twice. */
function effectFaults(world: World, steps: readonly Step[]): string[] {
  const faults: string[] = [];
  const owners = new Set(world.phones.map((phone) => phone.account));
  const asked = new Set(world.recorded.map(({ item }) => item.id));
  const remarks = remarksOfLeavers(world, steps);
  const seen = new Set<string>();
  for (const step of steps) {
    if (seen.has(step.command_id)) faults.push(`step ${step.command_id} is there twice`);
    seen.add(step.command_id);
    if (step.account_id === null || !owners.has(step.account_id)) continue;
    const again = world.phones.some((phone) =>
      phone.sync.status().items.some((item) => commandIdOf(item) === step.command_id),
    );
    if (!asked.has(step.command_id) && !again && !(step.name === 'note' && remarks.has(step.command_id)))
      faults.push(`step ${step.name} ${step.command_id} was asked by nobody`);
  }
  return faults;
}

/** What only the passing of time changes is shown as it was when it was sent. */
const PASSING = new Set(['held', 'late', 'shape', 'workedMs']);

function still(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(still);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (PASSING.has(name) ? [] : [[name, still(one)]])),
  );
}

/** The phone holds what a new phone of the same person would be given, and that is what the pages of the server show. */
async function replicaFaults(p: TestProduct, world: World, phone: Phone): Promise<string[]> {
  const faults: string[] = [];
  const fresh = createPhone({
    p,
    account: phone.account,
    owner: phone.owner,
    random: world.random.fork('fresh'),
    trouble: noTrouble,
  });
  await fresh.signIn();
  await fresh.pull();
  const types = ['case', 'work', 'catalogue', 'card', 'contacts'];
  const all = async (one: Phone): Promise<Map<string, Thing>> =>
    new Map(
      (await Promise.all(types.map((type) => one.replica.list(type))))
        .flat()
        .map((thing) => [thing.id, thing]),
    );
  const here = await all(phone);
  const there = await all(fresh);
  for (const id of there.keys()) if (!here.has(id)) faults.push(`${id} is missing in the replica`);
  for (const [id, thing] of here) {
    const other = there.get(id);
    if (!other) faults.push(`${id} should have left the replica`);
    else if (JSON.stringify(still(thing.payload)) !== JSON.stringify(still(other.payload)))
      faults.push(`${id} differs: ${difference(still(thing.payload), still(other.payload))}`);
  }
  const cases = [...here.values()].filter((thing) => thing.type === 'case');
  for (const thing of cases.slice(0, 2)) {
    const page = await fresh.request('GET', `/cases/${String(thing.payload['id'])}`);
    if (page.status !== 200) faults.push(`${thing.id}: its page says ${page.status}`);
    else if (JSON.stringify(still(page.body)) !== JSON.stringify(still(thing.payload)))
      faults.push(`${thing.id} differs from its page`);
  }
  const open = (await fresh.request('GET', '/cases?view=all&open=1&limit=200')).body as {
    items: { id: string }[];
  };
  for (const row of open.items)
    if (!here.has(`case/${row.id}`)) faults.push(`${row.id} is open, in sight and not on the phone`);
  return faults;
}

function difference(a: unknown, b: unknown): string {
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const names = Object.keys({ ...left, ...right }).filter(
    (name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]),
  );
  return names
    .map((name) => `${name}: ${JSON.stringify(left[name])} ≠ ${JSON.stringify(right[name])}`)
    .join('; ')
    .slice(0, 400);
}
