// What observers look at in any drill, to begin with. A district that publishes a checklist with this code has its own.
import type { ChecklistContent, ChecklistItem, Words } from '../../engines/checklist/checklist.ts';

const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en });
const PLAIN = { required: true, options: [], unit: '', min: null, max: null, finding: null };

/** What is found here is proposed as an improvement, with these words. */
function good(code: string, asked: Words, found: Words): ChecklistItem {
  const finding = { answers: ['no'], below: null, above: null, category: '', text: found, urgent: false };
  return { ...PLAIN, code, words: asked, type: 'yes-no', finding };
}

export const observerChecklist: ChecklistContent & { code: string } = {
  code: 'drill-observer',
  title: words('演练观察表', 'Observers’ checklist'),
  basis: { kind: 'local', text: '本区演练观察表（起步版），由区里修订' },
  items: [
    good(
      'said-exercise',
      words('开始、结束和每条口令都说明“这是演练”', 'Beginning, end and every order said that it is a drill'),
      words('口令没有说明是演练', 'Orders did not say that it is a drill'),
    ),
    good(
      'commander',
      words('有人指挥，另一名指挥长知道并确认', 'Somebody commanded, and the other commander confirmed'),
      words('指挥没有人确认', 'Nobody confirmed the command'),
    ),
    good(
      'reached',
      words('该叫到的岗位都叫到了', 'Every post that should hear it heard it'),
      words('有岗位没有叫到', 'A post was not reached'),
    ),
    good(
      'way-out',
      words('疏散通道和集合点畅通，没有堆物占用', 'Ways out and the gathering place were clear'),
      words('疏散通道或集合点被占用', 'A way out or the gathering place was blocked'),
    ),
    good(
      'helped',
      words('行动不便的人有人接应', 'Those who need help to move were met by somebody'),
      words('行动不便的人没有人接应', 'Those who need help to move were met by nobody'),
    ),
    good(
      'counted',
      words('集合后按楼栋报清人数', 'After the muster the numbers were known by building'),
      words('集合后人数报不清', 'After the muster the numbers were not known'),
    ),
    good(
      'equipment',
      words('用到的器材在位、能用', 'The equipment was there and worked'),
      words('器材缺失或不能用', 'Equipment was missing or did not work'),
    ),
    {
      ...PLAIN,
      required: false,
      code: 'remark',
      words: words('其他要说的（只写事和物，不写人）', 'Anything else (matters and things, no people)'),
      type: 'text',
    },
  ],
};
