// 应急登记表: what a task of one incident may write down, and nothing beside it; it all goes with the incident's sunset.
import { defineRegister, type Personal } from '../../../engines/register/declare.ts';
import { INCIDENT_DAYS } from './emergency.ts';
import { personFields } from './fields.ts';
import { careDuties, groups, option, thingDuties } from './groups.ts';

const own: Personal = {
  class: 'personal',
  purpose: {
    'zh-CN': '只办本次应急事件的这一项任务，事后即删',
    en: 'for this one task of this incident alone; deleted after it',
  },
  basis: 'emergency',
  keepMonths: 3,
};
const sealed: Personal = { ...own, class: 'sensitive' };

const incident = {
  label: { 'zh-CN': '所属事件', en: 'Incident' },
  aliases: ['事件', '事件名称', '应急事件'],
  type: 'reference',
  to: 'incidents',
  privacy: 'internal',
  required: true,
  list: true,
} as const;

export const incidentForms = defineRegister({
  code: 'incident-forms',
  table: 'reg_incident_forms',
  label: { 'zh-CN': '应急任务登记表', en: 'Forms of an incident' },
  about: {
    'zh-CN': '为一次事件的一项任务开一张表：要哪几栏、为什么；没勾的栏填不进去。',
    en: 'A form for one task of one incident: which columns and why; what is not ticked cannot be filled in.',
  },
  group: groups.order,
  duties: { ...thingDuties, write: ['command', 'dispatch', 'intake'], manage: ['command', 'intake'] },
  seenBelow: true,
  offline: true,
  title: 'name',
  identity: [['incident', 'name']],
  fields: {
    incident,
    name: {
      label: { 'zh-CN': '表名', en: 'Name' },
      aliases: ['名称', '登记表名称'],
      type: 'text',
      max: 60,
      privacy: 'open',
      required: true,
      list: true,
      search: true,
    },
    task: {
      label: { 'zh-CN': '任务', en: 'Task' },
      aliases: ['任务类别'],
      type: 'choice',
      options: [
        option('disinfection', '消毒消杀', 'Disinfection', '消杀'),
        option('supplies', '物资发放', 'Handing out supplies', '发放'),
        option('order', '秩序维护', 'Stewarding', '秩序'),
        option('registration', '信息登记', 'Registration', '登记'),
      ],
      privacy: 'open',
      required: true,
      list: true,
    },
    asks: {
      label: { 'zh-CN': '要填哪几栏', en: 'Asks for' },
      aliases: ['栏目', '字段'],
      hint: {
        'zh-CN': '只勾办这件事用得着的；姓名、住址总要填',
        en: 'only what this task needs; name and place are always asked',
      },
      type: 'choices',
      options: [
        option('phone', '电话', 'Phone'),
        option('people', '同行人数', 'How many'),
        option('given', '发放或办理内容', 'What was given or done'),
        option('onDay', '哪天办的', 'On which day'),
        option('attention', '要留意什么', 'What to mind'),
      ],
      privacy: 'open',
      list: true,
    },
    why: {
      label: { 'zh-CN': '为什么要登记', en: 'Why' },
      aliases: ['必要性', '理由'],
      type: 'text',
      max: 200,
      privacy: 'open',
      required: true,
      list: true,
    },
  },
});

export const incidentEntries = defineRegister({
  code: 'incident-entries',
  table: 'reg_incident_entries',
  label: { 'zh-CN': '应急任务登记（仅限本次事件）', en: 'Entries of an incident’s forms' },
  about: {
    'zh-CN': '按登记表填，每次查看留痕；事件结束 30 天后自动删除并留凭证。',
    en: 'Filled in by a form of the incident; each look is written down; deleted thirty days after it, with proof.',
  },
  group: groups.care,
  duties: careDuties,
  sunset: { incident: 'incident', over: 'endedOn', days: INCIDENT_DAYS },
  narrowedBy: { form: 'form', asks: 'asks' },
  title: 'name',
  identity: [['form', 'name', 'address']],
  fields: {
    incident,
    form: {
      label: { 'zh-CN': '登记表', en: 'Form' },
      aliases: ['表名', '任务登记表'],
      type: 'reference',
      to: 'incident-forms',
      privacy: 'internal',
      required: true,
      list: true,
    },
    ...personFields(
      own,
      { label: { 'zh-CN': '姓名', en: 'Name' }, aliases: ['姓名或称呼', '户主姓名'] },
      { label: { 'zh-CN': '在哪里', en: 'Where' }, aliases: ['住址', '地址', '家庭住址'] },
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
    given: {
      label: { 'zh-CN': '发放或办理内容', en: 'Given or done' },
      aliases: ['物资', '发了什么', '发放内容', '办理内容'],
      type: 'text',
      max: 120,
      privacy: own,
      list: true,
    },
    onDay: {
      label: { 'zh-CN': '哪天办的', en: 'On' },
      aliases: ['日期', '办理日期', '发放日期'],
      type: 'date',
      past: true,
      privacy: own,
      list: true,
    },
    attention: {
      label: { 'zh-CN': '要留意什么', en: 'What to mind' },
      aliases: ['备注', '注意'],
      type: 'text',
      max: 120,
      privacy: sealed,
    },
  },
});
