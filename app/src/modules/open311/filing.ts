// POST requests and updates: a form of the protocol becomes the same filing, or the same command, that our own pages send. It acts as
// the owner of the key, with every check that the owner's own filing meets.
import type { Actor } from '../../kernel/actor.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import type { Session } from '../../platform/auth/sessions.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { readDateTime } from '../../platform/http/date-time.ts';
import type { FormFields, FormFile } from '../../platform/http/form-body.ts';
import { invalidInput } from '../../platform/http/invalid-input.ts';
import {
  type FileBody,
  fileBody,
  fileCase,
  findOwnCase,
  giveCommand,
  listOpenCases,
} from '../cases/public.ts';
import { type Open311Parts, type Say, sayer } from './parts.ts';
import { wrongParameter } from './protocol.ts';
import { type Asked, checkJurisdiction, readerOf } from './requests.ts';
import { CLIENT_IDS, COORDINATE_SYSTEMS, findService } from './services.ts';

type Fields = Readonly<FormFields>;
const NUMBER = /^-?\d{1,3}(\.\d{1,15})?$/;
const ATTRIBUTE = /^attribute\[([^\]]{1,60})\](\[\])?$/;

/** What a client sent as `attribute[code]` and `attribute[code][]`, by code. */
function attributesOf(fields: Fields): Map<string, string[]> {
  const attributes = new Map<string, string[]>();
  for (const [name, values] of Object.entries(fields)) {
    const code = ATTRIBUTE.exec(name)?.[1];
    if (code === undefined) continue;
    // Nothing picked in a list is sent as an empty value.
    attributes.set(code, [...(attributes.get(code) ?? []), ...values.filter((value) => value !== '')]);
  }
  return attributes;
}

/** Who files: the key of the form, or the one that came with the request. */
export async function holderOf(
  parts: Open311Parts,
  asked: Asked,
  key: string | undefined,
  scope: string,
  bearer: Session | undefined,
): Promise<Session> {
  if (!bearer && key === undefined) throw problem('open311.key-missing');
  const session = bearer ?? (await parts.authenticateKey(key as string));
  if (!session.key?.scopes.includes(scope)) throw problem('open311.key-scope', { scope });
  if (session.mustChangePassword) throw problem('auth.password-change-required');
  if (session.district !== asked.district)
    throw problem('open311.jurisdiction-unknown', { value: asked.district, known: session.district });
  return session;
}

/** The one value of a field; a field that came twice is refused. */
function valuesOf(fields: Fields, say: Say) {
  return (name: string): string | undefined => {
    const values = fields[name] ?? [];
    if (new Set(values).size > 1) throw wrongParameter(name, say('hint.once'));
    const value = values[0]?.trim();
    return value === '' ? undefined : value;
  };
}

/** Files of one request, and how large they are together. */
export const MEDIA = { files: 5, bytes: 20 * 1024 * 1024, fieldBytes: 16 * 1024 };

type Sent = { session: Session; idempotencyKey: string | undefined; files: readonly FormFile[] };

/** What requests and updates begin with: the words for refusals, the fields one by one, and a jurisdiction that is ours. */
function posted(parts: Open311Parts, asked: Asked, fields: Fields) {
  const say = sayer(parts, asked.locale);
  const value = valuesOf(fields, say);
  checkJurisdiction(readerOf({ jurisdiction_id: value('jurisdiction_id') }, say), asked.district);
  return { say, value };
}

