// 家庭应急联系人: whom to call when a household does not answer, named by the household itself and of its own will. The third level of the
// contact tree.
import { defineRegister, type Personal } from '../../../engines/register/declare.ts';
import { careDuties, groups } from './groups.ts';

const own: Personal = {
  class: 'personal',
  purpose: {
    'zh-CN': '预警和应急时叫应这一户：先找本户，再找本户指定的联系人和结对邻居，不作他用',
    en: 'to reach this household at a warning or in an emergency: first itself, then the contact and the neighbour it named',
  },
  basis: 'consent',
  keepMonths: 12,
};
const sealed: Personal = { ...own, class: 'sensitive' };

export const householdContacts = defineRegister({
  code: 'household-contacts',
  table: 'reg_household_contacts',
  label: { 'zh-CN': '家庭应急联系人（自愿）', en: 'Household contacts (voluntary)' },
  about: {
    'zh-CN': '本户自愿指定：联系不上时找谁、结对邻居是谁。只在预警和应急时用；满一年不续就删，随时可以退出。',
    en: 'Named by the household of its own will: whom to call when it does not answer, and its neighbour. For warnings and emergencies only; deleted after a year unless renewed; withdrawn at any time.',
  },
  group: groups.care,
  duties: careDuties,
  title: 'address',
  identity: [['address']],
  identityInArea: true,
  similar: ['address'],
  consent: {
    edition: 1,
    notice: {
      'zh-CN':
        '您自愿告诉社区：预警和应急时怎样联系您家，联系不上时找谁、请哪位邻居帮忙。写别人之前请先征得他们同意。只有为您这里服务的人能看，看一次记一次；一年后自动删除；您随时可以查看、更正、退出。不写也不影响任何服务。',
      en: 'Of your own will you tell the community how to reach your household at a warning or in an emergency, whom to call when you do not answer, and which neighbour helps. Ask them before you name them. Only those who serve your place can see it, and each look is written down; after a year it is deleted; you may see, correct and withdraw at any time. No service depends on it.',
    },
  },
  fields: {
    address: {
      label: { 'zh-CN': '住址', en: 'Home' },
      aliases: ['地址', '门牌', '家庭住址'],
      type: 'home-address',
      max: 120,
      privacy: own,
      required: true,
      list: true,
      search: true,
    },
    phone: {
      label: { 'zh-CN': '本户电话', en: 'Phone of the household' },
      aliases: ['电话', '联系电话'],
      type: 'phone',
      privacy: sealed,
      list: true,
    },
    contact: {
      label: { 'zh-CN': '应急联系人', en: 'Emergency contact' },
      aliases: ['联系人', '紧急联系人'],
      hint: {
        'zh-CN': '本户联系不上时找谁，先征得他同意',
        en: 'who is called when the household does not answer; ask them first',
      },
      type: 'person-name',
      privacy: own,
      list: true,
    },
    contactPhone: {
      label: { 'zh-CN': '联系人电话', en: "Contact's phone" },
      aliases: ['紧急联系人电话'],
      type: 'phone',
      privacy: sealed,
      list: true,
    },
    buddy: {
      label: { 'zh-CN': '结对邻居', en: 'Neighbour' },
      aliases: ['邻居', '结对人', '互助邻居'],
      hint: { 'zh-CN': '住得近、愿意敲门看一看的邻居', en: 'somebody near who agreed to knock at the door' },
      type: 'person-name',
      privacy: own,
      list: true,
    },
    buddyPhone: {
      label: { 'zh-CN': '邻居电话', en: "Neighbour's phone" },
      aliases: ['结对邻居电话'],
      type: 'phone',
      privacy: sealed,
      list: true,
    },
    agreed: {
      label: { 'zh-CN': '联系人和邻居本人都同意', en: 'Contact and neighbour have agreed' },
      aliases: ['对方是否同意', '已征得同意'],
      type: 'boolean',
      privacy: own,
      required: true,
    },
  },
});
