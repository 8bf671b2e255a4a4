import { useEffect, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { ForgottenPin } from './ForgottenPin.tsx';
import { useLock } from './LockProvider.tsx';
import { LockScreen } from './LockScreen.tsx';
import { PinForm } from './PinForm.tsx';
import { wordsOf } from './pin-words.ts';

export function UnlockPage({ owner }: { owner: string }) {
  const { t } = useI18n();
  const { door, unlock } = useLock();
  const [problem, setProblem] = useState('');
  const [forgotten, setForgotten] = useState(false);
  const [unsent, setUnsent] = useState(0);
  useEffect(() => {
    void door?.unsent(owner).then((found) => setUnsent(found.items));
  }, [door, owner]);
  if (forgotten) return <ForgottenPin owner={owner} onBack={() => setForgotten(false)} />;
  return (
    <LockScreen name="locked" title={t('field.pin.unlockTitle')}>
      <p>{unsent > 0 ? t('field.pin.unsent', { n: unsent }) : t('field.pin.unlockLine')}</p>
      <PinForm
        fields={[{ name: 'pin', label: t('field.pin.pin') }]}
        submit={t('field.pin.unlock')}
        problem={problem}
        onSubmit={async ([pin = '']) => {
          const opened = await unlock(owner, pin).catch((error: unknown) => problemWords(t, error));
          if (typeof opened === 'string') setProblem(opened);
          else if (opened.is !== 'open') setProblem(wordsOf(t, opened));
        }}
      />
      <button type="button" className="k-button k-button-wide" onClick={() => setForgotten(true)}>
        {t('field.pin.forgotten')}
      </button>
    </LockScreen>
  );
}
