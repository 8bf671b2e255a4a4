// Structured logs, one JSON object a line. What could identify a person or open a door is cut before it is written.
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Env } from '../env.ts';

const SECRETS = ['password', 'token', 'code', 'cookie', 'authorization', 'phone', 'secret', 'name', 'text'];

/** Makes the log. Errors are written without `detail` and `where` of the database: those quote the rows. */
export function createLog(level: Env['RENLIN_LOG'], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: SECRETS.flatMap((key) => [`input.${key}`, `body.${key}`, `params.${key}`, `headers.${key}`]),
      censor: '…',
    },
    serializers: { err: errorFields },
  };
  return destination ? pino(options, destination) : pino(options);
}

type Failure = Error & { code?: string; constraint?: string; table?: string; routine?: string };

function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code, constraint, table, routine } = error as Failure;
  // PostgreSQL quotes values in some messages ("invalid input syntax for type uuid: …"): the class and place are enough.
  const database = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && routine !== undefined;
  return {
    type: error.name,
    message: database ? `database error ${code}` : error.message.slice(0, 500),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    stack: stackOf(error, database),
  };
}

function stackOf(error: Error, hideMessage: boolean): string | undefined {
  if (!hideMessage) return error.stack?.slice(0, 4000);
  return error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
