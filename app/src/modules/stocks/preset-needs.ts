// What a displaced person needs: each figure with its source, as data.
type NeedStandard = {
  code: string;
  /** For one person, in thousandths of the measure: whole numbers, so that a thousand people need exactly a thousand times as much. */
  thousandths: number;
  /** For how many days that lasts; null for what is needed once. */
  perDays: number | null;
  whole: boolean;
  measure: string;
  name: string;
  source: string;
};

const BNPB = 'BNPB Perka 7/2008';
const SPHERE = 'Sphere Handbook';
const OPEN_UNIVERSITY = 'Sphere 2011, Table 14.1 (Open University)';

export const needStandards: readonly NeedStandard[] = [
  need('rice', '大米', '千克', 2800, 7, BNPB),
  need('drinking-water', '饮用水', '升', 17_500, 7, BNPB),
  need('clean-water', '生活用水', '升', 67_000, 7, BNPB),
  need('family-kit', '家庭用品包', '套', 200, null, BNPB, true),
  need('toilet', '厕位', '个', 50, null, `${BNPB}; ${SPHERE}`, true),
  need('all-water', '全部用水（饮用、卫生、炊事）', '升', 15_000, 1, SPHERE),
  need('least-water', '最低全部用水', '升', 7500, 1, OPEN_UNIVERSITY),
  need('soap', '肥皂', '克', 250_000, 30, `${SPHERE}（每月 250 克，按 30 天）`),
  need('energy', '热量', '千卡', 2_100_000, 1, SPHERE),
  need('floor', '有顶面积', '平方米', 3500, null, SPHERE),
];

function need(
  code: string,
  name: string,
  measure: string,
  thousandths: number,
  perDays: number | null,
  source: string,
  whole = false,
): NeedStandard {
  return { code, name, measure, thousandths, perDays, source, whole };
}
