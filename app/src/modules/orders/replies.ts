// The way back: what our case became is noticed, put into the words of the reply, and leaves in a file or by a callback. The handler
// types the answer once, in the case.
import type { CaseState, CaseStep } from '../../engines/case/case.ts';
import { findCase, listSteps } from '../../engines/case/case-store.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { signed } from '../../platform/http/signature.ts';
import { writeTable } from '../../platform/sheets/workbook.ts';
import { unitNameOf } from '../catalogue/public.ts';
import type { SharedState } from './contract.ts';
import { machineFor, type OrdersParts } from './parts.ts';
import { cellsOf, headersOf, wordOf } from './reply-form.ts';
import { callbackPurpose, secretPurpose, sourceFor } from './sources.ts';
import * as store from './store.ts';
import { isFinal, ourState, outgoing, told } from './sync.ts';

/** A step can be taken back for ten seconds: what it would make us say waits until then, and a little. */
const UNDO_MS = 14_000;
const BATCH = 200;
const MOST_EXPORTED = 2_000;
const MOST_ATTEMPTS = 8;
const FIRST_RETRY_MS = 30_000;
const CLAIM_MS = 120_000;

/** Looks at every order whose case went on. Gives how many were brought up to date. Safe to run twice at once. */
export async function catchUp(parts: OrdersParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'outside replies' };
  let done = 0;
  for (;;) {
    const behind = await parts.db.read(scopeOf(actor), (tx) => store.listBehind(tx, BATCH));
    let settled = 0;
    for (const { id } of behind) {
      if (await parts.db.tx(scopeOf(actor), (tx) => catchUpOne(parts, tx, id))) settled += 1;
    }
    done += settled;
    // What could not be settled waits for its ten seconds; looking again at once would not help it.
    if (behind.length < BATCH || settled === 0) return done;
  }
}

async function catchUpOne(parts: OrdersParts, tx: Tx, orderId: string): Promise<boolean> {
  const order = await store.lockOrder(tx, orderId);
  const state = order && (await findCase(tx, order.caseId, order.caseId))?.state;
  if (!order || !state || order.caseVersion >= state.version) return false;
  const source = await store.findSource(tx, { id: order.sourceId });
  if (!source) return false;
  const steps = await listSteps(tx, order.caseId);
  const last = steps.at(-1);
  const now = parts.now();
  const ours = ourState(state.state);
  if (last && isFinal(ours) && now - last.receivedAt < UNDO_MS) return false;
  const said = answersOf(parts, state, steps);
  for (const answer of said.interim) {
    await store.insertReply(tx, { id: parts.ids.next(), orderId, at: now, ...answer });
  }
  const final = order.link.theirs === 'withdrawn' ? undefined : said.final;
  await store.dropOvertaken(tx, orderId, final?.caseVersion ?? 0);
  if (final) await store.insertReply(tx, { id: parts.ids.next(), orderId, at: now, ...final });
  const next = outgoing(order.link, ours);
  if (next && source.callbackOn && wordOf(source.words, next)) {
    const id = parts.ids.next();
    await store.insertSync(tx, {
      id,
      orderId,
      direction: 'out',
      // The lock on the order and the version it has seen make this once; the same state may have to be told again later.
      key: id,
      state: next,
      effect: 'told',
      at: now,
      nextAt: now,
    });
  }
  await store.markSeen(tx, orderId, state.version);
  return true;
}

type Answer = { caseVersion: number; state: SharedState; text: string };

/** The answers that the steps hold: what was said while it was open, and the last word of the present end. */
function answersOf(
  parts: OrdersParts,
  state: CaseState,
  steps: readonly CaseStep[],
): { interim: Answer[]; final: Answer | undefined } {
  const undone = new Set(steps.filter((step) => step.name === 'undo').map((step) => step.form['undoes']));
  const valid = steps.filter((step) => step.name !== 'undo' && !undone.has(step.commandId));
  const interim = valid.flatMap((step): Answer[] =>
    step.name === 'answer' && typeof step.form['note'] === 'string'
      ? [{ caseVersion: step.version, state: ourState(step.toState), text: step.form['note'] }]
      : [],
  );
  if (!isFinal(ourState(state.state))) return { interim, final: undefined };
  const begun = valid.findLastIndex((step) => step.name === 'reopen') + 1;
  const present = valid.slice(begun);
  const ended = present.findLast((step) => step.fromState !== step.toState && step.toState === state.state);
  if (!ended) return { interim, final: undefined };
  return {
    interim,
    final: {
      caseVersion: ended.version,
      state: ourState(state.state),
      text: finalWords(parts, ended, present),
    },
  };
}

function finalWords(parts: OrdersParts, ended: CaseStep, present: readonly CaseStep[]): string {
  const word = (key: string, params?: Record<string, unknown>) => parts.messages.text('zh-CN', key, params);
  if (ended.name === 'decline') {
    return word('orders.declined', {
      reason: word(`option.decline-reason.${String(ended.form['reason'])}`),
      where: String(ended.form['whereTo'] ?? ''),
      note: String(ended.form['note'] ?? ''),
    }).trim();
  }
  const finish = present.findLast((step) => step.name === 'finish');
  const result = finish?.form['result'];
  return typeof result === 'string' && result !== '' ? result : word('orders.closed');
}

export type Exported = { bytes: Uint8Array; format: store.Source['reply']['format']; count: number };

