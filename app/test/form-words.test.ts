// Every form of every lifecycle, filled in wrongly: the refusal speaks of the form's own fields and options, never of paths or codes.
import { expect, test } from 'vitest';
import { readForm } from '../src/engines/case/decide.ts';
import type { FieldSpec } from '../src/engines/case/form.ts';
import { namedByForm } from '../src/engines/case/form-problems.ts';
import { Problem } from '../src/kernel/problem.ts';
import { allMessages } from '../src/main/compose.ts';
import { caseKinds } from '../src/modules/cases/kinds/kinds.ts';
import { problemBody } from '../src/platform/http/problems.ts';
import { createMessages, locales } from '../src/platform/i18n/messages.ts';

const messages = createMessages(allMessages);
const commands = [...caseKinds.values()].flatMap((kind) =>
  Object.entries(kind.commands).flatMap(([name, spec]) =>
    Object.keys(spec.form).length === 0 ? [] : [[kind.name, name, spec] as const],
  ),
);

const wrong = [
  null,
  42.5,
  -1,
  1e12,
  'no such thing',
  '',
  'x'.repeat(5000),
  true,
  [],
  [7],
  {},
  { n: 'x' },
  '\u0000',
];

function refusal(spec: (typeof commands)[number][2], name: string, form: unknown): Problem | undefined {
  try {
    readForm(spec, form);
    return undefined;
  } catch (error) {
    const named = namedByForm(error, name, spec.form);
    if (!(named instanceof Problem)) throw error;
    return named;
  }
}

test('there are forms to try', () => expect(commands.length).toBeGreaterThan(60));

test.each(commands)('%s %s names its fields and options in words', (_kind, name, spec) => {
  for (const locale of locales) {
    const labelOf = (field: string) => {
      const own = `case.field.${name}.${field}`;
      const label = messages.text(locale, messages.has(locale, own) ? own : `case.field.${field}`);
      return label.replace(/[?？]$/u, '');
    };
    const tried: object[] = Object.keys(spec.form).flatMap((field) =>
      wrong.map((value) => ({ [field]: value })),
    );
    if (Object.values(spec.form).some((one) => one.required)) tried.push({});
    const refused = new Set<string>();
    for (const form of tried) {
      const found = refusal(spec, name, form);
      if (!found) continue;
      const body = problemBody(found, locale, messages, 'r');
      for (const one of body.errors ?? []) {
        const [, of = ''] = one.path.split('/');
        expect(one.message).toContain(labelOf(of));
        expect(one.message).not.toMatch(/form\/|case\.field|option\.|undefined|\{|\bstring\b|\brecord\b/);
        for (const code of codesOf(spec.form[of])) expect(one.message.split(/[^a-z-]+/)).not.toContain(code);
        refused.add(of);
      }
      expect(body.detail).not.toMatch(/form\//);
    }
    expect([...refused].sort()).toEqual(Object.keys(spec.form).sort());
  }
});

test('a value of the wrong type is told from a missing one', () => {
  const [, , spec] = commands.find(([, name]) => name === 'dispatch') as (typeof commands)[number];
  const codes = [{ unit: 5 }, {}].map((form) => refusal(spec, 'dispatch', form)?.fields[0]?.code);
  expect(codes).toEqual(['wrong-type', 'required']);
});

test('an unknown field is told by the name it was sent under', () => {
  const spec = commands[0]?.[2] as (typeof commands)[number][2];
  const found = refusal(spec, 'x', { colour: 'red' }) as Problem;
  expect(problemBody(found, 'zh-CN', messages, 'r').errors?.[0]?.message).toBe(
    'colour：不认识的字段，请去掉。',
  );
});

/** Codes of options that are no words of the English interface. */
function codesOf(spec: FieldSpec | undefined): string[] {
  const { options = [], optionSet } = spec ?? {};
  return options.filter(
    (one) => one.includes('-') && !messages.text('en', `option.${optionSet}.${one}`).includes(one),
  );
}
