// Ready-made structures, to start from and to change: nothing in the code asks for a level by name except what a preset says.
import type { TreeName } from '../../engines/tree/types.ts';

export type Label = { 'zh-CN': string; en: string };

export type LevelSettings = {
  /** Local code of areas of this level, see codes.ts. */
  codeTemplate?: string;
  /** Expected households per area; coverage lists the areas outside the band. */
  householdBand?: readonly [min: number, max: number];
  /** What this level does in the linkage, e.g. 区级主管. */
  role?: Label;
  /** Years of a term of office. */
  termYears?: number;
  /** Matters that a unit of this kind leads. */
  leads?: readonly Label[];
  /** How many posts of which kind a place of this level should have; `n` means as many as needed. */
  team?: Readonly<Record<string, number | 'n'>>;
  /** An economic entity or social organisation in which a Party organisation or a liaison is expected. */
  economic?: boolean;
  /** What a Party organisation of this type is tied to: an area, an economic entity, or both. */
  carrier?: 'area' | 'entity';
  /** Units of this kind are complained about as well as handling: they never see who reported. */
  neverSeesReporter?: boolean;
};

export type Level = { tree: TreeName; code: string; rank: number; labels: Label; settings: LevelSettings };

const label = (zh: string, en: string): Label => ({ 'zh-CN': zh, en });
const level = (
  tree: TreeName,
  code: string,
  rank: number,
  zh: string,
  en: string,
  settings: LevelSettings = {},
): Level => ({
  tree,
  code,
  rank,
  labels: label(zh, en),
  settings,
});

/** 1+1+N+X: one head, one full-time worker, N part-time workers (building heads), X forces that come when called. */
const team = { 'grid-head': 1, 'full-time': 1, 'part-time': 'n', 'x-force': 'n' } as const;

const district = level('area', 'district', 10, '区', 'District', { role: label('区级主管', 'directs') });
const street = level('area', 'street', 20, '街道（镇）', 'Street / town', {
  role: label('镇级主抓', 'drives'),
});
const community = level('area', 'community', 30, '社区（村）', 'Community / village', {
  role: label('村级主战', 'fights'),
  termYears: 5,
});
const grid = (rank: number, zh: string, en: string) =>
  level('area', 'grid', rank, zh, en, {
    role: label('网格主办', 'handles'),
    codeTemplate: '{community12}{grid:3}',
    householdBand: [300, 500],
    team,
  });
const microGrid = level('area', 'micro-grid', 60, '微网格', 'Micro-grid', {
  codeTemplate: '{community12}{grid:3}{micro:2}',
  householdBand: [20, 80],
});

export const areaPresets = {
  /** 区、镇街、社区（村）、网格, with micro-grids where a place has them. */
  'four-level': [district, street, community, grid(50, '网格', 'Grid'), microGrid],
  /** 街道 8 + 社区 59 + 巡查网格 104 + 党建治理网格 686 + 微网格 N. */
  'five-level': [
    district,
    street,
    community,
    level('area', 'patrol-grid', 40, '巡查网格', 'Patrol grid', { codeTemplate: '{community12}{patrol:2}' }),
    grid(50, '城市党建、市域社会治理网格', 'Party-building and governance grid'),
    microGrid,
  ],
} as const satisfies Record<string, readonly Level[]>;

/** 街道党工委 → 社区党委 → 小区党总支/支部 → 网格党支部 → 微网格（楼栋）党小组 → 党员中心户. */
export const partyLevels: readonly Level[] = [
  level('party', 'working-committee', 10, '街道（镇）党工委', 'Street Party working committee', {
    termYears: 5,
  }),
  level('party', 'committee', 20, '党委', 'Party committee', { termYears: 5 }),
  level('party', 'general-branch', 30, '党总支', 'General Party branch', { termYears: 3 }),
  level('party', 'branch', 40, '党支部', 'Party branch', { termYears: 3 }),
  level('party', 'joint-branch', 40, '联合党支部', 'Joint Party branch', { termYears: 3 }),
  level('party', 'regional-branch', 40, '区域型党组织（村民小组、片区）', 'Regional Party organisation', {
    termYears: 3,
    carrier: 'area',
  }),
  level('party', 'grid-branch', 40, '网格型党组织', 'Grid Party organisation', {
    termYears: 3,
    carrier: 'area',
  }),
  level('party', 'tower-branch', 40, '楼宇党组织', 'Party organisation of an office tower', {
    termYears: 3,
    carrier: 'area',
  }),
  level('party', 'chain-branch', 40, '产业链党组织', 'Party organisation on an industry chain', {
    termYears: 3,
    carrier: 'entity',
  }),
  level('party', 'base-branch', 40, '基地党组织', 'Party organisation of a production base', {
    termYears: 3,
    carrier: 'entity',
  }),
  level('party', 'cooperative-branch', 40, '专业合作社党组织', 'Party organisation of a cooperative', {
    termYears: 3,
    carrier: 'entity',
  }),
  level('party', 'operators-branch', 40, '经营者联合党支部', 'Joint branch of shop operators', {
    termYears: 3,
    carrier: 'entity',
  }),
  level('party', 'property-branch', 40, '物业服务企业党组织', 'Party organisation of a property firm', {
    termYears: 3,
    carrier: 'entity',
  }),
  level('party', 'social-branch', 40, '社会组织党组织', 'Party organisation of a social organisation', {
    termYears: 3,
    carrier: 'entity',
  }),
  level('party', 'group', 50, '党小组', 'Party group'),
  level('party', 'hub-household', 60, '党员中心户', "Party member's hub household"),
];

