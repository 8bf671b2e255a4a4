// What an emergency allowed to be written down goes when it is over: the days count from the end of the incident, whoever ends it and
// however, and start anew when it was ended by mistake.
import type { Tx } from '../../platform/db/db.ts';
import type { Register } from './declare.ts';
import { type RegisterParts, today } from './parts.ts';
import { findOver, settleEnds } from './store-sunset.ts';

/** The register of the incidents that a register's people belong to. */
function incidentsOf(parts: RegisterParts, register: Register): Register | undefined {
  const field = register.sunset && register.fields[register.sunset.incident];
  return field?.type === 'reference' ? parts.registers.get(field.to) : undefined;
}

/** After a change of a register: sets anew until when people of incidents are kept, where it touches that. */
export async function followSunsets(tx: Tx, parts: RegisterParts, changed: Register): Promise<void> {
  for (const register of parts.registers.values()) {
    const incidents = incidentsOf(parts, register);
    if (incidents && (register.code === changed.code || incidents.code === changed.code))
      await settleEnds(tx, register, incidents);
  }
}

/** Which of these incidents are over: nobody is registered for them any more. */
export async function incidentsOver(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const incidents = incidentsOf(parts, register);
  if (!incidents || !register.sunset || ids.length === 0) return new Set();
  return new Set(await findOver(tx, incidents, register.sunset.over, [...new Set(ids)], today(parts)));
}
