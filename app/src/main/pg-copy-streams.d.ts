// The package has no types of its own; these are the two functions that backup and restore use.
declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Submittable } from 'pg';
  export function to(text: string): Submittable & Readable & { rowCount: number | null };
  export function from(text: string): Submittable & Writable & { rowCount: number | null };
}
