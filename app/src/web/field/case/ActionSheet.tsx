// One action as a sheet: its form from the server, camera for its photos, ten seconds to take it back. Without a network it is kept
// on the phone and says so.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { PhotoCapture } from '../../capture/PhotoCapture.tsx';
import { type Photos, usePhotos } from '../../capture/use-photos.ts';
import type { ApiProblem } from '../../kit/api.ts';
import type { CaseAction, CaseView, CommandAnswer, Field } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FieldForm } from '../../kit/FieldForm.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { useToast } from '../../kit/Toast.tsx';
import { undoCaseCommand } from '../../kit/use-command.ts';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import type { OutboxPhoto } from '../outbox/outbox.ts';
import { Sheet } from '../Sheet.tsx';

const MOST_PHOTOS = 9;

export function ActionSheet({
  case_,
  action,
  onClose,
  onDone,
}: {
  case_: CaseView;
  action: CaseAction;
  onClose(): void;
  onDone(): void;
}) {
  const { t } = useI18n();
  const { submit } = useOutbox();
  const toast = useToast();
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const intention = useRef<{ key: string; commandId: string; at: number } | undefined>(undefined);
  // A form has at most two photo fields (before, after); each keeps its own.
  const [first, second] = action.form.fields.filter((field) => field.type === 'photos');
  const firstPhotos = usePhotos({ max: MOST_PHOTOS });
  const secondPhotos = usePhotos({ max: MOST_PHOTOS });
  const photosOf = (field: Field): Photos | undefined =>
    field.name === first?.name ? firstPhotos : field.name === second?.name ? secondPhotos : undefined;

  function undo(commandId: string): void {
    undoCaseCommand(case_.id, commandId)
      .then(() => toast(t('field.action.undone'), { tone: 'good' }))
      .catch((error: unknown) => toast(problemWords(t, error), { tone: 'bad' }))
      .finally(() => {
        void queries.invalidateQueries({ queryKey: ['case', case_.id] });
        void queries.invalidateQueries({ queryKey: ['work'] });
      });
  }

  async function send(form: Record<string, unknown>): Promise<void> {
    if (pending) return;
    setPending(true);
    setProblem(undefined);
    const photos: OutboxPhoto[] = [];
    for (const field of [first, second]) {
      const taken = field ? await photosOf(field)?.settled() : undefined;
      for (const { key, thumb, ref, blob } of taken ?? [])
        photos.push({
          key,
          field: field?.name ?? '',
          thumb,
          ...(ref ? { ref } : {}),
          ...(blob && !ref ? { blob } : {}),
        });
    }
    const key = JSON.stringify([form, photos.map((photo) => photo.key)]);
    if (intention.current?.key !== key) intention.current = { key, commandId: newCommandId(), at: now() };
    const { commandId, at } = intention.current;
    try {
      const sent = await submit<CommandAnswer>({
        id: commandId,
        kind: 'command',
        path: `/cases/${encodeURIComponent(case_.id)}/commands`,
        body: { commandId, name: action.name, baseVersion: case_.version, occurredAt: at, form },
        photos,
        title: `${action.label} · ${case_.headline}`,
        at,
        seen: {
          version: case_.version,
          number: case_.number,
          headline: case_.headline,
          state: case_.state,
          holder: case_.holder?.unitName ?? null,
          fields: action.form.fields.map(({ name, label, type, options }) => ({
            name,
            label,
            type,
            ...(options ? { options } : {}),
          })),
        },
      });
      if (sent.status === 'refused') {
        intention.current = undefined;
        setProblem(sent.problem);
        if (sent.problem.conflict) await queries.invalidateQueries({ queryKey: ['case', case_.id] });
        return;
      }
      if (sent.status === 'kept') toast(t('field.action.kept'));
      else {
        const { undo: until } = sent.answer;
        toast(t('field.action.sent', { name: action.label }), {
          tone: 'good',
          ...(until ? { undo: () => undo(commandId), until: until.until } : {}),
        });
      }
      onDone();
    } finally {
      setPending(false);
    }
  }
  return (
    <Sheet title={action.label} onClose={onClose}>
      <p className="k-hint">{case_.headline}</p>
      <FieldForm
        fields={action.form.fields}
        submitLabel={t(pending ? 'field.action.sending' : 'field.action.send', { name: action.label })}
        tone={action.tone}
        pending={pending}
        problem={problem}
        renderControl={(field) => {
          const photos = field.type === 'photos' ? photosOf(field) : undefined;
          return photos ? <PhotoCapture photos={photos} max={field.max ?? MOST_PHOTOS} /> : undefined;
        }}
        onSubmit={(form) => void send(form)}
      />
    </Sheet>
  );
}
