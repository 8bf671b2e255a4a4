// Reading requests: what everybody may see of cases about public things, in the words of GeoReport.
import type { Actor } from '../../kernel/actor.ts';
import { isUuid } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { readDateTime, writeDateTime } from '../../platform/http/date-time.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { findOwnCase, listOpenCases, listOpenSteps, numberOf, type OpenCase } from '../cases/public.ts';
import { type Open311Parts, type Say, sayer } from './parts.ts';
import { wrongParameter } from './protocol.ts';
import { findService, serviceCode } from './services.ts';

export const MOST_ON_PAGE = 1000;
const MOST_PAGES = 10_000;
const MOST_DAYS = 90;
const DAY_MS = 86_400_000;
export const MEDIA_PATH = '/open311/v2/media';

/** `base`: under which address this server is known outside. */
export type Asked = { district: string; locale: Locale; now: number; base: string };
/** What came in the address; a name that came twice is a list. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** Parameters as the protocol writes them, refused by name. Unknown names are let pass: clients add their own. */
export function readerOf(query: Query, say: Say) {
  const text = (name: string): string | undefined => {
    const value = query[name];
    if (Array.isArray(value)) throw wrongParameter(name, say('hint.once'));
    if (value !== undefined && (value.length > 2000 || value.includes('\u0000')))
      throw wrongParameter(name, say('hint.text', { most: 2000 }));
    return value === undefined || value === '' ? undefined : value;
  };
  return {
    text,
    date(name: string): number | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      const at = readDateTime(value);
      if (at === undefined) throw wrongParameter(name, say('hint.date'));
      return at;
    },
    count(name: string, most: number): number | undefined {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^\d{1,6}$/.test(value) || Number(value) < 1 || Number(value) > most)
        throw wrongParameter(name, say('hint.page', { most }));
      return Number(value);
    },
    list(name: string): string[] | undefined {
      const found = text(name)
        ?.split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '');
      return found && found.length > 0 ? found.slice(0, MOST_ON_PAGE) : undefined;
    },
  };
}
export type QueryReader = ReturnType<typeof readerOf>;

/** Refuses a jurisdiction that is not the district whose public pages are served here. */
export function checkJurisdiction(reader: QueryReader, district: string): void {
  const value = reader.text('jurisdiction_id');
  if (value !== undefined && value !== district)
    throw problem('open311.jurisdiction-unknown', { value: value.slice(0, 60), known: district });
}

/** From when to when: at most ninety days; with one end named, ninety days from there. */
function spanOf(from: number | undefined, to: number | undefined, now: number) {
  if (from !== undefined && to !== undefined && to - from > MOST_DAYS * DAY_MS)
    throw problem('open311.span', { days: MOST_DAYS });
  if (from !== undefined) return { from, to: to ?? from + MOST_DAYS * DAY_MS };
  const end = to ?? now;
  return { from: end - MOST_DAYS * DAY_MS, to: end };
}

function pageOf(reader: QueryReader) {
  const limit = reader.count('page_size', MOST_ON_PAGE) ?? MOST_ON_PAGE;
  const page = reader.count('page', MOST_PAGES) ?? 1;
  return { limit, offset: (page - 1) * limit };
}

function openOf(reader: QueryReader, say: Say): boolean | undefined {
  const wanted = reader.list('status');
  if (!wanted) return undefined;
  if (wanted.some((one) => one !== 'open' && one !== 'closed'))
    throw wrongParameter('status', say('hint.status'));
  const both = wanted.includes('open') && wanted.includes('closed');
  return both ? undefined : wanted.includes('open');
}

/** GET requests. Named ids override everything else; otherwise the last ninety days, at most a thousand. */
export async function listRequests(parts: Open311Parts, asked: Asked, query: Query) {
  const say = sayer(parts, asked.locale);
  const reader = readerOf(query, say);
  checkJurisdiction(reader, asked.district);
  const numbers = reader.list('service_request_id');
  const page = pageOf(reader);
  const { catalogue } = await parts.cases.engine.world(asked.district);
  const codes = reader.list('service_code')?.map((code) => findService(catalogue, code).code);
  const open = openOf(reader, say);
  const span = spanOf(reader.date('start_date'), reader.date('end_date'), asked.now);
  const filter = numbers
    ? { numbers }
    : {
        filedFrom: span.from,
        filedTo: span.to,
        changedFrom: reader.date('updated_after'),
        changedTo: reader.date('updated_before'),
        open,
        categories: codes,
      };
  const found = await listOpenCases(parts.cases, asked.district, asked.locale, filter, page);
  return found.map((one) => described(one, asked.base));
}

