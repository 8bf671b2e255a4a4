// The words of the server: both languages say the same keys with the same parameters, and everything that can be said has words:
// problems, wrong fields, notices, and every name that a kind of case declares.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { problemCodes } from '../kernel/problem.ts';
import { caseKinds } from '../modules/cases/kinds/kinds.ts';
import { createMessages, type locales } from '../platform/i18n/messages.ts';
import { allMessages } from './compose.ts';

const messages = createMessages(allMessages);
const chinese = messages.keys('zh-CN');
const paramsOf = (key: string, locale: (typeof locales)[number]) =>
  [...new Set([...messages.text(locale, key).matchAll(/\{(\w+)\}/g)].map((found) => found[1]))].sort();

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ts$/.test(name) && !name.startsWith('web/') && !/(messages|\.test\.|\.d\.)/.test(name))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

/** What the sources name, with the file, for a pattern whose first group is the name. */
function named(pattern: RegExp): { file: string; name: string }[] {
  return sources.flatMap(({ name: file, text }) =>
    [...text.matchAll(pattern)].map((found) => ({ file, name: found[1] as string })),
  );
}

const lost = (keys: Iterable<string>) =>
  [...new Set(keys)].filter((key) => !messages.has('zh-CN', key)).sort();

test('both languages have the same keys with the same parameters', () => {
  expect([...messages.keys('en')].sort()).toEqual([...chinese].sort());
  expect(chinese.length).toBeGreaterThan(300);
  const different = chinese.filter((key) => `${paramsOf(key, 'zh-CN')}` !== `${paramsOf(key, 'en')}`);
  expect(different).toEqual([]);
});

test('the Chinese words are Chinese, the English ones are not', () => {
  const han = /\p{Script=Han}/u;
  expect(chinese.filter((key) => !/\p{Script=Han}|\{/u.test(messages.text('zh-CN', key)))).toEqual([]);
  expect(chinese.filter((key) => han.test(messages.text('en', key)))).toEqual([]);
});

test('every problem code has words', () => {
  const codes = problemCodes();
  expect(codes.length).toBeGreaterThan(100);
  expect(lost(codes.map((code) => `problem.${code}`))).toEqual([]);
});

test('every problem that the sources throw is declared', () => {
  const thrown = named(/\bproblem\(\s*'([\w.-]+)'/g);
  expect(thrown.length).toBeGreaterThan(100);
  const declared = new Set(problemCodes());
  expect(thrown.filter(({ name }) => !declared.has(name))).toEqual([]);
});

test('every code of a wrong field has words', () => {
  // A field problem names a path and a code; a schema's own refusal names the code alone.
  const fields = [
    ...named(/\bpath(?::[^{}]*)?,\s*code: '([\w.-]+)'/g),
    ...named(/params: \{\s*code: '([\w.-]+)'/g),
    ...named(/\brefused\(\s*'([\w.-]+)', /g),
  ].map(({ name }) => name);
  expect(fields.length).toBeGreaterThan(20);
  const sizes = ['text', 'list', 'number'].flatMap((kind) => [`too-small.${kind}`, `too-big.${kind}`]);
  const formats = ['uuid', 'guid', 'email', 'url', 'date', 'datetime'].map((one) => `format.${one}`);
  const all = [...fields, ...sizes, ...formats];
  expect(lost(all.map((code) => (code.startsWith('field.') ? code : `field.${code}`)))).toEqual([]);
});

test('every key that the sources name has words', () => {
  const keys = [
    ...named(/\.text\([^,()]+(?:\(\))?, '([\w.-]+)'/g),
    ...named(/\bkey: '((?:notice|route|case)\.[\w.-]+)'/g),
  ];
  expect(keys.length).toBeGreaterThan(20);
  expect(lost(keys.map(({ name }) => name))).toEqual([]);
});

test('every key that the sources put together has at least one end', () => {
  const made = named(/\.text\([^,()]+(?:\(\))?, `([\w.-]+)\$\{/g);
  expect(made.length).toBeGreaterThan(20);
  expect(made.filter(({ name }) => !chinese.some((key) => key.startsWith(name)))).toEqual([]);
});

describe.each([...caseKinds])('kind %s', (name, kind) => {
  test('its states, commands, limits and forms have words', () => {
    const wanted = [`case.kind.${name}`];
    for (const state of Object.keys(kind.states)) wanted.push(`case.state.${state}`);
    for (const clock of Object.keys(kind.clocks)) wanted.push(`case.clock.${clock}`);
    for (const [command, spec] of Object.entries(kind.commands)) {
      wanted.push(`case.step.${command}`);
      if (!spec.who.every((who) => who.by === 'system')) wanted.push(`case.command.${command}`);
      for (const [field, form] of Object.entries(spec.form)) {
        const own = `case.field.${command}.${field}`;
        wanted.push(messages.has('zh-CN', own) ? own : `case.field.${field}`);
        const { optionSet, options } = form as { optionSet?: string; options?: readonly string[] };
        for (const option of optionSet ? (options ?? []) : []) wanted.push(`option.${optionSet}.${option}`);
      }
    }
    expect(wanted.length).toBeGreaterThan(1);
    expect(lost(wanted)).toEqual([]);
  });
});
