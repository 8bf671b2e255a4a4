// Words and amounts of the demo's supplies. Days are counted from today: received so many days ago, good for so many more.
type Receipt = {
  at: 'home' | 'beside' | 'depot';
  item: string;
  lot: string;
  amount: number;
  daysAgo: number;
  /** The day of expiry from today; negative when it has passed. */
  lasts: number | null;
  supplier: string;
  reason: string;
};

const receipt = (
  at: Receipt['at'],
  item: string,
  lot: string,
  amount: number,
  daysAgo: number,
  lasts: number | null,
  reason: string,
  supplier = '',
): Receipt => ({ at, item, lot, amount, daysAgo, lasts, reason, supplier });

const yearly = '年度储备';
const agreement = '签订协议';

export const stockWords = {
  home: {
    name: '社区应急物资点',
    address: '党群服务中心一楼东侧库房',
    opening: '全天有人；钥匙在值班室，夜间找值班岗',
  },
  beside: {
    name: '邻近社区应急物资点',
    address: '社区活动中心地下一层',
    opening: '8:30–20:00；夜间找值班岗',
  },
  depot: { name: '街道应急物资库', address: '街道办事处后院 3 号库', opening: '全天，两把钥匙分管' },
  receipts: [
    receipt('home', 'water', 'W2024-07', 1200, 380, -12, yearly),
    receipt('home', 'water', 'W2026-03', 600, 120, 300, yearly),
    receipt('home', 'rice', 'R2026-05', 400, 90, 40, yearly),
    receipt('home', 'noodles', 'XY-1', 3000, 390, null, agreement, '某超市城阳店'),
    receipt('home', 'torch', 'T2025-01', 30, 300, null, yearly),
    receipt('home', 'sandbag', 'S2026-07', 600, 150, null, yearly),
    receipt('home', 'quilt', 'Q2024-10', 120, 300, null, yearly),
    receipt('home', 'tent', 'Z2024-09', 12, 300, null, yearly),
    receipt('home', 'cot', 'C2024-09', 120, 300, null, yearly),
    receipt('home', 'pump', 'P2024-06', 2, 300, null, yearly),
    receipt('home', 'diesel', 'Y2026-10', 260, 40, 320, yearly),
    receipt('home', 'generator', 'G2024-06', 2, 300, null, yearly),
    receipt('home', 'aed', 'A2025-01', 1, 300, 800, yearly),
    receipt('home', 'first-aid-kit', 'J2024-01', 20, 360, 6, yearly),
    receipt('home', 'iodine', 'D18', 60, 370, -3, yearly),
    receipt('home', 'mask', 'M2026-01', 5000, 200, 700, yearly),
    receipt('beside', 'water', 'W2026-06', 30_000, 60, 500, '区应急局调拨'),
    receipt('beside', 'rice', 'R2026-08', 4000, 60, 150, '区应急局调拨'),
    receipt('depot', 'water', 'W2026-09', 12_000, 45, 420, '区应急局调拨'),
    receipt('depot', 'quilt', 'Q2025-11', 200, 300, null, yearly),
    receipt('depot', 'tent', 'Z2025-02', 25, 300, null, yearly),
    receipt('depot', 'pump', 'P2025-01', 4, 300, null, yearly),
    receipt('depot', 'sandbag', 'S2026-01', 2000, 150, null, '汛前备汛'),
    receipt('depot', 'generator', 'G2025-01', 2, 300, null, yearly),
  ] as readonly Receipt[],
  drill: '防汛演练发放',
  left: '演练没用完',
  cold: '寒潮安置借用',
  count: '月度盘点',
  asked: '今晚低洼处要堵水，六点前来取',
};
