// Camera and album as two large buttons, and what was taken below them.
import { useI18n } from '../kit/i18n.tsx';
import type { Photos } from './use-photos.ts';
import './capture.css';

export function CameraIcon({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path
        d="M4 8h3l1.6-2.4h6.8L17 8h3v11H4zM12 16.4a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function Pick({
  photos,
  camera,
  label,
  primary,
}: {
  photos: Photos;
  camera: boolean;
  label: string;
  primary: boolean;
}) {
  return (
    <label className={`k-button c-pick${primary ? ' k-button-primary' : ''}`}>
      {camera ? <CameraIcon /> : null}
      {label}
      <input
        type="file"
        accept="image/*"
        className="k-visually-hidden"
        multiple={!camera}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          photos.add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </label>
  );
}

export function PhotoCapture({
  photos,
  max,
  primary = false,
  describedBy,
}: {
  photos: Photos;
  max: number;
  primary?: boolean;
  describedBy?: string;
}) {
  const { t } = useI18n();
  return (
    <div className="c-photos" aria-describedby={describedBy}>
      {photos.items.length < max ? (
        <div className="c-picks">
          <Pick
            photos={photos}
            camera
            primary={primary && photos.items.length === 0}
            label={t(photos.items.length > 0 ? 'capture.photo.another' : 'capture.photo.take')}
          />
          <Pick photos={photos} camera={false} primary={false} label={t('capture.photo.album')} />
        </div>
      ) : (
        <p className="k-hint">{t('kit.photo.limit', { max })}</p>
      )}
      {photos.items.length > 0 ? (
        <ul className="c-taken">
          {photos.items.map((item, index) => (
            <li key={item.key} className="c-shot">
              {item.thumb ? (
                <img src={item.thumb} alt={t('kit.photo.of', { n: index + 1, total: photos.items.length })} />
              ) : (
                <span className="c-shot-blank">
                  <CameraIcon />
                  <span className="k-visually-hidden">
                    {t('kit.photo.of', { n: index + 1, total: photos.items.length })}
                  </span>
                </span>
              )}
              <span className="c-shot-words">
                {item.state === 'done' ? (
                  t('capture.photo.done')
                ) : item.state === 'failed' && item.waits ? (
                  <span role="status">{t('capture.photo.waits')}</span>
                ) : item.state === 'failed' ? (
                  <span role="alert" className="k-error">
                    {t('kit.photo.failed', { reason: item.words })}{' '}
                    {item.blob ? (
                      <button type="button" className="k-link" onClick={() => photos.retry(item.key)}>
                        {t('kit.retry')}
                      </button>
                    ) : null}
                  </span>
                ) : (
                  <>
                    {t('kit.photo.uploading', { percent: Math.round(item.fraction * 100) })}
                    <progress value={item.fraction} max={1} aria-label={t('capture.photo.progress')} />
                  </>
                )}
              </span>
              <button
                type="button"
                className="k-button c-shot-remove"
                onClick={() => photos.remove(item.key)}
              >
                {t('capture.photo.remove')}
                <span className="k-visually-hidden">
                  {t('kit.photo.of', { n: index + 1, total: photos.items.length })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
