// 重点人群关爱: held with the person's consent and for the help that they want; what is not needed for it is not asked.
import { defineRegister, type Personal } from '../../../engines/register/declare.ts';
import { careDuties, groups, option } from './groups.ts';

const purpose = {
  'zh-CN': '安排探访、送餐、送药等本人同意的帮助，应急时先转移',
  en: 'to arrange the visits, meals and medicine that the person agreed to, and to bring them to safety first',
};
const own: Personal = { class: 'personal', purpose, basis: 'consent', keepMonths: 12 };
const sealed: Personal = { ...own, class: 'sensitive' };

export const care = defineRegister({
  code: 'care',
  table: 'reg_care',
  label: { 'zh-CN': '关爱对象（本人同意）', en: 'Care register (by consent)' },
  about: {
    'zh-CN': '本人或监护人同意才登记，只记需要什么帮助；满一年不续就删，本人随时能看、能改、能退出。',
    en: 'Only with the consent of the person or the guardian, and only what help is wanted; deleted after a year unless renewed; the person may see, correct and leave at any time.',
  },
  group: groups.care,
  duties: careDuties,
  title: 'name',
  identity: [['idNumber'], ['name', 'address']],
  similar: ['name', 'address'],
  consent: {
    edition: 1,
    notice: {
      'zh-CN':
        '社区为安排您同意的帮助，登记您的姓名、住址、电话和所需帮助；只有为您服务的人能看，看一次记一次；一年后自动删除。您随时可以查看、更正、退出。',
      en: 'To arrange the help that you agree to, the community keeps your name, address, phone and needs. Only those who serve you can see them, and each look is written down; after a year they are deleted. You may see, correct and withdraw at any time.',
    },
  },
  fields: {
    name: {
      label: { 'zh-CN': '姓名', en: 'Name' },
      aliases: ['对象姓名', '老人姓名', '居民姓名'],
      type: 'person-name',
      privacy: own,
      required: true,
      list: true,
      search: true,
    },
    idNumber: {
      label: { 'zh-CN': '身份证号', en: 'Id number' },
      aliases: ['身份证', '身份证号码', '公民身份号码', '证件号', '证件号码'],
      hint: { 'zh-CN': '选填，申请补贴时才需要', en: 'optional, only for those who claim a subsidy' },
      type: 'id-number',
      privacy: sealed,
    },
    address: {
      label: { 'zh-CN': '住址', en: 'Home' },
      aliases: ['家庭住址', '居住地址', '现住址', '地址', '住址（楼号）'],
      type: 'home-address',
      max: 120,
      privacy: own,
      required: true,
      list: true,
      search: true,
    },
    phone: {
      label: { 'zh-CN': '本人电话', en: 'Phone' },
      aliases: ['电话', '联系电话', '手机', '手机号', '手机号码'],
      type: 'phone',
      privacy: sealed,
      list: true,
    },
    birthOn: {
      label: { 'zh-CN': '出生日期', en: 'Born on' },
      aliases: ['出生年月日', '生日'],
      type: 'birth-date',
      privacy: own,
    },
    needs: {
      label: { 'zh-CN': '需要的帮助', en: 'Help wanted' },
      aliases: ['需求', '帮助内容', '服务需求', '需要帮助'],
      type: 'choices',
      options: [
        option('visit', '定期探访', 'Regular visits', '探访', '上门看望'),
        option('meal', '送餐', 'Meals'),
        option('medicine', '代取药', 'Fetching medicine', '取药', '送药'),
        option('errand', '代办跑腿', 'Errands', '代办', '跑腿'),
        option('repair', '小修小补', 'Small repairs', '维修'),
        option('company', '陪伴聊天', 'Company', '陪伴'),
        option('carry', '应急时需人背抬', 'Must be carried in an emergency', '转移需协助', '行动不便'),
        option('power', '设备不能断电', 'Device that needs power', '制氧机', '呼吸机'),
      ],
      privacy: sealed,
      list: true,
    },
    helper: {
      label: { 'zh-CN': '结对帮手', en: 'Paired helper' },
      aliases: ['结对人', '帮扶人', '志愿者', '联系人姓名'],
      type: 'person-name',
      privacy: own,
      list: true,
    },
    helperPhone: {
      label: { 'zh-CN': '帮手电话', en: "Helper's phone" },
      aliases: ['结对人电话', '帮扶人电话'],
      type: 'phone',
      privacy: sealed,
    },
    guardian: {
      label: { 'zh-CN': '监护人', en: 'Guardian' },
      aliases: ['监护人姓名', '家属', '家属姓名'],
      hint: { 'zh-CN': '未满14岁必须由监护人同意', en: 'for those under 14 the guardian consents' },
      type: 'person-name',
      privacy: own,
    },
    guardianPhone: {
      label: { 'zh-CN': '监护人电话', en: "Guardian's phone" },
      aliases: ['家属电话', '监护人联系方式'],
      type: 'phone',
      privacy: sealed,
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
      list: true,
    },
  },
});
