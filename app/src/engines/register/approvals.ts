// Two people for what one should not do alone: to take a register of people out with nothing masked, and to write goods off. One asks and
// says why, another who answers for the place looks and agrees; what was agreed to runs out, and every use of it is written down.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Selection } from './contract.ts';
import type { Register } from './declare.ts';
import { readSelection } from './list.ts';
import { type Asking, accountOf, demand, mayOver, pathsFor, type RegisterParts, today } from './parts.ts';
import { type Head, openValues, writeOf } from './record.ts';
import { goneOrUnknown, recordsJson } from './records.ts';
import { findRecords, lockRecords, updateRecords } from './store.ts';
import {
  type Approval,
  closeRunOut,
  decideApproval,
  insertApproval,
  listApprovals,
  lockApproval,
} from './store-approvals.ts';
import { countRecords } from './store-list.ts';
import { insertSteps } from './store-log.ts';
import { findAreas } from './store-places.ts';
import { stepValues } from './vault.ts';

const HOUR = 3_600_000;
/** An export waits a day for its answer and may be fetched for a day; goods wait a week. */
const WAITS: Record<Approval['kind'], number> = { export: 24 * HOUR, dispose: 7 * 24 * HOUR };
const FETCHED_WITHIN = 24 * HOUR;
const LEAST_REASON = 4;
const MOST_SHOWN = 100;

export type Asked = { id: string; reason: string } & (
  | { kind: 'export'; selection: Selection }
  | { kind: 'dispose'; recordId: string }
);

function reasonOf(typed: string): string {
  const reason = typed.trim();
  if ([...reason].length < LEAST_REASON)
    throw problem('registers.reason', { min: LEAST_REASON }, [
      { path: 'reason', code: 'register-reason', params: { min: LEAST_REASON } },
    ]);
  return reason;
}

function accountFor(asking: Asking): string {
  const account = accountOf(asking.actor);
  if (account === null) throw problem('registers.not-yours');
  return account;
}

/** Asks; the same id asked again is answered with what is there. Throws `registers.asked-already` while goods wait for an answer. */
export async function askApproval(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  asked: Asked,
): Promise<object> {
  const askedBy = accountFor(asking);
  const before = await lockApproval(tx, register.code, asked.id);
  if (before) {
    if (before.askedBy !== askedBy) throw problem('registers.command-id-reused');
    return approvalJson(tx, parts, asking, register, before);
  }
  const reason = reasonOf(asked.reason);
  const askedAt = parts.now();
  const paths =
    asked.kind === 'export'
      ? await exportPaths(tx, parts, asking, register, asked.selection)
      : [await disposalPath(tx, parts, asking, register, asked.recordId)];
  const made = await insertApproval(tx, {
    id: asked.id,
    register: register.code,
    kind: asked.kind,
    recordId: asked.kind === 'dispose' ? asked.recordId : null,
    selection: asked.kind === 'export' ? asked.selection : null,
    paths,
    reason,
    askedBy,
    askedAt,
    runsOutAt: askedAt + WAITS[asked.kind],
  });
  const now = made ? await lockApproval(tx, register.code, asked.id) : undefined;
  if (!now) throw problem('registers.asked-already');
  return approvalJson(tx, parts, asking, register, now);
}

/** The places over which an export was asked: those of the asker's right, narrowed to the area of the list. */
async function exportPaths(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  selection: Selection,
): Promise<readonly string[]> {
  if (!register.personal) throw problem('registers.nothing-to-show');
  const own = pathsFor(asking.actor, register, 'reveal') ?? [];
  if (own.length === 0) throw problem('registers.not-yours');
  await readSelection(tx, parts, asking, register, selection, 'reveal');
  const [area] = selection.area === undefined ? [] : await findAreas(tx, [selection.area]);
  if (!area) return own;
  const inside = own.flatMap((path) =>
    area.path.startsWith(path) ? [area.path] : path.startsWith(area.path) ? [path] : [],
  );
  if (inside.length === 0) throw problem('registers.not-yours');
  return [...new Set(inside)];
}

async function disposalPath(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  recordId: string,
): Promise<string> {
  if (!register.disposal) throw problem('registers.no-disposal');
  const [row] = await lockRecords(tx, register, [recordId]);
  if (!row || !mayOver(asking.actor, register, 'read', row.areaPath))
    throw await goneOrUnknown(tx, register, recordId);
  demand(asking.actor, register, 'write', row.areaPath);
  if (row.mergedInto !== null || row.validTo !== null) throw problem('registers.over');
  await closeRunOut(tx, register.code, recordId, parts.now());
  return row.areaPath;
}

/** Whether the reader may decide: somebody else than who asked, with the right over all of it. */
function mayDecide(asking: Asking, register: Register, approval: Approval): boolean {
  const right = approval.kind === 'export' ? 'manage' : 'write';
  return (
    accountOf(asking.actor) !== approval.askedBy &&
    approval.paths.every((path) => mayOver(asking.actor, register, right, path))
  );
}

