// Invariants 1 and 3 of the product: things, places, requests, promises and services are recorded; never what a person thinks,
// whom they associate with, or where they walk; no ranking of people, no likes or time online as appraisal. This is the list
// of words that no column, form field, API property or model field may carry as its name or label.
//
// Identifiers are compared word by word ("surface" and "backtrack" pass, "face_id" and "faceId" do not). Chinese has no
// spaces, so what merely contains a word is let through by name (里程碑 is a milestone, not a distance walked).

export type Denied = { text: string; term: string; why: string };

type Entry = { why: string; zh: readonly string[]; en: readonly string[] };

const ENTRIES: readonly Entry[] = [
  {
    why: 'what a person thinks or believes',
    zh: [
      '思想',
      '态度',
      '倾向',
      '立场',
      '宗教',
      '信仰',
      '意识形态',
      '政审',
      '观点',
      '价值观',
      '忠诚度',
      '教派',
      '信教',
    ],
    en: [
      'opinion',
      'ideology',
      'ideological',
      'attitude',
      'stance',
      'thought',
      'belief',
      'faith',
      'religion',
      'religious',
      'worldview',
      'loyalty',
      'political view',
      'political leaning',
      'political tendency',
      'political vetting',
    ],
  },
  {
    why: 'what a person feels, or what people say, as an object of watching',
    zh: ['情绪', '心情', '舆情', '舆论', '言论', '敏感词', '思潮'],
    en: ['mood', 'emotion', 'emotional', 'sentiment', 'feeling', 'public opinion', 'speech monitoring'],
  },
  {
    why: 'a body turned into a key',
    zh: ['人脸', '面部', '刷脸', '虹膜', '声纹', '步态', '指纹'],
    en: ['face', 'facial', 'faceprint', 'biometric', 'iris', 'voiceprint', 'gait', 'thumbprint'],
  },
  {
    why: 'where a person walks',
    zh: ['轨迹', '里程', '行踪', '足迹', '步数', '活动路线', '定位记录', '停留时长', '行程'],
    en: [
      'track',
      'trajectory',
      'mileage',
      'odometer',
      'footprint',
      'pedometer',
      'whereabouts',
      'gps trail',
      'location trail',
      'location history',
      'movement history',
      'location log',
      'dwell time',
      'stay duration',
      'walked distance',
      'distance walked',
    ],
  },
  {
    why: 'whom a person associates with',
    zh: ['社会关系', '人际关系', '交往对象', '关系网', '密切接触', '往来人员'],
    en: ['associate', 'acquaintance', 'social tie', 'social graph', 'contact graph', 'relationship network'],
  },
  {
    why: 'attendance, presence or applause as appraisal; ranking of people',
    zh: [
      '在线时长',
      '登录次数',
      '点赞',
      '打卡',
      '排行榜',
      '个人排名',
      '活跃度',
      '红黑榜',
      '转发数',
      '阅读时长',
    ],
    en: [
      'online time',
      'online duration',
      'online hour',
      'online minute',
      'time online',
      'login count',
      'like',
      'like count',
      'thumb up',
      'streak',
      'leaderboard',
      'person rank',
      'personal rank',
      'activity score',
      'share count',
      'check in count',
    ],
  },
  {
    why: 'points with penalties or effects on rights; police and judicial data',
    zh: ['社会信用', '信用分', '征信', '失信', '重点人员', '维稳', '前科', '涉访', '黑名单', '危险等级人员'],
    en: [
      'social credit',
      'credit score',
      'demerit',
      'penalty point',
      'key person',
      'person of interest',
      'stability maintenance',
      'criminal record',
      'police record',
      'blacklist',
    ],
  },
];

/** Phrases that hold a denied word and mean something else, each a thing or a place and never a person. */
const HARMLESS_ZH: readonly string[] = [
  '里程碑', // a milestone of a project
  '指导思想', // the heading of a plan
  '服务态度', // what a complaint is about: a window, not a person's mind
  '宗教活动场所', // a kind of place, for fire inspection
  '宗教场所',
  '碳足迹',
  '倾向性',
];
const HARMLESS_EN: readonly string[] = [
  'associate unit', // 协办单位
  'associated case',
  'place of worship',
  'religious site',
  'carbon footprint',
  'building footprint',
  'footprint area',
  'interface',
  'track gauge', // a property of a railway in OSM
  'font face',
];

const HARMLESS_WORDS = HARMLESS_EN.map((phrase) => phrase.split(' '));
const DENIED_WORDS = ENTRIES.flatMap(({ en, why }) =>
  en.map((term) => ({ term, why, words: term.split(' ') })),
);
const DENIED_ZH = ENTRIES.flatMap(({ zh, why }) => zh.map((term) => ({ term, why })));

/** What is denied in one name or label. O(words × list). */
export function findDenied(text: string): Denied[] {
  const found: Denied[] = [];
  let chinese = text;
  for (const phrase of HARMLESS_ZH) chinese = chinese.replaceAll(phrase, '·');
  for (const { term, why } of DENIED_ZH) if (chinese.includes(term)) found.push({ text, term, why });
  let words = wordsOf(text);
  for (const phrase of HARMLESS_WORDS) words = without(words, phrase);
  for (const { term, why, words: wanted } of DENIED_WORDS) {
    if (indexOf(words, wanted) >= 0) found.push({ text, term, why });
  }
  return found;
}

/** The words of an identifier or a label in lower case and singular: `faceIDs` → face, id; `online_hours` → online, hour. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z](?!s(?![a-z]))[a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .map(singular);
}

function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word;
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function without(words: readonly string[], phrase: readonly string[]): string[] {
  const at = indexOf(words, phrase);
  if (at < 0) return [...words];
  return without([...words.slice(0, at), '·', ...words.slice(at + phrase.length)], phrase);
}

function indexOf(words: readonly string[], wanted: readonly string[]): number {
  return words.findIndex((_, at) => wanted.every((word, offset) => words[at + offset] === word));
}
