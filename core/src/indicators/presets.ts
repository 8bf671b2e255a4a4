import type { IndexDefinition, IndicatorDefinition } from './composite.ts';
import type { Direction } from './scaling.ts';

/**
 * Index presets as data. A preset is a starting point that a district edits; `status` says of every line how well its source
 * was read. Names of published frameworks are used for the *shape* (dimensions, scale, aggregation), never as a claim of
 * conformity.
 */
type Line = readonly [id: string, label: string, direction?: Direction];

function lines(
  dimension: string,
  source: string,
  status: IndicatorDefinition['status'],
  entries: readonly Line[],
  scaling?: IndicatorDefinition['scaling'],
): IndicatorDefinition[] {
  return entries.map(([id, label, direction = 'higher-is-better']) => ({
    id,
    label,
    dimension,
    direction,
    source,
    status,
    ...(scaling ? { scaling } : {}),
  }));
}

const FOUR = 'S0-001 四维韧性; indicator choice our own';

/** Organisation, service, resource and psychological resilience; shares are 0…1, hence fixed goalposts. */
export const FOUR_RESILIENCES: IndexDefinition = {
  id: 'four-resiliences',
  scaling: { method: 'min-max' },
  missing: 'skip',
  weighting: { method: 'equal' },
  aggregation: { within: 'arithmetic', across: 'geometric' },
  indicators: [
    ...lines(
      'organisation',
      FOUR,
      'own',
      [
        ['posts-with-backup', '关键岗位有替补的比例 Share of critical posts with a backup'],
        ['contacts-acknowledged', '联络点名应答率 Share of contacts that acknowledged the last call'],
        ['plans-current', '预案在有效期内的比例 Share of plans in date'],
        ['drills-done', '应做演练完成率 Share of due drills done'],
      ],
      { method: 'goalpost', floor: 0, target: 1 },
    ),
    ...lines(
      'service',
      FOUR,
      'own',
      [
        [
          'reached-in-15-minutes',
          '15分钟应急服务圈覆盖人口比例 Population within 15 minutes of emergency services',
        ],
        [
          'services-with-second-source',
          '有第二来源的重要服务比例 Share of vital services with a second source',
        ],
        [
          'needs-met-in-stress-test',
          '压力测试中及时满足的需求比例 Share of needs met in time in the stress test',
        ],
      ],
      { method: 'goalpost', floor: 0, target: 1 },
    ),
    ...lines(
      'resource',
      FOUR,
      'own',
      [
        ['stock-in-date', '在有效期内的储备比例 Share of stock in date'],
        [
          'shelter-places-share',
          '应急避难场所容量占应避难人口比例 Shelter places over people to be sheltered',
        ],
      ],
      { method: 'goalpost', floor: 0, target: 1 },
    ),
    ...lines(
      'resource',
      FOUR,
      'own',
      [['days-of-cover', '生活必需品可供天数 Days of cover of daily necessities']],
      {
        method: 'goalpost',
        floor: 0,
        target: 7,
      },
    ),
    // read from records of activity and opt-in surveys; nobody's mood is recorded, nothing is simulated
    ...lines(
      'psychological',
      FOUR,
      'own',
      [
        [
          'households-in-neighbour-groups',
          '自愿加入邻里互助组的家庭比例 Share of households in voluntary neighbour groups',
        ],
        ['drill-participation', '自愿参加演练的家庭比例 Share of households that took part in drills'],
        ['deliberations-with-outcome', '有结果的议事协商比例 Share of deliberations that led to an outcome'],
      ],
      { method: 'goalpost', floor: 0, target: 1 },
    ),
  ],
};

const BRIC =
  'Shape: six capitals, each the mean of min–max scaled indicators, index = their sum (S. L. Cutter et al., BRIC)';

/** BRIC-shaped: six capitals summed to 0…6. The lists are examples; the published 49 variables are US census items. */
export const BRIC_SHAPED: IndexDefinition = {
  id: 'bric-shaped',
  scaling: { method: 'min-max' },
  missing: 'median',
  weighting: { method: 'equal' },
  aggregation: { within: 'arithmetic', across: 'sum' },
  indicators: [
    ...lines('social', BRIC, 'to-confirm', [
      ['not-elderly-alone', '非独居老人比例 Share not elderly living alone'],
      ['with-health-insurance', '参加医疗保险比例 Share with health insurance'],
    ]),
    ...lines('economic', BRIC, 'to-confirm', [
      ['employment-rate', '就业率 Employment rate'],
      ['largest-sector-share', '就业最集中行业占比 Employment in the largest sector', 'lower-is-better'],
    ]),
    ...lines('infrastructure', BRIC, 'to-confirm', [
      ['hospital-beds', '千人床位 Hospital beds per 1,000'],
      ['dwellings-built-to-code', '按现行规范建造的住房比例 Dwellings built to present codes'],
    ]),
    ...lines('institutional', BRIC, 'to-confirm', [
      ['drills-per-year', '年演练次数 Drills a year'],
      ['insured-property-share', '投保房屋比例 Share of property insured'],
    ]),
    ...lines('community', BRIC, 'to-confirm', [
      ['volunteers-per-1000', '千人志愿者 Volunteers per 1,000'],
      ['social-organisations-per-10000', '万人社会组织 Social organisations per 10,000'],
    ]),
    ...lines('environmental', BRIC, 'to-confirm', [
      ['green-space-share', '绿地率 Share of green space'],
      ['impervious-share', '不透水面比例 Impervious share', 'lower-is-better'],
    ]),
  ],
};

const UNDRR =
  'Shape: ten essentials, scored 0–3 at the preliminary level (UNDRR Disaster Resilience Scorecard for Cities)';

/** UNDRR-shaped: ten essentials, each scored 0…3 by the community itself with evidence. */
export const UNDRR_SHAPED: IndexDefinition = {
  id: 'undrr-shaped',
  scaling: { method: 'goalpost', floor: 0, target: 3 },
  missing: 'worst',
  weighting: { method: 'equal' },
  aggregation: { within: 'arithmetic', across: 'arithmetic' },
  indicators: (
    [
      ['organise', '组织应对 Organise for resilience'],
      ['scenarios', '识别与使用风险情景 Risk scenarios'],
      ['finance', '财政能力 Financial capacity'],
      ['planning', '韧性的规划与建设 Resilient urban development'],
      ['ecosystems', '保护自然缓冲 Natural buffers'],
      ['institutions', '机构能力 Institutional capacity'],
      ['society', '社会能力 Societal capacity'],
      ['infrastructure', '基础设施韧性 Infrastructure resilience'],
      ['response', '有效响应 Effective response'],
      ['recovery', '恢复与重建得更好 Recovery and building back better'],
    ] satisfies Line[]
  ).flatMap((line) => lines(line[0], UNDRR, 'verified', [line])),
};

export const PRESETS: readonly IndexDefinition[] = [FOUR_RESILIENCES, BRIC_SHAPED, UNDRR_SHAPED];

/** A preset by id; undefined if there is none. */
export function findPreset(id: string): IndexDefinition | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
