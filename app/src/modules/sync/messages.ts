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
    'problem.sync.hand-in-credential':
      '这份内容里没有本系统给的交接凭证，或凭证不是这个账号的，没有办理。请联系街道管理员恢复账号后再发。',
    'problem.sync.hand-in-has-access': '这个账号还可以登录。请登录后照常发送，不用交接。',
    'problem.sync.hand-in-over': '账号停用已超过 {days} 天，不能再交。请联系接手的人另行上报。',
    'problem.sync.hand-in-after-end':
      '按手机的时间，这是账号停用之后写的，不能办理。请联系接手的人另行上报。',
    'problem.sync.hand-in-no-post': '写下这件事的时候，你已不在岗位上，不能办理。请联系接手的人另行上报。',
    'problem.sync.hand-in-late': '这件事后来有了变化，按当时的做法办不成了，没有改动。请联系接手的人。',
    'sync.hand-in.note': '离岗前做了“{label}”，没有网络，今天才交上来：{words}',
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
    'problem.sync.hand-in-credential':
      'This holds no credential of this installation for that account; nothing was done. Ask the street’s administrator to reopen the account, then send it.',
    'problem.sync.hand-in-has-access':
      'This account can still sign in. Sign in and send it as usual; there is nothing to hand in.',
    'problem.sync.hand-in-over':
      'The account was closed more than {days} days ago; nothing can be handed in any more. Ask whoever took over to report it.',
    'problem.sync.hand-in-after-end':
      'By the phone’s clock this was written after the account was closed; it cannot be carried out. Ask whoever took over to report it.',
    'problem.sync.hand-in-no-post':
      'You held no post when this was written, so it cannot be carried out. Ask whoever took over to report it.',
    'problem.sync.hand-in-late':
      'Things have changed since; what was done then no longer fits, and nothing was changed. Talk to whoever took over.',
    'sync.hand-in.note': 'Before leaving “{label}” was done without a network and handed in today: {words}',
    'field.sealed-key': '{field}: unknown key.',
    'field.sealed-damaged': '{field}: damaged, cannot be opened.',
    'label.keyId': 'key id',
    'label.data': 'sealed content',
    'label.device': 'device name',
    'label.cursor': 'synchronisation mark',
  },
};
