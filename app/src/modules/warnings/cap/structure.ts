// The shape of an alert by OASIS CAP 1.2 (and 1.1 by its namespace): which elements, in which order, how often, with which values. The same
// judgement as the standard's schema, with faults in words instead of a schema processor.
import { type CapFault, fault } from './fault.ts';
import type { Element } from './xml.ts';

export const CAP_12 = 'urn:oasis:names:tc:emergency:cap:1.2';
export const CAP_11 = 'urn:oasis:names:tc:emergency:cap:1.1';
const SIGNATURES = 'http://www.w3.org/2000/09/xmldsig#';

export const statuses = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;
export const msgTypes = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
export const scopes = ['Public', 'Restricted', 'Private'] as const;
export const severities = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;
export const urgencies = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
export const certainties = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;
export const categories = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const;
const responseTypes = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const;

type Value =
  | 'text'
  | 'date'
  | 'decimal'
  | 'integer'
  | 'language'
  | 'uri'
  | readonly string[]
  | readonly Rule[];
type Rule = { name: string; least: 0 | 1; many?: true; value: Value };

const one = (name: string, value: Value = 'text'): Rule => ({ name, least: 1, value });
const maybe = (name: string, value: Value = 'text'): Rule => ({ name, least: 0, value });
const any = (name: string, value: Value = 'text'): Rule => ({ name, least: 0, many: true, value });

const pair = [one('valueName'), one('value')];
const area = [
  one('areaDesc'),
  any('polygon'),
  any('circle'),
  any('geocode', pair),
  maybe('altitude', 'decimal'),
  maybe('ceiling', 'decimal'),
];
const resource = [
  one('resourceDesc'),
  one('mimeType'),
  maybe('size', 'integer'),
  maybe('uri', 'uri'),
  maybe('derefUri'),
  maybe('digest'),
];
const info = [
  maybe('language', 'language'),
  { ...one('category', categories), many: true as const },
  one('event'),
  any('responseType', responseTypes),
  one('urgency', urgencies),
  one('severity', severities),
  one('certainty', certainties),
  maybe('audience'),
  any('eventCode', pair),
  maybe('effective', 'date'),
  maybe('onset', 'date'),
  maybe('expires', 'date'),
  maybe('senderName'),
  maybe('headline'),
  maybe('description'),
  maybe('instruction'),
  maybe('web', 'uri'),
  maybe('contact'),
  any('parameter', pair),
  any('resource', resource),
  any('area', area),
];
const alert = [
  one('identifier'),
  one('sender'),
  one('sent', 'date'),
  one('status', statuses),
  one('msgType', msgTypes),
  maybe('source'),
  one('scope', scopes),
  maybe('restriction'),
  maybe('addresses'),
  any('code'),
  maybe('note'),
  maybe('references'),
  maybe('incidents'),
  any('info', info),
];

const MOST_FAULTS = 20;

/** What is wrong with the shape of an alert; empty when nothing is. O(elements). */
export function checkStructure(root: Element): CapFault[] {
  if (root.name !== 'alert' || (root.space !== CAP_12 && root.space !== CAP_11))
    return [fault('cap-not-cap', root.name, { namespace: root.space.slice(0, 100) })];
  const faults: CapFault[] = [];
  const signatures = root.children.filter((child) => child.space === SIGNATURES);
  const last = root.children.slice(root.children.length - signatures.length);
  if (last.some((child) => child.space !== SIGNATURES))
    faults.push(fault('cap-order', '/alert', { element: 'Signature' }));
  const own = { ...root, children: root.children.filter((child) => child.space !== SIGNATURES) };
  checkSequence(own, alert, '/alert', faults);
  return faults.slice(0, MOST_FAULTS);
}

function checkSequence(element: Element, rules: readonly Rule[], path: string, faults: CapFault[]): void {
  if (element.text.trim() !== '') faults.push(fault('cap-stray-text', path));
  const seen = new Map<string, number>();
  let next = 0;
  for (const child of element.children) {
    if (faults.length >= MOST_FAULTS) return;
    const place = rules.findIndex((rule) => rule.name === child.name);
    const rule = rules[place];
    if (!rule || child.space !== element.space) {
      faults.push(fault('cap-unknown-element', path, { element: child.name }));
      continue;
    }
    const nth = (seen.get(child.name) ?? 0) + 1;
    seen.set(child.name, nth);
    const at = `${path}/${child.name}${rule.many ? `[${nth}]` : ''}`;
    if (nth > 1 && !rule.many) faults.push(fault('cap-twice', at, { element: child.name }));
    else if (place < next) faults.push(fault('cap-order', at, { element: child.name }));
    next = Math.max(next, place);
    checkValue(child, rule.value, at, faults);
  }
  for (const rule of rules)
    if (rule.least === 1 && !seen.has(rule.name))
      faults.push(fault('cap-missing', path, { element: rule.name }));
}

const isRules = (value: Value): value is readonly Rule[] => typeof value[0] === 'object';

function checkValue(element: Element, value: Value, at: string, faults: CapFault[]): void {
  if (typeof value !== 'string' && isRules(value)) {
    checkSequence(element, value, at, faults);
    return;
  }
  if (element.children.length > 0) {
    faults.push(fault('cap-unknown-element', at, { element: element.children[0]?.name ?? '' }));
    return;
  }
  const { text } = element;
  const wrong = (code: string, params: Record<string, string> = {}) =>
    faults.push(fault(code, at, { value: text.slice(0, 60), ...params }));
  // Enumerations restrict xs:string: blanks around the value are part of it.
  if (typeof value !== 'string') {
    if (!(value as readonly string[]).includes(text)) wrong('cap-value', { allowed: value.join(', ') });
  } else if (value === 'date') {
    const moment = element.space === CAP_12 ? momentOf(text) : momentOf(text.replace(/Z$/, '+00:00'));
    if (moment === undefined) wrong('cap-date');
  } else if (value === 'decimal' && !/^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/.test(text)) wrong('cap-number');
  else if (value === 'integer' && !/^\s*[+-]?\d{1,18}\s*$/.test(text)) wrong('cap-number');
  else if (value === 'language' && !/^\s*[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*\s*$/.test(text))
    wrong('cap-language');
}

/** Epoch milliseconds of a CAP date: seconds and a numeric zone, `Z` is not allowed; undefined when it is none. */
export function momentOf(text: string): number | undefined {
  const found = /^\s*(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?([-+])(\d\d):(\d\d)\s*$/.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second, hours, minutes] = [1, 2, 3, 4, 5, 6, 8, 9].map((i) =>
    Number(found[i]),
  ) as [number, number, number, number, number, number, number, number];
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > days || hour > 23 || minute > 59 || second > 59)
    return undefined;
  if (hours > 14 || minutes > 59 || year < 1990) return undefined;
  const zone = (hours * 60 + minutes) * 60_000 * (found[7] === '-' ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute, second) - zone;
}

/** The text of the first child with a name, trimmed; '' when it is not there. */
export const wordsOf = (element: Element, name: string): string =>
  element.children.find((child) => child.name === name)?.text.trim() ?? '';

export const childrenOf = (element: Element, name: string): Element[] =>
  element.children.filter((child) => child.name === name);

export const isSigned = (root: Element): boolean => root.children.some((child) => child.space === SIGNATURES);
