// The three forms of appraisal: one call, an application for 不计入, and its decision. Each keeps its command id until it was accepted.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem, sendCommand } from '../../kit/api.ts';
import type { Field } from '../../kit/api-types.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FieldForm } from '../../kit/FieldForm.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { useToast } from '../../kit/Toast.tsx';

function useSending(path: string, caseId: string, done: string, onDone: () => void) {
  const { t } = useI18n();
  const client = useQueryClient();
  const toast = useToast();
  const commandId = useRef(newCommandId());
  const [problem, setProblem] = useState<ApiProblem>();
  const [pending, setPending] = useState(false);
  async function send(body: Record<string, unknown>): Promise<void> {
    setPending(true);
    setProblem(undefined);
    try {
      await sendCommand(path, { ...body, commandId: commandId.current });
      commandId.current = newCommandId();
      await Promise.all([
        client.invalidateQueries({ queryKey: ['appraisal'] }),
        client.invalidateQueries({ queryKey: ['case', caseId] }),
      ]);
      toast(t(done), { tone: 'good' });
      onDone();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setPending(false);
    }
  }
  return { send, problem, pending };
}

type FormProps = { id: string; caseId: string; onDone(): void };

/** One call: reached or not, and what the resident says. */
export function TryForm({ id, caseId, onDone }: FormProps) {
  const { t } = useI18n();
  const [reached, setReached] = useState(true);
  const { send, problem, pending } = useSending(
    `/appraisal/visits/${id}/tries`,
    caseId,
    'visit.saved',
    onDone,
  );
  const said = (name: 'solved' | 'satisfied'): Field => ({
    name,
    label: t(`visit.${name}`),
    type: 'choice',
    required: true,
    options: ['yes', 'no', 'none'].map((value) => ({ value, label: t(`visit.${name}.${value}`) })),
  });
  const fields: Field[] = [
    {
      name: 'reached',
      label: t('visit.reached'),
      type: 'choice',
      required: true,
      initial: 'yes',
      options: ['yes', 'no'].map((value) => ({ value, label: t(`visit.reached.${value}`) })),
    },
    ...(reached ? [said('solved'), said('satisfied')] : []),
    { name: 'words', label: t('visit.words'), type: 'textarea', max: 500, hint: t('visit.wordsHint') },
  ];
  return (
    <FieldForm
      fields={fields}
      submitLabel={t('visit.save')}
      pending={pending}
      problem={problem}
      onChange={(values) => setReached(values['reached'] !== 'no')}
      onSubmit={({ reached: answer, ...rest }) => void send({ ...rest, reached: answer === 'yes' })}
      onCancel={onDone}
    >
      <p className="k-hint">{t('visit.phoneHint')}</p>
    </FieldForm>
  );
}

export function ApplyForm({
  caseId,
  grounds,
  onDone,
}: {
  caseId: string;
  grounds: readonly { value: string; label: string }[];
  onDone(): void;
}) {
  const { t } = useI18n();
  const { send, problem, pending } = useSending(
    `/appraisal/cases/${caseId}/exclusions`,
    caseId,
    'exclusion.asked',
    onDone,
  );
  const fields: Field[] = [
    { name: 'grounds', label: t('exclusion.grounds'), type: 'choice', required: true, options: [...grounds] },
    {
      name: 'words',
      label: t('exclusion.words'),
      type: 'textarea',
      required: true,
      min: 10,
      max: 1000,
      hint: t('exclusion.wordsHint'),
    },
    { name: 'photos', label: t('exclusion.evidence'), type: 'photos', required: true, max: 9 },
  ];
  return (
    <FieldForm
      fields={fields}
      submitLabel={t('exclusion.apply')}
      pending={pending}
      problem={problem}
      onSubmit={(form) => void send(form)}
      onCancel={onDone}
    >
      <p className="c-effect">{t('exclusion.effect')}</p>
    </FieldForm>
  );
}

export function DecisionForm({ id, caseId, onDone }: FormProps) {
  const { t } = useI18n();
  const { send, problem, pending } = useSending(
    `/appraisal/exclusions/${id}/decision`,
    caseId,
    'exclusion.decided',
    onDone,
  );
  const fields: Field[] = [
    {
      name: 'decision',
      label: t('exclusion.decision'),
      type: 'choice',
      required: true,
      options: ['granted', 'refused'].map((value) => ({ value, label: t(`exclusion.decision.${value}`) })),
    },
    {
      name: 'words',
      label: t('exclusion.decisionWords'),
      type: 'textarea',
      required: true,
      min: 5,
      max: 1000,
    },
  ];
  return (
    <FieldForm
      fields={fields}
      submitLabel={t('exclusion.decide')}
      pending={pending}
      problem={problem}
      onSubmit={(form) => void send(form)}
      onCancel={onDone}
    >
      <p className="c-effect">{t('exclusion.effect')}</p>
    </FieldForm>
  );
}
