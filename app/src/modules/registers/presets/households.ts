// 户: how many mouths behind a door, for whoever brings water or people away; who they are is not asked.
import { defineRegister, type Personal } from '../../../engines/register/declare.ts';
import { groups, option, thingDuties } from './groups.ts';

const own: Personal = {
  class: 'personal',
  purpose: {
    'zh-CN': '应急时按户送水送粮、安排转移车辆，不作他用',
    en: 'to bring water and food to each door in an emergency, and transport for all of them',
  },
  basis: 'statutory',
  law: {
    'zh-CN': '《中华人民共和国突发事件应对法》',
    en: 'Emergency Response Law of the People’s Republic of China',
  },
  keepMonths: 24,
};

export const households = defineRegister({
  code: 'households',
  table: 'reg_households',
  label: { 'zh-CN': '户', en: 'Households' },
  about: {
    'zh-CN': '一户一条：门牌、几口人（只记档次）、自住还是租住。不登记姓名，不登记关系。',
    en: 'One line for each household: the door, how many (as a band), owner or tenant. No names, no relations.',
  },
  group: groups.places,
  duties: thingDuties,
  offline: true,
  title: 'address',
  identity: [['address']],
  identityInArea: true,
  similar: ['address'],
  fields: {
    address: {
      label: { 'zh-CN': '门牌地址', en: 'Address' },
      aliases: ['地址', '住址', '门牌', '户址', '房屋地址'],
      hint: { 'zh-CN': '例如：春阳花园3号楼2单元301', en: 'for example: Chunyang Garden, No. 3, 2-301' },
      type: 'text',
      max: 120,
      privacy: 'internal',
      required: true,
      list: true,
      search: true,
    },
    building: {
      label: { 'zh-CN': '所在楼栋', en: 'Building' },
      aliases: ['楼栋', '楼栋名称', '楼号'],
      type: 'reference',
      to: 'buildings',
      privacy: 'internal',
    },
    size: {
      label: { 'zh-CN': '人口档次', en: 'Size' },
      aliases: ['人口', '家庭人口', '户人口', '人口数', '几口人'],
      type: 'choice',
      options: [
        option('one', '1 人', 'One', '1', '1人', '独居'),
        option('two', '2 人', 'Two', '2', '2人'),
        option('few', '3–4 人', 'Three or four', '3', '4', '3人', '4人', '3-4人', '3至4人'),
        option(
          'many',
          '5 人及以上',
          'Five or more',
          '5',
          '6',
          '7',
          '8',
          '5人',
          '6人',
          '5人以上',
          '5人及以上',
        ),
      ],
      privacy: own,
      list: true,
    },
    tenure: {
      label: { 'zh-CN': '居住方式', en: 'Lives as' },
      aliases: ['居住类型', '住房性质', '产权性质'],
      type: 'choice',
      options: [
        option('owner', '自住', 'Owner', '自有', '自有住房'),
        option('tenant', '租住', 'Tenant', '租房', '承租'),
        option('other', '其他', 'Other', '借住', '宿舍'),
      ],
      privacy: own,
      list: true,
    },
    checkedOn: {
      label: { 'zh-CN': '最近核对', en: 'Last checked' },
      aliases: ['核对日期', '登记日期'],
      type: 'date',
      past: true,
      privacy: 'internal',
    },
  },
});
