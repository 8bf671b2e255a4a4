// A route is data: what it takes, who may call it, in which transaction it runs, and the function that answers. One promise per
// request: authenticate, parse, open the transaction, run, commit, and only then write the response.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../../kernel/actor.ts';
import type { KeyScope } from '../../kernel/key-scopes.ts';
import type { Tx } from '../db/db.ts';
import type { Locale } from '../i18n/messages.ts';
import type { Platform } from '../platform.ts';

export type Ctx = {
  /** Open for `transaction: 'read' | 'write'`; a route with 'none' must not touch it. */
  tx: Tx;
  actor: Actor;
  locale: Locale;
  platform: Platform;
  now(): number;
  request: { id: string; ip: string; userAgent: string; token: string | undefined };
};

/** Who may call. `public` needs no session (but sees it when there is one); `staff` needs one; duties are checked over the actor's posts. */
export type Access = 'public' | 'staff' | { duty: readonly string[] };

type Shape = z.ZodType;
type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

export type RouteSpec<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** Fastify path, e.g. `/api/v1/cases/:id`. */
  path: string;
  operationId: string;
  summary: string;
  tag: string;
  access: Access;
  params?: P;
  query?: Q;
  body?: B;
  /** Schema of the answer, for the OpenAPI document. */
  response: Shape;
  /** The scope with which a personal API key opens it. Without one no key does; a public route then answers as to anybody. */
  scope?: KeyScope;
  /**
   * Takes URL-encoded forms; `with-files` also multipart ones, which the handler reads (`readFormParts`). It looks at no cookie, so a
   * form that another site sends acts for nobody.
   */
  form?: true | 'with-files';
  /** Default: 'read' for GET, 'write' otherwise. */
  transaction?: 'read' | 'write' | 'none';
  /** A stricter rate than the general one, per client address and minute. */
  perMinute?: number;
  /** The exact text of the JSON body is needed too (a signature is over it): it is `raw.request.renlinRaw`. */
  keepRaw?: boolean;
  /** Largest body in bytes (default 256 KiB); `multipart` routes read parts themselves from `raw.request`. */
  bodyLimit?: number;
  handler(
    ctx: Ctx,
    input: { params: Out<P>; query: Out<Q>; body: Out<B> },
    raw: { request: FastifyRequest; reply: FastifyReply },
  ): Promise<unknown>;
};

export type Route = RouteSpec<Shape | undefined, Shape | undefined, Shape | undefined>;

/** Declares a route. The answer is sent as JSON with 200 (204 for undefined), unless the handler used `reply` itself and returned `reply`. */
export function route<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
>(spec: RouteSpec<P, Q, B>): Route {
  return spec as unknown as Route;
}
