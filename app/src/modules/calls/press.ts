// A press becomes a call, or joins the one that is open: once however often it is sent, and however many presses race.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CaseState } from '../../engines/case/case.ts';
import { derivedId } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { isUuid } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { signatureOf } from '../../platform/http/signature.ts';
import { type HelpCallFacts, type Ladder, openModuleCase } from '../cases/public.ts';
import type { HelperBody, Press } from './contract.ts';
import { codeHashes, hookPurpose } from './devices.ts';
import type { CallsParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

/**
 * Minutes of each rung: ours, not of a standard. Whoever calls in an emergency or without a word waits nine minutes at most until the desk is told to
 * dial; a lamp or a chat has the hours of ordinary work.
 */
const LADDERS: { urgent: Ladder; ordinary: Ladder } = {
  urgent: { helper: 3, volunteer: 3, desk: 3, arrive: 15 },
  ordinary: { helper: 30, volunteer: 60, desk: 120, arrive: 240 },
};
const BELIEVED_MS = 5 * 60_000;
const NONCE = /^[A-Za-z0-9._-]{8,100}$/;
/** Signed against when there is no such device, so that guessing takes as long. */
const NOBODY = 'no such device';

const machine = (district: string): Actor => ({ kind: 'system', district, reason: 'help-call' });

async function byCode(
  parts: CallsParts,
  district: string,
  which: 'code_hash' | 'helper_hash',
  code: string,
): Promise<store.Device> {
  const device = await parts.db.read(scopeOf(machine(district)), (tx) =>
    store.findByCode(tx, which, codeHashes(parts, code)),
  );
  if (!device) throw problem('calls.code-unknown', {});
  return device;
}

/** What the page shows: whether a call is open and how far it is. Nothing of the person. */
export async function viewPage(parts: CallsParts, district: string, code: string) {
  const device = await byCode(parts, district, 'code_hash', code);
  const { open } = await parts.db.read(scopeOf(machine(district)), (tx) => store.callsOf(tx, device.id));
  return { open: open ? standOf(open) : null };
}

const standOf = (call: CaseState) => ({ number: call.number, state: call.state, since: call.filedAt });

export async function pressPage(
  parts: CallsParts,
  district: string,
  body: Press & { code: string; nonce: string },
) {
  const device = await byCode(parts, district, 'code_hash', body.code);
  return press(parts, district, device, { ...body, via: 'page' });
}

/** What a telephone key or an alarm box posts. The signature is over the exact bytes; the nonce makes a repetition the same press. */
export async function pressHook(
  parts: CallsParts,
  district: string,
  id: string,
  message: { headers: IncomingHttpHeaders; raw: string; body: Press },
) {
  const device = isUuid(id)
    ? await parts.db.read(scopeOf(machine(district)), (tx) => store.findDevice(tx, id))
    : undefined;
  const sealed = device?.endedAt === null ? device.hookSecret : null;
  const timestamp = headerOf(message.headers['x-renlin-timestamp']);
  const nonce = headerOf(message.headers['x-renlin-nonce']);
  const given = Buffer.from(headerOf(message.headers['x-renlin-signature']), 'hex');
  const secret = sealed ? parts.crypto.open(hookPurpose(district), sealed) : NOBODY;
  const expected = signatureOf(secret, timestamp, nonce, message.raw);
  const same = given.length === expected.length && timingSafeEqual(given, expected);
  const fresh = /^\d{10}$/.test(timestamp) && Math.abs(parts.now() - Number(timestamp) * 1000) <= BELIEVED_MS;
  if (!same || !sealed || !device || !fresh || !NONCE.test(nonce)) throw problem('calls.signature', {});
  return press(parts, district, device, { ...message.body, nonce, via: 'hook' });
}

const headerOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : '');

async function press(
  parts: CallsParts,
  district: string,
  device: store.Device,
  one: Press & { nonce: string; via: HelpCallFacts['via'] },
) {
  const actor = machine(district);
  const scope = scopeOf(actor);
  const now = parts.now();
  if (one.test) {
    await parts.db.tx(scope, (tx) => store.hearTest(tx, device.id, now));
    return { outcome: 'tested' as const };
  }
  const before = await parts.db.read(scope, async (tx) => {
    const known = await store.findSignal(tx, device.id, one.nonce);
    return known ? store.findCall(tx, known) : undefined;
  });
  if (before) return { outcome: 'replayed' as const, ...standOf(before) };
  const { made, open } = await parts.db.read(scope, (tx) => store.callsOf(tx, device.id));
  const call = open ?? (await openCall(parts, actor, device, one, made));
  const joined = call.id !== derivedId(`${device.id}/call/${made}`) || open !== undefined;
  const state = joined ? await pressAgain(parts, actor, device, call, one) : call;
  await parts.db.tx(scope, (tx) =>
    store.insertSignal(tx, { deviceId: device.id, nonce: one.nonce, caseId: call.id, at: now }),
  );
  return { outcome: joined ? ('joined' as const) : ('called' as const), ...standOf(state) };
}

