// Pictures of a case in the field: from the server, and small ones from the phone where there is no line.
import { useQuery } from '@tanstack/react-query';
import { fileUrl } from '../../kit/api.ts';
import { PhotoStrip, type StripPhoto } from '../../kit/Photos.tsx';
import { useCopy } from '../copy/CopyProvider.tsx';
import { keptPicture } from '../copy/pictures.ts';

export function CasePhotos({ photos, size }: { photos: readonly StripPhoto[]; size: number }) {
  const { shelf } = useCopy();
  const ids = photos.map((photo) => photo.fileId);
  const kept = useQuery({
    queryKey: ['kept-pictures', ids],
    enabled: shelf !== undefined && ids.length > 0,
    networkMode: 'always',
    queryFn: async () => {
      const found = await Promise.all(
        ids.map(async (id) => [id, shelf && (await keptPicture(shelf, id))] as const),
      );
      return new Map(found.flatMap(([id, url]) => (url ? [[id, url] as const] : [])));
    },
  });
  return (
    <PhotoStrip
      photos={photos}
      size={size}
      urlOf={(fileId, wanted) => {
        const here = kept.data?.get(fileId);
        return here && (wanted === 'thumb' || !navigator.onLine) ? here : fileUrl(fileId, wanted);
      }}
    />
  );
}
