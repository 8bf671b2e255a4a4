import type { MessageFile } from '../../platform/i18n/messages.ts';

export const registerMessages: MessageFile = {
  'zh-CN': {
    'label.givenBy': '谁同意的',
    'label.onDay': '同意日期',
    'label.edition': '告知书版次',
    'label.values': '内容',
    'label.reason': '理由',
    'label.recordId': '记录',
    'label.selection': '筛选',
    'label.note': '说明',
    'problem.registers.unknown': '没有名为“{register}”的台账。请从台账目录里选择。',
    'problem.registers.not-found': '没有这条记录，或不在您的职责范围内。请回到列表查找。',
    'problem.registers.deleted': '这条记录已彻底删除，内容不再保存。',
    'problem.registers.not-yours': '这条记录所在的区域不归您办。请联系当地负责的岗位。',
    'problem.registers.invalid': '有内容不对，没有保存。请按提示改好再保存。',
    'problem.registers.twice': '这一条已经登记过。请打开原有的记录修改。',
    'problem.registers.changed-meanwhile': '别人刚改过这条记录。请刷新，看过新内容再改。',
    'problem.registers.command-id-reused': '这个指令编号用过了。请换一个新编号。',
    'problem.registers.over': '这条记录已结束或已合并，不能再改。请先恢复，或到合并后的记录里改。',
    'problem.registers.reason': '请写明查看的理由，至少 {min} 个字。',
    'problem.registers.nothing-to-show': '所选字段没有被遮盖。请选择要查看的遮盖字段。',
    'problem.registers.consent-needed': '须先取得本人（或监护人）同意。请填写谁在哪天同意的。',
    'problem.registers.consent-edition': '告知书已更新到第 {edition} 版。请按新版告知并取得同意。',
    'problem.registers.guardian-needed': '未满 14 岁，须由监护人同意。请让监护人签字，同意人选“监护人”。',
    'problem.registers.filter': '筛选条件有误。请清空后重新选择。',
    'problem.registers.too-many': '一次最多 {max} 条。请缩小范围。',
    'problem.registers.merge-same': '两条是同一条记录，或不在同一台账里。请选择两条不同的记录。',
    'problem.registers.merge-late': '合并后又改过，不能直接撤销。请先看修改记录，再手工拆分。',
    'problem.registers.merge-fixed':
      '两条里“登记后不能改”的内容不一样（如批号、有效期），不是同一批。请各自保留。',
    'problem.registers.two-people':
      '这件事要两个人办：一人申请、写明理由，另一人核对后同意。请换一位同事来决定，或先提出申请。',
    'problem.registers.written-off': '已经两人销账，不能恢复。确有实物请重新登记。',
    'problem.registers.no-disposal': '这个台账不用两人销账。请直接结束这条记录。',
    'problem.registers.asked-already': '这一条已经有人申请销账，正等另一人核对。',
    'problem.registers.decided-already': '这个申请已经有人答复。请刷新查看结果。',
    'problem.registers.not-agreed': '这个申请还没有同意，或没有被同意，不能导出。',
    'problem.registers.approval-over': '这个申请已过期。仍然需要就重新申请。',
    'problem.registers.referenced':
      '还有别的记录指向这一条（例如楼里的房屋、事件里的人员）。请先改掉或删掉它们。',
    'registers.export-mark': '（未遮盖：{name} 于 {day} 导出，{by} 同意，编号 {number}，不得转发）',
    'problem.registers.import-running': '这个台账正在导入另一个文件。请等它完成再试。',
    'problem.registers.sheet-unreadable':
      '文件打不开：不是完好的 xlsx 或 CSV 表格。请用 Excel 或 WPS 重新另存为 xlsx。',
    'problem.registers.sheet-encrypted': '文件加了密码，打不开。请取消密码后另存，再上传。',
    'problem.registers.sheet-old-format':
      '这是旧版 xls 文件（可能只改了扩展名）。请用 Excel 或 WPS 另存为 xlsx。',
    'problem.registers.sheet-too-big': '表格太大（上限 {max}）。请拆成几个文件。',
    'problem.registers.sheet-bomb':
      '文件解压后超过 {max}，不像正常的表格。请只保留要导入的工作表，重新另存为 xlsx。',
    'problem.registers.sheet-cells': '有内容的单元格超过 {max} 个。请删去无关的列和工作表，或拆成几个文件。',
    'problem.registers.sheet-merges':
      '合并单元格太多或互相重叠，看不清哪格是哪行的。请全选后取消合并，再上传。',
    'problem.registers.sheet-no-header': '没有找到表头。请下载模板对照，或在第一行写上列名。',
    'problem.registers.sheet-empty': '表里没有数据行。请在表头下面填写后再上传。',
    'problem.registers.import-rejected': '有 {count} 处错误，没有导入。请改好再传，或选择“只导入正确的行”。',
    'problem.registers.code-unknown': '查询码或后四位不对。请照着告知书重新输入。',
    'problem.registers.no-number': '这条记录没有电话或证件号，无法核对本人。请先补上电话。',
    'problem.registers.not-by-consent':
      '这项登记不是凭同意办理的，不能直接退出。请提出删除申请，15 天内答复。',
    'problem.registers.nothing-personal':
      '这条记录里没有个人信息可清空。记录本身登记有误，请选“登记有误，整条删除”；不再使用请选“结束”。',
    'field.register-long': '{field}：最多 {max} 个字，请删减',
    'field.register-name': '{field}：不像姓名（含数字或太长），请核对',
    'field.register-number': '{field}：不是数字，请只填数字',
    'field.register-whole': '{field}：须为整数，请去掉小数',
    'field.register-range': '{field}：应在 {min} 到 {max} 之间，请核对',
    'field.register-date': '{field}：不是日期，请写成 2026-07-01 这样',
    'field.register-date-future': '{field}：日期在将来，请核对',
    'field.register-yes-no': '{field}：请填“是”或“否”',
    'field.register-choice': '{field}：没有“{value}”这个选项，请从 {options} 中选',
    'field.register-one': '{field}：只能填一项',
    'field.register-phone': '{field}：不是电话号码，请填 11 位手机号或带区号的座机',
    'field.register-credit-shape': '{field}：统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）',
    'field.register-credit-check': '{field}：统一社会信用代码校验不符，请核对有没有抄错一位',
    'field.register-id-shape': '{field}：身份证号应为 18 位，请补全',
    'field.register-id-birth': '{field}：身份证号里的出生日期不存在，请核对',
    'field.register-id-future': '{field}：身份证号里的出生日期在将来，请核对',
    'field.register-id-check': '{field}：身份证号校验不符，请核对有没有抄错一位',
    'field.register-id-lost': '{field}：身份证号被表格存成数字，后几位已丢失；请把这一列设为文本后重新填写',
    'field.register-digits-lost': '{field}：数字太长，表格已丢失后几位；请把这一列设为文本后重新填写',
    'field.register-error-cell': '{field}：单元格显示 {value}（公式出错），请改成实际内容',
    'field.register-picture': '{field}：单元格里是图片，请改成文字',
    'field.register-formula': '{field}：公式没有计算结果，请改成实际内容',
    'field.register-masked': '{field}：是遮盖后的内容，不能保存；不改就留原样',
    'field.register-reference-unknown': '{field}：找不到“{value}”，请先登记它，或核对名称',
    'field.register-reference-ambiguous': '{field}：“{value}”不止一个，请写明小区或网格',
    'field.register-area-unknown': '{field}：找不到区域“{value}”，请填网格或社区的全名',
    'field.register-area-ambiguous': '{field}：“{value}”不止一个，请写成“街道/社区”或填代码',
    'field.register-area-missing': '{field}：没有写属于哪个区域，请补上',
    'field.register-not-yours': '{field}：“{value}”不归您办，请删去这一行',
    'field.register-twice': '{field}：和第 {row} 行重复，请只留一行',
    'field.register-reason': '{field}：至少 {min} 个字',
    'field.register-consent': '{field}：没有同意的日期或方式，请补上',
    'field.register-guardian': '{field}：未满 14 岁，须由监护人同意',
    'field.register-filter': '{field}：不能这样筛选，请换一个条件',
    'field.register-not-for-many': '{field}：不能批量改，请逐条修改',
    'field.register-fixed': '{field}：登记后不能改；登错了请由两人销账，再重新登记',
    'field.register-not-asked':
      '{field}：这张登记表没有这一栏，不用填；确实要用，请先在登记表里勾上并写明理由',
    'field.register-form-elsewhere': '{field}：这张登记表属于另一次事件，请选本次事件的表',
    'field.register-incident-over': '{field}：这次事件已经结束，不能再登记人员；请选正在进行的事件',
  },
  en: {
    'label.givenBy': 'who consented',
    'label.onDay': 'day of consent',
    'label.edition': 'edition of the notice',
    'label.values': 'values',
    'label.reason': 'reason',
    'label.recordId': 'record',
    'label.selection': 'selection',
    'label.note': 'note',
    'problem.registers.unknown': 'There is no register "{register}". Choose one from the list of registers.',
    'problem.registers.not-found':
      'There is no such record, or it is not within your duty. Look it up in the list.',
    'problem.registers.deleted': 'This record was deleted for good; nothing of it is kept.',
    'problem.registers.not-yours': 'The area of this record is not yours. Ask the post that answers for it.',
    'problem.registers.invalid':
      'Something is not right and nothing was saved. Correct what is marked and save again.',
    'problem.registers.twice': 'This is registered already. Open the record that is there and change it.',
    'problem.registers.changed-meanwhile':
      'Somebody has just changed this record. Reload, read it, and change it then.',
    'problem.registers.command-id-reused': 'This command id was used before. Use a new one.',
    'problem.registers.over':
      'This record has ended or was merged. Reopen it first, or change the one it was merged into.',
    'problem.registers.reason': 'Say why you need to see it, in at least {min} characters.',
    'problem.registers.nothing-to-show': 'None of these fields is masked. Choose masked fields.',
    'problem.registers.consent-needed':
      'The person (or the guardian) must consent first. Fill in who consented, and when.',
    'problem.registers.consent-edition':
      'The notice is now edition {edition}. Give the new notice and ask for consent.',
    'problem.registers.guardian-needed':
      'Under 14, the guardian consents. Ask the guardian to sign, and choose “guardian”.',
    'problem.registers.filter': 'A condition is not valid. Clear the filter and choose again.',
    'problem.registers.too-many': 'At most {max} at a time. Choose a smaller part.',
    'problem.registers.merge-same':
      'These are one record, or records of two registers. Choose two different ones.',
    'problem.registers.merge-late':
      'The record was changed after the merge. Read its history and separate them by hand.',
    'problem.registers.merge-fixed':
      'What is written once (lot, best before) differs, so these are not the same goods. Keep both.',
    'problem.registers.two-people':
      'This takes two people: one asks and says why, another looks and agrees. Ask first, or let a colleague decide.',
    'problem.registers.written-off':
      'Two people wrote this off and it stays so. Register anew what is really there.',
    'problem.registers.no-disposal': 'This register needs no writing-off. End the record.',
    'problem.registers.asked-already':
      'Somebody has asked to write this off already; it waits for a second person.',
    'problem.registers.decided-already': 'Somebody has answered this already. Reload to see how.',
    'problem.registers.not-agreed': 'Nobody has agreed to this, so it cannot be exported.',
    'problem.registers.approval-over': 'This has run out. Ask again if you still need it.',
    'problem.registers.referenced':
      'Other records point at this one (dwellings in it, people of it). Change or delete them first.',
    'registers.export-mark':
      '(nothing masked: exported by {name} on {day}, agreed to by {by}, number {number}, not to be passed on)',
    'problem.registers.import-running':
      'Another file is being imported into this register. Wait until it is done.',
    'problem.registers.sheet-unreadable': 'The file is no sound xlsx or CSV table. Save it again as xlsx.',
    'problem.registers.sheet-encrypted':
      'The file has a password. Remove the password, save it, and upload it again.',
    'problem.registers.sheet-old-format': 'This is an old xls file (perhaps renamed). Save it as xlsx.',
    'problem.registers.sheet-too-big': 'The table is too large (at most {max}). Split it into several files.',
    'problem.registers.sheet-bomb':
      'The file unpacks to more than {max}, which no sound table does. Keep only the sheets to import and save it again as xlsx.',
    'problem.registers.sheet-cells':
      'More than {max} cells are filled. Delete columns and sheets that do not belong, or split the file.',
    'problem.registers.sheet-merges':
      'Too many or overlapping merged cells: whose row a cell is cannot be told. Select all, unmerge, and upload it again.',
    'problem.registers.sheet-no-header':
      'No header was found. Compare with the template, or write the names of the columns in the first row.',
    'problem.registers.sheet-empty':
      'The table has no rows. Fill in rows below the header and upload it again.',
    'problem.registers.import-rejected':
      'Nothing was imported: {count} cells are wrong. Correct them, or import the sound rows alone.',
    'problem.registers.code-unknown':
      'The code or the last four digits are wrong. Type them again from your notice.',
    'problem.registers.no-number':
      'The record has no phone or id number to know the person by. Add the phone first.',
    'problem.registers.not-by-consent':
      'This is not held by consent, so it cannot be withdrawn. Ask for deletion: it is answered within 15 days.',
    'problem.registers.nothing-personal':
      'This record says nothing of a person that could be taken out. If it was made by mistake, delete all of it; if it is over, end it.',
    'field.register-long': '{field}: may have {max} characters at most, shorten it',
    'field.register-name': '{field}: does not look like a name (digits, or too long), check it',
    'field.register-number': '{field}: is no number, write digits only',
    'field.register-whole': '{field}: must be a whole number',
    'field.register-range': '{field}: must be between {min} and {max}, check it',
    'field.register-date': '{field}: is no date, write it as 2026-07-01',
    'field.register-date-future': '{field}: is a date in the future, check it',
    'field.register-yes-no': '{field}: write yes or no',
    'field.register-choice': '{field}: "{value}" is not an option, choose one of {options}',
    'field.register-one': '{field}: only one is possible',
    'field.register-phone':
      '{field}: is no phone number: a mobile of 11 digits, or a landline with its area code',
    'field.register-credit-shape':
      '{field}: a credit code has 18 digits or capital letters (without I, O, S, V, Z)',
    'field.register-credit-check': '{field}: the check character does not fit, look for a wrong one',
    'field.register-id-shape': '{field}: an id number has 18 characters, complete it',
    'field.register-id-birth': '{field}: the birth date in the id number does not exist, check it',
    'field.register-id-future': '{field}: the birth date in the id number is in the future, check it',
    'field.register-id-check': '{field}: the check character does not fit, look for a wrong digit',
    'field.register-id-lost':
      '{field}: the spreadsheet kept it as a number and lost the last digits: make the column text and type it again',
    'field.register-digits-lost':
      '{field}: the number is too long and the spreadsheet lost its last digits: make the column text and type it again',
    'field.register-error-cell': '{field}: the cell shows {value} (a formula failed), write what is meant',
    'field.register-picture': '{field}: the cell holds a picture, write it as text',
    'field.register-formula': '{field}: a formula without a result, write what is meant',
    'field.register-masked': '{field}: is a masked value and cannot be saved; leave it as it is',
    'field.register-reference-unknown':
      '{field}: "{value}" is not registered: register it first, or check the name',
    'field.register-reference-ambiguous':
      '{field}: there is more than one "{value}", name the compound or the grid',
    'field.register-area-unknown':
      '{field}: there is no area "{value}", write the full name of the grid or the community',
    'field.register-area-ambiguous':
      '{field}: there is more than one "{value}", write street/community or the code',
    'field.register-area-missing': '{field}: the area is missing, write it',
    'field.register-not-yours': '{field}: "{value}" is not in your duty, remove this row',
    'field.register-twice': '{field}: is the same as row {row}, keep one of them',
    'field.register-reason': '{field}: at least {min} characters',
    'field.register-consent': '{field}: the day or the manner of the consent is missing, fill it in',
    'field.register-guardian': '{field}: under 14: the guardian consents',
    'field.register-filter': '{field}: cannot be asked this way, choose another condition',
    'field.register-not-for-many': '{field}: cannot be changed for many, change it one by one',
    'field.register-fixed':
      '{field}: is written once: if it is wrong, two people write the record off and it is registered anew',
    'field.register-not-asked':
      '{field}: this form has no such column, leave it empty; if the task needs it, tick it in the form first and say why',
    'field.register-form-elsewhere':
      '{field}: this form belongs to another incident; choose one of this incident',
    'field.register-incident-over':
      '{field}: this incident is over, nobody is registered for it any more; choose a current one',
  },
};
