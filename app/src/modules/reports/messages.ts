import type { MessageFile } from '../../platform/i18n/messages.ts';

export const reportMessages: MessageFile = {
  'zh-CN': {
    'problem.reports.form-unreadable':
      '读不懂这个文件。请上传 Excel（.xlsx）或 Word（.docx）；旧的 .xls、.doc 请先另存为新格式。',
    'problem.reports.form-encrypted': '文件加了密码，或是旧格式。请去掉密码、另存为 .xlsx 或 .docx 后再传。',
    'problem.reports.form-too-big': '表样太大（上限 {max}）。请删掉图片和多余的内容后再传。',
    'problem.reports.form-hostile':
      '文件里有宏、嵌入文件、外部链接或对外取数的公式（{what}），不能用作表样。请去掉后再传。',
    'problem.reports.form-tags': 'Word 表样里的花括号没有成对，或用了循环、条件。请写成 {tag} 这样的名称。',
    'problem.reports.form-cell': '表样里没有 {ref} 这个位置。请重新选择。',
    'problem.reports.not-found': '没有这张表样或这份报表，或者不在你的查看范围。请刷新列表。',
    'problem.reports.not-your-unit': '只能管理和签发自己单位的表样、报表。请选择你任职的单位。',
    'problem.reports.not-your-area': '{area}不在你的职责范围，不能生成那里的报表。请选择你负责的区域。',
    'problem.reports.file': '没有找到你上传的文件，请重新上传。',
    'problem.reports.cells': '有的格子不能填，请按下面的提示修改。',
    'problem.reports.period': '期间有误：不能晚于今天（{today}），开始不能晚于结束，最长 {days} 天。',
    'problem.reports.changed': '这张表样刚刚被改成了新的一版。请刷新后再改。',
    'problem.reports.command-taken': '这个编号已经用过。请刷新后再办。',
    'problem.reports.signed': '这份报表已经签发，不能再改。要更新请重新生成一份。',
    'field.report-file': '{field}：请重新上传文件。',
    'field.report-form': '{field}：请从表样列表中选择。',
    'field.report-ref': '{field}：表样里没有这个位置，或那里是公式，不能填。',
    'field.report-ref-twice': '{field}：这个位置已经用过。',
    'label.fileId': '文件',
    'label.ref': '位置',
    'label.fact': '数',
    'label.from': '从',
    'label.to': '到',
    'label.templateId': '表样',
  },
  en: {
    'problem.reports.form-unreadable':
      'This file cannot be read. Upload .xlsx or .docx; save an old .xls or .doc in the new format first.',
    'problem.reports.form-encrypted':
      'The file has a password or is in an old format. Remove it, save as .xlsx or .docx, and upload again.',
    'problem.reports.form-too-big':
      'The form is too big (at most {max}). Remove pictures and what is not needed.',
    'problem.reports.form-hostile':
      'The file holds macros, embedded files, outside links or formulas that fetch data ({what}). Remove them and upload again.',
    'problem.reports.form-tags':
      'Braces in the Word form are not in pairs, or there are loops or conditions. Write names such as {tag}.',
    'problem.reports.form-cell': 'There is no place {ref} in the form. Choose again.',
    'problem.reports.not-found': 'There is no such form or report, or you may not see it. Reload the list.',
    'problem.reports.not-your-unit':
      'You keep and sign forms and reports of your own units only. Choose one of them.',
    'problem.reports.not-your-area': '{area} is not in your area of duty. Choose an area of yours.',
    'problem.reports.file': 'Your upload was not found. Please upload the file again.',
    'problem.reports.cells': 'Some cells cannot be filled; correct them as shown below.',
    'problem.reports.period':
      'The period is not valid: not after today ({today}), start not after end, at most {days} days.',
    'problem.reports.changed': 'This form has just got a new version. Reload before you change it.',
    'problem.reports.command-taken': 'This id was used before. Reload and try again.',
    'problem.reports.signed': 'This report is signed and does not change. Generate a new one instead.',
    'field.report-file': '{field}: please upload the file again.',
    'field.report-form': '{field}: choose from the list of forms.',
    'field.report-ref': '{field}: there is no such place in the form, or it holds a formula.',
    'field.report-ref-twice': '{field}: this place is used already.',
    'label.fileId': 'File',
    'label.ref': 'Place',
    'label.fact': 'Fact',
    'label.from': 'From',
    'label.to': 'To',
    'label.templateId': 'Form',
  },
};
