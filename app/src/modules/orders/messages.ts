import type { MessageFile } from '../../platform/i18n/messages.ts';

export const ordersMessages: MessageFile = {
  'zh-CN': {
    'problem.orders.source-unknown': '没有找到这个来件方，请刷新后重选。',
    'problem.orders.source-off': '来件方“{name}”已停用，请先启用。',
    'problem.orders.source-changed': '来件方刚被别人改过（现为第 {current} 版），请刷新后再改。',
    'problem.orders.code-taken': '这个代码已有来件方使用，请换一个。',
    'problem.orders.unknown-unit': '没有找到接收单位，请重新选择。',
    'problem.orders.unknown-area': '没有找到覆盖区域，请重新选择。',
    'problem.orders.unknown-category': '类别表里有不存在的类别（{words}），请重新选择。',
    'problem.orders.not-yours': '您的岗位不覆盖“{area}”，请联系该处的管理员或热线坐席。',
    'problem.orders.file-missing': '没有收到文件：请在 file 栏选择一个文件。',
    'problem.orders.file-unreadable':
      '文件无法读取：请上传 .xlsx，或 UTF-8、GB18030 编码的 .csv；旧版 .xls 请先另存为 .xlsx。',
    'problem.orders.file-too-big': '文件过大（上限 {max}），请拆分后再导入。',
    'problem.orders.file-empty': '文件里没有可导入的行，请检查是否选错了文件或工作表。',
    'problem.orders.no-mapping': '还没有设置工单编号和内容对应哪一列，请先设置列对应。',
    'problem.orders.column-missing':
      '找不到列“{columns}”，未导入任何内容。文件里现有的列：{found}。请改列对应，或让来件方补上这一列。',
    'problem.orders.join-impossible': '工单 {number} 选择并入的办件已办结或不能并入，请重新预览。',
    'problem.orders.nothing-to-export': '没有待导出的回复。',
    'problem.orders.webhook-signature': '签名不正确：请按接口说明用密钥对时间戳、随机串和正文签名。',
    'problem.orders.webhook-time': '时间戳与现在相差超过 {minutes} 分钟：请校准时钟后重发。',
    'problem.orders.webhook-replayed': '这条消息已经收过：重发请换一个随机串。',
    'problem.orders.webhook-rejected': '工单 {number} 未接收，请按提示修改后重发。',
    'problem.orders.callback-needs-secret': '请先生成接口密钥，再打开回传。',
    'problem.orders.callback-address': '回传地址不能指向本机。',
    'field.orders.column-missing': '{field}：找不到列“{column}”。',
    'field.orders.word-twice': '{field}：同一个状态词写了两次。',
    'field.orders.reply-columns': '{field}：回复格式至少要有工单编号和回复内容两列。',
    'field.orders.callback-address': '{field}：不能指向本机。',
    'field.too-many': '{field}：最多 500 项。',
    'field.orders.row-empty': '{field}：没有工单编号。',
    'field.orders.row-no-text': '{field}：没有诉求内容，也不是已收过的工单。',
    'field.orders.row-too-long': '{field}：最多 {max} 个字。',
    'field.orders.row-date': '{field}：看不懂时间“{value}”，请写成 2026-07-01 17:30 这样。',
    'field.orders.row-number-rounded':
      '{field}：编号 {value} 被表格当作数字，末几位已丢失；请把该列设为文本后重新导出。',
    'field.orders.row-phone': '{field}：电话格式不对，未保存电话。',
    'field.orders.row-point': '{field}：看不懂坐标，按地址或来件方的覆盖区域登记。',
    'field.orders.row-outside': '第 {field} 行：坐标不在本区，按地址或来件方的覆盖区域登记。',
    'field.orders.row-category': '第 {field} 行：类别“{value}”还没有对应，先作待分类。',
    'field.orders.row-state': '第 {field} 行：状态词“{value}”还没有对应，状态未同步。',
    'field.orders.row-twice': '第 {field} 行：与第 {row} 行是同一个工单编号。',
    'notice.outside-orders': '{source}来件 {count} 件，请受理',
    'orders.returned': '{source}退回重办',
    'orders.returned-because': '{source}退回重办：{reason}',
    'orders.returned-open': '{source}退回重办，本件正在办理中。{reason}',
    'orders.withdrawn': '{source}已撤单。{reason}',
    'orders.declined': '不予受理：{reason}。{where} {note}',
    'orders.closed': '已办结。',
  },
  en: {
    'problem.orders.source-unknown': 'No such source: reload and choose again.',
    'problem.orders.source-off': 'The source “{name}” is switched off: switch it on first.',
    'problem.orders.source-changed':
      'Somebody else has just changed it (now version {current}): reload first.',
    'problem.orders.code-taken': 'Another source has this code: choose a different one.',
    'problem.orders.unknown-unit': 'The receiving unit was not found: choose it again.',
    'problem.orders.unknown-area': 'The area it covers was not found: choose it again.',
    'problem.orders.unknown-category':
      'The table names categories that do not exist ({words}): choose again.',
    'problem.orders.not-yours':
      'Your post does not cover “{area}”: ask whoever manages or answers calls there.',
    'problem.orders.file-missing': 'No file arrived: choose one in the field "file".',
    'problem.orders.file-unreadable':
      'The file cannot be read: upload .xlsx, or .csv in UTF-8 or GB18030; save an old .xls as .xlsx first.',
    'problem.orders.file-too-big': 'The file is too big (at most {max}): split it.',
    'problem.orders.file-empty': 'The file holds no rows to take in: is it the right file and sheet?',
    'problem.orders.no-mapping':
      'Nobody has said yet which columns hold number and text: set the columns first.',
    'problem.orders.column-missing':
      'The column “{columns}” is missing and nothing was taken in. The file has: {found}. Change the mapping, or ask the sender for the column.',
    'problem.orders.join-impossible':
      'Order {number}: the case it should join is closed or cannot be joined; preview again.',
    'problem.orders.nothing-to-export': 'No reply waits to be exported.',
    'problem.orders.webhook-signature':
      'Wrong signature: sign timestamp, nonce and body with the secret, as documented.',
    'problem.orders.webhook-time':
      'The timestamp is more than {minutes} minutes off: set the clock and send again.',
    'problem.orders.webhook-replayed': 'This message was received before: a new sending needs a new nonce.',
    'problem.orders.webhook-rejected':
      'Order {number} was not taken in: correct it as shown and send it again.',
    'problem.orders.callback-needs-secret': 'Make a secret first, then switch the callback on.',
    'problem.orders.callback-address': 'The callback must not point at this machine.',
    'field.orders.column-missing': '{field}: the column “{column}” is missing.',
    'field.orders.word-twice': '{field}: the same word stands twice.',
    'field.orders.reply-columns': '{field}: the reply needs at least the number and the reply.',
    'field.orders.callback-address': '{field}: must not point at this machine.',
    'field.too-many': '{field}: at most 500 entries.',
    'field.orders.row-empty': '{field}: no order number.',
    'field.orders.row-no-text': '{field}: no text, and no order that is known.',
    'field.orders.row-too-long': '{field}: at most {max} characters.',
    'field.orders.row-date': '{field}: cannot read the time “{value}”; write it like 2026-07-01 17:30.',
    'field.orders.row-number-rounded':
      '{field}: {value} was kept as a quantity and lost its last digits; format the column as text and export again.',
    'field.orders.row-phone': '{field}: not a telephone number; none was kept.',
    'field.orders.row-point':
      '{field}: cannot read the point; filed by address or by the area of the source.',
    'field.orders.row-outside':
      'Row {field}: the point lies outside; filed by address or by the area of the source.',
    'field.orders.row-category': 'Row {field}: the category “{value}” is not mapped yet; filed without one.',
    'field.orders.row-state': 'Row {field}: the state “{value}” is not mapped yet and was not taken over.',
    'field.orders.row-twice': 'Row {field}: the same number as row {row}.',
    'notice.outside-orders': '{count} orders from {source} to take in',
    'orders.returned': '{source} returned it',
    'orders.returned-because': '{source} returned it: {reason}',
    'orders.returned-open': '{source} returned it while it is being worked on. {reason}',
    'orders.withdrawn': '{source} withdrew it. {reason}',
    'orders.declined': 'Not accepted: {reason}. {where} {note}',
    'orders.closed': 'Done.',
  },
};
