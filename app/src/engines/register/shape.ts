// A register as programs and screens read it: its fields with their words, and the zod shapes of its records.
import { z } from 'zod';
import type { Locale } from '../../platform/i18n/messages.ts';
import { rawValue } from './contract.ts';
import { type Field, isOfPerson, personalOf, type Register } from './declare.ts';
import { type Asking, pathsFor } from './parts.ts';

/** What may be sent for the values of a register. Types are loose where a person writes them many ways; the reading of values is strict. */
export function valuesSchema(register: Register, whole: boolean): z.ZodType {
  const shape = Object.entries(register.fields).map(([code, field]) => {
    const one = fieldSchema(field).describe(field.label.en);
    return [code, whole && field.required ? one : one.optional()] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

function fieldSchema(field: Field): z.ZodType {
  switch (field.type) {
    case 'choice':
      return z.union([z.enum(field.options.map((one) => one.code) as [string, ...string[]]), z.null()]);
    case 'choices':
      return z.union([
        z.array(z.enum(field.options.map((one) => one.code) as [string, ...string[]])).max(60),
        z.null(),
      ]);
    case 'boolean':
      return z.union([z.boolean(), z.null()]);
    default:
      return rawValue;
  }
}

const words = z.string();
export const recordSchema = (register: Register): z.ZodType =>
  z.looseObject({
    id: z.string(),
    version: z.number(),
    title: words,
    area: z.object({ id: z.string(), name: words }),
    values: z.looseObject(
      Object.fromEntries(Object.keys(register.fields).map((code) => [code, z.unknown()])),
    ),
    shown: z.record(z.string(), z.string()),
  });

function fieldJson(code: string, field: Field, locale: Locale) {
  const personal = personalOf(field);
  return {
    code,
    label: field.label[locale],
    type: field.type,
    hint: field.hint?.[locale] ?? null,
    required: field.required === true,
    list: field.list === true,
    search: field.search === true,
    fixed: field.fixed === true,
    until: field.until === true,
    max: 'max' in field ? field.max : null,
    min: 'min' in field ? field.min : null,
    unit: 'unit' in field ? (field.unit?.[locale] ?? null) : null,
    options:
      'options' in field ? field.options.map((one) => ({ code: one.code, label: one.words[locale] })) : null,
    to: field.type === 'reference' ? field.to : null,
    personal: personal
      ? {
          class: personal.class,
          purpose: personal.purpose[locale],
          basis: personal.basis,
          law: personal.law?.[locale] ?? null,
          keepMonths: personal.keepMonths,
        }
      : null,
  };
}

export function registerJson(register: Register, asking: Asking) {
  const { locale, actor } = asking;
  const may = (right: keyof Register['duties']) => pathsFor(actor, register, right)?.length !== 0;
  return {
    code: register.code,
    label: register.label[locale],
    about: register.about[locale],
    group: register.group[locale],
    title: register.title,
    personal: register.personal,
    ofPerson: isOfPerson(register),
    keepMonths: register.keepMonths,
    disposal: register.disposal === true,
    similar: register.similar.length > 0,
    consent: register.consent
      ? { notice: register.consent.notice[locale], edition: register.consent.edition }
      : null,
    fields: Object.entries(register.fields).map(([code, field]) => fieldJson(code, field, locale)),
    may: {
      read: may('read'),
      write: may('write'),
      reveal: register.personal && may('reveal'),
      manage: may('manage'),
    },
  };
}
