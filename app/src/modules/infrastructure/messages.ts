import type { MessageFile } from '../../platform/i18n/messages.ts';

// The words of the survey of infrastructure on the server.
export const infrastructureMessages: MessageFile = {
  'zh-CN': {
    'infrastructure.headline': '{area} {rule}，缺 {lacking}',
    'problem.infrastructure.rule-unknown': '没有这条配置标准。请从列表里选。',
    'problem.infrastructure.no-gap': '这里按标准已经不缺，不用补。请刷新后再看。',
    'problem.infrastructure.open-already': '这个缺口已有在办的补短板项目 {number}。请在那里继续。',
    'problem.infrastructure.not-yours': '您不负责这个地方的补短板。请由该地受理员、派遣员或指挥长提出。',
    'field.infrastructure-place': '{field}：没有这个地方，或不归您管',
    'field.infrastructure-rule': '{field}：没有这条标准',
    'label.ruleId': '配置标准',
  },
  en: {
    'infrastructure.headline': '{area}: {rule}, {lacking} lacking',
    'problem.infrastructure.rule-unknown': 'There is no such standard. Choose one of the list.',
    'problem.infrastructure.no-gap': 'By the standard nothing is lacking here now. Reload and look again.',
    'problem.infrastructure.open-already':
      'Retrofit {number} is already under way for this gap. Go on there.',
    'problem.infrastructure.not-yours':
      'You do not decide on retrofits here. Intake, a dispatcher or a commander of the place does.',
    'field.infrastructure-place': '{field}: no such place, or not yours',
    'field.infrastructure-rule': '{field}: no such standard',
    'label.ruleId': 'Standard',
  },
};
