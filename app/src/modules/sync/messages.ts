import type { MessageFile } from '../../platform/i18n/messages.ts';

export const syncMessages: MessageFile = {
  'zh-CN': {
    'sync.reset.cursor-damaged': '手机上的同步记号损坏，已重新取一遍。没有发出的内容不受影响。',
    'sync.reset.cursor-unknown': '手机上的内容太旧或换过账号，已重新取一遍。没有发出的内容不受影响。',
    'sync.left-out.work': '还有 {count} 件待办没有放进手机，请联网查看。',
    'sync.left-out.area': '辖区内还有 {count} 件没有放进手机，请联网查看。',
    'sync.left-out.unit': '本单位还有 {count} 件没有放进手机，请联网查看。',
    'sync.left-out.filed': '自己上报的还有 {count} 件没有放进手机，请联网查看。',
    'sync.left-out.codes': '还有 {count} 个楼栋和设施的二维码没有放进手机，没有网络时扫了打不开。',
    'sync.left-out.records': '台账还有 {count} 条没有放进手机，请联网查看。',
    'problem.sync.sealed-key-unknown': '这份封存的内容用的不是本系统的钥匙，无法打开。请在原来的系统里发送。',
    'problem.sync.sealed-damaged': '封存的内容已损坏，无法打开，没有办理。',
    'problem.sync.sealed-foreign': '这份封存的内容属于另一个账号。请用写下它的账号登录后再发。',
    'field.sealed-key': '{field}：不认识的钥匙编号。',
    'field.sealed-damaged': '{field}：内容已损坏，打不开。',
    'label.keyId': '钥匙编号',
    'label.data': '封存的内容',
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
    'sync.left-out.codes':
      '{count} more codes of houses and things do not fit on this phone; without a network they do not open.',
    'sync.left-out.records':
      '{count} more records of the registers do not fit on this phone; look at them online.',
    'problem.sync.sealed-key-unknown':
      'This was sealed for another installation and cannot be opened here. Send it where it was written for.',
    'problem.sync.sealed-damaged': 'The sealed content is damaged and cannot be opened; nothing was done.',
    'problem.sync.sealed-foreign':
      'The sealed content belongs to another account. Sign in with the account that wrote it.',
    'field.sealed-key': '{field}: unknown key.',
    'field.sealed-damaged': '{field}: damaged, cannot be opened.',
    'label.keyId': 'key id',
    'label.data': 'sealed content',
    'label.device': 'device name',
    'label.cursor': 'synchronisation mark',
  },
};
