import type { MessageFile } from '../../platform/i18n/messages.ts';

export const patrolMessages: MessageFile = {
  'zh-CN': {
    'patrol.case-text': '巡查发现（{place}）：{words}',
    'problem.patrol.checklist-unknown': '没有代码为“{code}”的检查表。请从列表里选择。',
    'problem.patrol.checklist-code-taken': '代码“{code}”已有检查表。请换一个代码，或给它起草新版。',
    'problem.patrol.no-draft': '“{code}”没有正在写的草案。请先起草。',
    'problem.patrol.draft-open': '“{code}”已有一份草案。请刷新后接着写那一份。',
    'problem.patrol.draft-changed': '“{code}”的草案刚被别人改过。请刷新后再改。',
    'problem.patrol.contradictory': '检查表还有 {count} 处要改，改好后再施行。',
    'problem.patrol.effective-in-past': '施行日 {date} 已过去，请选今天（{today}）或以后的日期。',
    'problem.patrol.version-unknown': '没有检查表“{code}”第 {version} 版，或它还没有发布。请刷新后再办。',
    'problem.patrol.plan-unknown': '没有这项巡查计划，或它不在你的职责范围。请刷新列表。',
    'problem.patrol.plan-over': '计划“{title}”已经结束，不用再办。',
    'problem.patrol.plan-id-taken': '这个计划编号已用于另一项计划。请重新打开页面再填。',
    'problem.patrol.not-your-area': '{area}不在你的职责范围，不能在这里办。请选择你负责的区域。',
    'problem.patrol.dates': '日期有误：开始不能早于今天（{today}），结束不能早于开始，也不能太远。',
    'problem.patrol.no-places': '{area}里没有这样的地点。请换一种地点，或换一个区域。',
    'problem.patrol.too-many-places': '一项计划最多 {max} 处地点，现在有 {count} 处。请按更小的区域分开。',
    'problem.patrol.checklist-not-in-force':
      '到 {date} 时这张检查表还没有施行的版本。请先施行，或推迟开始日。',
    'problem.patrol.place-unknown': '计划里没有这个地点。请刷新列表。',
    'problem.patrol.not-your-patrol': '“{plan}”由{area}的巡查岗位去办，你没有这里的岗位。请联系你的上级。',
    'problem.patrol.answers': '有 {count} 处要改：请看标出来的项目。填好的内容还在。',
    'problem.patrol.command-taken': '这个编号已经记过另一处地点。请重新打开这一处再记。',
    'field.checklist-unknown-item': '{field}：这一版检查表里没有这一项。',
    'field.checklist-number': '{field}：请填数字。',
    'field.checklist-range': '{field}：应在 {min} 到 {max} 之间。',
    'field.checklist-code-twice': '{field}：代码“{code}”用了两次。',
    'field.checklist-options': '{field}：选择题至少要有两个不同的选项。',
    'field.checklist-min-max': '{field}：最小值大于最大值。',
    'field.checklist-finding': '{field}：没有哪个答案能触发这条隐患规则。',
    'field.checklist-category': '{field}：“{category}”不能立为隐患，请换一个分类。',
    'field.checklist-not-urgent': '{field}：“{category}”不是紧急分类，请去掉“紧急”或换分类。',
    'field.checklist-version': '{field}：没有这一版',
    'field.checklist-day-past': '{field}：请选 {today} 或以后的日期。',
    'field.checklist-not-in-force': '{field}：开始那天还没有施行的版本',
    'field.patrol-area': '{field}：请从区域列表里选择。',
    'field.patrol-day': '{field}：日期有误',
    'field.patrol-no-places': '{field}：这里没有这样的地点',
    'field.patrol-too-many': '{field}：地点太多',
    'field.patrol-place': '{field}：计划里没有这个地点',
  },
  en: {
    'patrol.case-text': 'Found on patrol ({place}): {words}',
    'problem.patrol.checklist-unknown':
      'There is no checklist with the code "{code}". Choose one of the list.',
    'problem.patrol.checklist-code-taken':
      'The code "{code}" has a checklist already. Take another code, or draft its next version.',
    'problem.patrol.no-draft': '"{code}" has no open draft. Open one first.',
    'problem.patrol.draft-open': '"{code}" has a draft already. Reload and go on with that one.',
    'problem.patrol.draft-changed': 'Somebody has just changed the draft of "{code}". Reload and try again.',
    'problem.patrol.contradictory': 'The checklist has {count} faults to mend before it can be published.',
    'problem.patrol.effective-in-past': 'The day {date} has passed. Choose today ({today}) or a later day.',
    'problem.patrol.version-unknown':
      'There is no version {version} of the checklist "{code}", or it is not published yet. Reload and try again.',
    'problem.patrol.plan-unknown':
      'There is no such patrol plan, or it is not in your area. Reload the list.',
    'problem.patrol.plan-over': 'The plan "{title}" is over; nothing is left to do.',
    'problem.patrol.plan-id-taken':
      'This id belongs to another plan. Open the page again and fill it in anew.',
    'problem.patrol.not-your-area': '{area} is not in your area of duty. Choose an area of yours.',
    'problem.patrol.dates':
      'The dates are not valid: the start is before today ({today}), the end before the start, or too far away.',
    'problem.patrol.no-places': 'There are no such places in {area}. Choose other places or another area.',
    'problem.patrol.too-many-places':
      'A plan may have {max} places at most; these are {count}. Divide it by smaller areas.',
    'problem.patrol.checklist-not-in-force':
      'No version of this checklist is in force on {date}. Publish one first, or begin later.',
    'problem.patrol.place-unknown': 'The plan has no such place. Reload the list.',
    'problem.patrol.not-your-patrol':
      '"{plan}" is done by the patrol posts of {area}, and you hold none there. Please ask your superior.',
    'problem.patrol.answers':
      '{count} answers need to be put right; they are marked. What you filled in is still there.',
    'problem.patrol.command-taken':
      'This id has recorded another place. Open the place again and record it anew.',
    'field.checklist-unknown-item': '{field}: this version of the checklist has no such item.',
    'field.checklist-number': '{field}: please give a number.',
    'field.checklist-range': '{field}: should be between {min} and {max}.',
    'field.checklist-code-twice': '{field}: the code "{code}" is used twice.',
    'field.checklist-options': '{field}: a choice needs at least two different options.',
    'field.checklist-min-max': '{field}: the lowest value is above the highest.',
    'field.checklist-finding': '{field}: no answer can meet this rule.',
    'field.checklist-category': '{field}: "{category}" cannot be filed as a hazard, choose another category.',
    'field.checklist-not-urgent':
      '{field}: "{category}" is not urgent; take "urgent" away or choose another.',
    'field.checklist-version': '{field}: there is no such version',
    'field.checklist-day-past': '{field}: choose {today} or a later day.',
    'field.checklist-not-in-force': '{field}: no version is in force on the first day',
    'field.patrol-area': '{field}: choose from the list of areas.',
    'field.patrol-day': '{field}: the day is not valid',
    'field.patrol-no-places': '{field}: there are no such places here',
    'field.patrol-too-many': '{field}: too many places',
    'field.patrol-place': '{field}: the plan has no such place',
  },
};