/** The id follows from the device and how many calls it has made: two presses that race open one call. */
async function openCall(
  parts: CallsParts,
  actor: Actor,
  device: store.Device,
  one: Press & { nonce: string; via: HelpCallFacts['via'] },
  made: number,
): Promise<CaseState> {
  // Nobody spoke: that is worse than any word.
  const urgent = one.need === 'emergency' || one.speech === 'none';
  const facts: HelpCallFacts = {
    device: device.id,
    need: urgent ? 'emergency' : one.need,
    via: one.via,
    speech: one.speech,
    helper: device.hasHelper,
    ladder: urgent ? LADDERS.urgent : LADDERS.ordinary,
    again: 0,
    backs: [],
    dispatched: [],
  };
  const need = parts.messages.text('zh-CN', `option.call-need.${facts.need}`);
  const { state } = await openModuleCase(parts.cases, actor, {
    id: derivedId(`${device.id}/call/${made}`),
    kind: 'help-call',
    areaId: device.areaId,
    ownerUnit: device.unitId,
    headline: `${device.label} ${need}`,
    text: parts.messages.text('zh-CN', `option.call-speech.${one.speech}`),
    address: device.label,
    ...(device.lng !== null && device.lat !== null ? { point: { lng: device.lng, lat: device.lat } } : {}),
    channel: 'button',
    facts: { helpCall: facts },
    async beside(tx, filed) {
      await store.insertSignal(tx, {
        deviceId: device.id,
        nonce: one.nonce,
        caseId: filed.id,
        at: parts.now(),
      });
      if (device.helperPost)
        await parts.notify.toPosts(tx, [device.helperPost], {
          key: 'notice.call-helper',
          params: { number: filed.number },
          link: `/console/cases/${filed.id}`,
          urgency: 'now',
        });
    },
  });
  return state;
}

async function pressAgain(
  parts: CallsParts,
  actor: Actor,
  device: store.Device,
  call: CaseState,
  one: Press & { nonce: string },
): Promise<CaseState> {
  const { state } = await parts.cases.engine.give({ actor }, call.id, {
    commandId: derivedId(`${device.id}/press/${one.nonce}`),
    name: 'call-again',
    baseVersion: call.version,
    occurredAt: parts.now(),
    form: { need: one.need, speech: one.speech },
  });
  return state;
}

/** What a helper without an account sees by their own link: the open call of the one they are paired with. */
export async function viewHelper(parts: CallsParts, district: string, code: string) {
  const device = await byCode(parts, district, 'helper_hash', code);
  const { open } = await parts.db.read(scopeOf(machine(district)), (tx) => store.callsOf(tx, device.id));
  return { label: device.label, open: open ? { id: open.id, ...standOf(open) } : null };
}

const NOTHING_HEARD = 'nothing';

/** The helper answers: goes, cannot, stands at the door, or saw the person. */
export async function answerHelper(parts: CallsParts, district: string, body: HelperBody) {
  const device = await byCode(parts, district, 'helper_hash', body.code);
  const actor = machine(district);
  const call = await parts.db.read(scopeOf(actor), (tx) => store.findCall(tx, body.callId));
  if (!call || (call.facts['helpCall'] as HelpCallFacts).device !== device.id)
    throw problem('calls.call-unknown', {}, [{ path: 'callId', code: 'call-unknown' }]);
  const text = parts.messages.text('zh-CN', `calls.helper-said.${body.answer}`);
  const note = body.note ? `${text}：${body.note}` : text;
  const acts = {
    going: { name: 'take-call', form: { who: 'helper', note } },
    cannot: { name: 'cannot-take', form: { reason: note } },
    'no-entry': { name: 'no-entry', form: { heard: NOTHING_HEARD, note } },
    seen: { name: 'seen-in-person', form: { condition: 'well', note } },
  } as const;
  const { state } = await parts.cases.engine.give({ actor }, call.id, {
    commandId: body.commandId,
    baseVersion: call.version,
    occurredAt: parts.now(),
    ...acts[body.answer],
  });
  return standOf(state);
}
