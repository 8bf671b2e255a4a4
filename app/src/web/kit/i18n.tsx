// Words live in message files, Chinese first. A shell joins its own file with the kit's; the language is remembered.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { setApiLocale } from './api.ts';

export type Locale = 'zh-CN' | 'en';
export type Params = Record<string, string | number | null | undefined>;
export type WebMessages = Record<Locale, Record<string, string>>;
export type Translate = (key: string, params?: Params) => string;

type I18n = { t: Translate; locale: Locale; setLocale(next: Locale): void };

const COOKIE = 'renlin_lang';

/** Joins message files; a later file may not redefine a key (the test of the shell checks it). */
export function joinMessages(...files: readonly WebMessages[]): WebMessages {
  return {
    'zh-CN': Object.assign({}, ...files.map((file) => file['zh-CN'])),
    en: Object.assign({}, ...files.map((file) => file.en)),
  };
}

export function fill(template: string, params?: Params): string {
  if (!params) return template;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined || value === null ? whole : String(value);
  });
}

export function readLocale(): Locale {
  const cookie = /(?:^|; )renlin_lang=([^;]+)/.exec(document.cookie)?.[1];
  return cookie === 'en' ? 'en' : 'zh-CN';
}

const Context = createContext<I18n | undefined>(undefined);

export function I18nProvider({ messages, children }: { messages: WebMessages; children: ReactNode }) {
  const [locale, setState] = useState<Locale>(readLocale);
  setApiLocale(locale);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const setLocale = useCallback((next: Locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the server reads this cookie, and the Cookie Store API is missing in older browsers
    document.cookie = `${COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
    setState(next);
  }, []);
  const value = useMemo<I18n>(
    () => ({
      locale,
      setLocale,
      t: (key, params) => fill(messages[locale][key] ?? messages['zh-CN'][key] ?? key, params),
    }),
    [locale, messages, setLocale],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (!value) throw new Error('I18nProvider is missing');
  return value;
}
