// A sheet from below. The browser's own dialog keeps the focus inside, closes by Escape, and makes the rest of the page inert.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useI18n } from '../kit/i18n.tsx';

export function Sheet({ title, onClose, children }: { title: string; onClose(): void; children: ReactNode }) {
  const { t } = useI18n();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="f-sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="f-sheet-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="k-button" onClick={onClose}>
          {t('kit.close')}
        </button>
      </div>
      <div className="f-sheet-body">{children}</div>
    </dialog>
  );
}
