// The desk's list: every open call in reach, what is longest without an answer on top.
import type { Clock } from '@renlin/core/calendar/clock';
import type { Tx } from '../../platform/db/db.ts';
import { helpCallOf } from '../cases/public.ts';
import { onDuty } from './duty.ts';
import type { Asking, CallsParts } from './parts.ts';
import * as store from './store.ts';

const MOST = 200;

export async function listDesk(parts: CallsParts, tx: Tx, asking: Asking) {
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const calls = await store.listOpenCalls(tx, MOST);
  const duty = new Map<string, Awaited<ReturnType<typeof onDuty>>>();
  for (const { areaPath } of calls)
    if (!duty.has(areaPath)) duty.set(areaPath, await onDuty(parts, tx, areaPath));
  return {
    items: calls.map((call) => {
      const facts = helpCallOf(call);
      return {
        id: call.id,
        number: call.number,
        version: call.version,
        deviceId: facts.device,
        place: call.address,
        need: { code: facts.need, label: text(`option.call-need.${facts.need}`) },
        state: { code: call.state, label: text(`case.state.${call.state}`) },
        silent: facts.speech === 'none',
        again: facts.again,
        backs: facts.backs.map((one) => ({ at: one.at, label: text(`option.call-back.${one.outcome}`) })),
        since: call.filedAt,
        duty: duty.get(call.areaPath) ?? null,
        due: dueOf(call.clocks),
        escalated: call.facts['escalatedTo'] !== null && call.facts['escalatedTo'] !== undefined,
      };
    }),
  };
}

function dueOf(clocks: readonly Clock[]): number | null {
  const live = clocks.filter((one) => one.state !== 'stopped').map((one) => one.due);
  return live.length === 0 ? null : Math.min(...live);
}