function stateOf(parts: RegisterParts, approval: Approval): string {
  const over = approval.runsOutAt <= parts.now();
  if (approval.state === 'open') return over ? 'run-out' : 'open';
  return approval.state === 'agreed' && approval.kind === 'export' && over ? 'run-out' : approval.state;
}

async function approvalJson(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  approval: Approval,
): Promise<object> {
  const state = stateOf(parts, approval);
  const own = accountOf(asking.actor) === approval.askedBy;
  const rows = approval.recordId === null ? [] : await findRecords(tx, register, [approval.recordId]);
  const [record] = await recordsJson(tx, parts, asking, register, rows);
  const asked = approval.selection && (await readSelection(tx, parts, asking, register, approval.selection));
  return {
    id: approval.id,
    kind: approval.kind,
    state,
    reason: approval.reason,
    note: approval.note,
    askedBy: approval.askedByName,
    askedAt: approval.askedAt,
    decidedBy: approval.decidedByName,
    decidedAt: approval.decidedAt,
    runsOutAt: approval.runsOutAt,
    usedAt: approval.usedAt,
    record: record ? { id: record.id, title: record.title, shown: record.shown } : null,
    /** How many records would go out, while it waits. */
    records:
      asked && state === 'open'
        ? await countRecords(tx, register, { ...asked, paths: approval.paths })
        : null,
    own,
    mayDecide: state === 'open' && mayDecide(asking, register, approval),
    mayFetch: own && approval.kind === 'export' && state === 'agreed',
  };
}

/** What the reader asked, may decide, or could have decided; of one register or of all; newest first. */
export async function approvalsFor(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  only: Register | null,
): Promise<object> {
  const items: object[] = [];
  for (const one of await listApprovals(tx, only?.code ?? null, MOST_SHOWN)) {
    const register = parts.registers.get(one.register);
    if (!register) continue;
    if (one.askedBy !== accountOf(asking.actor) && !mayDecide(asking, register, one)) continue;
    items.push({
      ...(await approvalJson(tx, parts, asking, register, one)),
      register: { code: register.code, label: register.label[asking.locale] },
    });
  }
  return { items };
}

/** The second person's word. Goods are written off with it, in the same transaction. */
export async function decide(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  decision: { id: string; agree: boolean; note: string },
): Promise<object> {
  const by = accountFor(asking);
  const approval = await lockApproval(tx, register.code, decision.id);
  if (!approval) throw problem('registers.not-found');
  if (approval.askedBy === by) throw problem('registers.two-people');
  if (!mayDecide(asking, register, approval)) throw problem('registers.not-yours');
  const agreed = decision.agree ? 'agreed' : 'refused';
  if (approval.state === agreed && approval.decidedBy === by)
    return approvalJson(tx, parts, asking, register, approval);
  if (approval.state !== 'open') throw problem('registers.decided-already');
  if (stateOf(parts, approval) === 'run-out') throw problem('registers.approval-over');
  const note = decision.agree ? decision.note.trim() : reasonOf(decision.note);
  const at = parts.now();
  const runsOutAt = approval.kind === 'export' ? at + FETCHED_WITHIN : approval.runsOutAt;
  await decideApproval(tx, approval.id, { state: agreed, by, at, runsOutAt, note });
  if (decision.agree && approval.recordId !== null)
    await writeOff(tx, parts, asking, register, approval.recordId, approval.id);
  const after = await lockApproval(tx, register.code, approval.id);
  return approvalJson(tx, parts, asking, register, after ?? approval);
}

async function writeOff(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  recordId: string,
  approvalId: string,
): Promise<void> {
  const [row] = await lockRecords(tx, register, [recordId]);
  if (!row) throw await goneOrUnknown(tx, register, recordId);
  if (row.mergedInto !== null || row.validTo !== null) throw problem('registers.over');
  const head: Head = { ...row, version: row.version + 1, validTo: today(parts), updatedAt: parts.now() };
  await updateRecords(tx, register, [writeOf(parts, register, head, openValues(parts, register, row))]);
  await insertSteps(tx, register.code, [
    {
      recordId,
      seq: head.version,
      at: parts.now(),
      kind: 'end',
      actor: 'staff',
      accountId: accountOf(asking.actor),
      commandId: null,
      batchId: approvalId,
      ...stepValues(parts.vault, register, {}),
    },
  ]);
}

/** The approval under which its asker takes the list out whole. Throws when it is not theirs, not agreed to, or has run out. */
export async function approvedExport(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  id: string,
): Promise<Approval & { selection: Selection }> {
  const approval = await lockApproval(tx, register.code, id);
  const { selection } = approval ?? { selection: null };
  if (!approval || selection === null || approval.askedBy !== accountFor(asking))
    throw problem('registers.not-found');
  if (approval.state !== 'agreed') throw problem('registers.not-agreed');
  if (stateOf(parts, approval) === 'run-out') throw problem('registers.approval-over');
  return { ...approval, selection };
}
