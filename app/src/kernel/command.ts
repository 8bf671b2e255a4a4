// The envelope of every change to a case. The client makes `commandId` (UUIDv7) before it sends, so a retry after a lost
// answer names the same command; `baseVersion` is the version it saw; `occurredAt` is when it happened in the world.

export type CommandEnvelope<Form = unknown> = {
  commandId: string;
  name: string;
  baseVersion: number;
  occurredAt: number;
  form: Form;
};

export type Outcome =
  | { outcome: 'accepted'; version: number }
  /** The same fact was already there (both said "done"): nothing lost, nothing doubled. */
  | { outcome: 'merged'; version: number }
  /** Kept, waiting for a person or an earlier command; the sender sees it in the list of pending items. */
  | { outcome: 'held'; reason: string; version: number }
  | { outcome: 'rejected'; code: string; params: Record<string, unknown> };
