import './problems.ts';
import type { MessageFile } from '../../platform/i18n/messages.ts';

export const ledgerMessages: MessageFile = {
  'zh-CN': {
    'problem.ledger.not-enough': '数量不够：账上只有 {have}，要动 {want}。请改小数量，或先补入库、归还。',
    'problem.ledger.id-reused': '这个编号已经记过另一笔账。请重新提交，让系统换一个编号。',
    'problem.ledger.posting-unknown': '没有这笔账，或者不在您的范围内。',
    'problem.ledger.reversed-already': '这笔账已经冲销过，不能再冲销。',
    'problem.ledger.reversal-final': '这是一笔冲销。要恢复，请重新记一笔。',
    'problem.ledger.same-person': '这笔账要两个人：经办人不能自己复核。请另一人复核。',
    'problem.ledger.amount': '数量要大于零，最多三位小数。请改正。',
    'field.ledger-amount': '{field}：要大于零，最多三位小数。',
  },
  en: {
    'problem.ledger.not-enough':
      'Not enough: the account holds {have}, {want} are wanted. Take less, or post a receipt or return first.',
    'problem.ledger.id-reused': 'This id stands for another posting already. Send it again with a new one.',
    'problem.ledger.posting-unknown': 'There is no such posting, or it is outside your places.',
    'problem.ledger.reversed-already': 'This posting is reversed already.',
    'problem.ledger.reversal-final': 'This is a reversal. Post anew to restore what it took back.',
    'problem.ledger.same-person':
      'This posting takes two people: whoever posts cannot approve. Ask another one.',
    'problem.ledger.amount': 'The amount must be above zero, with three decimals at most.',
    'field.ledger-amount': '{field}: above zero, with three decimals at most.',
  },
};
