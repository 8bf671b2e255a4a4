// What goes along on a phone: of the registers that allow it the columns of their lists, masked as any list is, over the places of its
// holder. Nothing of a register that does not allow it, and no more than an old phone has room for.
import type { Tx } from '../../platform/db/db.ts';
import { type Asking, pathsFor, type RegisterParts } from './parts.ts';
import { recordsJson } from './records.ts';
import { countRecords, type ListQuery, listRecords } from './store-list.ts';

export type PhoneRegister = {
  code: string;
  label: string;
  about: string;
  fields: { code: string; label: string }[];
  rows: { id: string; title: string; area: string; shown: Record<string, string> }[];
  /** How many more there are than fit. */
  left: number;
};

/** The registers for one phone. O(registers × `most`), two questions to the database for each. */
export async function phoneRegisters(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  most: number,
): Promise<PhoneRegister[]> {
  const found: PhoneRegister[] = [];
  for (const register of parts.registers.values()) {
    const paths = pathsFor(asking.actor, register, 'read');
    if (!register.offline || paths?.length === 0) continue;
    const query: ListQuery = {
      paths,
      areaPath: null,
      words: [],
      conditions: [],
      state: 'current',
      asOf: null,
    };
    const listed = await listRecords(tx, register, query, { by: 'title', after: null, limit: most + 1 });
    const total = listed.length > most ? await countRecords(tx, register, query) : listed.length;
    const rows = await recordsJson(tx, parts, asking, register, listed.slice(0, most));
    const fields = Object.entries(register.fields).filter(
      ([code, field]) => field.list === true && code !== register.title,
    );
    found.push({
      code: register.code,
      label: register.label[asking.locale],
      about: register.about[asking.locale],
      fields: fields.map(([code, field]) => ({ code, label: field.label[asking.locale] })),
      rows: rows.map(({ id, title, area, shown }) => ({
        id,
        title,
        area: area.name,
        shown: Object.fromEntries(fields.flatMap(([code]) => (shown[code] ? [[code, shown[code]]] : []))),
      })),
      left: total - rows.length,
    });
  }
  return found;
}
