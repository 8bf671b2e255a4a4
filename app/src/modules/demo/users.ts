// The nine people of the demo's switcher, and the two administrators who must be other persons than the first.
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { describeMe } from '../org/public.ts';
import { findDemoAccount } from './store.ts';

type Words = { 'zh-CN': string; en: string };

export type DemoRole = {
  user: string;
  name: string;
  home: 'console' | 'field';
  duties: readonly string[];
  title: string;
  kind: string;
  about: Words;
};

export const demoRoles = {
  worker: {
    user: 'worker',
    name: '王秀兰',
    home: 'field',
    title: '专职网格员',
    kind: 'full-time',
    duties: ['report', 'verify'],
    about: {
      'zh-CN': '在手机上：上报、随手办、核查自己网格里别人办完的事。',
      en: 'On a phone: reports, settles trifles, verifies in her grid what others have done.',
    },
  },
  secretary: {
    user: 'secretary',
    name: '李建国',
    home: 'console',
    title: '社区党委书记',
    kind: 'secretary',
    duties: ['intake', 'handle', 'report', 'verify', 'view', 'command'],
    about: {
      'zh-CN': '看社区里什么卡住了、为什么；受理居民反映，上报街道。',
      en: 'Sees what is stuck in the community and why; accepts reports, escalates to the street.',
    },
  },
  street: {
    user: 'street',
    name: '赵敏',
    home: 'console',
    title: '街道指挥中心派遣员',
    kind: 'clerk',
    duties: ['intake', 'dispatch', 'escalate-receive', 'approve-extension', 'supervise', 'whistle'],
    about: {
      'zh-CN': '立案、按清单派遣、审批延期、接手上报的难事。',
      en: 'Accepts, dispatches by the duty lists, decides on more time, takes over what was escalated.',
    },
  },
  commander: {
    user: 'commander',
    name: '韩卫东',
    home: 'console',
    title: '街道党工委委员',
    kind: 'leader',
    duties: ['command', 'view'],
    about: {
      'zh-CN': '双指挥长中的另一名：15 分钟内确认社区启动的响应；看一张图，签情况报告。',
      en: 'The other of two commanders: confirms within 15 minutes what a community began; reads one map, signs the reports.',
    },
  },
  department: {
    user: 'department',
    name: '孙强',
    home: 'console',
    title: '城市管理局处置员',
    kind: 'clerk',
    duties: ['handle', 'whistle', 'apply-admission'],
    about: {
      'zh-CN': '签收、处置、反馈；退单要写明清单事项和应办单位；向基层要表要先申请。',
      en: 'Receives, handles, reports back; a return names the list item and the right unit; applies before asking for tables.',
    },
  },
  verifier: {
    user: 'verifier',
    name: '周静',
    home: 'console',
    title: '区监督中心核查员',
    kind: 'clerk',
    duties: ['verify', 'supervise', 'admit'],
    about: {
      'zh-CN': '核查结果、抽查随手办；办过的人不能核查。也是减负专班成员。',
      en: 'Verifies results and samples trifles; whoever handled a case cannot verify it. Sits in the relief group, too.',
    },
  },
  hotline: {
    user: 'hotline',
    name: '吴小梅',
    home: 'console',
    title: '便民热线坐席',
    kind: 'operator',
    duties: ['hotline', 'intake'],
    about: {
      'zh-CN': '电话和窗口登记，报查询码，回访反映人。',
      en: 'Files for callers at the phone and counter, reads out the follow code, calls back.',
    },
  },
  property: {
    user: 'property',
    name: '郑伟',
    home: 'console',
    title: '物业项目经理',
    kind: 'leader',
    duties: ['handle'],
    about: {
      'zh-CN': '处置小区里的事；劝阻无效上报部门；看不到反映人。',
      en: 'Handles matters in the compound; reports failed persuasion; never sees who reported.',
    },
  },
  admin: {
    user: 'admin',
    name: '钱立',
    home: 'console',
    title: '区业务管理员',
    kind: 'administrator',
    duties: ['manage-org', 'manage-catalogue', 'manage-calendar', 'manage-accounts', 'view'],
    about: {
      'zh-CN': '管理组织、网格、类别、日历和账号。',
      en: 'Manages organisation, grids, categories, calendar and accounts.',
    },
  },
} as const satisfies Record<string, DemoRole>;

/** 三权分立: security and audit are other people than the administrator of accounts. They are not in the switcher. */
export const otherAdministrators = {
  security: {
    user: 'security',
    name: '冯涛',
    title: '安全管理员',
    kind: 'administrator',
    duties: ['manage-security'],
  },
  auditor: { user: 'auditor', name: '陈岩', title: '审计员', kind: 'administrator', duties: ['audit'] },
} as const;

export type DemoDirectory = {
  list(
    tx: Tx,
    locale: Locale,
  ): Promise<
    {
      user: string;
      name: string;
      title: string;
      area: string;
      unit: string;
      home: 'console' | 'field';
      about: string;
    }[]
  >;
  findAccount(tx: Tx, user: string): Promise<string | undefined>;
};

/** The switcher of the sign-in page. */
export function demoUsersOf(clock: Clock): DemoDirectory {
  const roles: readonly DemoRole[] = Object.values(demoRoles);
  const find = async (tx: Tx, user: string) => {
    return findDemoAccount(tx, user);
  };
  return {
    async list(tx, locale) {
      const users = [];
      for (const role of roles) {
        const account = await find(tx, role.user);
        if (!account?.person_id) continue;
        const { posts } = await describeMe(tx, account.person_id, clock.now());
        users.push({
          user: role.user,
          name: role.name,
          title: role.title,
          area: posts[0]?.area.name ?? '',
          unit: posts[0]?.unit.name ?? '',
          home: role.home,
          about: role.about[locale],
        });
      }
      return users;
    },
    async findAccount(tx, user) {
      return roles.some((role) => role.user === user) ? (await find(tx, user))?.id : undefined;
    },
  };
}