/** POST requests. Sent again with the same client's number and key it is answered as before and filed once. */
export async function fileRequest(parts: Open311Parts, asked: Asked, fields: Fields, sent: Sent) {
  const { say, value } = posted(parts, asked, fields);
  const code = value('service_code');
  if (code === undefined) throw problem('open311.service-missing');
  const { catalogue } = await parts.cases.engine.world(asked.district);
  const category = findService(catalogue, code);
  const attributes = readAttributes(attributesOf(fields), category.kinds, say);
  const place = placeOf(value, attributes.system, say);
  const media = mediaOf(value('media_url'), say);
  for (const { field } of sent.files)
    if (!/^media(\[\])?$/.test(field)) throw wrongParameter(field.slice(0, 60), say('hint.media-field'));
  const words = value('description') ?? category.label['zh-CN'];
  const reporter = reporterOf(value);
  const body = {
    commandId: commandIdOf(parts, sent.session, sent.idempotencyKey ?? attributes.clientId),
    kind: attributes.kind ?? category.kinds[0],
    category: category.code,
    text: media === undefined ? words : `${words}\n${say('media', { url: media })}`,
    channel: 'import',
    ...place,
    ...(attributes.occurredAt === undefined ? {} : { occurredAt: attributes.occurredAt }),
    ...(reporter ? { reporter } : {}),
  };
  const checked = fileBody.safeParse(body);
  if (!checked.success) throw renamed(invalidInput(checked.error, ''));
  const asking = { actor: sent.session.actor, locale: asked.locale };
  // Looked at last: whatever else is wrong is said before anything is kept.
  const photos = await storePictures(parts, sent, say);
  const filing = { ...(checked.data as FileBody), ...(photos.length > 0 ? { photos } : {}) };
  const filed = await fileCase(parts.cases, asking, filing, { asked: true }).catch((error: unknown) => {
    throw error instanceof Problem ? renamed(error) : error;
  });
  const { number } = filed.case;
  return [
    {
      service_request_id: number,
      service_notice: filed.follow
        ? say('notice-follow', { number, code: filed.follow.code })
        : say('notice', { number }),
      account_id: null,
    },
  ];
}

function readAttributes(given: ReadonlyMap<string, string[]>, kinds: readonly string[], say: Say) {
  const one = (name: string): string | undefined => {
    const values = given.get(name) ?? [];
    if (new Set(values).size > 1) throw wrongParameter(`attribute[${name}]`, say('hint.once'));
    return values[0]?.trim() || undefined;
  };
  const choice = (name: string, options: readonly string[]): string | undefined => {
    const found = one(name);
    if (found !== undefined && !options.includes(found))
      throw wrongParameter(`attribute[${name}]`, say('hint.choice', { options: options.join(', ') }));
    return found;
  };
  const known: readonly string[] = ['notice', 'kind', 'occurred_at', 'coordinate_system', ...CLIENT_IDS];
  for (const name of given.keys())
    if (!known.includes(name)) throw wrongParameter(`attribute[${name}]`, say('hint.attribute'));
  const occurred = one('occurred_at');
  const occurredAt = occurred === undefined ? undefined : readDateTime(occurred);
  if (occurred !== undefined && occurredAt === undefined)
    throw wrongParameter('attribute[occurred_at]', say('hint.date'));
  const clientId = CLIENT_IDS.map((name) => ({ name, id: one(name) })).find(({ id }) => id !== undefined);
  return {
    kind: choice('kind', kinds),
    system: choice('coordinate_system', COORDINATE_SYSTEMS),
    occurredAt,
    clientId: clientId && `${clientId.name} ${clientId.id}`,
  };
}

function placeOf(value: (name: string) => string | undefined, system: string | undefined, say: Say) {
  const lat = value('lat');
  const long = value('long');
  const address = value('address_string');
  const words = address === undefined ? {} : { address };
  if (lat !== undefined || long !== undefined) {
    for (const [name, text] of [
      ['lat', lat],
      ['long', long],
    ] as const) {
      if (text === undefined) throw wrongParameter(name, say('hint.required'));
      if (!NUMBER.test(text)) throw wrongParameter(name, say('hint.number'));
    }
    return { ...words, point: { lat: Number(lat), lng: Number(long), ...(system ? { system } : {}) } };
  }
  const areaId = value('address_id')?.toLowerCase();
  if (areaId === undefined) throw problem('open311.place-missing');
  return { ...words, areaId };
}

/** A picture elsewhere is named, never fetched. */
function mediaOf(url: string | undefined, say: Say): string | undefined {
  if (url === undefined) return undefined;
  const fits = url.length <= 1000 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!fits) throw wrongParameter('media_url', say('hint.url'));
  return new URL(url).href;
}

