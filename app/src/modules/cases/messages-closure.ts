import type { MessageFile } from '../../platform/i18n/messages.ts';

// The words of closures in an emergency.
export const closureMessages: MessageFile = {
  'zh-CN': {
    'case.kind.closure': '封控',
    'case.state.closure-in-force': '封着',
    'case.state.closure-lifted': '已解除',
    'case.clock.look-closure': '复看时限',
    'case.command.lift-closure': '解除封控',
    'case.step.lift-closure': '解除封控',
    'case.command.keep-closure': '看过，继续封',
    'case.step.keep-closure': '看过，继续封',
    'case.command.note-closure': '记一笔',
    'case.step.note-closure': '记录',
    'case.field.lift-closure.note': '谁看过、为什么可以放行',
    'case.field.keep-closure.until': '封到什么时候',
    'case.field.keep-closure.note': '现场什么情况',
    'case.hint.keep-closure.until': '不填就是四小时后再看一次',
    'notice.closure': '{number} 有路段或场所封控，请绕行并转告',
    'problem.cases.closure-until': '封到的时间要晚于现在，最长 {hours} 小时；更久的到时再续。',
    'field.closure-until': '{field}：要晚于现在，最长 {hours} 小时。',
  },
  en: {
    'case.kind.closure': 'Closure',
    'case.state.closure-in-force': 'Closed',
    'case.state.closure-lifted': 'Lifted',
    'case.clock.look-closure': 'To look again',
    'case.command.lift-closure': 'Lift it',
    'case.step.lift-closure': 'Lifted',
    'case.command.keep-closure': 'Looked, stays closed',
    'case.step.keep-closure': 'Looked, stays closed',
    'case.command.note-closure': 'Note',
    'case.step.note-closure': 'Note',
    'case.field.lift-closure.note': 'Who looked, and why it may open',
    'case.field.keep-closure.until': 'Until when',
    'case.field.keep-closure.note': 'How it looks there',
    'case.hint.keep-closure.until': 'Without it somebody looks again in four hours',
    'notice.closure': '{number}: a road or place is closed; please go round it and pass it on',
    'problem.cases.closure-until':
      'It must end after now and within {hours} hours; what takes longer is renewed then.',
    'field.closure-until': '{field}: must be after now and within {hours} hours.',
  },
};
