// The items that a district begins with; each can be changed. Needs per person and day carry their source:
// water 2.5–3 l to survive, 7.5–15 l in all (Sphere Handbook, 2011 ed., as quoted by the Open University); food 2,100 kcal a day (Sphere).
// Rice 2.8 kg and drinking water 17.5 l per person and week: BNPB Perka 7/2008. The rest is counted by things, not by people.
export type PresetItem = {
  code: string;
  class: 'relief' | 'daily' | 'medical' | 'energy';
  name: string;
  measure: string;
  perPersonDay: number | null;
  needSource: string;
};

const item = (
  code: string,
  kind: PresetItem['class'],
  name: string,
  measure: string,
  perPersonDay: number | null = null,
  needSource = '',
): PresetItem => ({ code, class: kind, name, measure, perPersonDay, needSource });

const BNPB = 'BNPB Perka 7/2008';
export const presetItems: readonly PresetItem[] = [
  item('water', 'daily', '饮用水', '升', 2.5, `${BNPB}: 17.5 l / 7 d; Sphere: 2.5–3 l`),
  item('rice', 'daily', '大米', '千克', 0.4, `${BNPB}: 2.8 kg / 7 d`),
  item('noodles', 'daily', '方便食品', '份', 3, '按每人每日三餐，本地可改'),
  item('quilt', 'relief', '棉被', '床'),
  item('tent', 'relief', '帐篷', '顶'),
  item('cot', 'relief', '折叠床', '张'),
  item('sandbag', 'relief', '沙袋', '个'),
  item('pump', 'relief', '排水泵', '台'),
  item('boat', 'relief', '冲锋舟', '艘'),
  item('mask', 'medical', '口罩', '只', 1, '按每人每日一只，本地可改'),
  item('iodine', 'medical', '碘伏', '瓶'),
  item('first-aid-kit', 'medical', '急救包', '个'),
  item('aed', 'medical', '自动体外除颤器', '台'),
  item('generator', 'energy', '发电机', '台'),
  item('diesel', 'energy', '柴油', '升'),
  item('torch', 'energy', '手电', '支'),
];
