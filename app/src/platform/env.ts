// The one reader of environment variables. Every setting is validated here, at the edge, with a message that names it.
import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z.enum(['0', '1']).transform((value) => value === '1');

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  RENLIN_DATA: z.string().min(1).default('./.renlin'),
  RENLIN_DEMO: flag.default(false),
  RENLIN_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** Addresses that may embed the console in a frame (WeCom, DingTalk, the district's portal), comma separated. */
  RENLIN_FRAME_ANCESTORS: z.string().default(''),
  /** The address people type, when a proxy stands in front: used in links of messages and for the cross-site check. */
  RENLIN_PUBLIC_URL: z.url().optional(),
  RENLIN_TRUST_PROXY: flag.default(false),
  /** Lets webhooks call addresses inside the house: this machine, its network, private ranges. */
  RENLIN_WEBHOOKS_INSIDE: flag.default(false),
  /** Lets warnings be fetched from addresses inside the house. */
  RENLIN_WARNINGS_INSIDE: flag.default(false),
  /** A password older than so many days is changed before anything else; without it passwords do not age. */
  RENLIN_PASSWORD_DAYS: z.coerce.number().int().min(1).max(3650).optional(),
  /** Signs cookies and derives keys; made and kept in the data folder when absent. */
  RENLIN_SECRET: z.string().min(32).optional(),
  /** Seals what registers hold of people: the current key first, then older ones, comma separated. After a change a job seals everything anew. */
  RENLIN_FIELD_SECRETS: z
    .string()
    .regex(/^[^,]{32,}(,[^,]{32,})*$/, 'keys of at least 32 characters, separated by commas')
    .optional(),
  RENLIN_S3_ENDPOINT: z.url().optional(),
  RENLIN_S3_BUCKET: z.string().optional(),
  RENLIN_S3_REGION: z.string().default('us-east-1'),
  RENLIN_S3_ACCESS_KEY: z.string().optional(),
  RENLIN_S3_SECRET_KEY: z.string().optional(),
});

export type Env = Omit<z.infer<typeof schema>, 'RENLIN_DATA'> & { RENLIN_DATA: string };

/** Reads and checks the environment; throws one error that lists every wrong variable by name. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`环境变量有误 / wrong environment variables:\n  ${lines.join('\n  ')}`);
  }
  return { ...parsed.data, RENLIN_DATA: resolve(parsed.data.RENLIN_DATA) };
}
