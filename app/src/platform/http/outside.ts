// Calls an address that somebody entered, from a server that stands inside a house: never one of the house's own. Looked at when it is
// entered, and again at the moment of connecting: a name may mean another address by then.
import { type LookupAddress, lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { OutboundCall } from './outbound.ts';

const TIMEOUT_MS = 10_000;

const PRIVATE_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** With the forms of IPv6 that carry an IPv4 address: what such an address leads to cannot be told here. */
const PRIVATE_V6: readonly [string, number][] = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

// One list for each family: in a common one, the net of mapped addresses would match every IPv4 address.
const insideV4 = new BlockList();
const insideV6 = new BlockList();
for (const [net, bits] of PRIVATE_V4) insideV4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of PRIVATE_V6) insideV6.addSubnet(net, bits, 'ipv6');

/** Is it an address of this machine, of its house, or of no host at all? What is no address counts as one. */
export function isInsideAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 0) return true;
  return family === 4 ? insideV4.check(bare, 'ipv4') : insideV6.check(bare, 'ipv6');
}

/** Does the host of this address already say that it lies inside? A name is judged when it is called. */
export function namesInsideHost(url: URL): boolean {
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (isIP(host) !== 0) return isInsideAddress(host);
  return host === '' || host === 'localhost' || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
}

/** Why a call was not taken, in one word that tells nothing of the address. */
export class OutsideFailure extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'OutsideFailure';
    this.reason = reason;
  }
}

const checkedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = (error ? [] : found) as LookupAddress[];
    const open = addresses.filter(({ address }) => !isInsideAddress(address));
    const first = open[0];
    if (error || !first) {
      callback(error ?? (new OutsideFailure('inside-address') as NodeJS.ErrnoException), []);
    } else if (options.all) callback(null, open);
    else callback(null, first.address, first.family);
  });
};

/** Posts and gives the status of an answer between 200 and 299; throws OutsideFailure otherwise. Follows nothing and reads no answer. */
export function postOutside(call: OutboundCall, options: { allowInside: boolean }): Promise<number> {
  const url = new URL(call.url);
  if (!options.allowInside && namesInsideHost(url))
    return Promise.reject(new OutsideFailure('inside-address'));
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      agent: false,
      headers: { ...call.headers, 'content-length': String(Buffer.byteLength(call.body)) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(options.allowInside ? {} : { lookup: checkedLookup }),
    });
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      response.destroy();
      if (status >= 200 && status < 300) resolve(status);
      else reject(new OutsideFailure(`http-${status}`));
    });
    request.on('error', (error: NodeJS.ErrnoException) => reject(failureOf(error)));
    request.end(call.body);
  });
}

/** What one call may bring at most. */
export type OutsideLimits = { allowInside: boolean; mostBytes: number };

/** Gets a document and gives its bytes; throws OutsideFailure when it is not there, too large or too slow. Follows nothing. */
export function getOutside(address: string, { allowInside, mostBytes }: OutsideLimits): Promise<Buffer> {
  const url = new URL(address);
  if (!allowInside && namesInsideHost(url)) return Promise.reject(new OutsideFailure('inside-address'));
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: 'GET',
      agent: false,
      headers: {
        accept: 'application/cap+xml, application/atom+xml, application/rss+xml, application/xml, text/xml',
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(allowInside ? {} : { lookup: checkedLookup }),
    });
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const failed = (reason: string) => {
        response.destroy();
        reject(new OutsideFailure(reason));
      };
      if (status < 200 || status >= 300) return failed(`http-${status}`);
      if (Number(response.headers['content-length'] ?? 0) > mostBytes) return failed('too-large');
      const pieces: Buffer[] = [];
      let size = 0;
      response.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > mostBytes) failed('too-large');
        else pieces.push(piece);
      });
      response.on('end', () => resolve(Buffer.concat(pieces)));
      response.on('error', (error: NodeJS.ErrnoException) => reject(failureOf(error)));
    });
    request.on('error', (error: NodeJS.ErrnoException) => reject(failureOf(error)));
    request.end();
  });
}

function failureOf(error: NodeJS.ErrnoException): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return new OutsideFailure('timeout');
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return new OutsideFailure('unknown-host');
  return new OutsideFailure(
    error.code?.startsWith('ERR_TLS') || error.code?.includes('CERT') ? 'tls' : 'no-connection',
  );
}
