// The frame of the screens before the shelf is open: the brand, the language, one thing to do.
import { type ReactNode, useEffect } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Brand, LanguageSwitch } from '../../kit/Switches.tsx';

export function LockScreen({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  const { t } = useI18n();
  useEffect(() => {
    document.title = `${title} · ${t('kit.brand')}`;
  }, [title, t]);
  return (
    <div className="f-shell f-lock" data-lock={name}>
      <header className="f-head f-lock-head">
        <Brand />
        <LanguageSwitch />
      </header>
      <main className="f-main f-page">
        <h1 className="f-heading">{title}</h1>
        {children}
      </main>
    </div>
  );
}