/** GET one request; with a key also one's own that is not public, without its place. */
export async function findRequest(
  parts: Open311Parts,
  asked: Asked,
  number: string,
  holder: Actor | undefined,
) {
  const [found] = await listOpenCases(
    parts.cases,
    asked.district,
    asked.locale,
    { numbers: [number] },
    { limit: 1, offset: 0 },
  );
  const one = found ?? (holder && (await findOwnCase(parts.cases, holder, asked.locale, number)));
  if (!one) throw problem('open311.request-unknown', { value: number.slice(0, 60) });
  return [described(one, asked.base)];
}

/** GET tokens: the token of a request is the id that whoever filed it made for it. */
export async function findToken(parts: Open311Parts, asked: Asked, token: string) {
  const number = isUuid(token) ? await numberOf(parts.cases, asked.district, token) : undefined;
  if (number === undefined) throw problem('open311.token-unknown', { value: token.slice(0, 60) });
  return [{ service_request_id: number, token }];
}

function described(one: OpenCase, base: string) {
  const [picture] = one.pictures;
  return {
    service_request_id: one.number,
    status: one.open ? 'open' : 'closed',
    status_notes: one.stateLabel,
    service_name: one.categoryLabel,
    service_code: serviceCode(one.category),
    // The words of whoever reported are theirs.
    description: one.categoryLabel,
    agency_responsible: one.unitName,
    service_notice: null,
    requested_datetime: writeDateTime(one.filedAt),
    updated_datetime: writeDateTime(one.changedAt),
    expected_datetime: one.dueAt === null ? null : writeDateTime(one.dueAt),
    address: one.areaName,
    address_id: null,
    zipcode: null,
    ...(one.point ? { lat: one.point.lat, long: one.point.lng } : {}),
    // Absent unless somebody of the case has looked at the picture and made it public.
    ...(picture === undefined ? {} : { media_url: `${base}${MEDIA_PATH}/${picture}` }),
  };
}

/** The states of our cases in the words that clients of the update extension know. */
const UPDATE_STATUS: Readonly<Record<string, string>> = {
  reported: 'OPEN',
  filed: 'INVESTIGATING',
  dispatched: 'ACTION_SCHEDULED',
  handling: 'IN_PROGRESS',
  paused: 'ACTION_SCHEDULED',
  checking: 'IN_PROGRESS',
  confirming: 'FIXED',
  closed: 'CLOSED',
  done: 'FIXED',
  declined: 'NO_FURTHER_ACTION',
  withdrawn: 'CANCELLED',
  merged: 'DUPLICATE',
};

/** GET servicerequestupdates: the public steps of public cases, the oldest first; by default of the last day. */
export async function listUpdates(parts: Open311Parts, asked: Asked, query: Query) {
  const say = sayer(parts, asked.locale);
  const reader = readerOf(query, say);
  checkJurisdiction(reader, asked.district);
  const from = reader.date('start_date');
  const to = reader.date('end_date');
  const span =
    from === undefined && to === undefined
      ? { from: asked.now - DAY_MS, to: asked.now }
      : spanOf(from, to, asked.now);
  const numbers = reader.list('service_request_id');
  const steps = await listOpenSteps(
    parts.cases,
    asked.district,
    asked.locale,
    { ...span, numbers },
    pageOf(reader),
  );
  return steps.map((step) => ({
    update_id: `${step.number}-${step.version}`,
    service_request_id: step.number,
    status: UPDATE_STATUS[step.toState] ?? 'OPEN',
    updated_datetime: writeDateTime(step.receivedAt),
    description: step.label,
  }));
}
