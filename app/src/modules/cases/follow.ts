// What a resident sees and does with a follow code, and the map that everybody sees.
import * as engineStore from '../../engines/case/case-store.ts';
import type { CaseReference } from '../../engines/case/form.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import type { CommandBody, FollowUpBody } from './contract.ts';
import { photoLink } from './files.ts';
import { fileCase } from './filing.ts';
import { type FollowKey, openByKey } from './follow-key.ts';
import { ownershipView } from './hard-case-views.ts';
import { heldOf } from './held.ts';
import { countInCells, K } from './open-data.ts';
import { type Asking, type CasesParts, coreView, envelopeOf, readerOf } from './service.ts';
import * as store from './store.ts';
import { splitCodes } from './together.ts';
import * as views from './views.ts';

export async function followedView(parts: CasesParts, asking: Asking, key: FollowKey) {
  return parts.db.read(scopeOf(asking.actor), async (tx) => {
    const { caseId, reporterId } = await openByKey(parts, tx, key);
    return publicView(parts, tx, asking, caseId, reporterId);
  });
}

/** The reporter's side of a case: public steps only, no names of persons, no free words of other people. */
async function publicView(parts: CasesParts, tx: Tx, asking: Asking, caseId: string, reporterId: string) {
  const loaded = await engineStore.findCase(tx, caseId, caseId);
  if (!loaded) throw problem('cases.not-found', {});
  const { state } = loaded;
  const reader = readerOf(parts, asking, await parts.engine.world(asking.actor.district));
  const steps = await engineStore.listSteps(tx, caseId);
  const core = await coreView(parts, state, reader, true);
  const chain = await parts.ports.areaChain(state.district, state.areaId);
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    kind: state.kind,
    kindLabel: core.kindLabel,
    category: core.category,
    state: core.state,
    headline: state.headline,
    text: state.text,
    areaId: state.areaId,
    areaName: chain
      .slice(1)
      .map((area) => area.name)
      .join(' '),
    address: state.address,
    holder: core.holder,
    clock: core.clock,
    filedAt: state.filedAt,
    closedAt: state.closedAt,
    joined: state.joined,
    declined: state.facts['declined'] ?? null,
    outcome: core.outcome,
    photos: state.facts.photos.map((photo) => ({
      ...photo,
      url: photoLink(parts.ports.followKey, photo.fileId, reader.now),
    })),
    timeline: views.timelineOf(steps, state, reader, true),
    held: heldOf(steps, state, reader),
    ownership: publicOwnership(state, reader),
    actions: core.actions.filter((action) => action.name !== 'join'),
    // Only what the reporters said themselves: what staff linked may be a quarrel with somebody who stays unknown.
    followUpOf: (state.facts['followUpOf'] as CaseReference | undefined)?.number ?? null,
    // A second matter that was split off is followed by a code of its own.
    splits: splitCodes(parts, state, reporterId),
  };
}

/** Whether the ownership is in dispute, by when it is settled, who acts meanwhile, and who leads in the end; not what units wrote. */
function publicOwnership(state: Parameters<typeof ownershipView>[0], reader: views.Reader) {
  const view = ownershipView(state, reader);
  if (!view || (!view.open && !view.ruled)) return null;
  return {
    open: view.open && {
      why: view.open.why,
      at: view.open.at,
      dueAt: view.open.clock?.dueAt ?? null,
      caretaker: view.open.caretaker,
      by: view.open.by,
    },
    ruled: view.ruled && { lead: view.ruled.lead, assist: view.ruled.assist, at: view.ruled.at },
  };
}

export async function followedCommand(parts: CasesParts, asking: Asking, body: CommandBody & FollowKey) {
  const { actor } = asking;
  const { caseId, reporterId } = await parts.db.read(scopeOf(actor), (tx) => openByKey(parts, tx, body));
  if (body.name === 'join') throw problem('auth.forbidden', { command: body.name });
  const form = (body.form ?? {}) as { fixed?: unknown; rating?: unknown };
  const given = await parts.engine.give(
    {
      actor,
      prove: async (tx) => {
        await openByKey(parts, tx, body);
        return true;
      },
      beside: async (tx) => {
        const fixed = form.fixed === 'yes' || form.fixed === 'no' ? form.fixed : undefined;
        const rating = typeof form.rating === 'number' ? form.rating : undefined;
        if (fixed === undefined && rating === undefined) return;
        const answer = {
          ...(fixed ? { confirmed: fixed } : {}),
          ...(rating === undefined ? {} : { rating }),
        };
        await store.setReporterAnswer(tx, reporterId, caseId, answer);
      },
    },
    caseId,
    envelopeOf(parts, body),
  );
  return { outcome: given.outcome, case: await followedView(parts, asking, body) };
}

/** 另外反映: a new report of somebody who follows an earlier one, with a number and clocks of its own; each case names the other. */
export async function reportFollowUp(parts: CasesParts, asking: Asking, body: FollowUpBody) {
  const { followUpOf, ...filing } = body;
  const earlier = await parts.db.read(scopeOf(asking.actor), async (tx) => {
    const { caseId } = await openByKey(parts, tx, followUpOf, 'followUpOf/');
    const state = (await engineStore.findCase(tx, caseId, caseId))?.state;
    if (!state || !parts.engine.kind(state.kind).commands['linked']) throw problem('cases.not-found', {});
    return { id: state.id, number: state.number };
  });
  return fileCase(parts, asking, filing, { earlier });
}

/** Public things exactly, everything else as cells of at least five open cases. */
export async function publicMap(parts: CasesParts, asking: Asking) {
  const { district } = asking.actor;
  const world = await parts.engine.world(district);
  const reader = readerOf(parts, asking, world);
  const system: Actor = { kind: 'system', district, reason: 'public map' };
  const rows = await parts.db.read(scopeOf(system), (tx) =>
    store.listPoints(tx, { open: true, limit: 20_000 }),
  );
  const points: object[] = [];
  const areas = new Map<string, string>();
  for (const { area_id: id } of rows)
    if (!areas.has(id)) areas.set(id, (await parts.ports.areaChain(district, id)).at(-1)?.name ?? '');
  for (const row of rows) {
    const category = world.catalogue.categories.get(row.category);
    if (!category?.publicThing) continue;
    points.push({
      id: row.id,
      number: row.number,
      lng: row.lng,
      lat: row.lat,
      category: { code: row.category, label: category.label[asking.locale] },
      state: { code: row.state, label: reader.messages.text(asking.locale, `case.state.${row.state}`) },
      late: row.due_at !== null && row.due_at < reader.now,
      joined: row.joined,
      // The name of the grid, never the address: that may hold the words of whoever reported.
      areaName: areas.get(row.area_id) ?? '',
    });
  }
  const cells = countInCells(world, rows).map(({ ring, count }) => ({ ring, count }));
  return { points, cells, k: K, at: reader.now };
}
