// Many rows in one statement. The driver writes an array with several patterns over every element, and the server reads every element of it:
// a sheet of 20,000 rows is a million elements, and half the columns say the same in every row.

/** A list of texts as the literal that PostgreSQL reads as an array. O(length). */
export function arrayLiteral(texts: readonly (string | null)[]): string {
  let out = '{';
  for (const text of texts) {
    if (out.length > 1) out += ',';
    if (text === null) out += 'NULL';
    else if (text.includes('"') || text.includes('\\')) out += `"${text.replace(/["\\]/g, '\\$&')}"`;
    else out += `"${text}"`;
  }
  return `${out}}`;
}

/** A column of the rows to be written: its PostgreSQL type, and its value of a row as text that PostgreSQL reads as that type. */
export type RowsColumn<T> = { name: string; type: string; of(row: T): string | null };

/**
 * The rows as something to select from: `from` is SQL with the columns by their names and types (alias `u`), to be read together with `values`, whose
 * numbers begin behind `given`. A column that says the same in every row travels once. At least one row.
 */
export function rowsAs<T>(
  columns: readonly RowsColumn<T>[],
  rows: readonly T[],
  given: number,
): { from: string; values: (string | null)[] } {
  const values: (string | null)[] = [];
  const lists: string[] = [];
  const names: string[] = [];
  const shown: string[] = [];
  for (const { name, type, of } of columns) {
    const cells = rows.map(of);
    const first = cells[0] ?? null;
    const place = `$${given + values.length + 1}`;
    // The first column always makes the rows.
    if (names.length > 0 && cells.every((cell) => cell === first)) {
      shown.push(`${place}::${type} as ${name}`);
      values.push(first);
      continue;
    }
    // An array of arrays is of one shape in PostgreSQL, so lists travel as texts.
    const list = type.endsWith('[]');
    lists.push(`${place}::${list ? 'text' : type}[]`);
    names.push(name);
    shown.push(list ? `r.${name}::${type} as ${name}` : `r.${name}`);
    values.push(arrayLiteral(cells));
  }
  return {
    from: `(select ${shown.join(', ')} from unnest(${lists.join(', ')}) as r (${names.join(', ')})) as u`,
    values,
  };
}
