// Local codes by template, e.g. `{community12}{grid:3}{micro:2}`: digits of the nearest coded area above, then sequence
// numbers of the levels on the way down. A code is an attribute; nothing refers to it.

export type TemplateValues = {
  /** The statistical code of the nearest area above that has one. */
  code: string;
  /** Sequence numbers by token: grid, micro, patrol. */
  numbers: Readonly<Record<string, number>>;
};

const TOKEN = /\{(district6|street9|community12|[a-z]+:\d)\}/g;

/** Fills a template, or tells why not: an unknown token, a missing code, or a number too big for its digits. */
export function fillCodeTemplate(
  template: string,
  values: TemplateValues,
): { ok: true; code: string } | { ok: false; fault: string } {
  let fault = '';
  const code = template.replace(TOKEN, (_whole, token: string) => {
    const fixed = /^[a-z]+(6|9|12)$/.exec(token);
    if (fixed) {
      const digits = Number(fixed[1]);
      if (values.code.length < digits) fault ||= token;
      return values.code.slice(0, digits);
    }
    const [name, width] = token.split(':') as [string, string];
    const number = values.numbers[name];
    if (number === undefined || String(number).length > Number(width)) {
      fault ||= token;
      return '';
    }
    return String(number).padStart(Number(width), '0');
  });
  if (fault === '' && /[{}]/.test(code)) fault = template;
  return fault === '' ? { ok: true, code } : { ok: false, fault };
}

/** The last numbered token of a template: the one that counts siblings. */
export function countedToken(template: string): string | undefined {
  return [...template.matchAll(/\{([a-z]+):\d\}/g)].at(-1)?.[1];
}
