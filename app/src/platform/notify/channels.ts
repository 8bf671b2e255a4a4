// The ways out of the house. Each takes a title and a link and nothing else.
// WeCom group robot: POST JSON to the robot's address. DingTalk robot: the same, signed with
// base64(HMAC-SHA256(secret, timestamp + "\n" + secret)) over milliseconds. Mail by SMTP. SMS and voice by a generic HTTP call.
import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { type OutboundCall, postOutbound } from '../http/outbound.ts';

const webAddress = z.url({ protocol: /^https?$/ });

export const channelSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('wecom'), url: webAddress }),
  z.strictObject({ kind: z.literal('dingtalk'), url: webAddress, secret: z.string().min(8).max(200) }),
  z.strictObject({
    kind: z.literal('mail'),
    host: z.string().min(1).max(200),
    port: z.number().int().min(1).max(65535),
    secure: z.boolean(),
    user: z.string().max(200).optional(),
    password: z.string().max(200).optional(),
    from: z.email(),
    to: z.array(z.email()).min(1).max(20),
  }),
  z.strictObject({
    kind: z.literal('http'),
    url: webAddress,
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(500)).default({}),
    /** JSON with `{title}` and `{url}`; the two are written into it as JSON strings. */
    body: z.string().max(4000),
  }),
]);
export type ChannelSettings = z.input<typeof channelSettings>;
export type Channel = z.output<typeof channelSettings>;
export type Outgoing = { title: string; url: string | undefined };

const TIMEOUT_MS = 10_000;
const WECOM_BYTES = 2048;

/** The HTTP call for a message, or undefined for mail. Pure: `now` is epoch milliseconds. */
export function httpCall(channel: Channel, message: Outgoing, now: number): OutboundCall | undefined {
  const json = { 'content-type': 'application/json' };
  const text = message.url === undefined ? message.title : `${message.title}\n${message.url}`;
  switch (channel.kind) {
    case 'wecom':
      return {
        url: channel.url,
        headers: json,
        body: JSON.stringify({ msgtype: 'text', text: { content: cutBytes(text, WECOM_BYTES) } }),
      };
    case 'dingtalk': {
      const url = new URL(channel.url);
      url.searchParams.set('timestamp', String(now));
      url.searchParams.set('sign', dingtalkSign(channel.secret, now));
      return {
        url: url.href,
        headers: json,
        body: JSON.stringify({ msgtype: 'text', text: { content: text } }),
      };
    }
    case 'http':
      return {
        url: channel.url,
        headers: { ...json, ...channel.headers },
        body: channel.body
          .replaceAll('{title}', () => JSON.stringify(message.title).slice(1, -1))
          .replaceAll('{url}', () => JSON.stringify(message.url ?? '').slice(1, -1)),
      };
    case 'mail':
      return undefined;
  }
}

/** DingTalk's signature of a robot call (its documentation for custom robots). */
export function dingtalkSign(secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

function cutBytes(text: string, most: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > most) cut = cut.slice(0, -1);
  return cut;
}

/** Sends a message; throws when the other side did not take it. */
export async function sendThrough(channel: Channel, message: Outgoing, now: number): Promise<void> {
  if (channel.kind === 'mail') return sendMail(channel, message);
  const call = httpCall(channel, message, now) as OutboundCall;
  const response = await postOutbound(call);
  // Both robots answer 200 also when they refuse, with a code in the body.
  if (channel.kind === 'http') return;
  const answer = (await response.json().catch(() => ({}))) as { errcode?: number };
  if (answer.errcode !== undefined && answer.errcode !== 0)
    throw new Error(`robot answered ${answer.errcode}`);
}

async function sendMail(channel: Extract<Channel, { kind: 'mail' }>, message: Outgoing): Promise<void> {
  const transport = createTransport({
    host: channel.host,
    port: channel.port,
    secure: channel.secure,
    connectionTimeout: TIMEOUT_MS,
    ...(channel.user === undefined ? {} : { auth: { user: channel.user, pass: channel.password ?? '' } }),
  });
  try {
    await transport.sendMail({
      from: channel.from,
      to: channel.to.join(', '),
      subject: (message.title.split('\n', 1)[0] as string).slice(0, 100),
      text: message.url === undefined ? message.title : `${message.title}\n${message.url}`,
    });
  } finally {
    transport.close();
  }
}
