// How the facts of registers are worded around the labels of their declarations.
import type { Locale } from '../../platform/i18n/messages.ts';

type Worded = { label: string; definition: string; aliases: readonly string[] };

/** Between the names of one fact. */
export const factWords = { 'zh-CN': { mark: '、' }, en: { mark: ', ' } } as const;

/** How many records a register has. */
export function recordsWords(locale: Locale, register: string): Worded {
  return locale === 'en'
    ? {
        label: `${register}: records`,
        definition: `Records of the register "${register}" that are in force on the day.`,
        aliases: [`${register} count`],
      }
    : {
        label: `${register}：条数`,
        definition: `“${register}”台账里当天有效的记录，一条算一个。`,
        aliases: [`${register}数`, `${register}数量`, `${register}总数`],
      };
}

/** What a number of a register adds up to. */
export function sumWords(
  locale: Locale,
  register: string,
  field: string,
  aliases: readonly string[],
): Worded {
  return locale === 'en'
    ? {
        label: `${register}: ${field}, sum`,
        definition: `"${field}" added up over the records of the register "${register}" that are in force on the day and give it, as it is written now.`,
        aliases: aliases.length > 0 ? aliases : [`${register} ${field}`],
      }
    : {
        label: `${register}：${field}合计`,
        definition: `“${register}”台账里当天有效、填了“${field}”的记录，按现在登记的数相加。`,
        aliases: aliases.length > 0 ? aliases : [`${register}${field}`],
      };
}

/** How many records of a register have one of its options. */
export function optionWords(
  locale: Locale,
  register: string,
  option: string,
  aliases: readonly string[],
): Worded {
  return locale === 'en'
    ? {
        label: `${register}: ${option}`,
        definition: `Records of the register "${register}" that are in force on the day and say "${option}", as it is written now.`,
        aliases: [`${register} ${option} count`],
      }
    : {
        label: `${register}：${option}`,
        definition: `“${register}”台账里当天有效、按现在登记属于“${option}”的记录，一条算一个。`,
        aliases: [`${option}人数`, ...aliases.map((name) => `${name}数`)],
      };
}
