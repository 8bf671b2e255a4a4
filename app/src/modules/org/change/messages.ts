// Words of changes of the organisation.
import type { MessageFile } from '../../../platform/i18n/messages.ts';

export const changeMessages: MessageFile = {
  'zh-CN': {
    'notice.org-change-failed': '计划于 {date} 生效的调整没能执行（{name}），请查看原因并重新安排',
    'problem.org.change-not-found': '没有找到这次调整，请刷新后重新选择。',
    'problem.org.change-past': '生效日期 {date} 已经过去，请填今天（{today}）或以后的日期。',
    'problem.org.change-nothing': '“{name}”已经在这个上级之下，没有需要调整的。',
    'problem.org.change-clash':
      '“{name}”已有一次计划在 {date} 生效的调整。请先撤回那一次，或等它生效后再调整。',
    'problem.org.change-gap':
      '有 {count} 栋建筑会落在任何网格之外（如 {examples}）。请扩大边界，把它们划进某个区域后再提交。',
    'problem.org.change-overlap':
      '有 {count} 栋建筑同时落在两个部分里（如 {examples}）。请修改边界，使各部分互不重叠。',
    'problem.org.change-root': '“{name}”是全区，不能拆分或合并。',
    'problem.org.change-levels-differ': '“{name}”和“{other}”级别不同，只能合并同级的。',
    'problem.org.change-merge-which': '请选至少两个不同的对象，并指定其中一个为合并后存续的。',
    'problem.org.change-part-unknown': '指定的部分不存在，请重新选择存续的部分和岗位的去向。',
    'problem.org.change-part-outline': '“{name}”还没有边界，请画出每一部分的边界。',
    'problem.org.change-code':
      '代码 {code} 不是已撤销单位的代码，不能用在这里。请去掉代码，或填被撤销的那一个的代码。',
    'problem.org.change-settled': '这次调整已于 {date} 办结，不能撤回。可以用“反向调整”恢复。',
    'problem.org.change-not-done': '这次调整没有生效，不需要反向调整；计划中的可以直接撤回。',
    'problem.org.change-reversed': '这次调整已经有反向调整，请查看列表。',
    'problem.org.change-no-way-back': '缺少调整前的边界或上级，不能自动给出反向方案，请另行计划。',
    'problem.org.change-nothing-drawn': '没有画出任何区域，请至少给出一个边界。',
    'problem.org.change-ends-twice': '同一个区域不能既重画又撤销，也不能撤销两次，请检查名单。',
    'problem.org.change-part-parent': '“{name}”的上级不是被重画区域的同级上级，请改选上级。',
    'field.org.date-past': '{field}：请填 {today} 或以后的日期。',
    'field.org.code-not-free': '{field}：只能填已撤销的那一个的代码。',
    'field.org.merge-which': '{field}：存续的必须是被合并的之一。',
    'field.org.part-unknown': '{field}：没有这一部分。',
    'field.org.name-twice': '{field}：名称与另一部分相同，请换一个。',
  },
  en: {
    'notice.org-change-failed':
      'A change planned for {date} could not be carried out ({name}): see why and plan it anew',
    'problem.org.change-not-found': 'The change was not found. Refresh and choose again.',
    'problem.org.change-past': 'The day {date} has passed. Name today ({today}) or a later day.',
    'problem.org.change-nothing': '“{name}” is already below this parent: there is nothing to change.',
    'problem.org.change-clash':
      'A change of “{name}” is already planned for {date}. Withdraw it, or wait until it has taken effect.',
    'problem.org.change-gap':
      '{count} buildings would lie in no grid (such as {examples}). Widen the outlines so that each lies in one.',
    'problem.org.change-overlap':
      '{count} buildings would lie in two parts at once (such as {examples}). Redraw the parts without overlap.',
    'problem.org.change-root': '“{name}” is the whole district and cannot be split or merged.',
    'problem.org.change-levels-differ': '“{name}” and “{other}” are of different levels and cannot merge.',
    'problem.org.change-merge-which': 'Choose at least two, and which of them goes on.',
    'problem.org.change-part-unknown':
      'There is no such part. Choose again which goes on and where posts go.',
    'problem.org.change-part-outline': '“{name}” has no outline yet. Draw each part.',
    'problem.org.change-code':
      'The code {code} is not that of a unit which has ended. Leave it out, or give the code of the one that ended.',
    'problem.org.change-settled':
      'The change was settled on {date} and cannot be withdrawn. Plan the reverse change.',
    'problem.org.change-not-done':
      'The change did not take effect, so there is nothing to reverse; a planned one can be withdrawn.',
    'problem.org.change-reversed': 'This change has a reverse change already. See the list.',
    'problem.org.change-no-way-back':
      'The outlines or the parent of before are missing: plan the way back by hand.',
    'problem.org.change-nothing-drawn': 'Nothing is drawn: give at least one outline.',
    'problem.org.change-ends-twice': 'An area is either redrawn or ended, and ended once: check the list.',
    'problem.org.change-part-parent':
      'The parent of “{name}” is not on the level above the redrawn areas: choose another.',
    'field.org.date-past': '{field}: name {today} or a later day.',
    'field.org.code-not-free': '{field}: only the code of one that has ended.',
    'field.org.merge-which': '{field}: must be one of those that merge.',
    'field.org.part-unknown': '{field}: there is no such part.',
    'field.org.name-twice': '{field}: another part has the same name. Choose another.',
  },
};
