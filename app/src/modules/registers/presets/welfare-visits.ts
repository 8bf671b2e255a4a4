// 探访关爱对象: whom the civil-affairs duty obliges a community to call on. The rule bounds what may be kept: who, where, by which of its
// groups, how often and who goes. Needs and wishes belong to the register by consent.
import { defineRegister, type Personal } from '../../../engines/register/declare.ts';
import { personFields } from './fields.ts';
import { careDuties, groups, option } from './groups.ts';

const law = {
  'zh-CN': '民政部等10部门《关于开展特殊困难老年人探访关爱服务的指导意见》（2022年10月）',
  en: 'Guidance of ten ministries on visits to elderly people in special difficulty (October 2022)',
};
const own: Personal = {
  class: 'personal',
  purpose: {
    'zh-CN': '按规定定期上门或电话探访，遇险及时救助',
    en: 'to call on them as often as the rule asks, and to help when something has happened',
  },
  basis: 'statutory',
  law,
  keepMonths: 12,
};
const sealed: Personal = { ...own, class: 'sensitive' };

export const welfareVisits = defineRegister({
  code: 'welfare-visits',
  table: 'reg_welfare_visits',
  label: { 'zh-CN': '探访关爱对象（法定职责）', en: 'Visits by duty' },
  about: {
    'zh-CN':
      '民政探访关爱的对象，只记规定要的几项：谁、住哪、属于哪一类、多久探访一次、谁去。每年复核，不复核就删。',
    en: 'Whom the civil-affairs duty asks to call on, with what the rule needs alone: who, where, which group, how often, who goes. Deleted unless confirmed each year.',
  },
  group: groups.care,
  duties: careDuties,
  title: 'name',
  identity: [['name', 'address']],
  similar: ['name', 'address'],
  fields: {
    ...personFields(
      own,
      {
        label: { 'zh-CN': '姓名', en: 'Name' },
        aliases: ['老人姓名', '对象姓名'],
      },
      {
        label: { 'zh-CN': '住址', en: 'Home' },
        aliases: ['家庭住址', '居住地址', '现住址', '地址'],
      },
    ),
    phone: {
      label: { 'zh-CN': '本人电话', en: 'Phone' },
      aliases: ['电话', '联系电话', '手机'],
      type: 'phone',
      privacy: sealed,
      list: true,
    },
    circumstance: {
      label: { 'zh-CN': '对象类别', en: 'Group' },
      aliases: ['类别', '人员类别', '老人类别', '困难类型'],
      type: 'choice',
      asked: true,
      options: [
        option('alone', '独居', 'Lives alone', '独居老人'),
        option('empty-nest', '空巢', 'Children moved away', '空巢老人'),
        option('left-behind', '留守', 'Left behind', '留守老人'),
        option('frail', '失能', 'Needs care', '失能老人', '半失能'),
        option('disabled', '重残', 'Severely disabled', '重度残疾'),
        option('bereft', '计划生育特殊家庭', 'Lost an only child', '计生特殊家庭', '失独'),
      ],
      privacy: sealed,
      required: true,
      list: true,
    },
    visitEvery: {
      label: { 'zh-CN': '探访频次', en: 'Visits' },
      aliases: ['频次', '走访频次'],
      type: 'choice',
      options: [
        option('day', '每天', 'Daily', '每日'),
        option('week', '每周', 'Weekly', '一周一次'),
        option('fortnight', '每两周', 'Fortnightly', '半月'),
        option('month', '每月', 'Monthly', '一月一次'),
      ],
      privacy: own,
      required: true,
      list: true,
    },
    visitor: {
      label: { 'zh-CN': '探访人', en: 'Visitor' },
      aliases: ['探访员', '走访人', '责任人'],
      type: 'person-name',
      privacy: own,
      list: true,
    },
    kin: {
      label: { 'zh-CN': '赡养人（联系人）', en: 'Kin to call' },
      aliases: ['赡养人', '联系人', '家属', '子女姓名', '紧急联系人'],
      type: 'person-name',
      privacy: own,
    },
    kinPhone: {
      label: { 'zh-CN': '赡养人电话', en: "Kin's phone" },
      aliases: ['家属电话', '子女电话', '紧急联系电话', '联系人电话'],
      type: 'phone',
      privacy: sealed,
    },
  },
});
