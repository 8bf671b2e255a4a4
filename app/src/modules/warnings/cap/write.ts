// Writes an alert of CAP 1.2, in the order of its schema. Times carry the zone of the house: CAP knows no `Z`.
import { escapeMarkup } from '../../../platform/http/escape.ts';
import { ATOM } from './feed.ts';
import type { CapInfo, Reference, Shape } from './meaning.ts';
import { CAP_12 } from './structure.ts';

export type OwnAlert = {
  identifier: string;
  sender: string;
  sent: number;
  msgType: 'Alert' | 'Update' | 'Cancel';
  source: string;
  references: readonly Reference[];
  info: Pick<
    CapInfo,
    | 'event'
    | 'urgency'
    | 'severity'
    | 'certainty'
    | 'effective'
    | 'onset'
    | 'expires'
    | 'senderName'
    | 'headline'
    | 'description'
    | 'instruction'
    | 'parameters'
  > & {
    category: string;
    areas: readonly { words: string; shapes: readonly Shape[]; codes: readonly string[] }[];
  };
};

const ZONE_MS = 8 * 3_600_000;

/** A moment as CAP writes it, in the time of China. */
export const capTime = (ms: number): string => `${new Date(ms + ZONE_MS).toISOString().slice(0, 19)}+08:00`;

const element = (name: string, text: string): string => `<${name}>${escapeMarkup(text)}</${name}>`;
const unless = (name: string, text: string): string => (text === '' ? '' : element(name, text));
const pair = (name: string, key: string, value: string): string =>
  `<${name}>${element('valueName', key)}${element('value', value)}</${name}>`;

function shapeOf(shape: Shape): string {
  if (shape.type === 'Circle') return element('circle', `${shape.middle[1]},${shape.middle[0]} ${shape.km}`);
  const [ring = []] = shape.coordinates;
  return element('polygon', ring.map(([lon, lat]) => `${lat},${lon}`).join(' '));
}

/** CAP wants polygons before circles within an area. */
function shapesOf(shapes: readonly Shape[]): string {
  const circles = shapes.filter((one) => one.type === 'Circle');
  return [...shapes.filter((one) => one.type !== 'Circle'), ...circles].map(shapeOf).join('');
}

export function writeAlert(alert: OwnAlert): string {
  const { info } = alert;
  const areas = info.areas.map(
    (area) =>
      `<area>${element('areaDesc', area.words)}${shapesOf(area.shapes)}${area.codes.map((code) => pair('geocode', 'GB/T 2260', code)).join('')}</area>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="${CAP_12}">${element('identifier', alert.identifier)}${element('sender', alert.sender)}${element('sent', capTime(alert.sent))}\
${element('status', 'Actual')}${element('msgType', alert.msgType)}${element('source', alert.source)}${element('scope', 'Public')}\
${unless('references', alert.references.map((one) => `${one.sender},${one.identifier},${capTime(one.sent)}`).join(' '))}
<info>${element('language', 'zh-CN')}${element('category', info.category)}${element('event', info.event)}${element('urgency', info.urgency)}\
${element('severity', info.severity)}${element('certainty', info.certainty)}${element('effective', capTime(info.effective))}\
${info.onset === null ? '' : element('onset', capTime(info.onset))}${element('expires', capTime(info.expires))}\
${element('senderName', info.senderName)}${element('headline', info.headline)}${unless('description', info.description)}\
${unless('instruction', info.instruction)}${info.parameters.map((one) => pair('parameter', one.name, one.value)).join('')}
${areas.join('\n')}</info></alert>
`;
}

/** The list of alerts, as Atom (RFC 4287). */
export function writeFeed(feed: {
  id: string;
  title: string;
  updated: number;
  entries: readonly { id: string; title: string; updated: number; href: string }[];
}): string {
  const entries = feed.entries.map(
    (one) =>
      `<entry>${element('id', one.id)}${element('title', one.title)}${element('updated', capTime(one.updated))}\
<link rel="alternate" type="application/cap+xml" href="${escapeMarkup(one.href)}"/></entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="${ATOM}">${element('id', feed.id)}${element('title', feed.title)}${element('updated', capTime(feed.updated))}\
<author>${element('name', feed.title)}</author><link rel="self" href="${escapeMarkup(feed.id)}"/>
${entries.join('\n')}</feed>
`;
}
