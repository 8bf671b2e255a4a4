// The questions that cards may ask, each in words that a pupil understands. The answers stay on the device that asks.
export type Words = { 'zh-CN': string; en: string };
export type Question = {
  code: string;
  type: 'number' | 'choice' | 'choices';
  ask: Words;
  options?: readonly { value: string; label: Words }[];
};

const option = (value: string, zh: string, en: string) => ({ value, label: { 'zh-CN': zh, en } });

/** In the order in which they are asked: the first ones decide most. */
export const questions: readonly Question[] = [
  {
    code: 'who',
    type: 'choice',
    ask: { 'zh-CN': '替谁问？', en: 'For whom do you ask?' },
    options: [
      option('person', '自己或家里人', 'Myself or my family'),
      option('firm', '企业或个体户', 'A firm or a shop'),
    ],
  },
  { code: 'age', type: 'number', ask: { 'zh-CN': '这个人多少岁？', en: 'How old is the person?' } },
  {
    code: 'residence',
    type: 'choice',
    ask: { 'zh-CN': '户口在哪里？', en: 'Where is the household registered?' },
    options: [
      option('registered', '在本区', 'In this district'),
      option('permit', '不在本区，有居住证', 'Elsewhere, with a residence permit'),
      option('elsewhere', '不在本区，没有居住证', 'Elsewhere, without a permit'),
    ],
  },
  {
    code: 'work',
    type: 'choice',
    ask: { 'zh-CN': '现在在做什么？', en: 'What does the person do now?' },
    options: [
      option('employed', '有单位上班', 'Employed'),
      option('self-employed', '自己做生意', 'Self-employed'),
      option('seeking', '正在找工作', 'Looking for work'),
      option('student', '上学', 'At school'),
      option('retired', '退休', 'Retired'),
      option('farming', '种地、养殖', 'Farming'),
      option('none', '都不是', 'None of these'),
    ],
  },
  {
    code: 'home',
    type: 'choice',
    ask: { 'zh-CN': '住的房子是谁的？', en: 'Whose is the home?' },
    options: [
      option('own', '自己家的', 'Our own'),
      option('rent', '租的', 'Rented'),
      option('public-rental', '公租房', 'Public rental housing'),
      option('other', '其他', 'Something else'),
    ],
  },
  {
    code: 'certificate',
    type: 'choices',
    ask: { 'zh-CN': '有下面的证吗？（可多选）', en: 'Are any of these held? (several may be)' },
    options: [
      option('low-income', '低保证', 'Minimum-income certificate'),
      option('disability', '残疾人证', 'Disability certificate'),
      option('veteran', '退役军人优待证', 'Veteran’s card'),
      option('none', '都没有', 'None'),
    ],
  },
  {
    code: 'firm-size',
    type: 'choice',
    ask: { 'zh-CN': '企业有多大？', en: 'How large is the firm?' },
    options: [
      option('shop', '个体户', 'A shop of one’s own'),
      option('micro', '微型企业', 'Micro'),
      option('small', '小型企业', 'Small'),
      option('medium', '中型企业', 'Medium'),
      option('large', '大型企业', 'Large'),
    ],
  },
  {
    code: 'firm-years',
    type: 'number',
    ask: { 'zh-CN': '企业办了几年？', en: 'For how many years has the firm existed?' },
  },
];
