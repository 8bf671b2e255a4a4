// Language, large type and theme: three things a person sets once and finds again on every page.
import { QueryClientContext } from '@tanstack/react-query';
import { useContext, useEffect, useRef, useState } from 'react';
import { useI18n } from './i18n.tsx';

export function LanguageSwitch() {
  const { t, locale, setLocale } = useI18n();
  const next = locale === 'zh-CN' ? 'en' : 'zh-CN';
  const client = useContext(QueryClientContext);
  const read = useRef(locale);
  useEffect(() => {
    // What the server said so far, it said in the other language.
    if (read.current !== locale) void client?.invalidateQueries();
    read.current = locale;
  }, [locale, client]);
  return (
    <button type="button" className="k-button k-button-quiet" lang={next} onClick={() => setLocale(next)}>
      {t(next === 'en' ? 'kit.languageEn' : 'kit.languageZh')}
    </button>
  );
}

function readFlag(name: string): boolean {
  try {
    return localStorage.getItem(name) === '1';
  } catch {
    return false;
  }
}

function writeFlag(name: string, value: boolean): void {
  try {
    localStorage.setItem(name, value ? '1' : '0');
  } catch {
    // Private windows refuse storage: the switch still works for this page.
  }
}

/** A switch on `<html>` that is remembered: `elder` (large type) or `dark` (night). */
export function useRootFlag(name: 'elder' | 'dark'): [boolean, (on: boolean) => void] {
  const key = `renlin.${name}`;
  const [on, setOn] = useState(() => readFlag(key));
  useEffect(() => {
    document.documentElement.classList.toggle(name, on);
  }, [name, on]);
  return [
    on,
    (next) => {
      writeFlag(key, next);
      setOn(next);
    },
  ];
}

export function ElderSwitch() {
  const { t } = useI18n();
  const [on, setOn] = useRootFlag('elder');
  return (
    <button type="button" className="k-button k-button-quiet" aria-pressed={on} onClick={() => setOn(!on)}>
      {t(on ? 'kit.elderOff' : 'kit.elder')}
    </button>
  );
}

export function Brand({ line }: { line?: string }) {
  const { t } = useI18n();
  return (
    <span className="k-brand">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect x="3" y="3" width="26" height="26" rx="1.5" fill="currentColor" />
        <path
          d="M9 9h6v6H9zM19 9h4v6h-4M9 19h4v4H9zM17 19h6v4h-6zM15 12h4M13 21h4"
          fill="none"
          className="k-brand-lines"
          strokeWidth="2.4"
          strokeLinecap="square"
        />
      </svg>
      <span>{t('kit.brand')}</span>
      {line ? <span className="k-brand-line">{line}</span> : null}
    </span>
  );
}
