// 社区社会组织: size, nature and what they are good at, so that a need finds one.
import { defineRegister } from '../../../engines/register/declare.ts';
import { addressField, contactFields, undertaken } from './fields.ts';
import { groups, option, thingDuties } from './groups.ts';

const contact = undertaken({
  'zh-CN': '联系组织负责人开展服务、应急时请求支援',
  en: 'to reach whoever leads the organisation for services, and for help in an emergency',
});

export const socialOrganisations = defineRegister({
  code: 'social-organisations',
  table: 'reg_social_organisations',
  label: { 'zh-CN': '社区社会组织', en: 'Social organisations' },
  about: {
    'zh-CN': '规模、性质、专长，找得到、请得动。',
    en: 'How large, of what nature, good at what: to be found and asked.',
  },
  group: groups.organisations,
  duties: thingDuties,
  title: 'name',
  identity: [['creditCode'], ['name']],
  similar: ['name'],
  fields: {
    name: {
      label: { 'zh-CN': '组织名称', en: 'Name' },
      aliases: ['名称', '社会组织名称', '单位名称', '团队名称'],
      type: 'text',
      max: 80,
      privacy: 'open',
      required: true,
      list: true,
      search: true,
    },
    creditCode: {
      label: { 'zh-CN': '统一社会信用代码', en: 'Credit code' },
      aliases: ['信用代码', '社会信用代码', '统一代码', '登记证号'],
      type: 'credit-code',
      privacy: 'open',
    },
    nature: {
      label: { 'zh-CN': '性质', en: 'Nature' },
      aliases: ['组织性质', '类型', '组织类型'],
      type: 'choice',
      options: [
        option('association', '社会团体', 'Association', '社团'),
        option('service', '社会服务机构', 'Social service agency', '民办非企业', '民非', '民办非企业单位'),
        option('foundation', '基金会', 'Foundation'),
        option('recorded', '备案社区组织', 'Recorded community group', '备案', '社区备案'),
        option('informal', '自组织', 'Self-organised group', '居民自组织', '未登记', '未备案'),
      ],
      privacy: 'open',
      required: true,
      list: true,
    },
    strengths: {
      label: { 'zh-CN': '专长', en: 'Good at' },
      aliases: ['服务领域', '业务范围', '特长', '服务专长'],
      type: 'choices',
      options: [
        option('elders', '为老服务', 'Elders', '养老', '助老'),
        option('children', '儿童青少年', 'Children and youth', '托管', '青少年'),
        option('disability', '助残', 'Disability'),
        option('mediation', '矛盾调解', 'Mediation', '调解'),
        option('culture', '文体活动', 'Culture and sport', '文体', '文艺', '体育'),
        option('environment', '环境整治', 'Environment', '环保', '垃圾分类'),
        option('rescue', '应急救援', 'Rescue', '救援', '应急'),
        option('health', '卫生健康', 'Health', '医疗', '心理'),
        option('law', '法律援助', 'Legal aid', '法律'),
        option('trades', '便民维修', 'Repairs', '维修', '理发'),
      ],
      privacy: 'open',
      list: true,
    },
    members: {
      label: { 'zh-CN': '规模（人）', en: 'Members' },
      aliases: ['人数', '成员数', '规模', '成员人数', '会员数'],
      type: 'integer',
      adds: true,
      min: 0,
      max: 100_000,
      unit: { 'zh-CN': '人', en: '' },
      privacy: 'open',
      list: true,
    },
    staff: {
      label: { 'zh-CN': '专职人数', en: 'Full-time staff' },
      aliases: ['专职', '专职人员'],
      type: 'integer',
      adds: true,
      min: 0,
      max: 100_000,
      unit: { 'zh-CN': '人', en: '' },
      privacy: 'open',
    },
    foundedOn: {
      label: { 'zh-CN': '成立日期', en: 'Founded' },
      aliases: ['成立时间', '登记日期', '注册日期', '备案日期'],
      type: 'date',
      past: true,
      privacy: 'open',
    },
    address: addressField({
      label: { 'zh-CN': '活动地点', en: 'Place' },
      aliases: ['地址', '办公地址', '场地'],
      search: true,
    }),
    ...contactFields(
      'leader',
      contact,
      {
        label: { 'zh-CN': '负责人', en: 'Leader' },
        aliases: ['负责人姓名', '联系人', '会长', '队长', '法定代表人'],
        list: true,
        search: true,
      },
      {
        label: { 'zh-CN': '联系电话', en: 'Phone' },
        aliases: ['电话', '手机', '手机号', '联系方式', '负责人电话'],
        list: true,
      },
    ),
    emergency: {
      label: { 'zh-CN': '可参与应急', en: 'Helps in emergencies' },
      aliases: ['是否参与应急', '应急队伍'],
      type: 'boolean',
      privacy: 'open',
    },
  },
});
