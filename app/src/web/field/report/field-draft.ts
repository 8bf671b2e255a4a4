import { kindOf, type ReportCategory } from '../../capture/categories.ts';
import type { PickedPlace } from '../../capture/place.ts';
import type { CapturedPhoto } from '../../capture/use-photos.ts';
import type { OutboxEntry, OutboxPhoto } from '../outbox/outbox.ts';

export type FieldDraft = {
  commandId: string;
  photos: readonly CapturedPhoto[];
  text: string;
  category: string;
  place: PickedPlace | null;
  /** When it happened, as the words say; otherwise it is now. */
  at?: number | undefined;
  /** Of a dispute: which side wants it passed on; `none`: nobody does, and nothing of them is kept. */
  consent?: 'one' | 'both' | 'none' | undefined;
  consentHow?: 'spoken' | 'written' | undefined;
};

/** Whether the people of a dispute have not said yes: then what they said may not be written down. */
export function isUnasked(draft: FieldDraft, category: ReportCategory | undefined): boolean {
  return category?.dispute === true && draft.consent !== 'one' && draft.consent !== 'both';
}

/** What of a draft may lie on the phone. */
export function keptOf(draft: FieldDraft, category: ReportCategory | undefined): FieldDraft {
  return isUnasked(draft, category) ? { ...draft, text: '', photos: [], place: null } : draft;
}

export function isEmpty(draft: FieldDraft): boolean {
  return draft.photos.length === 0 && draft.text.trim() === '' && draft.category === '';
}

/** The words of the report; where the photo says it all, the category is the word. */
export function wordsOf(draft: FieldDraft, category: ReportCategory | undefined): string {
  return draft.text.trim() || category?.label || '';
}

/** The filing as it lies in the outbox. `trifle`: settled on the spot, closed at once. */
export function filingItem(
  draft: FieldDraft,
  categories: readonly ReportCategory[],
  trifle: boolean,
  at: number,
): OutboxEntry {
  const category = categories.find((one) => one.code === draft.category);
  if (category && isUnasked(draft, category)) return adviceItem(draft, category, at);
  const text = wordsOf(draft, category);
  const photos: OutboxPhoto[] = draft.photos.map(({ key, thumb, ref, blob }) => ({
    key,
    field: '',
    thumb,
    ...(ref ? { ref } : {}),
    ...(blob && !ref ? { blob } : {}),
  }));
  return {
    id: draft.commandId,
    kind: 'file',
    path: '/cases',
    body: {
      commandId: draft.commandId,
      kind: trifle ? 'trifle' : kindOf(category),
      ...(category ? { category: category.code } : {}),
      text,
      ...(draft.place?.point ? { point: draft.place.point } : {}),
      ...(draft.place?.address ? { address: draft.place.address } : {}),
      // With a code that opens it the party can follow it and take it back; no name is needed for that.
      ...(category?.dispute
        ? { consent: { by: draft.consent, how: draft.consentHow ?? 'spoken' }, reporter: {} }
        : {}),
      occurredAt: Math.min(draft.at ?? at, at),
      channel: draft.place?.source === 'code' ? 'qr' : 'patrol',
    },
    photos,
    title: text,
    at,
  };
}

/** Nobody in the dispute asked for more: that somebody was told where to turn, without a word of what it is about. */
function adviceItem(
  { commandId, place }: FieldDraft,
  { code, label }: ReportCategory,
  at: number,
): OutboxEntry {
  const point = place?.point;
  return {
    id: commandId,
    kind: 'file',
    path: '/cases',
    body: {
      commandId,
      kind: 'advice',
      category: code,
      text: label,
      ...(point ? { point } : {}),
      occurredAt: at,
      channel: 'patrol',
    },
    photos: [],
    title: label,
    at,
  };
}
