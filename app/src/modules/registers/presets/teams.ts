// 应急队伍: who can be called out in an emergency, what they can do and for how long that holds, and what organisations agreed to do.
import { defineRegister, type Field, type Personal, type Words } from '../../../engines/register/declare.ts';
import { contactFields, undertaken } from './fields.ts';
import { careDuties, groups, option, thingDuties } from './groups.ts';

const leader = undertaken({
  'zh-CN': '应急时通知队伍出动、核对人员是否平安',
  en: 'to call the team out in an emergency, and to account for its people',
});
const agreed = undertaken({
  'zh-CN': '应急时按协议请求支援，24 小时联系得上',
  en: 'to ask for the support that was agreed on, around the clock',
});
/** Whoever joins a team says so, apart from having offered a skill. */
const joined: Personal = {
  class: 'personal',
  purpose: {
    'zh-CN': '按本人自愿参加的应急队召集、点名报平安',
    en: 'to call out those who joined an emergency team, and to see that all come home',
  },
  basis: 'consent',
  keepMonths: 24,
};
const certified: Personal = {
  class: 'personal',
  purpose: {
    'zh-CN': '只请持有效证书的队员做要持证的事',
    en: 'to ask only those whose certificate is in force for work that needs one',
  },
  basis: 'contract',
  keepMonths: 36,
};

const peopleDuties = {
  ...careDuties,
  read: [...careDuties.read, 'dispatch'],
  reveal: [...careDuties.reveal, 'dispatch'],
};
const squadDuties = {
  ...thingDuties,
  write: [...thingDuties.write, 'dispatch', 'command'],
  manage: [...thingDuties.manage, 'command'],
};

const skills = [
  option('rescue', '抢险救援', 'Rescue', '救援', '抢险'),
  option('first-aid', '急救护理', 'First aid', '急救', '医疗'),
  option('flood', '排涝堵漏', 'Drainage and flood barriers', '防汛', '排水'),
  option('fire', '初起火灭火', 'First fire-fighting', '消防', '灭火'),
  option('power', '水电抢修', 'Power and water repairs', '供电', '抢修'),
  option('transfer', '护送转移', 'Moving people', '转移', '背抬'),
  option('logistics', '物资搬运发放', 'Supplies', '物资', '后勤'),
  option('order', '秩序维护', 'Stewarding', '秩序', '引导'),
  option('disinfection', '消毒消杀', 'Disinfection', '消杀', '消毒'),
  option('registration', '信息登记', 'Registration', '登记'),
  option('comfort', '安抚陪伴', 'Comfort', '心理', '安抚'),
  option('signal', '通信联络', 'Communications', '通信', '电台'),
];

const name = (label: Words, aliases: readonly string[]): Field => ({
  label,
  aliases,
  type: 'text',
  max: 60,
  privacy: 'open',
  required: true,
  list: true,
  search: true,
});

export const teams = defineRegister({
  code: 'teams',
  table: 'reg_teams',
  label: { 'zh-CN': '应急队伍', en: 'Emergency teams' },
  about: {
    'zh-CN':
      '社区、街道、社会组织、群众互助组的应急队：会什么、谁带队、在哪里集合。红色预警时只派训练过、有保险的队伍出户外。',
    en: 'Squads of communities, streets, social organisations and neighbours: what they can do, who leads, where they muster. At red only trained and insured ones go outdoors.',
  },
  group: groups.resources,
  duties: squadDuties,
  offline: true,
  title: 'name',
  identity: [['name']],
  identityInArea: true,
  similar: ['name'],
  fields: {
    name: name({ 'zh-CN': '队伍名称', en: 'Name' }, ['名称', '队名', '应急队名称']),
    sort: {
      label: { 'zh-CN': '性质', en: 'Sort' },
      aliases: ['队伍性质', '类别', '类型'],
      type: 'choice',
      options: [
        option('community', '社区应急队', 'Community squad', '社区'),
        option('street', '街道应急队', 'Street squad', '街道', '乡镇'),
        option('organisation', '社会组织队伍', 'Of a social organisation', '社会组织'),
        option('mutual-aid', '群众互助组', 'Neighbours’ mutual aid', '互助组', '楼院互助'),
        option('firm', '单位、物业队伍', 'Of a firm', '微型消防站', '物业', '企业'),
      ],
      privacy: 'open',
      required: true,
      list: true,
    },
    organisation: {
      label: { 'zh-CN': '所属社会组织', en: 'Organisation' },
      aliases: ['社会组织', '所属组织'],
      type: 'reference',
      to: 'social-organisations',
      privacy: 'open',
    },
    skills: {
      label: { 'zh-CN': '会做什么', en: 'Can do' },
      aliases: ['专长', '能力', '技能', '职责'],
      type: 'choices',
      options: skills,
      privacy: 'open',
      required: true,
      list: true,
    },
    headcount: {
      label: { 'zh-CN': '人数', en: 'Headcount' },
      aliases: ['队员人数', '规模'],
      type: 'integer',
      adds: true,
      min: 1,
      max: 10_000,
      unit: { 'zh-CN': '人', en: '' },
      privacy: 'open',
      list: true,
    },
    musterPoint: {
      label: { 'zh-CN': '集合地点', en: 'Musters at' },
      aliases: ['集合点', '集结地'],
      type: 'text',
      max: 120,
      privacy: 'open',
      list: true,
    },
    insuredUntil: {
      label: { 'zh-CN': '保险到期', en: 'Insured until' },
      aliases: ['保险有效期', '意外险到期'],
      hint: { 'zh-CN': '没有保险就空着', en: 'leave empty where there is none' },
      type: 'date',
      until: true,
      privacy: 'open',
      list: true,
    },
    trainedUntil: {
      label: { 'zh-CN': '户外救援训练有效至', en: 'Trained for outdoors until' },
      aliases: ['训练有效期', '培训到期'],
      hint: { 'zh-CN': '没有训练过就空着', en: 'leave empty where there was none' },
      type: 'date',
      until: true,
      privacy: 'open',
      list: true,
    },
    ...contactFields(
      'leader',
      leader,
      {
        label: { 'zh-CN': '带队人', en: 'Leader' },
        aliases: ['队长', '负责人', '联系人'],
        list: true,
        search: true,
      },
      { label: { 'zh-CN': '带队人电话', en: "Leader's phone" }, aliases: ['联系电话', '电话', '队长电话'] },
    ),
  },
});

