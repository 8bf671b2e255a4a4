// What is wrong with one field of a case's form: shown beside the field, so it says how to put it right.
import type { MessageFile } from '../../platform/i18n/messages.ts';

export const caseFieldMessages: MessageFile = {
  'zh-CN': {
    'field.bulk-twice': '{field}：同一件事选了两次，请去掉重复的。',
    'field.category-not-for-kind': '{field}：这个类别不能用于这种类型，请换类别或类型。',
    'field.cursor': '{field}：翻页标记已失效，请从第一页重新读取。',
    'field.extension-not-longer': '{field}：没有比原来更晚，请填更长的时限。',
    'field.follow-tail': '{field}：手机尾号不对，请填登记手机号的后四位。',
    'field.follow-unknown': '{field}：查询码不对，请看回执上的 10 位查询码，注意 0 和 O、1 和 I。',
    'field.in-future': '{field}：时间在将来，请检查手机时间。',
    'field.not-on-grid-list': '{field}：这类事不在网格准入清单上，请上报由街道派遣。',
    'field.place-outside': '{field}：地点不在本区范围内，请核对或改选社区。',
    'field.place-required': '{field}：请在地图上选点，或选择所在社区、网格。',
    'field.redirect-same': '{field}：已经在这个单位，请选另一个单位。',
    'field.reporter-contact': '{field}：要回复反映人，请填联系电话。',
    'field.return-to-self': '{field}：不能是本单位，请写明应由谁办。',
    'field.reused': '{field}：这个编号已用于另一条指令，请生成新的编号。',
    'field.subject-unit': '{field}：被反映的单位不能办理或核查这件事，请换一个单位。',
    'field.text-characters': '{field}：含有不能保存的字符，请删去后重填。',
    'field.unknown-area': '{field}：没有这个区域，请从列表中选择。',
    'field.unknown-category': '{field}：没有这个类别，或已停用，请重新选择。',
    'field.unknown-kind': '{field}：没有这种类型，请用 incident、request、hazard 或 trifle。',
    'field.unknown-unit': '{field}：没有这个单位，请从列表中选择。',
  },
  en: {
    'field.bulk-twice': '{field}: the same case was chosen twice, remove one.',
    'field.category-not-for-kind': '{field}: this category cannot be used for this kind, change one of them.',
    'field.cursor': '{field}: the page mark no longer holds, read again from the first page.',
    'field.extension-not-longer': '{field}: is not later than the present limit, ask for more.',
    'field.follow-tail':
      '{field}: the digits do not match, enter the last four of the phone number you gave.',
    'field.follow-unknown':
      '{field}: no such code, see the 10 characters on your receipt and mind 0 and O, 1 and I.',
    'field.in-future': '{field}: lies in the future, check the clock of the device.',
    'field.not-on-grid-list':
      '{field}: is not on the list that a grid handles itself, report it to the street.',
    'field.place-outside': '{field}: lies outside the district, check it or choose a community.',
    'field.place-required': '{field}: pick a point on the map, or choose a community or grid.',
    'field.redirect-same': '{field}: it is with that unit already, choose another one.',
    'field.reporter-contact': '{field}: to answer the reporter a phone number is needed.',
    'field.return-to-self': '{field}: cannot be your own unit, say who should do it.',
    'field.reused': '{field}: this id was used for another command, make a new one.',
    'field.subject-unit':
      '{field}: the unit that the report is about neither handles nor verifies it, choose another.',
    'field.text-characters': '{field}: has characters that cannot be stored, remove them.',
    'field.unknown-area': '{field}: there is no such area, choose from the list.',
    'field.unknown-category': '{field}: there is no such category, or it was retired, choose another.',
    'field.unknown-kind': '{field}: there is no such kind, use incident, request, hazard or trifle.',
    'field.unknown-unit': '{field}: there is no such unit, choose from the list.',
  },
};