export const unitKinds: readonly Level[] = [
  level('unit', 'department', 10, '区直部门', 'District department'),
  level('unit', 'social-work-department', 10, '社会工作部', 'Social work department', {
    leads: [
      label('基层治理', 'grassroots governance'),
      label(
        '新经济组织、新社会组织、新就业群体',
        'new economic and social organisations and new forms of employment',
      ),
      label('志愿服务', 'volunteering'),
    ],
  }),
  level('unit', 'command-centre', 10, '指挥中心', 'Command centre'),
  level('unit', 'supervision-centre', 10, '监督中心', 'Supervision centre'),
  level('unit', 'hotline', 10, '热线', 'Hotline'),
  level('unit', 'street-office', 20, '街道办（镇政府）', 'Street office / town government'),
  level('unit', 'committee', 30, '居（村）委会', "Residents' or villagers' committee", { termYears: 5 }),
  level('unit', 'service-station', 30, '社区工作站', 'Community service station'),
  level('unit', 'property-firm', 40, '物业服务企业', 'Property firm', {
    neverSeesReporter: true,
    economic: true,
  }),
  level('unit', 'owners-committee', 40, '业主委员会', "Owners' committee", { termYears: 3 }),
  level('unit', 'utility', 40, '市政公用企业', 'Utility'),
  level('unit', 'social-organisation', 40, '社会组织', 'Social organisation', { economic: true }),
  level('unit', 'enterprise', 40, '驻区单位', 'Resident enterprise or institution', { economic: true }),
  level('unit', 'industry-chain', 40, '产业链', 'Industry chain', { economic: true }),
  level('unit', 'production-base', 40, '生产基地', 'Production base', { economic: true }),
  level('unit', 'cooperative', 40, '专业合作社', 'Cooperative', { economic: true }),
  level('unit', 'shop-cluster', 40, '商户聚集区（街区、市场）', 'Cluster of shops', { economic: true }),
  level('unit', 'resident-group', 50, '居民自组织小组', "Residents' own group"),
];

/** The kind of unit that residents form themselves, and the kind of post that keeps contact with a building or a firm. */
export const GROUP_KIND = 'resident-group';
export const LIAISON_KIND = 'liaison';

/** 社区类型: the profile that chooses templates, checklists and whom a community is compared with. */
export const communityTypes: readonly { code: string; labels: Label }[] = [
  { code: 'commercial', labels: label('商品房小区', 'Commercial housing') },
  { code: 'work-unit', labels: label('单位小区', 'Work-unit housing') },
  { code: 'old-courtyard', labels: label('老旧楼院', 'Old courtyards') },
  { code: 'public-rental', labels: label('公租房小区', 'Public rental housing') },
  { code: 'village-turned', labels: label('村改居', 'Village turned community') },
  { code: 'urban-village', labels: label('城中村', 'Urban village') },
  { code: 'urban-fringe', labels: label('城郊边缘社区', 'Urban fringe') },
];

export const postKinds: readonly { code: string; labels: Label }[] = [
  { code: 'leader', labels: label('负责人', 'Head') },
  { code: 'secretary', labels: label('党组织书记', 'Party secretary') },
  { code: 'grid-head', labels: label('网格长', 'Grid head') },
  { code: 'full-time', labels: label('专职网格员', 'Full-time grid worker') },
  { code: 'professional', labels: label('专业网格员', 'Professional grid worker') },
  { code: 'part-time', labels: label('兼职网格员', 'Part-time grid worker') },
  { code: 'building-care', labels: label('包楼楼院责任人', 'Looks after a building') },
  { code: 'x-force', labels: label('联动力量', 'Supporting force') },
  { code: LIAISON_KIND, labels: label('党建联络员（指导员）', 'Party liaison') },
  { code: 'clerk', labels: label('工作人员', 'Staff') },
  { code: 'operator', labels: label('坐席', 'Operator') },
  { code: 'administrator', labels: label('管理员', 'Administrator') },
];

/** Who leads, who guides, who takes part: the matrix of networked governance, printed in docs/roles.md and GET /org/roles. */
export const governanceRoles: readonly { code: string; labels: Label; unitKinds: readonly string[] }[] = [
  {
    code: 'leads',
    labels: label('党组织领导', 'the Party organisation leads'),
    unitKinds: ['social-work-department'],
  },
  {
    code: 'guides',
    labels: label('居（村）委会引导', 'the committee guides'),
    unitKinds: ['committee', 'service-station'],
  },
  {
    code: 'takes-part',
    labels: label('各类组织协同', 'organisations take part'),
    unitKinds: ['social-organisation', 'property-firm', 'owners-committee', 'enterprise'],
  },
];

/** 街道统筹、部门下沉、社区主导、区域联动: who does what in the work pattern of a street. */
export const workPattern: readonly {
  code: string;
  labels: Label;
  does: Label;
  unitKinds: readonly string[];
}[] = [
  {
    code: 'coordinates',
    labels: label('街道统筹', 'the street coordinates'),
    does: label('吹哨、派遣、先行处置、联合验收', 'whistles, dispatches, acts first, accepts jointly'),
    unitKinds: ['street-office', 'command-centre'],
  },
  {
    code: 'comes-down',
    labels: label('部门下沉', 'departments come down'),
    does: label('报到、签收、处置、答复', 'arrive, sign, handle, answer'),
    unitKinds: ['department', 'social-work-department'],
  },
  {
    code: 'leads-locally',
    labels: label('社区主导', 'the community leads'),
    does: label('发现、议事、协办、回访', 'finds, deliberates, helps, visits back'),
    unitKinds: ['committee', 'service-station'],
  },
  {
    code: 'joins-in',
    labels: label('区域联动', 'the neighbourhood joins in'),
    does: label('认领需求、提供资源、共同维护', 'claim needs, offer resources, keep up together'),
    unitKinds: ['enterprise', 'social-organisation', 'property-firm', 'owners-committee', 'resident-group'],
  },
];