export const teamMembers = defineRegister({
  code: 'team-members',
  table: 'reg_team_members',
  label: { 'zh-CN': '应急队员（自愿参加）', en: 'Members of emergency teams (opt-in)' },
  about: {
    'zh-CN': '从“技能与志愿者”里选，本人同意参加哪支队；姓名电话只存一处，退出即删。',
    en: 'Chosen from the volunteers, each by consent; name and phone are kept in one place; gone when they leave.',
  },
  group: groups.resources,
  duties: peopleDuties,
  title: 'volunteer',
  identity: [['volunteer', 'team']],
  consent: {
    edition: 1,
    notice: {
      'zh-CN':
        '您参加这支应急队后，应急时会按登记的电话请您来，来不来由您决定；谁答应了只有组织这次召集的人看得到，不排名、不通报；您随时可以退出。',
      en: 'As a member of this team you may be asked to come in an emergency, by the phone you gave; it is yours to say yes or no; only the organiser sees who said what, nobody is ranked; you may leave at any time.',
    },
  },
  fields: {
    volunteer: {
      label: { 'zh-CN': '志愿者', en: 'Volunteer' },
      aliases: ['姓名', '队员', '志愿者姓名'],
      type: 'reference',
      to: 'volunteers',
      privacy: joined,
      required: true,
      list: true,
    },
    team: {
      label: { 'zh-CN': '所在队伍', en: 'Team' },
      aliases: ['队伍', '应急队'],
      type: 'reference',
      to: 'teams',
      privacy: 'internal',
      required: true,
      list: true,
    },
    does: {
      label: { 'zh-CN': '队内分工', en: 'Part' },
      aliases: ['分工', '职务'],
      type: 'choice',
      options: [
        option('leads', '带队', 'Leads', '队长'),
        option('stands-in', '副手', 'Stands in', '副队长'),
        option('member', '队员', 'Member'),
      ],
      privacy: joined,
      list: true,
    },
  },
});

export const certificateKinds = defineRegister({
  code: 'certificate-kinds',
  table: 'reg_certificate_kinds',
  label: { 'zh-CN': '证书种类与有效期', en: 'Kinds of certificates' },
  about: {
    'zh-CN': '哪种证管几个月、依据哪份文件；证书没写到期日的，按这里的有效期算。',
    en: 'For how many months each kind holds and by which document; a certificate without its own end is reckoned from here.',
  },
  group: groups.resources,
  duties: squadDuties,
  seenBelow: true,
  title: 'name',
  identity: [['name']],
  fields: {
    name: name({ 'zh-CN': '证书名称', en: 'Name' }, ['名称', '证书', '证书种类']),
    months: {
      label: { 'zh-CN': '有效期（月）', en: 'Months' },
      aliases: ['有效期', '有效月数'],
      hint: { 'zh-CN': '长期有效的空着', en: 'leave empty where it holds for good' },
      type: 'integer',
      min: 1,
      max: 240,
      privacy: 'open',
      list: true,
    },
    skills: {
      label: { 'zh-CN': '证明会做什么', en: 'Proves' },
      aliases: ['对应技能', '技能'],
      type: 'choices',
      options: skills,
      privacy: 'open',
      list: true,
    },
    source: {
      label: { 'zh-CN': '有效期依据', en: 'By' },
      aliases: ['依据', '文件'],
      type: 'text',
      max: 120,
      privacy: 'open',
      required: true,
      list: true,
    },
  },
});

