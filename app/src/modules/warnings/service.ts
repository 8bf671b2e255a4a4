// Warnings as people use them: written off by hand, listed, seen with their chain, given a place, and joined to a response.
import { listNodes } from '../../engines/tree/tree.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { severityOf } from './colours.ts';
import type { EndBody, TypedBody } from './contract.ts';
import { liftWarning } from './ending.ts';
import { announce, bringer } from './intake.ts';
import type { Asking, Staff, WarningsParts } from './parts.ts';
import * as store from './store.ts';
import { topmost } from './topmost.ts';
import './problems.ts';

const MOST = 200;
const MOST_REFUSALS = 50;
const MOST_AHEAD_MS = 30 * 86_400_000;

export function viewOf(parts: WarningsParts, asking: Asking, row: store.WarningRow) {
  const { messages } = parts;
  const { locale } = asking;
  const { notes, shapes: _shapes, refs: _refs, ...own } = row;
  const now = parts.now();
  const state =
    row.msgType === 'Cancel'
      ? 'cancellation'
      : (row.endedWhy ??
        (row.expiresAt <= now ? 'expired' : (row.onsetAt ?? row.effectiveAt) > now ? 'coming' : 'in-force'));
  return {
    ...own,
    colourLabel: messages.text(locale, `warnings.colour.${row.colour ?? 'none'}`),
    state: { code: state, label: messages.text(locale, `warnings.state.${state}`) },
    exercise: row.status !== 'Actual',
    notes: notes.map((one) => ({
      ...one,
      text: messages.text(locale, `field.${one.code}`, {
        field: messages.text(locale, 'field.warning-document'),
        ...one.params,
        at: one.at,
      }),
    })),
  };
}

export async function listWarnings(
  parts: WarningsParts,
  tx: Tx,
  asking: Asking,
  which: 'in-force' | 'elsewhere' | 'past',
) {
  const rows = await store.listWarnings(tx, which, parts.now(), MOST);
  const items = [];
  for (const row of rows) {
    const areas = await store.listAreas(tx, row.id);
    items.push({
      ...viewOf(parts, asking, row),
      areas: await topmost(tx, areas),
      mine: isMine(asking, areas),
    });
  }
  return { items };
}

/** Does the reader command one of the places? */
function isMine({ actor }: Asking, areas: readonly store.WarningArea[]): boolean {
  return areas.some((area) => holdsDutyOver(actor, 'command', area.path));
}

export async function getWarning(tx: Tx, id: string): Promise<store.WarningRow> {
  const row = await store.findWarning(tx, id);
  if (!row) throw problem('warnings.unknown');
  return row;
}

export async function viewWarning(parts: WarningsParts, tx: Tx, asking: Asking, id: string) {
  const row = await getWarning(tx, id);
  const areas = await store.listAreas(tx, id);
  const chain = [];
  for (const ref of row.refs) {
    const former = await store.findByName(tx, ref.sender, ref.identifier);
    chain.push({ ...ref, id: former?.id ?? null, step: 'former' as const });
  }
  for (const { id: next, sender, identifier, sentAt } of await store.listFollowers(
    tx,
    row.sender,
    row.identifier,
  ))
    chain.push({ id: next, sender, identifier, sent: sentAt, step: 'next' as const });
  const running = await store.listRunningPaths(tx, row.risk);
  // Where a response to this risk runs, here or above, nobody is asked to start another one.
  const commanded = areas.filter(
    (area) =>
      holdsDutyOver(asking.actor, 'command', area.path) &&
      !running.some((path) => area.path.startsWith(path)),
  );
  return {
    ...viewOf(parts, asking, row),
    shapes: row.shapes,
    areas,
    topmost: await topmost(tx, areas),
    chain,
    emergencies: await store.listEmergenciesOf(tx, id),
    /** Where the reader could start an own response; a suggestion, nothing more. */
    suggest: viewOf(parts, asking, row).state.code === 'in-force' ? await topmost(tx, commanded) : [],
  };
}

export async function listRefusals(parts: WarningsParts, tx: Tx, asking: Asking) {
  bringer(asking);
  const rows = await store.listRefusals(tx, MOST_REFUSALS);
  const { messages } = parts;
  return {
    items: rows.map((row) => ({
      ...row,
      faults: row.faults.map((one) => ({
        ...one,
        text: messages.text(asking.locale, `field.${one.code}`, {
          field: messages.text(asking.locale, 'field.warning-document'),
          ...one.params,
          at: one.at,
        }),
      })),
    })),
  };
}

/** The areas with everything below them; each must lie where the person takes in, dispatches or commands. */
async function namedAreas(tx: Tx, actor: Staff, ids: readonly string[], path: string) {
  const nodes = await listNodes(tx, 'area', {});
  const found = [];
  for (const id of ids) {
    const node = nodes.find((one) => one.id === id);
    if (!node) throw problem('warnings.area-unknown', {}, [{ path, code: 'warning-area' }]);
    const may = ['intake', 'dispatch', 'command'].some((duty) => holdsDutyOver(actor, duty, node.path));
    if (!may)
      throw problem('warnings.area-not-yours', { area: node.name }, [{ path, code: 'warning-area-other' }]);
    found.push(...nodes.filter((one) => one.path.startsWith(node.path)));
  }
  return [...new Map(found.map((node) => [node.id, { id: node.id, how: 'named' }])).values()];
}

