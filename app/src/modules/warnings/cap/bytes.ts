// From bytes to text: the encoding that the document itself declares, and nothing that contradicts it.
import { refuse } from './fault.ts';

/** Alerts in the wild stay below 1 MB (a national outline of 880 KB is the largest known to us). */
export const MOST_BYTES = 2 * 1024 * 1024;

const KNOWN: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-16',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
};

/** The text of a document; refuses what is too large, declares an unknown encoding, or holds bytes that its encoding does not have. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) refuse('cap-too-large', '', { bytes: String(MOST_BYTES) });
  if (bytes.length === 0) refuse('cap-empty', '');
  const mark = markOf(bytes);
  const head = mark
    ? decode(bytes.subarray(0, 400 & ~1), mark, false)
    : Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\ufeff?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/
    .exec(head)?.[1]
    ?.toLowerCase();
  const encoding = declared === undefined ? (mark ?? 'utf-8') : KNOWN[declared];
  if (encoding === undefined) return refuse('cap-encoding-unknown', '', { encoding: declared ?? '' });
  const agrees =
    mark === undefined || encoding === mark || (encoding === 'utf-16' && mark.startsWith('utf-16'));
  if (!agrees || (encoding === 'utf-16' && !mark))
    return refuse('cap-encoding-mixed', '', { encoding: declared ?? '' });
  return decode(bytes, mark ?? encoding, true).replace(/^\ufeff/, '');
}

function markOf(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return undefined;
}

function decode(bytes: Uint8Array, encoding: string, fatal: boolean): string {
  try {
    return new TextDecoder(encoding, { fatal, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('cap-encoding-mixed', '', { encoding });
  }
}
