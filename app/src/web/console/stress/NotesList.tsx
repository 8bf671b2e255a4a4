// What an answer rests on besides records: what is missing, what was assumed, with its source.
import { useI18n } from '../../kit/i18n.tsx';
import type { Note } from './stress-types.ts';

export function NotesList({ notes }: { notes: readonly Note[] }) {
  const { t } = useI18n();
  return (
    <ul className="st-notes">
      {notes.map(({ code, params }) => (
        <li key={code}>{t(`stress.note.${code}`, params)}</li>
      ))}
    </ul>
  );
}
