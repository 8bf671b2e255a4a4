// Residents who need help while an emergency covers their place: without an account, followed by a code. What they read of it is what
// was announced: which risk, where, since when.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { emergencyOf, openModuleCase } from '../cases/public.ts';
import type { AskBody } from './contract.ts';
import { needFacts } from './needs.ts';
import type { Asking, EmergencyParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const MOST = 50;

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

const machineOf = ({ district }: Actor): Actor => ({
  kind: 'system',
  district,
  reason: 'emergencies in force',
});

const inForce = (tx: Tx): Promise<CaseState[]> => store.listEmergencies(tx, true, MOST);

export async function publicEmergencies(parts: EmergencyParts, asking: Asking) {
  const { actor, locale } = asking;
  const running = await parts.db.read(scopeOf(machineOf(actor)), inForce);
  const items = [];
  for (const state of running) {
    const { risk } = emergencyOf(state);
    items.push({
      id: state.id,
      risk: { code: risk, label: parts.messages.text(locale, `emergency.risk.${risk}`) },
      areaName: (await parts.areaChain(actor.district, state.areaId)).at(-1)?.name ?? '',
      since: state.filedAt,
    });
  }
  return { items };
}

/** The nearest emergency over the place takes it; nobody is sent away without being told where to turn. */
export async function askForHelp(parts: EmergencyParts, asking: Asking, body: AskBody) {
  const { actor, locale } = asking;
  const { point, areaId } = body;
  if (!point && !areaId)
    throw problem('emergency.place-missing', {}, [{ path: 'point', code: 'emergency-place-missing' }]);
  const path = point ? 'point' : 'areaId';
  const chain = point
    ? await parts.cases.ports.locate(actor.district, point.lng, point.lat)
    : await parts.areaChain(actor.district, areaId ?? '');
  const area = chain.at(-1);
  if (!area) throw problem('emergency.area-unknown', {}, [{ path, code: 'emergency-area' }]);
  const running = await parts.db.read(scopeOf(machineOf(actor)), inForce);
  const over = running
    .filter((one) => area.path.startsWith(one.areaPath))
    .sort((a, b) => b.areaPath.length - a.areaPath.length || b.filedAt - a.filedAt)[0];
  if (!over) throw problem('emergency.none-here', {}, [{ path, code: 'emergency-none-here' }]);
  const label = parts.messages.text('zh-CN', `emergency.need.${body.what}`);
  const measure = parts.messages.text('zh-CN', 'emergency.people');
  const { state, follow } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'relief-need',
    areaId: area.id,
    ownerUnit: null,
    parentId: over.id,
    headline: `${label} ${body.people} ${measure}`,
    text: body.text,
    address:
      body.address || (point ? await parts.cases.ports.addressAt(actor.district, point.lng, point.lat) : ''),
    ...(point ? { point } : {}),
    channel: 'portal',
    facts: { need: needFacts(over.id, { what: body.what, amount: body.people, measure }) },
    reporter: body.reporter ?? {},
    proof: body.proof,
  });
  return {
    number: state.number,
    headline: state.headline,
    risk: parts.messages.text(locale, `emergency.risk.${emergencyOf(over).risk}`),
    follow,
  };
}
