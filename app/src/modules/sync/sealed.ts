// Work that a phone sealed for the server (HPKE) because its owner might forget the PIN. It is opened here and carried out as the
// ordinary request of the very person that is named inside, who must be the one that is signed in.
import { z } from 'zod';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { invalidInput } from '../../platform/http/invalid-input.ts';
import { commandBody, fileBody, fileCase, giveCommand } from '../cases/public.ts';
import { recordBody, recordPatrol } from '../patrol/public.ts';
import { fieldRecordBody, recordStock } from '../stocks/public.ts';
import type { Asking, SyncParts } from './ports.ts';
import { type SealedKeys, suite } from './sealed-keys.ts';
import './problems.ts';

/** Both sides name it, so that nothing sealed for another use opens here. */
const PURPOSE = 'renlin sealed work v1';
export type SealedEnvelope = {
  keyId: string;
  enc: string;
  data: string;
  photos?: string[] | undefined;
  photoFields?: Record<string, string[]> | undefined;
};

const whose = {
  account: z.string().max(40),
  /** Phones of earlier releases sealed without it. */
  handIn: z.string().max(100).optional(),
};
const workSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...whose, kind: z.literal('file'), body: fileBody }),
  z.strictObject({ ...whose, kind: z.literal('command'), caseId: z.uuid(), body: commandBody }),
  z.strictObject({ ...whose, kind: z.literal('record'), body: z.union([recordBody, fieldRecordBody]) }),
  z.strictObject({ ...whose, kind: z.literal('photo'), data: z.base64().max(28_000_000) }),
]);
export type Work = z.output<typeof workSchema>;

/** What was sealed, checked; refused in words that name the field. */
export function workOf(inside: unknown): Work {
  const parsed = workSchema.safeParse(inside);
  if (!parsed.success) throw invalidInput(parsed.error, '');
  return parsed.data;
}

/** Opens an envelope and carries out what is in it. Sent twice it is done once, like the request it stands for. */
export async function carryOutSealed(parts: SyncParts, asking: Asking, envelope: SealedEnvelope) {
  const inside = await openEnvelope(parts.sealedKeys, envelope);
  const named = (inside as { account?: unknown } | null)?.account;
  if (named !== asking.actor.accountId) throw problem('sync.sealed-foreign', {});
  return carryOut(parts, asking, workOf(inside), envelope);
}

/** Carries it out as the ordinary request of the person that asks; photos are named beside the envelope. */
export async function carryOut(
  parts: SyncParts,
  asking: Asking,
  data: Work,
  envelope: Pick<SealedEnvelope, 'photos' | 'photoFields'>,
) {
  const photos = envelope.photos ?? [];
  switch (data.kind) {
    case 'file':
      return fileCase(parts.cases, asking, photos.length > 0 ? { ...data.body, photos } : data.body);
    case 'command':
      return giveCommand(parts.cases, asking, data.caseId, {
        ...data.body,
        form: { ...data.body.form, ...envelope.photoFields },
      });
    case 'record':
      if ('what' in data.body) return recordStock(parts.stocks, asking, data.body);
      return recordPatrol(parts.patrol, asking, {
        ...data.body,
        form: { ...data.body.form, ...envelope.photoFields },
      });
    case 'photo': {
      const bytes = Buffer.from(data.data, 'base64');
      const { id } = await parts.storeFile(scopeOf(asking.actor), bytes);
      return { outcome: 'accepted' as const, ref: id };
    }
  }
}

export async function openEnvelope(keys: SealedKeys, envelope: SealedEnvelope): Promise<unknown> {
  const pair = await keys.find(envelope.keyId);
  if (!pair) throw problem('sync.sealed-key-unknown', {}, [{ path: 'keyId', code: 'sealed-key' }]);
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey: pair.privateKey,
      enc: bytesOf(envelope.enc),
      info: textBytes(PURPOSE),
    });
    const text = await recipient.open(bytesOf(envelope.data), textBytes(envelope.keyId));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw problem('sync.sealed-damaged', {}, [{ path: 'data', code: 'sealed-damaged' }]);
  }
}

function bytesOf(base64: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(base64, 'base64')).buffer;
}

function textBytes(text: string): ArrayBuffer {
  return new Uint8Array(new TextEncoder().encode(text)).buffer;
}
