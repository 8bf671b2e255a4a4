// Small pictures of the cases of the copy, so that a case without a network still shows what it looked like. Sealed on the shelf like
// everything that is somebody's; the cases of today's work first, within a budget; they leave with their case.
import type { CaseView } from '../../kit/api-types.ts';
import type { ReplicaStore } from '../../sync/replica.ts';

/** Bytes of all of them: some 400 pictures of 15 kB. */
const MOST_BYTES = 6_000_000;
const INDEX = 'pictures';
const nameOf = (fileId: string) => `picture/${fileId}`;

/** What of a shelf is needed here. */
export type PictureShelf = {
  replica: ReplicaStore;
  keep(name: string, value: unknown): Promise<void>;
  kept<T>(name: string): Promise<T | undefined>;
  unkeep(name: string): Promise<void>;
};
type Index = Record<string, number>;

async function wantedIds(replica: ReplicaStore): Promise<string[]> {
  const work = (await replica.find('work'))?.payload as { queue: string[]; waiting: string[] } | undefined;
  const rank = new Map([...(work?.queue ?? []), ...(work?.waiting ?? [])].map((id, at) => [id, at]));
  const cases = (await replica.list('case')).map((thing) => thing.payload as CaseView);
  cases.sort((a, b) => (rank.get(a.id) ?? rank.size) - (rank.get(b.id) ?? rank.size));
  return [...new Set(cases.flatMap((one) => one.photos.map((photo) => photo.fileId)))];
}

/** Brings the pictures up to date with the copy. `fetchThumb` throws where there is no line; the next time goes on from there. */
export async function keepPictures(
  shelf: PictureShelf,
  fetchThumb: (fileId: string) => Promise<Blob | undefined>,
  most = MOST_BYTES,
): Promise<void> {
  const index: Index = { ...(await shelf.kept<Index>(INDEX)) };
  const wanted = await wantedIds(shelf.replica);
  for (const fileId of Object.keys(index).filter((one) => !wanted.includes(one))) {
    delete index[fileId];
    await shelf.keep(INDEX, index);
    await shelf.unkeep(nameOf(fileId));
  }
  let held = Object.values(index).reduce((sum, bytes) => sum + bytes, 0);
  for (const fileId of wanted) {
    if (index[fileId] !== undefined) continue;
    if (held >= most) return;
    const blob = await fetchThumb(fileId);
    if (!blob || held + blob.size > most) continue;
    await shelf.keep(nameOf(fileId), await dataUrlOf(blob));
    index[fileId] = blob.size;
    held += blob.size;
    await shelf.keep(INDEX, index);
  }
}

export function keptPicture(shelf: PictureShelf, fileId: string): Promise<string | undefined> {
  return shelf.kept<string>(nameOf(fileId));
}

export async function keptPictures(shelf: PictureShelf): Promise<{ count: number; bytes: number }> {
  const sizes = Object.values((await shelf.kept<Index>(INDEX)) ?? {});
  return { count: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

export async function dropPictures(shelf: PictureShelf): Promise<void> {
  const index = (await shelf.kept<Index>(INDEX)) ?? {};
  await shelf.unkeep(INDEX);
  for (const fileId of Object.keys(index)) await shelf.unkeep(nameOf(fileId));
}

async function dataUrlOf(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:${blob.type};base64,${btoa(text)}`;
}
