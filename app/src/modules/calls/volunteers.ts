// Who near a call has said that they help: people of the register of volunteers, who entered themselves, nearest place first, those with first aid
// before others. Masked as there, opened there with a reason. Nobody is sent out under a red warning.
import { mayOver, pathsFor, registerOf } from '../../engines/register/parts.ts';
import { recordsJson } from '../../engines/register/records.ts';
import type { RecordRow } from '../../engines/register/store.ts';
import { listRecords } from '../../engines/register/store-list.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { redWarningsOver } from '../warnings/public.ts';
import { staffOf } from './devices.ts';
import type { Asking, CallsParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const LOOKED = 500;
const SHOWN = 5;

export async function proposeVolunteers(parts: CallsParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking.actor);
  const call = await store.findCall(tx, id);
  if (!call) throw problem('calls.call-unknown', {}, [{ path: 'id', code: 'call-unknown' }]);
  const register = registerOf(parts.registers, 'volunteers');
  if ((await redWarningsOver(tx, call.areaPath, parts.now())).length > 0) return { red: true, items: [] };
  const chain = await parts.areaChain(actor.district, call.areaId);
  // Their community: farther away is no neighbour.
  const around = chain.findLast((one) => one.level === 'community') ?? chain.at(-1);
  if (!around) return { red: false, items: [] };
  const rows = await listRecords(
    tx,
    register,
    {
      ...{ paths: pathsFor(actor, register, 'read'), areaPath: around.path, words: [] },
      ...{ conditions: [], state: 'current' as const, asOf: null },
    },
    { by: 'updated', after: null, limit: LOOKED },
  );
  const first = rows
    .map((row) => ({ row, near: row.areaPath === call.areaPath, aid: knowsFirstAid(row) }))
    .sort((a, b) => Number(b.near) - Number(a.near) || Number(b.aid) - Number(a.aid))
    .slice(0, SHOWN);
  const shown = await recordsJson(
    tx,
    parts.registers,
    asking,
    register,
    first.map(({ row }) => row),
  );
  return {
    red: false,
    items: shown.map((json, index) => ({
      id: json.id,
      title: json.title,
      area: json.area,
      shown: json.shown,
      near: first[index]?.near ?? false,
      mayReveal: mayOver(actor, register, 'reveal', first[index]?.row.areaPath ?? ''),
    })),
  };
}

function knowsFirstAid(row: RecordRow): boolean {
  const skills: unknown = row.stored['skills'];
  return Array.isArray(skills) && skills.includes('first-aid');
}
