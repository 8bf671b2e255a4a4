// What the sign-in screens and the account administration exchange with the server.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';

const loginText = z.string().min(1).max(60);
const passwordText = z.string().min(1).max(256);

export const signInBody = z.strictObject({
  login: loginText,
  password: passwordText,
  code: z.string().max(12).optional(),
});
export const passwordBody = z.strictObject({ current: passwordText, next: passwordText });
export const codeBody = z.strictObject({ code: z.string().regex(/^\d{6}$/) });
export const disableTotpBody = z.strictObject({ password: passwordText });
export const totpStart = z.object({ secret: z.string(), uri: z.string() });

export const heldPost = z.object({
  postId: z.string(),
  title: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  area: z.object({ id: z.string(), name: z.string(), path: z.string() }),
  duties: z.array(z.string()),
  acting: z.boolean(),
});
export type MePost = z.infer<typeof heldPost>;

export const me = z.object({
  account: z.object({ id: z.string(), login: z.string(), name: z.string() }),
  district: z.object({ code: z.string(), name: z.string() }),
  posts: z.array(heldPost),
  home: z.enum(['console', 'field']),
  demo: z.boolean(),
  totp: z.boolean(),
  mustChangePassword: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const demoUser = z.object({
  user: z.string(),
  name: z.string(),
  title: z.string(),
  area: z.string(),
  unit: z.string(),
  home: z.enum(['console', 'field']),
  about: z.string(),
});
export type DemoUser = z.infer<typeof demoUser>;
export const demoBody = z.strictObject({ user: z.string().min(1).max(60) });

export const account = z.object({
  id: z.string(),
  district: z.string(),
  personId: z.string().nullable(),
  login: z.string(),
  name: z.string(),
  totpEnabled: z.boolean(),
  mustChange: z.boolean(),
  disabledAt: z.number().nullable(),
  createdAt: z.number(),
});
export const accountsQuery = z.strictObject({
  q: z.string().min(1).max(60).optional(),
  after: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const newAccountBody = z.strictObject({
  login: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/),
  name: cleanText(60, 1),
  personId: uuid.optional(),
});
export const accountParams = z.strictObject({ id: uuid });
export const accountCommandBody = z.strictObject({
  name: z.enum(['disable', 'enable', 'reset-password', 'unlock', 'end-sessions', 'reset-totp']),
});
export const issuedPassword = z.object({ id: z.string(), password: z.string().nullable() });

export const auditQuery = z.strictObject({
  from: z.coerce.number().int().min(0).max(8.64e15).optional(),
  to: z.coerce.number().int().min(0).max(8.64e15).optional(),
  action: z
    .string()
    .regex(/^[a-z0-9.-]{1,60}$/)
    .optional(),
  accountId: uuid.optional(),
  objectId: z.string().min(1).max(80).optional(),
  after: z
    .string()
    .regex(/^\d{1,15}_[0-9a-f-]{36}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const auditRow = z.object({
  id: z.string(),
  at: z.number(),
  actor: z.object({ kind: z.string(), accountId: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  result: z.string(),
  ip: z.string().nullable(),
  changed: z.array(z.string()),
});
