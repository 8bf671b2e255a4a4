import type { MessageFile } from '../../platform/i18n/messages.ts';

export const identityMessages: MessageFile = {
  'zh-CN': { 'problem.identity.no-demo-user': '没有这个演示用户，请从列表中选择。' },
  en: { 'problem.identity.no-demo-user': 'There is no such demo user: choose one from the list.' },
};
