// A closure is written down by whoever is there or on duty: what, where the line runs, and until when.
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type ClosureFacts, openModuleCase } from '../cases/public.ts';
import { runningEmergency } from '../emergency/public.ts';
import type { ClosureBody } from './contract.ts';
import type { Asking, CommandPostParts } from './parts.ts';
import './problems.ts';

const CLOSING = ['report', 'intake', 'dispatch', 'command'] as const;
const MOST_MS = 72 * 3_600_000;

export async function closePlace(parts: CommandPostParts, asking: Asking, id: string, body: ClosureBody) {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  const system = scopeOf({ kind: 'system', district: actor.district, reason: 'closure in an emergency' });
  const emergency = await parts.db.read(system, (tx) => runningEmergency(tx, id));
  // The middle of the line says to which grid it belongs.
  const [lng, lat] = body.line[Math.floor(body.line.length / 2)] as [number, number];
  const area = (await parts.cases.ports.locate(actor.district, lng, lat)).at(-1);
  if (!area?.path.startsWith(emergency.areaPath))
    throw problem('incident.outside', {}, [{ path: 'line', code: 'closure-outside' }]);
  if (!CLOSING.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('incident.not-yours', { area: area.name });
  const now = parts.now();
  if (body.until !== undefined && (body.until <= now || body.until > now + MOST_MS))
    throw problem('incident.until', {}, [{ path: 'until', code: 'closure-hours' }]);
  const facts: ClosureFacts = {
    emergency: id,
    what: body.what,
    line: body.line,
    until: body.until ?? null,
  };
  const label = parts.messages.text('zh-CN', `command-post.closed.${body.what}`);
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'closure',
    areaId: area.id,
    ownerUnit: null,
    parentId: id,
    headline: `${label} ${body.address}`,
    text: body.text,
    address: body.address,
    point: { lng, lat },
    channel: 'patrol',
    occurredAt: body.occurredAt ?? now,
    facts: { closure: facts },
  });
  return { id: state.id, number: state.number, version: state.version, state: state.state };
}
