// Words live in message files, Chinese first. A message is chosen by key and locale; `{name}` is replaced by a parameter.
export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];

/** Keys → templates of one module in both languages. The two must have the same keys (a test compares them). */
export type MessageFile = { 'zh-CN': Record<string, string>; en: Record<string, string> };

export type Messages = {
  /** The words of a key; a missing key gives the key itself, which the completeness test never lets ship. */
  text(locale: Locale, key: string, params?: Record<string, unknown>): string;
  has(locale: Locale, key: string): boolean;
  keys(locale: Locale): readonly string[];
};

/** Joins the message files of all modules. A key defined twice is an error. */
export function createMessages(files: readonly MessageFile[]): Messages {
  const tables: Record<Locale, Map<string, string>> = { 'zh-CN': new Map(), en: new Map() };
  for (const file of files) {
    for (const locale of locales) {
      for (const [key, template] of Object.entries(file[locale])) {
        if (tables[locale].has(key)) throw new Error(`message defined twice: ${key} (${locale})`);
        tables[locale].set(key, template);
      }
    }
  }
  return {
    text: (locale, key, params) =>
      fill(tables[locale].get(key) ?? key, params, locale === 'en' ? ', ' : '、'),
    has: (locale, key) => tables[locale].has(key),
    keys: (locale) => [...tables[locale].keys()],
  };
}

function fill(template: string, params: Record<string, unknown> | undefined, between: string): string {
  if (!params) return template;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined || value === null) return whole;
    return Array.isArray(value) ? value.join(between) : String(value);
  });
}

/** The locale for an Accept-Language header: English only when it is asked for before Chinese. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh-CN';
}
