import type { MessageFile } from '../../platform/i18n/messages.ts';

export const transferListMessages: MessageFile = {
  'zh-CN': {
    'transfers.outcome.notified': '纸单：已通知到人',
    'transfers.outcome.refused': '纸单：拒绝转移',
    'transfers.outcome.out-of-reach': '纸单：联系不上',
    'transfers.outcome.arrived': '纸单：已到',
    'problem.transfers.emergency-over': '{number} 已经结束，不能再列入转移清单。',
    'problem.transfers.outside': '{address} 不在这次应急响应的范围里。请选范围内的区域。',
    'problem.transfers.not-yours': '您在{area}没有列转移清单的职责。请联系当地社区或街道。',
    'problem.transfers.twice': '清单里有两条编号相同。请刷新后重列。',
    'problem.transfers.unknown': '没有这一户，或者已经不在转移清单上。请刷新后再选。',
    'problem.transfers.slip-unknown': '没有这张纸单，或者不在您的范围内。请核对编号。',
    'problem.transfers.slip-part':
      '这一联不记这件事：通知联记通知、拒绝、失联，到达联记到达。请换另一联的编号。',
    'problem.transfers.slip-time': '纸单上的时间不对。请看标出的一栏，注意过了零点、跨年要换日期。',
    'problem.transfers.slip-id-reused': '这个录入号已经用过。请刷新后重录。',
    'field.transfer-need': '{field}：不能比总人数多。',
    'field.transfer-outside': '{field}：不在这次应急响应的范围里。',
    'field.transfer-twice': '{field}：有两条编号相同。',
    'field.transfer-unknown': '{field}：有一户不在清单上，或已经结束。',
    'field.slip-part': '{field}：不属于这一联。',
    'field.slip-future': '{field}：还没到这个时间。',
    'field.slip-before-print': '{field}：早于纸单打印时间。',
    'field.slip-id': '{field}：已经用过。',
  },
  en: {
    'transfers.outcome.notified': 'Slip: notified',
    'transfers.outcome.refused': 'Slip: refuses',
    'transfers.outcome.out-of-reach': 'Slip: out of reach',
    'transfers.outcome.arrived': 'Slip: arrived',
    'problem.transfers.emergency-over': '{number} has ended; nobody is listed for transfer any more.',
    'problem.transfers.outside': '{address} lies outside this emergency. Choose an area within it.',
    'problem.transfers.not-yours': 'You keep no transfer list in {area}. Ask its community or street.',
    'problem.transfers.twice': 'Two entries have the same id. Reload and list them again.',
    'problem.transfers.unknown': 'There is no such household, or it is no longer on the list. Reload.',
    'problem.transfers.slip-unknown':
      'There is no such slip, or it is outside your places. Check the serial.',
    'problem.transfers.slip-part':
      'This slip does not record that: the door slip takes notified, refuses, out of reach; the other one arrivals.',
    'problem.transfers.slip-time':
      'The time on the slip cannot be. Look at the marked field; after midnight and New Year the date changes.',
    'problem.transfers.slip-id-reused': 'This entry id was used before. Reload and enter it again.',
    'field.transfer-need': '{field}: not more than all of them.',
    'field.transfer-outside': '{field}: outside this emergency.',
    'field.transfer-twice': '{field}: two entries with the same id.',
    'field.transfer-unknown': '{field}: one of them is not on the list, or is over.',
    'field.slip-part': '{field}: belongs to the other slip.',
    'field.slip-future': '{field}: that time has not come.',
    'field.slip-before-print': '{field}: before the slip was printed.',
    'field.slip-id': '{field}: used before.',
  },
};
