// 任务模板: what each task of an incident writes down, and why; only what the task needs. A district opens a form from one and may change it.
import type { FormBody } from './contract.ts';

export const presetForms: Readonly<
  Record<FormBody['task'], { name: string; asks: readonly string[]; why: string }>
> = {
  disinfection: {
    name: '消毒消杀登记',
    asks: ['onDay', 'attention'],
    why: '确认哪些户已消毒，不漏户、不重复进门',
  },
  supplies: { name: '物资发放签领', asks: ['people', 'given', 'onDay'], why: '按人数发放，不重不漏' },
  order: { name: '秩序维护登记', asks: ['people'], why: '控制安置点、发放点的人数' },
  registration: {
    name: '人员信息登记',
    asks: ['phone', 'people', 'attention'],
    why: '联系本人，安排送达、转移和返回',
  },
};
