import type { MessageFile } from '../../platform/i18n/messages.ts';

export const callMessages: MessageFile = {
  'zh-CN': {
    'calls.helper-said.going': '帮手说：我去',
    'calls.helper-said.cannot': '帮手说：去不了',
    'calls.helper-said.no-entry': '帮手说：到了门口，没人开门',
    'calls.helper-said.seen': '帮手说：见到本人',
    'calls.test-failed': '{label} 试呼没有收到',
    'calls.test-failed-text': '到期的试呼没有收到。请上门看设备和网络，当面试按一次。',
    'notice.call-helper': '{number} 您结对的人按了一键呼叫',
    'notice.call-duty': '{number} 一键呼叫没人应答，轮到您值班处理',
    'problem.calls.area-unknown': '没有这个区域。请从列表里选一个。',
    'problem.calls.not-your-area': '您不在{area}受理。请由{area}的社区登记设备。',
    'problem.calls.device-unknown': '没有这台设备，或者您无权打开。去现场的人请先在呼叫里点“我去”。',
    'problem.calls.device-ended': '“{label}”的设备已停用，联系信息已删除。要用请重新征得同意后登记。',
    'problem.calls.call-unknown': '没有这次呼叫。请刷新页面再试。',
    'problem.calls.code-unknown': '这个链接用不了了。紧急请直接打 120 或 110；平时请找社区换新的链接。',
    'problem.calls.signature': '签名、时间或编号不对，没有受理。请核对密钥和设备时钟。',
    'problem.calls.consent-past': '同意的期限已过。请填以后的日期。',
    'problem.calls.consent-far': '一次最多同意一年。请填一年以内的日期。',
    'field.call-area': '{field}：没有这个区域，请从列表里选。',
    'field.call-consent': '{field}：请填从现在起一年以内的日期。',
    'field.call-unknown': '{field}：没有这次呼叫，请刷新页面。',
  },
  en: {
    'calls.helper-said.going': 'The helper: I am going',
    'calls.helper-said.cannot': 'The helper: I cannot go',
    'calls.helper-said.no-entry': 'The helper: at the door, nobody opens',
    'calls.helper-said.seen': 'The helper: seen in person',
    'calls.test-failed': '{label}: the test call was not heard',
    'calls.test-failed-text':
      'A test call that was due was not heard. Look at the device and the network, and press it there once.',
    'notice.call-duty': '{number}: nobody answered this help call; you are on duty for it',
    'notice.call-helper': '{number}: the person you are paired with pressed the button',
    'problem.calls.area-unknown': 'There is no such area. Choose one from the list.',
    'problem.calls.not-your-area': 'You take nothing in for {area}. Its community registers the device.',
    'problem.calls.device-unknown':
      'There is no such device, or you may not open it. Whoever goes there presses “I am going” in the call first.',
    'problem.calls.device-ended':
      'The device at {label} has ended and its contact is deleted. To use it again, ask for consent and register it anew.',
    'problem.calls.call-unknown': 'There is no such call. Refresh the page and try again.',
    'problem.calls.code-unknown':
      'This link no longer works. In an emergency dial 120 or 110; otherwise ask the community for a new link.',
    'problem.calls.signature':
      'Signature, time or nonce is wrong; nothing was taken in. Check the secret and the clock of the device.',
    'problem.calls.consent-past': 'The consent would be over already. Give a later day.',
    'problem.calls.consent-far': 'Consent is for a year at most. Give a day within a year.',
    'field.call-area': '{field}: there is no such area; choose one from the list.',
    'field.call-consent': '{field}: a day within a year from now.',
    'field.call-unknown': '{field}: there is no such call; refresh the page.',
  },
};
