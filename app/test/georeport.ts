// The documents of GeoReport v2 as a schema, written down from the specification's own tables: which elements a document has, which are
// required, and what may stand in them. `xmllint` judges; the same documents in JSON are judged by the checks below.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const XMLLINT = '/usr/bin/xmllint';

const el = (name: string, content: string) => `<element name="${name}">${content}</element>`;
const optional = (content: string) => `<optional>${content}</optional>`;
const some = (content: string) => `<zeroOrMore>${content}</zeroOrMore>`;
const text = '<text/>';
const filled = '<data type="string"><param name="minLength">1</param></data>';
const pattern = (value: string) => `<data type="string"><param name="pattern">${value}</param></data>`;
const id = pattern('[A-Za-z0-9_\\-]+');
const flag = '<choice><value>true</value><value>false</value></choice>';
const oneOf = (...values: string[]) =>
  `<choice>${values.map((value) => `<value>${value}</value>`).join('')}</choice>`;
const instant = pattern('\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+\\-]\\d\\d:\\d\\d)');
const empty = (content: string) => `<choice><empty/>${content}</choice>`;

const roots: Record<string, string> = {
  discovery: `<interleave>${el('changeset', instant)}${el('contact', filled)}${el('key_service', filled)}${el(
    'endpoints',
    `<oneOrMore>${el(
      'endpoint',
      `<interleave>${el('specification', filled)}${el('url', '<data type="anyURI"/>')}${el('changeset', instant)}${el(
        'type',
        oneOf('production', 'test'),
      )}${el('formats', `<oneOrMore>${el('format', oneOf('text/xml', 'application/json'))}</oneOrMore>`)}</interleave>`,
    )}</oneOrMore>`,
  )}</interleave>`,
  services: some(
    el(
      'service',
      `<interleave>${el('service_code', id)}${el('service_name', filled)}${el('description', text)}${el(
        'metadata',
        flag,
      )}${el('type', oneOf('realtime', 'batch', 'blackbox'))}${el('keywords', text)}${el('group', text)}</interleave>`,
    ),
  ),
  service_definition: `<interleave>${el('service_code', id)}${el(
    'attributes',
    some(
      el(
        'attribute',
        `<interleave>${el('variable', flag)}${el('code', id)}${el(
          'datatype',
          oneOf('string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'),
        )}${el('required', flag)}${el('datatype_description', text)}${el(
          'order',
          '<data type="positiveInteger"/>',
        )}${el('description', filled)}${optional(
          el(
            'values',
            `<oneOrMore>${el('value', `<interleave>${el('key', id)}${el('name', filled)}</interleave>`)}</oneOrMore>`,
          ),
        )}</interleave>`,
      ),
    ),
  )}</interleave>`,
  service_requests: some(
    el(
      'request',
      `<interleave>${el('service_request_id', id)}${optional(el('token', id))}${optional(el('account_id', '<empty/>'))}${optional(
        el('service_notice', text),
      )}${optional(
        `<group><interleave>${el('status', oneOf('open', 'closed'))}${el('status_notes', text)}${el(
          'service_name',
          filled,
        )}${el('service_code', id)}${el('description', text)}${el('agency_responsible', text)}${el(
          'requested_datetime',
          instant,
        )}${el('updated_datetime', instant)}${el('expected_datetime', empty(instant))}${el('address', text)}${el(
          'address_id',
          text,
        )}${el('zipcode', text)}${optional(
          `<group><interleave>${el('lat', '<data type="double"/>')}${el('long', '<data type="double"/>')}</interleave></group>`,
        )}${optional(el('media_url', '<data type="anyURI"><param name="minLength">1</param></data>'))}</interleave></group>`,
      )}</interleave>`,
    ),
  ),
  service_request_updates: some(
    el(
      'request_update',
      `<interleave>${el('update_id', id)}${optional(
        `<group><interleave>${el('service_request_id', id)}${el(
          'status',
          oneOf(
            'OPEN',
            'INVESTIGATING',
            'ACTION_SCHEDULED',
            'IN_PROGRESS',
            'FIXED',
            'CLOSED',
            'NO_FURTHER_ACTION',
            'CANCELLED',
            'DUPLICATE',
          ),
        )}${el('updated_datetime', instant)}${el('description', filled)}</interleave></group>`,
      )}</interleave>`,
    ),
  ),
  errors: `<oneOrMore>${el('error', `${el('code', '<data type="positiveInteger"/>')}${el('description', filled)}`)}</oneOrMore>`,
};

/** What `xmllint` has to say of a document against the schema of its root; empty when it is valid. */
export function judgeXml(document: string, root: keyof typeof roots & string): string {
  const folder = mkdtempSync(join(tmpdir(), 'georeport-'));
  try {
    const schema = join(folder, 'schema.rng');
    const grammar =
      'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"';
    writeFileSync(schema, `<element name="${root}" ${grammar}>${roots[root]}</element>`);
    const run = spawnSync(XMLLINT, ['--noout', '--relaxng', schema, '-'], {
      input: document,
      encoding: 'utf8',
    });
    return run.status === 0 ? '' : `${run.error ?? ''}${run.stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
