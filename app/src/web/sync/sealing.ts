// Work sealed for the server's eyes (HPKE, RFC 9180: DHKEM P-256, HKDF-SHA256, AES-256-GCM). It lies on the phone beside the work under
// the PIN; when the PIN is forgotten the phone still can send it, without being able to read it.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

/** Both sides name it, so that nothing sealed for another use opens here. */
const PURPOSE = 'renlin sealed work v1';

/** What `GET /api/v1/sync/key` gives. `handIn`: proves, inside what is sealed, whose it is, also when they can't sign in any more. */
export type ServerKey = { keyId: string; publicKey: string; handIn?: string };

type Whose = { account: string; handIn?: string };
/** What is inside: for whom, and the request that they would have sent. A photo travels by itself, and its record names it later. */
export type SealedWork =
  | (Whose & { kind: 'file'; body: Record<string, unknown> })
  | (Whose & { kind: 'command'; caseId: string; body: Record<string, unknown> })
  | (Whose & { kind: 'record'; body: Record<string, unknown> })
  | (Whose & { kind: 'photo'; data: string });

/** What `POST /api/v1/sync/sealed` takes; photos that were sent before are named beside it. */
export type SealedEnvelope = { keyId: string; enc: string; data: string };

export async function sealWork(key: ServerKey, work: SealedWork): Promise<SealedEnvelope> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytesOf(key.publicKey));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: textBytes(PURPOSE) });
  const data = await sender.seal(textBytes(JSON.stringify(work)), textBytes(key.keyId));
  return { keyId: key.keyId, enc: base64Of(sender.enc), data: base64Of(data) };
}

function textBytes(text: string): ArrayBuffer {
  return new Uint8Array(new TextEncoder().encode(text)).buffer;
}

function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;
}

export function base64Of(buffer: ArrayBuffer): string {
  let text = '';
  // In pieces: a photo has more bytes than a call may have arguments.
  const bytes = new Uint8Array(buffer);
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
