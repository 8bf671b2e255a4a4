// The one way by which the server calls an address that an administrator entered: no redirects (they would lead past what was
// entered), a time limit, and never inside a transaction.

export type OutboundCall = { url: string; headers: Record<string, string>; body: string };

const TIMEOUT_MS = 10_000;

/** Posts; throws when the other side did not take it. The caller reads the body when it says something. */
export async function postOutbound(call: OutboundCall): Promise<Response> {
  const response = await fetch(call.url, {
    method: 'POST',
    headers: call.headers,
    body: call.body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response;
}

/** Does the address name this machine or the metadata service of a cloud? Other private addresses are where such houses live. */
export function isLocalAddress(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^(127|0|169\.254)\./.test(host) ||
    /^(::1?|::ffff:.*|fe80:.*)$/.test(host)
  );
}
