import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { useToast } from '../../kit/Toast.tsx';
import { pinFault, SHORTEST_PIN } from '../../sync/vault.ts';
import { Sheet } from '../Sheet.tsx';
import { useLock } from './LockProvider.tsx';
import { PinForm } from './PinForm.tsx';
import { wordsOf } from './pin-words.ts';

export function ChangePin({ onClose }: { onClose(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const { changePin } = useLock();
  const [problem, setProblem] = useState('');
  async function change([pin = '', next = '', again = '']: readonly string[]): Promise<void> {
    const fault = pinFault(next);
    if (fault) return setProblem(t(`field.pin.fault.${fault}`, { n: SHORTEST_PIN }));
    if (next !== again) return setProblem(t('field.pin.fault.different'));
    const changed = await changePin(pin, next).catch((error: unknown) => problemWords(t, error));
    if (typeof changed === 'string') return setProblem(changed);
    if (changed.is !== 'open') return setProblem(wordsOf(t, changed));
    toast(t('field.pin.changed'), { tone: 'good' });
    onClose();
  }
  return (
    <Sheet title={t('field.pin.change')} onClose={onClose}>
      <PinForm
        fields={[
          { name: 'pin', label: t('field.pin.now') },
          { name: 'next', label: t('field.pin.new', { n: SHORTEST_PIN }) },
          { name: 'again', label: t('field.pin.again') },
        ]}
        submit={t('field.pin.change')}
        problem={problem}
        onSubmit={change}
      />
    </Sheet>
  );
}
