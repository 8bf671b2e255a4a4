// The parsers of forms, for routes of older protocols that speak nothing else. A name may come several times.
import type { FastifyRequest } from 'fastify';
import { problem } from '../../kernel/problem.ts';

const MOST_FIELDS = 200;

export type FormFields = Record<string, string[]>;

/** Reads a form; names keep all of their values in order. Throws `input.malformed` and says what is wrong. O(length). */
export function parseForm(text: string): FormFields {
  return fieldsOf(new URLSearchParams(text));
}

function fieldsOf(pairs: Iterable<[string, string]>): FormFields {
  const fields: FormFields = Object.create(null) as FormFields;
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > MOST_FIELDS) throw problem('input.malformed', { reason: `> ${MOST_FIELDS}` });
    if (name.includes('\u0000') || value.includes('\u0000'))
      throw problem('input.malformed', { reason: 'U+0000' });
    const known = fields[name];
    if (known) known.push(value);
    else fields[name] = [value];
  }
  return fields;
}

export type FormFile = { field: string; name: string; data: Buffer };
export type FormLimits = { files: number; bytes: number; fieldBytes: number };

/** Reads a multipart form: its fields as above, and its files, all of them together no larger than `bytes`. */
export async function readFormParts(
  request: FastifyRequest,
  limits: FormLimits,
): Promise<{ fields: FormFields; files: FormFile[] }> {
  const pairs: [string, string][] = [];
  const files: FormFile[] = [];
  let room = limits.bytes;
  const tooLarge = () => problem('files.too-large', { max: limits.bytes / 1048576 });
  try {
    for await (const part of request.parts({
      limits: {
        files: limits.files,
        fields: MOST_FIELDS,
        parts: limits.files + MOST_FIELDS,
        fileSize: limits.bytes,
        fieldSize: limits.fieldBytes,
      },
    })) {
      if (part.type === 'field') {
        if (part.valueTruncated || part.fieldnameTruncated)
          throw problem('input.malformed', { reason: part.fieldname });
        pairs.push([part.fieldname, String(part.value)]);
        continue;
      }
      const data = await part.toBuffer();
      room -= data.length;
      if (room < 0) throw tooLarge();
      files.push({ field: part.fieldname, name: part.filename ?? '', data });
    }
  } catch (error) {
    throw refusalOf(error, tooLarge);
  }
  return { fields: fieldsOf(pairs), files };
}

/** What the reader of forms says is about the form that was sent. */
function refusalOf(error: unknown, tooLarge: () => Error): unknown {
  if (!(error instanceof Error) || error.name === 'Problem') return error;
  const { code } = error as { code?: string };
  if (code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge();
  return code?.startsWith('FST_') ? error : problem('input.malformed', { reason: 'multipart' });
}