export const certificates = defineRegister({
  code: 'certificates',
  table: 'reg_certificates',
  label: { 'zh-CN': '队员证书', en: 'Certificates' },
  about: {
    'zh-CN': '谁有什么证、到哪天；到期前 30 天提醒，过期的不再派要持证的事。',
    en: 'Who holds which certificate until when; told thirty days before; with one that is over nobody is asked for work that needs it.',
  },
  group: groups.resources,
  duties: peopleDuties,
  title: 'holder',
  identity: [['holder', 'kind']],
  fields: {
    holder: {
      label: { 'zh-CN': '持证人', en: 'Holder' },
      aliases: ['姓名', '志愿者', '队员'],
      type: 'reference',
      to: 'volunteers',
      privacy: certified,
      required: true,
      list: true,
    },
    kind: {
      label: { 'zh-CN': '证书', en: 'Certificate' },
      aliases: ['证书种类', '证书名称'],
      type: 'reference',
      to: 'certificate-kinds',
      privacy: 'internal',
      required: true,
      list: true,
    },
    issuedOn: {
      label: { 'zh-CN': '发证日期', en: 'Issued on' },
      aliases: ['发证时间', '取得日期'],
      type: 'date',
      past: true,
      privacy: certified,
      required: true,
      list: true,
    },
    validUntil: {
      label: { 'zh-CN': '有效期至', en: 'Valid until' },
      aliases: ['到期日期', '有效期'],
      hint: {
        'zh-CN': '证上没写就空着，按种类推算',
        en: 'leave empty where it does not say: reckoned by its kind',
      },
      type: 'date',
      until: true,
      privacy: certified,
      list: true,
    },
  },
});

export const emergencyAgreements = defineRegister({
  code: 'emergency-agreements',
  table: 'reg_emergency_agreements',
  label: { 'zh-CN': '应急支援协议', en: 'Emergency agreements' },
  about: {
    'zh-CN':
      '社会组织、单位、互助组事先说定：应急时做什么、来多少人、多久到、24 小时找谁；到期和该复核的有提醒。',
    en: 'What organisations, firms and groups agreed to do beforehand: which work, how many people, how soon, whom to call; what is due for review is shown.',
  },
  group: groups.resources,
  duties: squadDuties,
  offline: true,
  title: 'name',
  identity: [['name', 'signedOn']],
  identityInArea: true,
  similar: ['name'],
  fields: {
    name: name({ 'zh-CN': '协议名称', en: 'Agreement' }, ['名称', '协议', '单位名称']),
    organisation: {
      label: { 'zh-CN': '社会组织', en: 'Organisation' },
      aliases: ['组织', '签约组织'],
      type: 'reference',
      to: 'social-organisations',
      privacy: 'open',
      list: true,
    },
    team: {
      label: { 'zh-CN': '应急队伍', en: 'Team' },
      aliases: ['队伍'],
      type: 'reference',
      to: 'teams',
      privacy: 'open',
      list: true,
    },
    agreedTo: {
      label: { 'zh-CN': '说定做什么', en: 'Agreed work' },
      aliases: ['任务', '职责', '应急任务'],
      type: 'choices',
      options: skills,
      privacy: 'open',
      required: true,
      list: true,
    },
    headcount: {
      label: { 'zh-CN': '能来多少人', en: 'People' },
      aliases: ['人数', '出动人数'],
      type: 'integer',
      adds: true,
      min: 1,
      max: 10_000,
      unit: { 'zh-CN': '人', en: '' },
      privacy: 'open',
      list: true,
    },
    withinMinutes: {
      label: { 'zh-CN': '多久能到（分钟）', en: 'Within minutes' },
      aliases: ['到场时限', '响应时间'],
      type: 'integer',
      min: 5,
      max: 2880,
      privacy: 'open',
      list: true,
    },
    signedOn: {
      label: { 'zh-CN': '签订日期', en: 'Signed on' },
      aliases: ['签约日期'],
      type: 'date',
      past: true,
      privacy: 'open',
      required: true,
      list: true,
    },
    validUntil: {
      label: { 'zh-CN': '有效期至', en: 'Valid until' },
      aliases: ['到期日期', '有效期'],
      type: 'date',
      until: true,
      privacy: 'open',
      required: true,
      list: true,
    },
    reviewOn: {
      label: { 'zh-CN': '下次复核', en: 'Next review' },
      aliases: ['复核日期', '下次复核日期'],
      type: 'date',
      until: true,
      privacy: 'open',
      list: true,
    },
    desk: {
      label: { 'zh-CN': '24 小时值班电话', en: 'Desk, 24 hours' },
      aliases: ['值班电话'],
      type: 'service-phone',
      privacy: 'open',
      list: true,
    },
    ...contactFields(
      'contact',
      agreed,
      { label: { 'zh-CN': '联系人', en: 'Contact' }, aliases: ['负责人'], list: true, search: true },
      { label: { 'zh-CN': '联系人电话', en: "Contact's phone" }, aliases: ['联系电话', '电话', '手机'] },
    ),
  },
});
