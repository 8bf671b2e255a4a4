// Devices: who agreed to have one, the codes that open them, and the sealed contact, which opens for a reason that is written down.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import { randomSecret } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { helpCallOf } from '../cases/public.ts';
import { type Contact, contactShape, type DeviceBody } from './contract.ts';
import type { CallsParts, Staff } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const DAY_MS = 86_400_000;
/** Consent is asked again every year. */
const LONGEST_CONSENT_MS = 366 * DAY_MS;
const MOST = 500;
/** 75 random bits: not to be guessed at a few tries a minute. */
const CODE_BYTES = 15;

export const contactPurpose = (district: string) => `call contact ${district}`;
export const hookPurpose = (district: string) => `call hook ${district}`;
const CODES = 'call link code';

export function staffOf(actor: AuditWho['actor']): Staff {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

export const codeHashes = (parts: CallsParts, code: string) => parts.crypto.macs(CODES, code.trim());

function checkConsent(until: number, now: number): void {
  const refused = (code: string) => problem(code, {}, [{ path: 'consentUntil', code: 'call-consent' }]);
  if (until <= now) throw refused('calls.consent-past');
  if (until > now + LONGEST_CONSENT_MS) throw refused('calls.consent-far');
}

/** Registers a device. The codes and the secret are given this once; afterwards they can only be made anew by a new device. */
export async function addDevice(parts: CallsParts, tx: Tx, who: AuditWho, body: DeviceBody) {
  const actor = staffOf(who.actor);
  const area = (await parts.areaChain(actor.district, body.areaId)).at(-1);
  if (!area) throw problem('calls.area-unknown', {}, [{ path: 'areaId', code: 'call-area' }]);
  const post = actor.posts.find((one) => one.duties.includes('intake') && area.path.startsWith(one.areaPath));
  if (!post) throw problem('calls.not-your-area', { area: area.name });
  const now = parts.now();
  checkConsent(body.consentUntil, now);
  const code = body.way === 'phone' ? null : randomSecret(CODE_BYTES);
  const helperCode = body.contact.helper ? randomSecret(CODE_BYTES) : null;
  const hookSecret = body.way === 'key' ? randomSecret(32) : null;
  const hashOf = (text: string | null) => (text === null ? null : parts.crypto.mac(CODES, text));
  const added = await store.insertDevice(tx, {
    id: body.commandId,
    label: body.label,
    areaId: area.id,
    unitId: post.unitId,
    way: body.way,
    lng: body.point?.lng ?? null,
    lat: body.point?.lat ?? null,
    sealed: parts.crypto.seal(contactPurpose(actor.district), JSON.stringify(body.contact)),
    hasHelper: body.contact.helper !== undefined || body.helperPost !== undefined,
    helperPost: body.helperPost ?? null,
    careRecord: body.careRecord ?? null,
    codeHash: hashOf(code),
    helperHash: hashOf(helperCode),
    hookSecret: hookSecret && parts.crypto.seal(hookPurpose(actor.district), hookSecret),
    consentBy: body.consentBy,
    consentAt: now,
    consentUntil: body.consentUntil,
    testDays: body.testDays,
    nextTestAt: now + body.testDays * DAY_MS,
    now,
  });
  // Sent again: it is there, and its codes are not told twice.
  if (!added) return { ...viewOf(await seenDevice(tx, actor, body.commandId)), code: null, helperCode: null };
  await audit(tx, who, { action: 'calls.add-device', object: { type: 'call-device', id: body.commandId } });
  return { ...viewOf(await seenDevice(tx, actor, body.commandId)), code, helperCode, hookSecret };
}

const LOOKING = ['intake', 'hotline', 'dispatch'] as const;
const looks = (actor: Staff, path: string) => LOOKING.some((duty) => holdsDutyOver(actor, duty, path));

async function seenDevice(tx: Tx, actor: Staff, id: string): Promise<store.Device> {
  const device = await store.findDevice(tx, id);
  if (!device || !looks(actor, device.areaPath)) throw problem('calls.device-unknown', {});
  return device;
}

function viewOf(device: store.Device) {
  const { id, label, way, hasHelper, consentUntil, testDays, nextTestAt, endedAt, purgedAt } = device;
  return {
    id,
    label,
    way,
    area: { id: device.areaId, name: device.areaName },
    hasHelper,
    consentUntil,
    testDays,
    nextTestAt,
    endedAt,
    purgedAt,
  };
}

/** The devices over which the reader answers; no name, no number. */
export async function listDevices(tx: Tx, who: AuditWho) {
  const actor = staffOf(who.actor);
  const paths = actor.posts
    .filter((post) => LOOKING.some((duty) => post.duties.includes(duty)))
    .map((post) => post.areaPath);
  const devices = await store.listDevices(tx, paths, MOST);
  const tests = await store.lastTests(
    tx,
    devices.map((one) => one.id),
  );
  return {
    items: devices.map((one) => ({
      ...viewOf(one),
      lastTest: tests.find((test) => test.deviceId === one.id) ?? null,
    })),
  };
}

export async function renewDevice(
  parts: CallsParts,
  tx: Tx,
  who: AuditWho,
  id: string,
  body: { consentBy: string; consentUntil: number },
) {
  const device = await seenDevice(tx, staffOf(who.actor), id);
  if (device.endedAt !== null) throw problem('calls.device-ended', { label: device.label });
  checkConsent(body.consentUntil, parts.now());
  await store.renewConsent(tx, id, body.consentBy, body.consentUntil, parts.now());
  await audit(tx, who, { action: 'calls.renew-consent', object: { type: 'call-device', id } });
  return viewOf(await seenDevice(tx, staffOf(who.actor), id));
}

export async function endDevice(parts: CallsParts, tx: Tx, who: AuditWho, id: string) {
  await seenDevice(tx, staffOf(who.actor), id);
  await store.endDevice(tx, id, parts.now());
  await audit(tx, who, { action: 'calls.end-device', object: { type: 'call-device', id } });
  return viewOf(await seenDevice(tx, staffOf(who.actor), id));
}

/** Who may open the contact: the desk over the place; whoever goes to this call, while it is open. */
async function mayOpen(tx: Tx, actor: Staff, device: store.Device, caseId: string | undefined) {
  if (looks(actor, device.areaPath)) return;
  const call = caseId === undefined ? undefined : await store.findCall(tx, caseId);
  const theirs =
    call !== undefined &&
    call.closedAt === null &&
    helpCallOf(call).device === device.id &&
    call.facts.handlers.includes(actor.accountId);
  if (!theirs) throw problem('calls.device-unknown', {});
}

/** Opens the contact: right, reason, and a line in the log. With the words that the desk reads to 120 or 110. */
export async function revealContact(
  parts: CallsParts,
  tx: Tx,
  who: AuditWho,
  id: string,
  body: { reason: string; caseId?: string | undefined },
) {
  const actor = staffOf(who.actor);
  const device = await store.findDevice(tx, id);
  if (!device) throw problem('calls.device-unknown', {});
  await mayOpen(tx, actor, device, body.caseId);
  if (device.sealed === null) throw problem('calls.device-ended', { label: device.label });
  const contact = contactShape.parse(
    JSON.parse(parts.crypto.open(contactPurpose(actor.district), device.sealed)),
  );
  await store.insertLook(tx, {
    id: parts.ids.next(),
    deviceId: id,
    caseId: body.caseId ?? null,
    accountId: actor.accountId,
    reason: body.reason,
    at: parts.now(),
  });
  await audit(tx, who, { action: 'calls.open-contact', object: { type: 'call-device', id } });
  const call = body.caseId === undefined ? undefined : await store.findCall(tx, body.caseId);
  const silent = call !== undefined && helpCallOf(call).speech === 'none';
  return { contact, sheet: sheetOf(device, contact, silent) };
}

/** What is read to the dispatcher, in the order in which they ask: where, how to get in, who, what is known. */
function sheetOf(device: store.Device, contact: Contact, silent: boolean): { line: string; text: string }[] {
  const named = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' ');
  return [
    { line: 'home', text: named(device.areaName, contact.home) },
    { line: 'point', text: device.lng === null ? '' : `${device.lng}, ${device.lat}` },
    { line: 'key', text: named(contact.keyHolder, contact.keyPhone) },
    { line: 'person', text: named(contact.name, contact.phone) },
    { line: 'heard', text: silent ? 'silent' : '' },
    { line: 'mind', text: contact.mind ?? '' },
    { line: 'helper', text: named(contact.helper, contact.helperPhone) },
    { line: 'family', text: named(contact.family, contact.familyPhone) },
  ].filter((one) => one.text !== '');
}

export async function listLooks(tx: Tx, who: AuditWho, id: string) {
  await seenDevice(tx, staffOf(who.actor), id);
  return { items: await store.listLooks(tx, id, MOST) };
}
