import type { MessageFile } from '../../platform/i18n/messages.ts';

export const syncMessages: MessageFile = {
  'zh-CN': {
    'sync.reset.cursor-damaged': '手机上的同步记号损坏，已重新取一遍。没有发出的内容不受影响。',
    'sync.reset.cursor-unknown': '手机上的内容太旧或换过账号，已重新取一遍。没有发出的内容不受影响。',
    'sync.left-out.work': '还有 {count} 件待办没有放进手机，请联网查看。',
    'sync.left-out.area': '辖区内还有 {count} 件没有放进手机，请联网查看。',
    'sync.left-out.unit': '本单位还有 {count} 件没有放进手机，请联网查看。',
    'sync.left-out.filed': '自己上报的还有 {count} 件没有放进手机，请联网查看。',
    'label.device': '设备名',
    'label.cursor': '同步记号',
  },
  en: {
    'sync.reset.cursor-damaged':
      'The mark of the last synchronisation was damaged; everything was fetched anew. Unsent work is untouched.',
    'sync.reset.cursor-unknown':
      'What this phone held was too old or another account’s; everything was fetched anew. Unsent work is untouched.',
    'sync.left-out.work': '{count} more tasks do not fit on this phone; look at them online.',
    'sync.left-out.area': '{count} more cases of the area do not fit on this phone; look at them online.',
    'sync.left-out.unit': '{count} more cases of the unit do not fit on this phone; look at them online.',
    'sync.left-out.filed': '{count} more of your own reports do not fit on this phone; look at them online.',
    'label.device': 'device name',
    'label.cursor': 'synchronisation mark',
  },
};
