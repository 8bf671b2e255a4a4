import type { MessageFile } from '../../platform/i18n/messages.ts';

export const keyMessages: MessageFile = {
  'zh-CN': {
    'problem.keys.not-found': '没有这个接口密钥，请刷新列表。',
    'problem.keys.too-many': '有效的接口密钥最多 {most} 个，请先撤销不用的。',
    'problem.keys.no-post': '您目前没有在任岗位，不能新建接口密钥。',
    'label.name': '名称',
    'label.scopes': '权限',
    'label.days': '有效天数',
  },
  en: {
    'problem.keys.not-found': 'There is no such API key: reload the list.',
    'problem.keys.too-many': 'At most {most} API keys may be in force: revoke those you no longer use.',
    'problem.keys.no-post': 'You hold no post at present, so no API key can be made.',
    'label.name': 'name',
    'label.scopes': 'scopes',
    'label.days': 'days in force',
  },
};
