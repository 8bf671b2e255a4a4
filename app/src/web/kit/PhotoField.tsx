import { useEffect, useId, useRef, useState } from 'react';
import { fileUrl, uploadFile } from './api.ts';
import type { Uploaded } from './api-types.ts';
import { useI18n } from './i18n.tsx';
import { problemWords } from './problem-words.ts';

type Item = {
  key: string;
  preview: string;
  state: 'sending' | 'done' | 'failed';
  fraction: number;
  value?: string;
  words?: string;
  file?: File;
};

/** Photos of a form: camera or gallery, shown at once, uploaded in the background. The value is the list of file references. */
export function PhotoField({
  id,
  value,
  onChange,
  onBusy,
  max = 9,
  describedBy,
  capture = false,
}: {
  id?: string;
  value: readonly string[];
  onChange(value: string[]): void;
  onBusy?: (busy: boolean) => void;
  max?: number;
  describedBy?: string | undefined;
  capture?: boolean;
}) {
  const { t } = useI18n();
  const own = useId();
  const input = useRef<HTMLInputElement>(null);
  const [items, setItems] = useState<readonly Item[]>(() =>
    value.map((file) => ({
      key: file,
      preview: fileUrl(file.split('.')[0] ?? file),
      state: 'done',
      fraction: 1,
      value: file,
    })),
  );
  const known = useRef(items);
  known.current = items;
  function update(change: (list: readonly Item[]) => readonly Item[]): void {
    const next = change(known.current);
    known.current = next;
    setItems(next);
    onChange(next.flatMap((item) => (item.value ? [item.value] : [])));
    onBusy?.(next.some((item) => item.state === 'sending'));
  }
  useEffect(
    () => () => {
      for (const item of known.current)
        if (item.preview.startsWith('blob:')) URL.revokeObjectURL(item.preview);
    },
    [],
  );
  function send(item: Item): void {
    const file = item.file;
    if (!file) return;
    const patch = (part: Partial<Item>) =>
      update((list) => list.map((one) => (one.key === item.key ? { ...one, ...part } : one)));
    uploadFile<Uploaded>(file, file.name || 'photo.jpg', (fraction) => patch({ fraction }))
      .then((done) =>
        patch({ state: 'done', fraction: 1, value: done.claim ? `${done.id}.${done.claim}` : done.id }),
      )
      .catch((error: unknown) => patch({ state: 'failed', words: problemWords(t, error) }));
  }
  function add(files: FileList | null): void {
    const fresh = [...(files ?? [])]
      .slice(0, Math.max(0, max - known.current.length))
      .map<Item>((file, index) => ({
        key: `${file.name}-${file.size}-${file.lastModified}-${known.current.length + index}`,
        preview: URL.createObjectURL(file),
        state: 'sending',
        fraction: 0,
        file,
      }));
    if (fresh.length === 0) return;
    update((list) => [...list, ...fresh]);
    for (const item of fresh) send(item);
  }
  return (
    <div className="k-photo-field" aria-describedby={describedBy}>
      {items.map((item) => (
        <div key={item.key} className={`k-photo-item k-photo-${item.state}`}>
          <img src={item.preview} alt="" />
          {item.state === 'sending' ? (
            <progress
              value={item.fraction}
              max={1}
              aria-label={t('kit.photo.uploading', { percent: Math.round(item.fraction * 100) })}
            />
          ) : null}
          {item.state === 'failed' ? (
            <p role="alert">
              {t('kit.photo.failed', { reason: item.words })}{' '}
              <button
                type="button"
                className="k-link"
                onClick={() => {
                  update((list) =>
                    list.map((one) =>
                      one.key === item.key ? { ...one, state: 'sending', fraction: 0 } : one,
                    ),
                  );
                  send(item);
                }}
              >
                {t('kit.retry')}
              </button>
            </p>
          ) : null}
          <button
            type="button"
            className="k-photo-remove"
            aria-label={t('kit.photo.remove')}
            onClick={() => update((list) => list.filter((one) => one.key !== item.key))}
          >
            ×
          </button>
        </div>
      ))}
      {items.length < max ? (
        <button type="button" className="k-photo-add" onClick={() => input.current?.click()}>
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path
              d="M4 8h3l1.6-2.4h6.8L17 8h3v11H4zM12 16.4a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
              strokeLinejoin="round"
            />
          </svg>
          <span>{t('kit.photo.add')}</span>
        </button>
      ) : null}
      <input
        ref={input}
        id={id ?? own}
        className="k-visually-hidden"
        type="file"
        accept="image/*"
        multiple
        tabIndex={-1}
        aria-label={t('kit.photo.add')}
        {...(capture ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          add(event.target.files);
          event.target.value = '';
        }}
      />
    </div>
  );
}
