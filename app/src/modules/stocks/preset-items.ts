// The items that a district begins with; each can be changed. Needs per person and day carry their source:
// water 2.5–3 l to survive, 7.5–15 l in all (Sphere Handbook, 2011 ed., as quoted by the Open University); food 2,100 kcal a day (Sphere).
// Rice 2.8 kg and drinking water 17.5 l per person and week: BNPB Perka 7/2008. The rest is counted by things for a thousand people.
export type PresetItem = {
  code: string;
  class: 'relief' | 'daily' | 'medical' | 'energy';
  name: string;
  measure: string;
  perPersonDay: number | null;
  needSource: string;
  /** The least there should be for a thousand people, of what is not used up by the day. */
  perThousand: number | null;
  leastSource: string | null;
};

const item = (
  code: string,
  kind: PresetItem['class'],
  name: string,
  measure: string,
  perPersonDay: number | null = null,
  needSource = '',
): PresetItem => ({
  code,
  class: kind,
  name,
  measure,
  perPersonDay,
  needSource,
  perThousand: null,
  leastSource: null,
});

/** Counted by the number of people: no standard that we could read fixes these, so they are our own beginning and say so. */
const least = (
  code: string,
  kind: PresetItem['class'],
  name: string,
  measure: string,
  perThousand: number,
): PresetItem => ({ ...item(code, kind, name, measure), perThousand, leastSource: '本产品预设，本地可改' });

const BNPB = 'BNPB Perka 7/2008';
export const presetItems: readonly PresetItem[] = [
  item('water', 'daily', '饮用水', '升', 2.5, `${BNPB}: 17.5 l / 7 d; Sphere: 2.5–3 l`),
  item('rice', 'daily', '大米', '千克', 0.4, `${BNPB}: 2.8 kg / 7 d`),
  item('noodles', 'daily', '方便食品', '份', 3, '按每人每日三餐，本地可改'),
  least('quilt', 'relief', '棉被', '床', 50),
  least('tent', 'relief', '帐篷', '顶', 5),
  least('cot', 'relief', '折叠床', '张', 50),
  least('sandbag', 'relief', '沙袋', '个', 200),
  least('pump', 'relief', '排水泵', '台', 0.5),
  least('boat', 'relief', '冲锋舟', '艘', 0.1),
  item('mask', 'medical', '口罩', '只', 1, '按每人每日一只，本地可改'),
  least('iodine', 'medical', '碘伏', '瓶', 20),
  least('first-aid-kit', 'medical', '急救包', '个', 5),
  least('aed', 'medical', '自动体外除颤器', '台', 0.5),
  least('generator', 'energy', '发电机', '台', 0.5),
  least('diesel', 'energy', '柴油', '升', 100),
  least('torch', 'energy', '手电', '支', 50),
];
