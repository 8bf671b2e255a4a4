// Under which address this server is known outside, for links in documents.
import type { FastifyRequest } from 'fastify';

/** The set address, or the one that the request came to; without a slash at its end. */
export function baseUrlOf(publicUrl: string | undefined, request: FastifyRequest): string {
  return (publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/+$/, '');
}
