// What the organisation's facts are called, how they are counted, and how forms ask for them.
import type { MessageFile } from '../../platform/i18n/messages.ts';

export const orgFactMessages: MessageFile = {
  'zh-CN': {
    'fact.org.streets': '街道数',
    'fact.org.streets.definition': '当天在用的街道、镇。',
    'fact.org.streets.aliases': '街道、镇街、街镇、街道镇',
    'fact.org.communities': '社区数',
    'fact.org.communities.definition': '当天在用的社区、村。',
    'fact.org.communities.aliases': '社区、村居、社区村、村社区',
    'fact.org.grids': '网格数',
    'fact.org.grids.definition': '当天在用的网格，不含微网格。',
    'fact.org.grids.aliases': '网格、网格划分、基础网格',
    'fact.org.grid-workers': '在岗网格员数',
    'fact.org.grid-workers.definition': '当天有人在岗或代理的网格巡查岗位；空岗不算。',
    'fact.org.grid-workers.aliases': '网格员、专职网格员、网格员人数、在岗网格员人数、网格员配备',
  },
  en: {
    'fact.org.streets': 'Streets',
    'fact.org.streets.definition': 'Streets and towns in use on the day.',
    'fact.org.streets.aliases': 'street offices, towns',
    'fact.org.communities': 'Communities',
    'fact.org.communities.definition': 'Communities and villages in use on the day.',
    'fact.org.communities.aliases': 'villages, neighbourhoods',
    'fact.org.grids': 'Grids',
    'fact.org.grids.definition': 'Grids in use on the day, without micro-grids.',
    'fact.org.grids.aliases': 'grid count',
    'fact.org.grid-workers': 'Grid workers at their posts',
    'fact.org.grid-workers.definition':
      'Reporting posts at grids that somebody holds or stands in for on the day; vacant ones do not count.',
    'fact.org.grid-workers.aliases': 'grid workers, grid staff',
  },
};
