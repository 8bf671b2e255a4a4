// How messages between systems are signed, in both directions: HMAC-SHA256 over timestamp, nonce and the exact body, with a shared secret.
import { createHmac } from 'node:crypto';

/** The headers of a signed message. `at` is epoch milliseconds; the timestamp is in seconds. */
export function signed(secret: string, at: number, nonce: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'x-renlin-timestamp': timestamp,
    'x-renlin-nonce': nonce,
    'x-renlin-signature': signatureOf(secret, timestamp, nonce, body).toString('hex'),
  };
}

export function signatureOf(secret: string, timestamp: string, nonce: string, body: string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.${nonce}.${body}`).digest();
}
