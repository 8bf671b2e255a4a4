// What an alert says, and the rules that no schema checks. Refused is what leaves open which warning is meant or whether it ever holds; the
// rest is noted for a person, because a warning with a crooked outline is still a warning.

import type { Point, Polygon } from '@renlin/core/geometry/types';
import { checkArea } from '@renlin/core/geometry/validate';
import { type CapFault, fault } from './fault.ts';
import {
  CAP_12,
  type certainties,
  childrenOf,
  isSigned,
  momentOf,
  type msgTypes,
  type scopes,
  type severities,
  type statuses,
  type urgencies,
  wordsOf,
} from './structure.ts';
import type { Element } from './xml.ts';

export type Reference = { sender: string; identifier: string; sent: number };
export type Shape = Polygon | { type: 'Circle'; middle: Point; km: number };
export type CapArea = { words: string; shapes: Shape[]; codes: string[] };
export type CapInfo = {
  language: string;
  categories: string[];
  event: string;
  urgency: (typeof urgencies)[number];
  severity: (typeof severities)[number];
  certainty: (typeof certainties)[number];
  effective: number;
  onset: number | null;
  expires: number;
  senderName: string;
  headline: string;
  description: string;
  instruction: string;
  contact: string;
  parameters: { name: string; value: string }[];
  areas: CapArea[];
};
export type CapAlert = {
  version: '1.1' | '1.2';
  identifier: string;
  sender: string;
  sent: number;
  status: (typeof statuses)[number];
  msgType: (typeof msgTypes)[number];
  scope: (typeof scopes)[number];
  references: Reference[];
  signed: boolean;
  infos: CapInfo[];
};
export type Meaning = { alert: CapAlert; refused: CapFault[]; notes: CapFault[] };

/** A warning that does not say when it ends holds for a day. */
export const DEFAULT_HOURS = 24;
const HOUR_MS = 3_600_000;
const MOST_POINTS = 100_000;

/** Reads an alert whose structure is sound. O(size), outlines O(n log n). */
export function readMeaning(root: Element): Meaning {
  const refused: CapFault[] = [];
  const notes: CapFault[] = [];
  const sent = dateOf(wordsOf(root, 'sent')) ?? 0;
  const alert: CapAlert = {
    version: root.space === CAP_12 ? '1.2' : '1.1',
    identifier: wordsOf(root, 'identifier'),
    sender: wordsOf(root, 'sender'),
    sent,
    status: wordsOf(root, 'status') as CapAlert['status'],
    msgType: wordsOf(root, 'msgType') as CapAlert['msgType'],
    scope: wordsOf(root, 'scope') as CapAlert['scope'],
    references: [],
    signed: isSigned(root),
    infos: [],
  };
  readReferences(root, alert, refused);
  checkName(alert, refused);
  checkReach(root, alert, notes);
  for (const [index, info] of childrenOf(root, 'info').entries())
    alert.infos.push(readInfo(info, sent, `/alert/info[${index + 1}]`, refused, notes));
  if (alert.infos.length === 0 && (alert.msgType === 'Alert' || alert.msgType === 'Update'))
    refused.push(fault('cap-no-info', '/alert'));
  checkLanguages(alert, notes);
  return { alert, refused, notes };
}

const dateOf = (text: string): number | undefined => momentOf(text.replace(/Z$/, '+00:00'));

/** Identifier and sender name the alert in references: blanks, commas, `<` and `&` would break them. */
function checkName(alert: CapAlert, refused: CapFault[]): void {
  for (const name of ['identifier', 'sender'] as const)
    if (alert[name] === '' || /[\s,<&]/.test(alert[name]) || alert[name].length > 300)
      refused.push(fault('cap-name', `/alert/${name}`, { value: alert[name].slice(0, 60) }));
}

function readReferences(root: Element, alert: CapAlert, refused: CapFault[]): void {
  const at = '/alert/references';
  const words = wordsOf(root, 'references').split(/\s+/).filter(Boolean);
  for (const word of words.slice(0, 200)) {
    const [sender, identifier, when, more] = word.split(',');
    const sent = when === undefined ? undefined : dateOf(when);
    if (!sender || !identifier || sent === undefined || more !== undefined) {
      refused.push(fault('cap-reference', at, { value: word.slice(0, 80) }));
      continue;
    }
    if (sender === alert.sender && identifier === alert.identifier)
      refused.push(fault('cap-reference-circular', at, { value: identifier }));
    else if (sent > alert.sent) refused.push(fault('cap-reference-later', at, { value: identifier }));
    else alert.references.push({ sender, identifier, sent });
  }
  if (words.length === 0 && alert.msgType !== 'Alert')
    refused.push(fault('cap-references-missing', at, { type: alert.msgType }));
}

function checkReach(root: Element, alert: CapAlert, notes: CapFault[]): void {
  const restriction = wordsOf(root, 'restriction') !== '';
  if (alert.scope === 'Restricted' && !restriction)
    notes.push(fault('cap-restriction-missing', '/alert/scope'));
  if (alert.scope !== 'Restricted' && restriction)
    notes.push(fault('cap-restriction-stray', '/alert/restriction', { scope: alert.scope }));
  if (alert.scope === 'Private' && wordsOf(root, 'addresses') === '')
    notes.push(fault('cap-addresses-missing', '/alert/scope'));
}

