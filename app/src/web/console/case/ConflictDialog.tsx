import { Modal } from 'antd';
import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { CaseConflict } from '../../kit/use-command.ts';

/** Two people acted at once: what the other one did, before deciding again. Nothing of ours was saved, and the form is kept. */
export function ConflictDialog({
  conflict,
  onClose,
}: {
  conflict: CaseConflict | undefined;
  onClose(): void;
}) {
  const { t } = useI18n();
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
      <ul className="c-conflict">
        {conflict?.changes.map((change, index) => (
          <li key={`${index}-${change.label ?? ''}`}>
            {change.at ? <TimeText at={change.at} /> : null}{' '}
            {change.actor ? <strong>{change.actor}</strong> : null} {change.words ?? change.label}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
