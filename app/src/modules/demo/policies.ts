// A handful of policy cards for the demo. Each says that it is a sample: no text of a real document is imitated.
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import { insertVersion, type PolicyDefinition, setPublished } from '../policies/public.ts';

type Sample = Pick<PolicyDefinition, 'list' | 'conditions'> & {
  unit: string;
  title: [zh: string, en: string];
  forWhom: [zh: string, en: string];
  gives: [zh: string, en: string];
};

const samples: readonly Sample[] = [
  {
    unit: 'housing',
    list: '住房保障服务清单',
    title: ['（示例）租房困难家庭补贴', '(Sample) Help with the rent'],
    forWhom: ['在本区租房、有低保证的家庭', 'Families who rent here and hold a minimum-income certificate'],
    gives: ['每月补一部分房租', 'Part of the rent each month'],
    conditions: [
      { question: 'who', anyOf: ['person'] },
      { question: 'home', anyOf: ['rent'] },
      { question: 'certificate', anyOf: ['low-income'] },
    ],
  },
  {
    unit: 'housing',
    list: '住房保障服务清单',
    title: ['（示例）老楼加装扶手', '(Sample) Handrails in old buildings'],
    forWhom: ['60 岁以上、住在没有电梯的楼里的老人', 'People of 60 and over in a building without a lift'],
    gives: ['楼道免费加装扶手', 'Handrails on the stairs, free of charge'],
    conditions: [
      { question: 'who', anyOf: ['person'] },
      { question: 'age', min: 60 },
      {
        ask: { 'zh-CN': '住的楼没有电梯，是吗？', en: 'Is it true that the building has no lift?' },
        answer: 'yes',
      },
    ],
  },
  {
    unit: 'market',
    list: '助企服务清单',
    title: ['（示例）新开小店上门辅导', '(Sample) Advice for new shops'],
    forWhom: ['开业两年以内的个体户、微型企业', 'Shops and micro firms in their first two years'],
    gives: ['一次免费的开店手续辅导', 'One free session on the paperwork of a shop'],
    conditions: [
      { question: 'who', anyOf: ['firm'] },
      { question: 'firm-size', anyOf: ['shop', 'micro'] },
      { question: 'firm-years', max: 2 },
    ],
  },
  {
    unit: 'market',
    list: '就业创业服务清单',
    title: ['（示例）求职者技能培训', '(Sample) Courses for people looking for work'],
    forWhom: ['16 到 59 岁、正在找工作的人', 'People of 16 to 59 who look for work'],
    gives: ['一期免费的技能课', 'One course, free of charge'],
    conditions: [
      { question: 'who', anyOf: ['person'] },
      { question: 'age', min: 16, max: 59 },
      { question: 'work', anyOf: ['seeking'] },
    ],
  },
];

const words = ([zh, en]: [zh: string, en: string]) => ({ 'zh-CN': zh, en });

/** Publishes the samples of the departments that the demo has. */
export async function seedPolicies(
  tx: Tx,
  options: { ids: Ids; now: number; from: string; departments: ReadonlyMap<string, string> },
): Promise<void> {
  for (const sample of samples) {
    const unitId = options.departments.get(sample.unit);
    if (!unitId) continue;
    const id = options.ids.next();
    const definition: PolicyDefinition = {
      title: words(sample.title),
      list: sample.list,
      forWhom: words(sample.forWhom),
      gives: words(sample.gives),
      how: {
        'zh-CN': '带身份证到社区服务站登记。',
        en: 'Register at the community office with an identity card.',
      },
      documents: [{ 'zh-CN': '身份证', en: 'Identity card' }],
      basis: '演示用的示例，不是真实文件',
      basisDate: null,
      contact: {
        phone: '12345',
        place: { 'zh-CN': '所在社区服务站', en: 'Your community office' },
        hours: { 'zh-CN': '工作日 8:30–17:30', en: 'Working days, 8:30–17:30' },
      },
      validFrom: options.from,
      validUntil: null,
      conditions: sample.conditions,
    };
    await insertVersion(tx, { id, unitId, baseVersion: 0, definition, accountId: null, at: options.now });
    await setPublished(tx, id, 1, 1, options.now);
  }
}
