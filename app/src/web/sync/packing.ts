// A value with photos in it as one run of bytes: four bytes with the length of the JSON, the JSON, and the photos one after the other.

type Packed = { $blob: number; type: string; size: number };

export async function pack(value: unknown): Promise<Uint8Array> {
  const blobs: Blob[] = [];
  const text = JSON.stringify(value, (_name, one: unknown) =>
    one instanceof Blob ? { $blob: blobs.push(one) - 1, type: one.type, size: one.size } : one,
  );
  const json = new TextEncoder().encode(text);
  const parts = await Promise.all(blobs.map(async (blob) => new Uint8Array(await blob.arrayBuffer())));
  const whole = new Uint8Array(4 + json.length + parts.reduce((sum, part) => sum + part.length, 0));
  new DataView(whole.buffer).setUint32(0, json.length);
  whole.set(json, 4);
  let at = 4 + json.length;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Throws when the bytes are not what `pack` made. */
export function unpack<T>(bytes: Uint8Array): T {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + view.getUint32(0);
  let at = start;
  return JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)), (_name, one: unknown) => {
    if (!isPacked(one)) return one;
    const part = bytes.slice(at, at + one.size);
    at += one.size;
    return new Blob([part], { type: one.type });
  }) as T;
}

function isPacked(value: unknown): value is Packed {
  return typeof value === 'object' && value !== null && typeof (value as Packed).$blob === 'number';
}
