// What lies on the phone lies in a box: sealed when the person has set a PIN, open when not.

export type Box = {
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  /** Throws when the bytes were changed, or sealed with another key. */
  open(bytes: Uint8Array): Promise<Uint8Array>;
};

export const openBox: Box = { seal: async (bytes) => bytes, open: async (bytes) => bytes };

export async function sealJson(box: Box, value: unknown): Promise<Uint8Array> {
  return box.seal(new TextEncoder().encode(JSON.stringify(value)));
}

export async function openJson<T>(box: Box, bytes: Uint8Array): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await box.open(bytes))) as T;
}
