// The JSON parser of request bodies. It refuses what later layers would choke on: nesting that overflows a recursive writer, and
// the character U+0000 that PostgreSQL's text cannot hold.
import { problem } from '../../kernel/problem.ts';

const MAX_DEPTH = 40;

/** Parses a body; an empty one is `undefined`. Throws `input.malformed` and says what is wrong. O(length). */
export function parseJsonBody(text: string): unknown {
  if (text === '') return undefined;
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (tooDeep(body)) throw problem('input.malformed', { reason: 'nesting' });
  if (body.includes('\\u0000')) throw problem('input.malformed', { reason: 'U+0000' });
  try {
    return JSON.parse(body);
  } catch {
    throw problem('input.malformed', { reason: 'JSON' });
  }
}

function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 92) i++;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (char === 125 || char === 93) depth -= 1;
  }
  return false;
}