/** A warning written off by a person: colour, event, who issued it, by which document, where, from when until when. */
export async function typeWarning(parts: WarningsParts, tx: Tx, asking: Asking, body: TypedBody) {
  const actor = bringer(asking);
  const before = await store.findWarning(tx, body.id);
  if (before) {
    if (before.documentNumber !== body.documentNumber || before.issuer !== body.issuer)
      throw problem('warnings.known-otherwise');
    return viewWarning(parts, tx, asking, body.id);
  }
  const now = parts.now();
  if (body.until <= body.from || body.until <= body.sentAt || body.until > now + MOST_AHEAD_MS)
    throw problem('warnings.times', {}, [{ path: 'until', code: 'warning-until' }]);
  if (body.until <= now) throw problem('warnings.times-past', {}, [{ path: 'until', code: 'warning-until' }]);
  if (body.sentAt > now) throw problem('warnings.times', {}, [{ path: 'sentAt', code: 'warning-sent' }]);
  const areas = await namedAreas(tx, actor, body.areas, 'areas');
  const written = await store.insertWarning(tx, {
    id: body.id,
    origin: 'typed',
    version: null,
    sender: body.issuer,
    identifier: body.documentNumber,
    sentAt: body.sentAt,
    status: 'Actual',
    msgType: 'Alert',
    scope: 'Public',
    refs: [],
    event: body.event,
    risk: body.risk,
    colour: body.colour,
    colourFrom: 'words',
    severity: severityOf[body.colour],
    urgency: body.from > now ? 'Future' : 'Expected',
    certainty: 'Likely',
    issuer: body.issuer,
    documentNumber: body.documentNumber,
    headline: '',
    description: body.text,
    instruction: body.instruction,
    contact: '',
    effectiveAt: body.sentAt,
    onsetAt: body.from,
    expiresAt: body.until,
    areaWords: '',
    shapes: [],
    notes: [],
    signed: false,
    document: null,
    source: body.issuer,
    receivedAt: now,
    receivedBy: actor.accountId,
  });
  // One document is one warning: a second hand that writes it off finds the first.
  if (!written) {
    const same = await store.findByName(tx, body.issuer, body.documentNumber);
    if (!same) throw problem('warnings.known-otherwise');
    return viewWarning(parts, tx, asking, same.id);
  }
  await store.insertAreas(tx, body.id, areas);
  await announce(parts, tx, body.id);
  return viewWarning(parts, tx, asking, body.id);
}

/** A person writes off that the issuer lifted a warning, with the number of the lifting. */
export async function endWarning(parts: WarningsParts, tx: Tx, asking: Asking, id: string, body: EndBody) {
  const actor = bringer(asking);
  const warning = await getWarning(tx, id);
  const areas = await store.listAreas(tx, id);
  const may = areas.some((area) =>
    ['intake', 'dispatch', 'command'].some((duty) => holdsDutyOver(actor, duty, area.path)),
  );
  if (!may) throw problem('warnings.area-not-yours', { area: areas[0]?.name ?? '' });
  if (await liftWarning(parts, tx, warning, actor.accountId, body)) await announce(parts, tx, body.id);
  return viewWarning(parts, tx, asking, id);
}

/** Says where a warning holds when its own words and outlines matched nothing (or too little). */
export async function nameAreas(
  parts: WarningsParts,
  tx: Tx,
  asking: Asking,
  id: string,
  ids: readonly string[],
) {
  const actor = bringer(asking);
  await getWarning(tx, id);
  await store.insertAreas(tx, id, await namedAreas(tx, actor, ids, 'areas'));
  await announce(parts, tx, id);
  return viewWarning(parts, tx, asking, id);
}

/** Writes down that a running response rests on this warning: a command of the emergency, given by its commander. */
export async function linkWarning(
  parts: WarningsParts,
  asking: Asking,
  id: string,
  body: { commandId: string; emergencyId: string },
) {
  const { actor } = asking;
  const emergency = await parts.db.read(scopeOf(actor), async (tx) => {
    await getWarning(tx, id);
    return store.findEmergencyVersion(tx, body.emergencyId);
  });
  if (!emergency)
    throw problem('warnings.emergency-unknown', {}, [{ path: 'emergencyId', code: 'warning-emergency' }]);
  await parts.cases.engine.give({ actor }, body.emergencyId, {
    commandId: body.commandId,
    name: 'link-warning',
    baseVersion: emergency.version,
    occurredAt: parts.now(),
    form: { warning: id },
  });
  return parts.db.read(scopeOf(actor), (tx) => viewWarning(parts, tx, asking, id));
}

/** What residents see: in force or coming, meant for everybody, with who says so and since when. */
export async function publicWarnings(parts: WarningsParts, tx: Tx, asking: Asking) {
  const rows = await store.listWarnings(tx, 'in-force', parts.now(), MOST);
  const items = [];
  for (const row of rows) {
    const { state, colour, colourLabel } = viewOf(parts, asking, row);
    const { id, event, risk, issuer, documentNumber, description, instruction, headline } = row;
    const { sentAt, onsetAt, effectiveAt, expiresAt, receivedAt } = row;
    items.push({
      ...{
        id,
        state,
        colour,
        colourLabel,
        event,
        risk,
        issuer,
        documentNumber,
        headline,
        description,
        instruction,
      },
      ...{ sentAt, from: onsetAt ?? effectiveAt, until: expiresAt, receivedAt },
      areas: (await topmost(tx, await store.listAreas(tx, id))).map((one) => one.name),
    });
  }
  return { at: parts.now(), items };
}
