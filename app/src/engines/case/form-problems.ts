// A refusal within a command's form names its fields and options by the words of that form, wherever in the command it arose.
import { Problem } from '../../kernel/problem.ts';
import type { FormSpec } from './form.ts';

const INSIDE = 'form/';

/** The same refusal with the message keys of its fields' names; everything else as it is. */
export function namedByForm(error: unknown, command: string, form: FormSpec | undefined): unknown {
  if (!(error instanceof Problem) || !error.fields.some(({ path }) => path.startsWith(INSIDE))) return error;
  const fields = error.fields.map((one) => {
    const name = one.path.startsWith(INSIDE) ? one.path.slice(INSIDE.length).split('/')[0] : undefined;
    if (!name || one.labels) return one;
    const optionSet = form?.[name]?.optionSet;
    const labels = [`case.field.${command}.${name}`, `case.field.${name}`];
    return { ...one, labels, ...(optionSet ? { optionSet } : {}) };
  });
  return new Problem(error.code, error.status, error.params, fields);
}
