// What a meeting decides about a case is a command on that case: a note, an urge, a dispatch. There is no list of tasks beside it.
import { useQueryClient } from '@tanstack/react-query';
import { Drawer, Segmented } from 'antd';
import { useState } from 'react';
import type { CaseView } from '../../kit/api-types.ts';
import { FieldForm } from '../../kit/FieldForm.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useCaseCommand } from '../../kit/use-command.ts';
import { useCase } from '../queries.ts';

const DECISIONS = ['note', 'urge', 'dispatch'];

export function Decide({ caseId, onClose }: { caseId: string | undefined; onClose(): void }) {
  const { t } = useI18n();
  const found = useCase(caseId);
  return (
    <Drawer
      open={caseId !== undefined}
      onClose={onClose}
      title={t('rhythm.decide')}
      size={460}
      destroyOnHidden
    >
      {caseId === undefined ? null : found.isPending ? <Loading /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <DecideForm key={found.data.version} view={found.data} onClose={onClose} /> : null}
    </Drawer>
  );
}

function DecideForm({ view, onClose }: { view: CaseView; onClose(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const actions = view.actions.filter((action) => DECISIONS.includes(action.name));
  const [name, setName] = useState(actions[0]?.name ?? '');
  const command = useCaseCommand(view.id, view.version);
  const action = actions.find((one) => one.name === name);
  if (!action) return <Empty title={t('rhythm.noDecision')}>{t('rhythm.noDecisionLine')}</Empty>;
  async function give(form: Record<string, unknown>): Promise<void> {
    const given = await command.send(name, form);
    if (!given) {
      // Somebody was faster: the case is read again, and the form with it.
      void client.invalidateQueries({ queryKey: ['case', view.id] });
      return;
    }
    toast(t('rhythm.decided', { action: action?.label ?? '' }), { tone: 'good' });
    onClose();
    for (const key of ['agenda', 'work', 'case']) void client.invalidateQueries({ queryKey: [key] });
  }
  return (
    <>
      <p className="c-panel-about">{view.headline}</p>
      <Segmented
        aria-label={t('rhythm.decide')}
        value={name}
        onChange={setName}
        options={actions.map((one) => ({ value: one.name, label: one.label }))}
      />
      {command.conflict ? <p role="alert">{t('rhythm.changed')}</p> : null}
      <FieldForm
        key={name}
        fields={action.form.fields}
        submitLabel={action.label}
        tone={action.tone}
        pending={command.pending}
        problem={command.problem}
        onSubmit={(form) => void give(form)}
        onCancel={onClose}
      />
    </>
  );
}
