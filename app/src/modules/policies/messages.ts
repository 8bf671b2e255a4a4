import type { MessageFile } from '../../platform/i18n/messages.ts';

export const policyMessages: MessageFile = {
  'zh-CN': {
    'problem.policies.unknown': '没有这张政策卡。请从目录重新选择。',
    'problem.policies.unit-unknown': '没有这个单位，或已撤销。请改选发布单位。',
    'problem.policies.changed-meanwhile': '别人刚改过这张政策卡。请刷新，看过最新版本再改。',
    'problem.policies.not-valid': '政策卡还不能保存，请按提示修改。',
    'problem.policies.not-published': '这张政策卡没有发布，不用撤下。',
    'field.policy-unit': '没有这个单位',
    'field.policy-dates': '截止日期不能早于开始日期',
    'field.policy-question': '没有这个问题，请从列表中选',
    'field.policy-option': '没有这个选项，请从列表中选',
    'field.policy-range': '请填数字范围：至少填一头，最小不能大于最大',
  },
  en: {
    'problem.policies.unknown': 'There is no such policy card. Choose one from the catalogue.',
    'problem.policies.unit-unknown': 'There is no such unit, or it was closed. Choose another unit.',
    'problem.policies.changed-meanwhile':
      'Somebody has just changed this card. Reload it, look at the newest version and change it again.',
    'problem.policies.not-valid': 'The card cannot be saved yet: please follow the hints.',
    'problem.policies.not-published': 'This card is not published, there is nothing to take down.',
    'field.policy-unit': 'there is no such unit',
    'field.policy-dates': 'the last day cannot be before the first',
    'field.policy-question': 'there is no such question, choose one of the list',
    'field.policy-option': 'there is no such option, choose from the list',
    'field.policy-range': 'give a range of numbers: at least one end, the lower not above the upper',
  },
};
