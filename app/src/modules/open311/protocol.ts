// The wire form of GeoReport v2: XML or JSON by the ending of the address, refusals as a list of code and description, and times with
// their offset and without fractions.
import type { FastifyReply } from 'fastify';
import { problem } from '../../kernel/problem.ts';
import type { Refusal } from '../../platform/http/server.ts';
import { type Value, writeXml } from './xml.ts';

export type Format = 'xml' | 'json';

const TYPES: Record<Format, string> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

export const PREFIX = '/open311/';

/** Sends an answer. JSON has the list at its root; `wrapped` keeps the object (a service definition, discovery). */
export function answer(reply: FastifyReply, format: Format, root: string, value: Value): FastifyReply {
  return reply
    .headers({
      'content-type': TYPES[format],
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    })
    .send(format === 'xml' ? writeXml(root, value) : JSON.stringify(value));
}

/** The specification knows 404, 403 and 400; the rest of what a server must be able to say keeps its own number. */
function statusOf(status: number): number {
  if (status === 401) return 403;
  return status >= 500 || [403, 404, 405, 413, 429].includes(status) ? status : 400;
}

export const refusal: Refusal = {
  prefix: PREFIX,
  write(body, url) {
    const path = url.split('?', 1)[0] as string;
    const format: Format = path.endsWith('.json') ? 'json' : 'xml';
    const status = statusOf(body.status);
    const description =
      body.detail === '' || body.detail === body.title ? body.title : `${body.title} ${body.detail}`;
    const errors = [{ code: status, description }];
    return {
      status,
      type: TYPES[format],
      body: format === 'xml' ? writeXml('errors', errors) : JSON.stringify(errors),
    };
  },
};

/** Refuses one parameter; the reason is said in the reader's language by the caller's `say`. */
export function wrongParameter(name: string, hint: string) {
  return problem('open311.parameter', { name, hint });
}
