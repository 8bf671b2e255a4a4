import type { MessageFile } from '../../platform/i18n/messages.ts';

export const webhookMessages: MessageFile = {
  'zh-CN': {
    'problem.webhooks.not-found': '没有这个推送地址，请刷新列表。',
    'problem.webhooks.delivery-not-found': '没有这条推送，可能已过保存期。',
    'problem.webhooks.not-dead': '这条推送没有失败到底，不用重发。',
    'problem.webhooks.too-many': '推送地址最多 {most} 个，请先删除不用的。',
    'field.webhooks.address': '{field}：要写 http 或 https 网址，不能带用户名和密码。',
    'field.webhooks.inside': '{field}：不能指向本机或内部网络。',
    'label.url': '网址',
    'label.events': '事件类型',
    'notice.webhook-off': '推送地址“{name}”连续失败 {count} 次，已停用',
  },
  en: {
    'problem.webhooks.not-found': 'There is no such webhook: reload the list.',
    'problem.webhooks.delivery-not-found': 'There is no such delivery; it may be past its keeping.',
    'problem.webhooks.not-dead': 'This delivery has not failed for good: there is nothing to send again.',
    'problem.webhooks.too-many': 'At most {most} webhooks: remove those you no longer use.',
    'field.webhooks.address': '{field}: an http or https address without user and password is expected.',
    'field.webhooks.inside': '{field}: must not point at this machine or the inner network.',
    'label.url': 'address',
    'label.events': 'event types',
    'notice.webhook-off': 'Webhook “{name}” failed {count} times in a row and was switched off',
  },
};
