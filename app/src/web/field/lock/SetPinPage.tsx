import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { pinFault, SHORTEST_PIN } from '../../sync/vault.ts';
import { useLock } from './LockProvider.tsx';
import { LockScreen } from './LockScreen.tsx';
import { PinForm } from './PinForm.tsx';

/** First use on this phone, or after the PIN was forgotten. */
export function SetPinPage({ owner }: { owner: string }) {
  const { t } = useI18n();
  const { setPin } = useLock();
  const [problem, setProblem] = useState('');
  return (
    <LockScreen name="new" title={t('field.pin.newTitle')}>
      <p>{t('field.pin.newLine')}</p>
      <PinForm
        fields={[
          { name: 'pin', label: t('field.pin.new', { n: SHORTEST_PIN }) },
          { name: 'again', label: t('field.pin.again') },
        ]}
        submit={t('field.pin.set')}
        problem={problem}
        onSubmit={async ([pin = '', again = '']) => {
          const fault = pinFault(pin);
          if (fault) setProblem(t(`field.pin.fault.${fault}`, { n: SHORTEST_PIN }));
          else if (pin !== again) setProblem(t('field.pin.fault.different'));
          else
            await setPin(owner, pin)
              // Asks the browser not to throw the shelf away when the phone is short of room; it may say no.
              .then(() => navigator.storage?.persist?.())
              .catch((error: unknown) => setProblem(problemWords(t, error)));
        }}
      />
      <p className="k-hint">{t('field.pin.newHint')}</p>
    </LockScreen>
  );
}
