// Writes the XML of GeoReport: elements only, in UTF-8. Attributes are not used at all; a `type="array"` breaks clients in the wild.
import { escapeMarkup } from '../../platform/http/escape.ts';

export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [name: string]: Value };

/** How the items of a list are called, by the name of the list. */
const ITEMS: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  service_request_updates: 'request_update',
  endpoints: 'endpoint',
  formats: 'format',
  errors: 'error',
};

/** The document with this root. Undefined is left out, null is an empty element. O(size). */
export function writeXml(root: string, value: Value): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}\n`;
}

function element(name: string, value: Value): string {
  if (value === undefined) return '';
  if (value === null || value === '') return `<${name}/>`;
  if (Array.isArray(value)) {
    const item = ITEMS[name];
    if (item === undefined) throw new Error(`the items of ${name} have no name`);
    return `<${name}>${value.map((one: Value) => element(item, one)).join('')}</${name}>`;
  }
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([key, one]) => element(key, one as Value));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  return `<${name}>${escapeMarkup(String(value))}</${name}>`;
}
