// The words of a report. A message can be pasted, or what was dictated put in order: place and time are read from it, names and numbers
// stay behind.
import { type ClipboardEvent, useId, useState } from 'react';
import type { PickedPlace } from '../../capture/place.ts';
import { readWords } from '../../capture/read-words.ts';
import { now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import type { FieldDraft } from './field-draft.ts';

type Props = {
  id: string;
  draft: FieldDraft;
  describedBy: string | undefined;
  onChange(part: Partial<FieldDraft>): void;
};

const LONGEST = 1000;

export function WordsPart({ id, draft, describedBy, onChange }: Props) {
  const { t } = useI18n();
  const noteId = useId();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);

  async function read(message: string): Promise<void> {
    if (message.trim() === '' || busy) return;
    setBusy(true);
    try {
      const found = await readWords(message, now(), draft.place?.point ?? undefined);
      onChange({
        text: [...found.text].slice(0, LONGEST).join(''),
        ...(found.at === undefined ? {} : { at: found.at }),
        ...(found.place ? { place: found.place } : {}),
      });
      setNote(noteOf(found));
    } finally {
      setBusy(false);
    }
  }
  function noteOf(found: {
    place: PickedPlace | undefined;
    placeWords: string | undefined;
    leftOut: readonly string[];
  }) {
    const parts = [t('field.report.read')];
    if (found.place) parts.push(t('field.report.readPlace', { place: found.place.address }));
    else if (found.placeWords) parts.push(t('field.report.readNoPlace', { place: found.placeWords }));
    if (found.leftOut.includes('name') || found.leftOut.includes('number'))
      parts.push(t('field.report.leftOut'));
    return parts.join('');
  }
  /** A whole message is put in order at once; a few words are just pasted. */
  function onPaste(event: ClipboardEvent): void {
    const message = event.clipboardData.getData('text');
    if (draft.text.trim() !== '' || !/\n|[:：]|\d{7}/u.test(message)) return;
    event.preventDefault();
    void read(message);
  }
  async function paste(): Promise<void> {
    try {
      const message = await navigator.clipboard.readText();
      if (message.trim() === '') setNote(t('field.report.nothingToPaste'));
      else await read(message);
    } catch {
      document.getElementById(id)?.focus();
      setNote(t('field.report.pasteByHand'));
    }
  }
  const hasWords = draft.text.trim() !== '';
  return (
    <div className="f-group">
      <div className="f-words-head">
        <label className="f-label" htmlFor={id}>
          {t('field.report.words')}
        </label>
        <button
          type="button"
          className="k-button"
          aria-disabled={busy}
          onClick={() => void (hasWords ? read(draft.text) : paste())}
        >
          {t(hasWords ? 'field.report.tidy' : 'field.report.paste')}
        </button>
      </div>
      <textarea
        id={id}
        className="k-input f-textarea"
        rows={2}
        maxLength={LONGEST}
        value={draft.text}
        aria-describedby={[describedBy, note ? noteId : undefined].filter(Boolean).join(' ') || undefined}
        onPaste={onPaste}
        onChange={(event) => {
          setNote('');
          onChange({ text: event.target.value });
        }}
      />
      {note ? (
        <p className="k-hint" id={noteId} role="status">
          {note}
        </p>
      ) : null}
      {draft.at === undefined ? null : (
        <p className="f-when">
          {t('field.report.when', { time: exactDate(t, draft.at, now()) })}
          <button type="button" className="k-button" onClick={() => onChange({ at: undefined })}>
            {t('field.report.whenNow')}
          </button>
        </p>
      )}
    </div>
  );
}