/** The replies that wait (or those of the named orders) in the sender's own form. What is in the file counts as told. */
export async function exportReplies(
  parts: OrdersParts,
  who: AuditWho,
  sourceId: string,
  orderIds: readonly string[] | undefined,
): Promise<Exported> {
  const { actor } = who;
  await catchUp(parts, actor.district);
  const { catalogue } = await parts.cases.engine.world(actor.district);
  const { source, replies } = await parts.db.read(scopeOf(actor), async (tx) => {
    const found = await sourceFor(parts, tx, actor, sourceId, ['hotline']);
    return { source: found, replies: await store.listReplies(tx, found.id, orderIds ?? null, MOST_EXPORTED) };
  });
  if (replies.length === 0) throw problem('orders.nothing-to-export', {});
  const rows = replies.map((reply) =>
    cellsOf(source.reply, source.words, {
      number: reply.number,
      reply: reply.text,
      state: reply.state,
      repliedAt: reply.madeAt,
      ourNumber: reply.caseNumber,
      unit: unitNameOf(catalogue, reply.ownerUnit ?? '') ?? '',
      deadline: reply.deadline,
      echoed: reply.echoed,
    }),
  );
  const bytes = await writeTable(
    { name: source.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 30), rows: [headersOf(source.reply), ...rows] },
    source.reply.format,
  );
  const machine = machineFor(actor.district, source.code);
  await parts.db.tx(scopeOf(machine), async (tx) => {
    for (const reply of replies) {
      if (await store.markDelivered(tx, reply.id, 'file', who.now())) await tell(tx, reply, who.now());
    }
    await audit(tx, who, {
      action: 'orders.export-replies',
      object: { type: 'outside-source', id: source.id },
    });
  });
  return { bytes, format: source.reply.format, count: replies.length };
}

/** They now know this state. */
async function tell(tx: Tx, reply: { orderId: string; state: SharedState }, now: number): Promise<void> {
  const order = await store.lockOrder(tx, reply.orderId);
  if (!order) return;
  const state = reply.state as ReturnType<typeof ourState>;
  await store.saveLink(tx, order.id, told(order.link, state), order.attention, now);
}

/** Posts what is due to the addresses of those sources that have one switched on. Gives how many were taken. */
export async function deliver(parts: OrdersParts, district: string): Promise<number> {
  const system: Actor = { kind: 'system', district, reason: 'outside callback' };
  const due = await parts.db.tx(scopeOf(system), (tx) =>
    store.claimDue(tx, parts.now(), parts.now() + CLAIM_MS, BATCH),
  );
  let taken = 0;
  for (const one of due) {
    const message = await parts.db.tx(scopeOf(system), (tx) => prepare(parts, tx, district, one));
    if (!message) continue;
    let failure: string | null = null;
    try {
      await parts.send(message.call);
      taken += 1;
    } catch (error) {
      // The address is a secret of theirs: only the kind of the failure is kept.
      failure = error instanceof Error ? error.name : 'failed';
    }
    await parts.db.tx(scopeOf(system), (tx) => settle(parts, tx, one, message.replyId, failure));
  }
  return taken;
}

type Prepared = { call: Parameters<OrdersParts['send']>[0]; replyId: string | undefined };

/** The message for a due word, or nothing when it no longer holds (struck out then). */
async function prepare(
  parts: OrdersParts,
  tx: Tx,
  district: string,
  due: store.DueSync,
): Promise<Prepared | undefined> {
  const order = await store.lockOrder(tx, due.orderId);
  const source = await store.findSource(tx, { id: due.sourceId });
  const state = order && (await findCase(tx, order.caseId, order.caseId))?.state;
  const ours = state && ourState(state.state);
  const strike = (effect: string) =>
    store.settleSync(tx, due.id, { sentAt: parts.now(), nextAt: null, failure: null, effect });
  if (!order || !source || !ours || outgoing(order.link, ours) !== due.state) {
    await strike('overtaken');
    return undefined;
  }
  if (!source.callbackOn || source.callback === null || source.secret === null) {
    await strike('switched-off');
    return undefined;
  }
  const replies = await store.listReplies(tx, source.id, [order.id], 5);
  const reply = isFinal(due.state) ? replies.find((one) => one.state === due.state) : undefined;
  const { catalogue } = await parts.cases.engine.world(district);
  const cells = cellsOf(source.reply, source.words, {
    number: order.number,
    reply: reply?.text ?? '',
    state: due.state,
    repliedAt: reply?.madeAt ?? parts.now(),
    ourNumber: state.number,
    unit: unitNameOf(catalogue, state.ownerUnit ?? '') ?? '',
    deadline: order.deadline,
    echoed: order.echoed,
  });
  const word = wordOf(source.words, due.state) as string;
  const fields = Object.fromEntries(headersOf(source.reply).map((header, at) => [header, cells[at]]));
  const body = JSON.stringify({ number: order.number, state: word, fields });
  const secret = parts.crypto.open(secretPurpose(district), source.secret);
  return {
    replyId: reply?.id,
    call: {
      url: parts.crypto.open(callbackPurpose(district), source.callback),
      headers: { 'content-type': 'application/json', ...signed(secret, parts.now(), due.id, body) },
      body,
    },
  };
}

async function settle(
  parts: OrdersParts,
  tx: Tx,
  due: store.DueSync,
  replyId: string | undefined,
  failure: string | null,
): Promise<void> {
  const now = parts.now();
  if (failure !== null) {
    const over = due.attempts >= MOST_ATTEMPTS;
    const nextAt = over ? null : now + FIRST_RETRY_MS * 2 ** (due.attempts - 1);
    await store.settleSync(tx, due.id, { sentAt: null, nextAt, failure });
    return;
  }
  await store.settleSync(tx, due.id, { sentAt: now, nextAt: null, failure: null });
  await tell(tx, due, now);
  if (replyId) await store.markDelivered(tx, replyId, 'callback', now);
}
