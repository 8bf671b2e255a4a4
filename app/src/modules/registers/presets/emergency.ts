// 应急事件 and the people who need something during one: held because it was necessary then, and gone thirty days after it is over.
import { defineRegister, type Personal } from '../../../engines/register/declare.ts';
import { personFields } from './fields.ts';
import { careDuties, groups, option, thingDuties } from './groups.ts';

/** What is held of people for an incident goes so many days after it. */
export const INCIDENT_DAYS = 30;

const own: Personal = {
  class: 'personal',
  purpose: {
    'zh-CN': '本次应急事件中送达、转移、救助本人，事后即删',
    en: 'to reach, move and help the person in this incident alone; deleted after it',
  },
  basis: 'emergency',
  keepMonths: 3,
};
const sealed: Personal = { ...own, class: 'sensitive' };

export const incidents = defineRegister({
  code: 'incidents',
  table: 'reg_incidents',
  label: { 'zh-CN': '应急事件', en: 'Incidents' },
  about: {
    'zh-CN':
      '台风、停水、疏散等每一次事件：凭什么启动、哪天开始、哪天结束。结束后 30 天，应急登记的人员信息自动删除。',
    en: 'Each typhoon, outage or evacuation: on what order, from when to when. Thirty days after it, the people registered for it are deleted.',
  },
  group: groups.order,
  // Whoever commands in a place opens and ends what is registered for it; all below read it.
  duties: { ...thingDuties, write: ['command', 'dispatch', 'manage-org'], manage: ['command', 'manage-org'] },
  seenBelow: true,
  offline: true,
  title: 'name',
  identity: [['name', 'beganOn']],
  identityInArea: true,
  similar: ['name'],
  fields: {
    name: {
      label: { 'zh-CN': '事件名称', en: 'Name' },
      aliases: ['名称', '事件'],
      hint: { 'zh-CN': '例如：2026年第9号台风', en: 'for example: typhoon No. 9 of 2026' },
      type: 'text',
      max: 60,
      privacy: 'open',
      required: true,
      list: true,
      search: true,
    },
    kind: {
      label: { 'zh-CN': '类别', en: 'Kind' },
      aliases: ['事件类别', '类型'],
      type: 'choice',
      options: [
        option('storm', '台风暴雨', 'Storm', '台风', '暴雨'),
        option('flood', '洪涝', 'Flood', '内涝'),
        option('snow', '寒潮雨雪', 'Cold and snow', '寒潮', '暴雪'),
        option('heat', '高温', 'Heat'),
        option('quake', '地震', 'Earthquake'),
        option('fire', '火灾爆炸', 'Fire', '火灾'),
        option('outage', '停水停电停气', 'Outage', '停电', '停水'),
        option('health', '公共卫生', 'Public health'),
        option('other', '其他', 'Other'),
      ],
      privacy: 'open',
      required: true,
      list: true,
    },
    orderedBy: {
      label: { 'zh-CN': '启动依据', en: 'Ordered by' },
      aliases: ['依据', '文号', '启动文件'],
      hint: { 'zh-CN': '写明哪级指挥部的哪份通知', en: 'whose order, and which' },
      type: 'text',
      max: 200,
      privacy: 'open',
      required: true,
      list: true,
    },
    beganOn: {
      label: { 'zh-CN': '开始日期', en: 'Began on' },
      aliases: ['启动日期', '开始时间'],
      type: 'date',
      privacy: 'open',
      required: true,
      list: true,
    },
    endedOn: {
      label: { 'zh-CN': '结束日期', en: 'Ended on' },
      aliases: ['终止日期', '解除日期', '结束时间'],
      type: 'date',
      privacy: 'open',
      list: true,
    },
  },
});

export const incidentPeople = defineRegister({
  code: 'incident-people',
  table: 'reg_incident_people',
  label: { 'zh-CN': '应急登记（仅限本次事件）', en: 'People of an incident' },
  about: {
    'zh-CN': '只在应急事件进行中登记要送达、转移的人；每次查看留痕，事件结束 30 天后自动删除并留凭证。',
    en: 'Only while an incident lasts: whom to reach or to move. Each look is written down; deleted thirty days after the incident, with proof.',
  },
  group: groups.care,
  duties: careDuties,
  sunset: { incident: 'incident', over: 'endedOn', days: INCIDENT_DAYS },
  title: 'name',
  identity: [['incident', 'name', 'address']],
  similar: ['name', 'address'],
  fields: {
    incident: {
      label: { 'zh-CN': '所属事件', en: 'Incident' },
      aliases: ['事件', '事件名称', '应急事件'],
      type: 'reference',
      to: 'incidents',
      privacy: 'internal',
      required: true,
      list: true,
    },
    ...personFields(
      own,
      {
        label: { 'zh-CN': '姓名', en: 'Name' },
        aliases: ['姓名或称呼', '户主姓名'],
      },
      {
        label: { 'zh-CN': '在哪里', en: 'Where' },
        aliases: ['住址', '地址', '家庭住址', '现住址'],
      },
    ),
    phone: {
      label: { 'zh-CN': '电话', en: 'Phone' },
      aliases: ['联系电话', '手机'],
      type: 'phone',
      privacy: sealed,
      list: true,
    },
    people: {
      label: { 'zh-CN': '同行人数', en: 'How many' },
      aliases: ['人数', '共几人'],
      type: 'integer',
      min: 1,
      max: 30,
      unit: { 'zh-CN': '人', en: '' },
      privacy: own,
      list: true,
    },
    needs: {
      label: { 'zh-CN': '要什么', en: 'Needs' },
      aliases: ['需求', '需要'],
      type: 'choices',
      options: [
        option('carry', '背抬转移', 'Must be carried', '行动不便'),
        option('transport', '派车', 'Transport', '车辆'),
        option('power', '设备不能断电', 'Device that needs power', '制氧机', '呼吸机'),
        option('medicine', '药品', 'Medicine', '送药'),
        option('water', '饮水食品', 'Water and food', '饮水', '食品'),
        option('infant', '婴幼儿用品', 'For an infant', '奶粉'),
        option('shelter', '临时安置', 'Shelter', '安置'),
      ],
      privacy: sealed,
      required: true,
      list: true,
    },
  },
});
