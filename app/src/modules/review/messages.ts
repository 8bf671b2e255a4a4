import type { MessageFile } from '../../platform/i18n/messages.ts';

export const reviewMessages: MessageFile = {
  'zh-CN': {
    'review.phase.respond': '危机应对',
    'review.phase.recover': '系统复原',
    'review.phase.evolve': '发展演进',
    'review.source.review': '应急复盘',
    'review.source.drill': '演练',
    'review.source.readiness': '备勤核验、试呼',
    'review.source.survey': '普查',
    'review.source.stock': '物资盘点',
    'problem.review.not-found': '没有这次应急响应，或者不在您的范围内。',
    'problem.review.area-unknown': '没有这个区域。请从列表里选一个。',
    'problem.review.not-yours': '{number} 的恢复和复盘由当地的指挥、派遣、受理人员填写。',
    'problem.review.too-early': '{number} 还在响应中。解除响应后再填恢复清单。',
    'problem.review.answers': '恢复清单有 {n} 处要改，见各项提示。',
    'field.review-area': '{field}：没有这个区域。',
  },
  en: {
    'review.phase.respond': 'Respond',
    'review.phase.recover': 'Recover',
    'review.phase.evolve': 'Develop',
    'review.source.review': 'Review of an emergency',
    'review.source.drill': 'Drill',
    'review.source.readiness': 'Readiness or test call',
    'review.source.survey': 'Survey',
    'review.source.stock': 'Stock count',
    'problem.review.not-found': 'There is no such emergency, or it is outside your places.',
    'problem.review.area-unknown': 'There is no such area. Choose one of the list.',
    'problem.review.not-yours':
      'Those who command, dispatch or take in at the place answer for the recovery of {number}.',
    'problem.review.too-early':
      '{number} is still in force. The recovery checklist is answered after it has stepped down.',
    'problem.review.answers': 'The checklist has {n} answers to mend. See each item.',
    'field.review-area': '{field}: no such area.',
  },
};
