import type { MessageFile } from '../../platform/i18n/messages.ts';

/** The words of quarrels that a grid worker came upon. */
export const disputeMessages: MessageFile = {
  'zh-CN': {
    'case.kind.advice': '纠纷告知',
    'case.state.advised': '已告知去处',
    'case.consent.one-spoken': '一方当事人口头同意转交',
    'case.consent.one-written': '一方当事人书面同意转交',
    'case.consent.both-spoken': '双方当事人口头同意转交',
    'case.consent.both-written': '双方当事人书面同意转交',
    'problem.cases.dispute-needs-consent':
      '这是居民之间的纠纷。当事人同意后才能转交：请填写谁同意、怎么同意；没有同意的，只告知去处，不记当事人的任何情况。',
    'problem.cases.consent-not-asked': '这类事不是居民之间的纠纷，不需要当事人同意，请去掉这一项。',
    'problem.cases.advice-only-disputes': '告知去处只用于居民之间的纠纷，请改选类别或改为上报。',
    'problem.cases.advice-says-nothing':
      '没有当事人同意，不记当事人的任何情况。请去掉文字、姓名、门牌、照片，只留类别和地点。',
    'field.dispute-needs-consent': '{field}：当事人同意后才能转交，请填写谁同意、怎么同意。',
    'field.consent-not-asked': '{field}：这类事不需要当事人同意，请去掉。',
    'field.advice-only-disputes': '{field}：告知去处只用于居民之间的纠纷。',
    'field.advice-says-nothing': '{field}：没有当事人同意，请去掉。',
    'label.consent': '当事人同意',
  },
  en: {
    'case.kind.advice': 'Dispute, advice given',
    'case.state.advised': 'Told where to turn',
    'case.consent.one-spoken': 'One side agreed in words that it be passed on',
    'case.consent.one-written': 'One side agreed in writing that it be passed on',
    'case.consent.both-spoken': 'Both sides agreed in words that it be passed on',
    'case.consent.both-written': 'Both sides agreed in writing that it be passed on',
    'problem.cases.dispute-needs-consent':
      'This is a dispute between residents. It is passed on only when a party agrees: say who agreed and how. Without that, tell them where to turn; nothing of the parties is kept.',
    'problem.cases.consent-not-asked':
      'This is no dispute between residents and needs no consent of a party: leave it out.',
    'problem.cases.advice-only-disputes':
      'Telling where to turn is for disputes between residents: choose another category, or report it.',
    'problem.cases.advice-says-nothing':
      'Without consent nothing of the parties is kept. Take out words, names, house numbers and photos; the category and the place are enough.',
    'field.dispute-needs-consent': '{field}: passed on only when a party agrees; say who agreed and how.',
    'field.consent-not-asked': '{field}: this needs no consent of a party, leave it out.',
    'field.advice-only-disputes': '{field}: telling where to turn is for disputes between residents.',
    'field.advice-says-nothing': '{field}: without consent of a party leave it out.',
    'label.consent': 'consent of a party',
  },
};
