// Which registers stand together, and the duties that most of them share.
import type { Choice, RegisterDuties, Words } from '../../../engines/register/declare.ts';

export const groups = {
  places: { 'zh-CN': '房屋与场所', en: 'Buildings and places' },
  organisations: { 'zh-CN': '单位与组织', en: 'Organisations' },
  resources: { 'zh-CN': '物资与力量', en: 'Stocks and helpers' },
  care: { 'zh-CN': '关爱服务', en: 'Care' },
  order: { 'zh-CN': '制度与隐患', en: 'Institutions and hazards' },
} satisfies Record<string, Words>;

/** Things: whoever works in the area reads, those who patrol or take in write. */
export const thingDuties: RegisterDuties = {
  read: [
    'report',
    'verify',
    'intake',
    'dispatch',
    'supervise',
    'view',
    'command',
    'handle',
    'manage-org',
    'manage-catalogue',
  ],
  write: ['report', 'intake', 'manage-org'],
  reveal: ['report', 'intake', 'supervise', 'command'],
  manage: ['intake', 'manage-org'],
};

/** People: only those who serve them, over the place where they live. */
export const careDuties: RegisterDuties = {
  read: ['report', 'intake', 'command'],
  write: ['report', 'intake'],
  reveal: ['report', 'intake', 'command'],
  manage: ['intake'],
};

export const option = (code: string, zh: string, en: string, ...aliases: string[]): Choice => ({
  code,
  words: { 'zh-CN': zh, en },
  aliases,
});