const HTML = /<\/?[a-z][^>]*>|&(?:nbsp|lt|gt|amp|quot|#\d+);/i;

function readInfo(
  element: Element,
  sent: number,
  at: string,
  refused: CapFault[],
  notes: CapFault[],
): CapInfo {
  const when = (name: string) => dateOf(wordsOf(element, name));
  const effective = when('effective') ?? sent;
  const onset = when('onset') ?? null;
  const expires = when('expires') ?? sent + DEFAULT_HOURS * HOUR_MS;
  if (when('expires') === undefined)
    notes.push(fault('cap-expires-default', at, { hours: String(DEFAULT_HOURS) }));
  if (expires <= Math.max(sent, effective)) refused.push(fault('cap-sequence', at, { element: 'expires' }));
  else if (onset !== null && (onset < effective || onset > expires))
    notes.push(fault('cap-sequence-onset', at, { element: 'onset' }));
  for (const name of ['event', 'headline', 'description', 'instruction'])
    if (HTML.test(wordsOf(element, name))) notes.push(fault('cap-html', `${at}/${name}`));
  return {
    language: wordsOf(element, 'language') || 'en-US',
    categories: childrenOf(element, 'category').map((one) => one.text),
    event: wordsOf(element, 'event'),
    urgency: wordsOf(element, 'urgency') as CapInfo['urgency'],
    severity: wordsOf(element, 'severity') as CapInfo['severity'],
    certainty: wordsOf(element, 'certainty') as CapInfo['certainty'],
    effective,
    onset,
    expires,
    senderName: wordsOf(element, 'senderName'),
    headline: wordsOf(element, 'headline'),
    description: wordsOf(element, 'description'),
    instruction: wordsOf(element, 'instruction'),
    contact: wordsOf(element, 'contact'),
    parameters: [...childrenOf(element, 'parameter'), ...childrenOf(element, 'eventCode')].map((one) => ({
      name: wordsOf(one, 'valueName'),
      value: wordsOf(one, 'value'),
    })),
    areas: childrenOf(element, 'area').map((one, index) => readArea(one, `${at}/area[${index + 1}]`, notes)),
  };
}

function readArea(element: Element, at: string, notes: CapFault[]): CapArea {
  const shapes: Shape[] = [];
  for (const [index, one] of childrenOf(element, 'polygon').entries()) {
    const found = readPolygon(one.text, `${at}/polygon[${index + 1}]`);
    if ('code' in found) notes.push(found);
    else shapes.push(found);
  }
  for (const [index, one] of childrenOf(element, 'circle').entries()) {
    const found = readCircle(one.text, `${at}/circle[${index + 1}]`);
    if ('code' in found) notes.push(found);
    else shapes.push(found);
  }
  const [altitude, ceiling] = [wordsOf(element, 'altitude'), wordsOf(element, 'ceiling')];
  if (ceiling !== '' && (altitude === '' || Number(ceiling) < Number(altitude)))
    notes.push(fault('cap-ceiling', at, { altitude, ceiling }));
  return {
    words: wordsOf(element, 'areaDesc'),
    shapes,
    codes: childrenOf(element, 'geocode').map((one) => wordsOf(one, 'value')),
  };
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

function pointOf(pair: string): Point | undefined {
  const [lat, lon, more] = pair.split(',');
  if (lat === undefined || lon === undefined || more !== undefined) return undefined;
  if (!NUMBER.test(lat) || !NUMBER.test(lon)) return undefined;
  const point: Point = [Number(lon), Number(lat)];
  return Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90 ? point : undefined;
}

/** A polygon as CAP writes it: `lat,lon` pairs, at least four, the last the same as the first, crossing itself nowhere. */
export function readPolygon(text: string, at: string): Polygon | CapFault {
  const pairs = text.split(/\s+/).filter(Boolean);
  const points: Point[] = [];
  for (const pair of pairs) {
    const point = pointOf(pair);
    if (!point) return fault('cap-polygon-pair', at, { value: pair.slice(0, 40) });
    points.push(point);
  }
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 4) return fault('cap-polygon-few', at, { points: String(points.length) });
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) return fault('cap-polygon-open', at);
  const checked = checkArea({ type: 'Polygon', coordinates: [points] }, MOST_POINTS);
  if (checked.ok) return checked.area as Polygon;
  const crosses = checked.faults.some((one) => one.code === 'area.selfIntersection');
  return fault(crosses ? 'cap-polygon-crosses' : 'cap-polygon-flat', at);
}

/** A circle as CAP writes it: `lat,lon radius`, the radius in kilometres. */
export function readCircle(text: string, at: string): Shape | CapFault {
  const [pair, radius, more] = text.split(/\s+/).filter(Boolean);
  const middle = pair === undefined ? undefined : pointOf(pair);
  if (!middle || radius === undefined || more !== undefined || !NUMBER.test(radius) || !(Number(radius) >= 0))
    return fault('cap-circle', at, { value: text.slice(0, 40) });
  return { type: 'Circle', middle, km: Number(radius) };
}

/** Two languages with the very same words: one of them was not translated. */
function checkLanguages(alert: CapAlert, notes: CapFault[]): void {
  for (const [index, info] of alert.infos.entries()) {
    const same = alert.infos
      .slice(0, index)
      .find(
        (one) =>
          one.language !== info.language && one.description === info.description && info.description !== '',
      );
    if (same)
      notes.push(
        fault('cap-same-text', `/alert/info[${index + 1}]`, {
          languages: `${same.language}, ${info.language}`,
        }),
      );
  }
}
