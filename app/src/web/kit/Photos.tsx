import { useEffect, useRef, useState } from 'react';
import { fileUrl } from './api.ts';
import { useI18n } from './i18n.tsx';

export type StripPhoto = { fileId: string; caption?: string };

/** Thumbnails in a row; a press opens the picture with arrows, Escape closes. `urlOf` for pictures that are not on the server yet. */
export function PhotoStrip({
  photos,
  urlOf = fileUrl,
  size = 72,
}: {
  photos: readonly StripPhoto[];
  urlOf?: (fileId: string, size: 'thumb' | 'full') => string;
  size?: number;
}) {
  const { t } = useI18n();
  const [open, setOpen] = useState<number | undefined>(undefined);
  if (photos.length === 0) return null;
  return (
    <div className="k-photos">
      {photos.map((photo, index) => (
        <button
          type="button"
          className="k-photo"
          key={photo.fileId}
          onClick={() => setOpen(index)}
          aria-label={`${photo.caption ?? ''} ${t('kit.photo.of', { n: index + 1, total: photos.length })}`}
        >
          <img
            src={urlOf(photo.fileId, 'thumb')}
            alt=""
            width={size}
            height={size}
            loading="lazy"
            decoding="async"
          />
          {photo.caption ? <span className="k-photo-caption">{photo.caption}</span> : null}
        </button>
      ))}
      {open === undefined ? null : (
        <Lightbox
          photos={photos}
          index={open}
          urlOf={urlOf}
          onMove={setOpen}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

type LightboxProps = {
  photos: readonly StripPhoto[];
  index: number;
  urlOf: (fileId: string, size: 'thumb' | 'full') => string;
  onMove(index: number): void;
  onClose(): void;
};

function Lightbox({ photos, index, urlOf, onMove, onClose }: LightboxProps) {
  const { t } = useI18n();
  const dialog = useRef<HTMLDialogElement>(null);
  const photo = photos[index];
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  if (!photo) return null;
  const move = (step: number) => onMove((index + step + photos.length) % photos.length);
  const words = t('kit.photo.of', { n: index + 1, total: photos.length });
  return (
    <dialog
      ref={dialog}
      className="k-lightbox"
      aria-label={words}
      onClose={onClose}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'ArrowRight') move(1);
        if (event.key === 'ArrowLeft') move(-1);
      }}
    >
      <img src={urlOf(photo.fileId, 'full')} alt={photo.caption ? `${photo.caption} ${words}` : words} />
      <div className="k-lightbox-bar">
        {photos.length > 1 ? (
          <button type="button" className="k-button" onClick={() => move(-1)}>
            {t('kit.photo.previous')}
          </button>
        ) : null}
        <span>
          {photo.caption ? `${photo.caption} · ` : ''}
          {words}
        </span>
        {photos.length > 1 ? (
          <button type="button" className="k-button" onClick={() => move(1)}>
            {t('kit.photo.next')}
          </button>
        ) : null}
        <button type="button" className="k-button" onClick={() => dialog.current?.close()}>
          {t('kit.close')}
        </button>
      </div>
    </dialog>
  );
}
