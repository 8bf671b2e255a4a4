// What the facts about cases are called, how they are counted, and how forms ask for them.
import type { MessageFile } from '../../platform/i18n/messages.ts';

export const caseFactMessages: MessageFile = {
  'zh-CN': {
    'fact.cases.filed': '受理件数',
    'fact.cases.filed.definition': '期间内登记的诉求、事件、隐患，不含随手办。',
    'fact.cases.filed.aliases': '受理数、受理量、诉求件数、上报事件数、事件上报数、收到诉求数',
    'fact.cases.ended': '办结件数（行政办结）',
    'fact.cases.ended.definition': '期间内登记、已由办理单位办结的；办结不等于解决。',
    'fact.cases.ended.aliases': '办结数、办结量、办结件数、已办结数、结案数、结案件数',
    'fact.cases.checked': '核查通过件数',
    'fact.cases.checked.definition': '期间内登记、已办结，并由没有经手的人核查属实的。',
    'fact.cases.checked.aliases': '核查通过数、核实件数、核查属实数',
    'fact.cases.response-in': '按时回应件数',
    'fact.cases.response-in.definition': '期间内登记、在规定时间内有首次回应的。',
    'fact.cases.response-in.aliases': '按时响应数、按时响应件数、及时响应数',
    'fact.cases.solved-in': '居民确认解决件数',
    'fact.cases.solved-in.definition': '期间内登记、居民本人或回访确认已经解决的；没有答复的不算。',
    'fact.cases.solved-in.aliases': '解决数、解决件数、已解决数、居民确认解决数',
    'fact.cases.satisfied-in': '居民满意件数',
    'fact.cases.satisfied-in.definition': '期间内登记、居民评价满意的；没有答复的不算。',
    'fact.cases.satisfied-in.aliases': '满意数、满意件数',
    'fact.cases.silent': '未答复件数',
    'fact.cases.silent.definition': '期间内登记、已办结、问过居民而居民没有答复的。',
    'fact.cases.silent.aliases': '未答复数、未评价数、未评价件数',
  },
  en: {
    'fact.cases.filed': 'Cases filed',
    'fact.cases.filed.definition':
      'Requests, incidents and hazards filed in the period, without trifles settled on the spot.',
    'fact.cases.filed.aliases': 'reports filed, cases received',
    'fact.cases.ended': 'Cases closed (by the administration)',
    'fact.cases.ended.definition':
      'Filed in the period and closed by the unit that handled them; closed is not solved.',
    'fact.cases.ended.aliases': 'cases closed, closed cases',
    'fact.cases.checked': 'Results verified',
    'fact.cases.checked.definition':
      'Filed in the period, closed, and verified by somebody who did not handle them.',
    'fact.cases.checked.aliases': 'verified cases',
    'fact.cases.response-in': 'Answered in time',
    'fact.cases.response-in.definition': 'Filed in the period with a first response within the limit.',
    'fact.cases.response-in.aliases': 'responses in time',
    'fact.cases.solved-in': 'Confirmed solved by residents',
    'fact.cases.solved-in.definition':
      'Filed in the period and confirmed as solved by the resident or a call back; silence does not count.',
    'fact.cases.solved-in.aliases': 'cases solved, solved cases',
    'fact.cases.satisfied-in': 'Residents satisfied',
    'fact.cases.satisfied-in.definition':
      'Filed in the period and rated as satisfied by the resident; silence does not count.',
    'fact.cases.satisfied-in.aliases': 'satisfied',
    'fact.cases.silent': 'Not answered by residents',
    'fact.cases.silent.definition':
      'Filed in the period, closed, and the resident was asked and did not answer.',
    'fact.cases.silent.aliases': 'unanswered',
  },
};
