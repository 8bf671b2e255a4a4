// Words of the editors and of the account pages.
import type { WebMessages } from '../kit/i18n.tsx';

export const adminMessages: WebMessages = {
  'zh-CN': {},
  en: {},
};