/** Pictures come re-encoded and without what a camera hides in them; one that nobody attaches is swept within a day. */
async function storePictures(parts: Open311Parts, sent: Sent, say: Say): Promise<string[]> {
  const ids: string[] = [];
  for (const { data, name } of sent.files) {
    // A form without a picture sends an empty one.
    if (data.length === 0) continue;
    const { id, mime } = await parts.storeFile(scopeOf(sent.session.actor), { data, name });
    if (!mime.startsWith('image/')) throw wrongParameter('media', say('hint.media-type'));
    ids.push(id);
  }
  return ids;
}

const HAN = /\p{Script=Han}/u;

/** Name and telephone of whoever reported, when the client sends them. Mail address, device and client's account are not kept. */
function reporterOf(value: (name: string) => string | undefined) {
  const first = value('first_name') ?? '';
  const last = value('last_name') ?? '';
  const phone = value('phone')
    ?.replace(/^\+86/, '')
    .replace(/[\s()]/g, '');
  const name = HAN.test(first + last) ? `${last}${first}` : `${first} ${last}`.trim();
  if (name === '' && phone === undefined) return undefined;
  return {
    ...(name === '' ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
    wantsReply: phone !== undefined,
  };
}

/** Our names of fields in the names of the protocol, so that a client finds what to correct. */
const NAMES: readonly (readonly [ours: RegExp, theirs: string])[] = [
  [/^point\/lng$/, 'long'],
  [/^point\/lat$/, 'lat'],
  [/^point\b/, 'lat, long'],
  [/^areaId$/, 'address_id'],
  [/^address$/, 'address_string'],
  [/^text$/, 'description'],
  [/^category$/, 'service_code'],
  [/^reporter\/phone$/, 'phone'],
  [/^reporter\/name$/, 'first_name, last_name'],
  [/^occurredAt$/, 'attribute[occurred_at]'],
  [/^kind$/, 'attribute[kind]'],
];

function renamed(one: Problem): Problem {
  const fields = one.fields.map((field) => ({
    ...field,
    path: NAMES.find(([ours]) => ours.test(field.path))?.[1] ?? field.path,
  }));
  return problem(one.code, one.params, fields);
}

/** The id that a filing gets: the same for the same client's number under the same key, a new one without. UUIDv8 (RFC 9562 §5.8). */
function commandIdOf(
  parts: Open311Parts,
  session: Session,
  clientId: string | undefined,
  purpose = 'request',
): string {
  if (clientId === undefined) return parts.cases.ids.next();
  const name = JSON.stringify([session.district, session.key?.id, purpose, clientId]);
  const hex = parts.crypto.mac('open311-id', name).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** POST servicerequestupdates: what the client writes is a note on the case, for the staff; it may name people, so it never is public. */
export async function fileUpdate(parts: Open311Parts, asked: Asked, fields: Fields, sent: Sent) {
  const { say, value } = posted(parts, asked, fields);
  const number = value('service_request_id');
  if (number === undefined) throw wrongParameter('service_request_id', say('hint.required'));
  const note = value('description');
  if (note === undefined) throw wrongParameter('description', say('hint.required'));
  if ([...note].length > 1000 || !note.isWellFormed())
    throw wrongParameter('description', say('hint.text', { most: 1000 }));
  const { actor } = sent.session;
  const found = await findCase(parts, asked, actor, number);
  const clientId = sent.idempotencyKey ?? value('update_id');
  const commandId = commandIdOf(parts, sent.session, clientId, `update ${found.number}`);
  // A note holds on any version: the client does not know how far the case is.
  const given = await giveCommand(parts.cases, { actor, locale: asked.locale }, found.id, {
    commandId,
    name: 'note',
    baseVersion: 1,
    form: { note },
  });
  return [{ update_id: `${given.case.number}-${commandId}` }];
}

async function findCase(parts: Open311Parts, asked: Asked, actor: Actor, number: string) {
  const page = { limit: 1, offset: 0 };
  const [found] = await listOpenCases(parts.cases, asked.district, asked.locale, { numbers: [number] }, page);
  const one = found ?? (await findOwnCase(parts.cases, actor, asked.locale, number));
  if (!one) throw problem('open311.request-unknown', { value: number.slice(0, 60) });
  return one;
}
