// Headers of every page: scripts only from here, styles by nonce (the component library writes style elements), no framing but
// by the hosts that the operator listed.

export type PageHeaders = (nonce: string, secure: boolean) => Record<string, string>;

/** Builds the headers of HTML pages. `frameAncestors` is the comma-separated list of the setting. */
export function pageHeaders(frameAncestors: string): PageHeaders {
  const hosts = frameAncestors
    .split(',')
    .map((host) => host.trim())
    .filter((host) => /^[a-z0-9.*:/_-]+$/i.test(host));
  const framing = hosts.length > 0 ? `'self' ${hosts.join(' ')}` : "'none'";
  return (nonce, secure) => ({
    'content-security-policy': [
      "default-src 'self'",
      "script-src 'self'",
      "worker-src 'self' blob:",
      `style-src 'self' 'nonce-${nonce}'`,
      // React sets style attributes from scripts (allowed by 'self' scripts through the DOM); parsed attributes stay refused.
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${framing}`,
    ].join('; '),
    ...commonHeaders(secure),
    // The old header knows no list of hosts; where embedding is allowed only the policy above can say by whom.
    ...(hosts.length === 0 ? { 'x-frame-options': 'DENY' } : {}),
    'permissions-policy': 'geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
  });
}

const PLAIN = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
const SECURE = { ...PLAIN, 'strict-transport-security': 'max-age=31536000; includeSubDomains' };

/** Headers of everything that is served, pages or not. */
export function commonHeaders(secure: boolean): Record<string, string> {
  return secure ? SECURE : PLAIN;
}

/** Headers of API answers: never stored, never shown as a page. */
const API_PLAIN = {
  ...PLAIN,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
const API_SECURE = { ...API_PLAIN, 'strict-transport-security': SECURE['strict-transport-security'] };

export function apiHeaders(secure: boolean): Record<string, string> {
  return secure ? API_SECURE : API_PLAIN;
}
