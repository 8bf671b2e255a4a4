// The session is over while work lies on this phone: it stays, and goes when its owner has signed in.
import { useEffect, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { HandIn } from './HandIn.tsx';
import { useLock } from './LockProvider.tsx';
import { LockScreen } from './LockScreen.tsx';

export function SignInAgain({ owner }: { owner: string }) {
  const { t } = useI18n();
  const { door } = useLock();
  const [unsent, setUnsent] = useState<number>();
  useEffect(() => {
    void door?.unsent(owner).then((found) => setUnsent(found.items));
  }, [door, owner]);
  return (
    <LockScreen name="signed-out" title={t('field.again.title')}>
      <p>{unsent ? t('field.again.unsent', { n: unsent }) : t('field.again.line')}</p>
      <a className="k-button k-button-primary k-button-wide f-big" href={loginAddress()}>
        {t('field.again.in')}
      </a>
      <HandIn owner={owner} />
    </LockScreen>
  );
}

/** The sign-in page, which brings people back to where they were. */
export function loginAddress(): string {
  return `/login?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`;
}
