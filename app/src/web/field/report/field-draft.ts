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
};

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
      occurredAt: Math.min(draft.at ?? at, at),
      channel: draft.place?.source === 'code' ? 'qr' : 'patrol',
    },
    photos,
    title: text,
    at,
  };
}
