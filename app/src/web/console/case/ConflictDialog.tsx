import { Modal } from 'antd';
import { useEffect } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { CaseConflict } from '../../kit/use-command.ts';
import { useCase } from '../queries.ts';

/** Two people acted at once: what the other one did, before deciding again. Nothing of ours was saved, and the form is kept. */
export function ConflictDialog({
  caseId,
  conflict,
  onClose,
}: {
  caseId: string;
  conflict: CaseConflict | undefined;
  onClose(): void;
}) {
  const { t } = useI18n();
  const fresh = useCase(conflict ? caseId : undefined);
  const { refetch } = fresh;
  useEffect(() => {
    if (conflict) void refetch();
  }, [conflict, refetch]);
  const versions = new Set(conflict?.changes.map((change) => change.version));
  const steps = fresh.data?.timeline.filter((item) => versions.has(item.version)) ?? [];
  return (
    <Modal
      open={conflict !== undefined}
      title={t('kit.problem.conflict')}
      okText={t('case.conflictLook')}
      cancelButtonProps={{ hidden: true }}
      onOk={onClose}
      onCancel={onClose}
    >
      <p>{t('case.conflictLine')}</p>
      {fresh.isFetching && steps.length === 0 ? <Loading /> : null}
      <ul className="c-conflict">
        {steps.map((step) => (
          <li key={step.version}>
            <strong>{step.actor.label}</strong> {step.label} <TimeText at={step.at} />
            {step.words.map((words) => (
              <div key={words}>{words}</div>
            ))}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
