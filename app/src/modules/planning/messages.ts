// Words of the planning workbench that the server says.
import type { MessageFile } from '../../platform/i18n/messages.ts';

export const planningMessages: MessageFile = {
  'zh-CN': {
    'planning.new-grid': '{community}新网格{n}',
    'planning.new-micro': '{grid}{n}微网格',
    'problem.planning.no-micro': '这次结果没有分微网格。请在参数里填微网格的户数，再算一次。',
    'problem.planning.grids-first':
      '微网格要落在现有的网格里，而这次结果的网格与{area}现有的不同。请先采用网格，生效后选“照现有网格”再算一次，然后采用微网格。',
    'problem.planning.plan-unknown': '没有这个方案，或它是别人的草稿。请刷新列表。',
    'problem.planning.run-unknown': '没有这次计算，或它属于别人的草稿。请刷新方案。',
    'problem.planning.not-your-area': '{area}不在你的规划范围。请选择你负责的区域，或请上级办理。',
    'problem.planning.not-yours': '“{name}”是{by}的方案。请另存一份再改，或请对方修改。',
    'problem.planning.area-unknown': '没有这个区域。请从区域列表里选择。',
    'problem.planning.area-ended': '“{area}”已于 {date} 撤销。请在接续它的区域里重新建方案。',
    'problem.planning.id-taken': '这个编号已用于另一个方案或另一次计算。请刷新页面再办。',
    'problem.planning.changed': '“{name}”刚被别人改过。请刷新后再改。',
    'problem.planning.band': '户数范围 {lower}–{upper} 不成立：上限不能小于下限，目标要在两者之间。',
    'problem.planning.no-buildings': '{area}里没有楼栋。请先导入地图，或给区域画边界后重新导入。',
    'problem.planning.no-households':
      '{area}的 {count} 栋楼都没有户数。请在地图数据里补户数，或在参数里按建筑面积估算。',
    'problem.planning.too-many-buildings': '{area}有 {count} 栋楼，一次最多 {max} 栋。请按街道或社区分开做。',
    'problem.planning.too-large':
      '{sites} 个备选点、{buildings} 栋楼太多，算不完。备选点请不超过 {maxSites} 个，或选更小的区域。',
    'problem.planning.no-facilities': '{area}里没有选中的设施。请换一类，或在地图上放点。',
    'problem.planning.service-twice': '服务编号“{id}”出现了两次。请给每项服务各用一个编号。',
    'problem.planning.no-sites': '{area}里没有备选点。请换一类，或在地图上放点。',
    'problem.planning.no-streets': '没有能走的道路（{area}）。请先导入含道路的地图。',
    'problem.planning.sites-contradict': '“{name}”既被禁止又必须设或已经有。请去掉其中一个。',
    'problem.planning.not-done': '这次计算还没有结果。请等它完成，或再算一次。',
    'problem.planning.settled': '这次计算已经结束，不用停止。',
    'problem.planning.busy': '已有 {max} 次计算在排队。请等其中一些完成后再试。',
    'problem.planning.correction-unknown': '第 {step} 步：没有这个网格或楼栋。请刷新后重选。',
    'problem.planning.correction-not-connected':
      '第 {step} 步：这样会使网格断开，或跨过不可跨越的线。请先移动中间的楼，或放宽那条线。',
    'problem.planning.correction-one-building': '第 {step} 步：网格只有一栋楼，不能再拆。',
    'problem.planning.correction-not-touching':
      '第 {step} 步：两个网格不相邻，中间隔着线或别的网格。请选相邻的。',
    'problem.planning.correction-other-community':
      '第 {step} 步：网格不能跨社区，专属网格也不能并入普通网格。请选同一社区的普通网格。',
    'problem.planning.correction-would-be-empty':
      '第 {step} 步：这是网格里最后一栋楼。要撤掉这个网格，请用“并格”。',
    'problem.planning.correction-no-better':
      '第 {step} 步：在户数范围和分隔线之内，这几格已经不能更均衡。请多选一个相邻的格，或放宽范围。',
    'problem.planning.kind-mismatch': '这一步不适用于这类方案。请用对应的方案。',
    'problem.planning.area-changed':
      '算完以后，这里的网格、楼栋或道路有变动。请再算一次，看过新结果后再采用。',
    'problem.planning.no-outline': '网格 {grid} 画不出边界（楼栋重叠）。请检查楼栋位置后再算一次。',
    'problem.planning.nothing-changes': '方案和现在的网格一样，没有需要调整的。',
    'problem.planning.adopted': '“{name}”的这次结果已经采用过。要撤回，请到“区划与岗位”的调整记录。',
    'field.planning-area': '{field}：请从区域列表里选择。',
    'field.planning-band': '{field}：不在户数范围里',
    'field.planning-no-facilities': '{field}：这里没有这样的地点',
    'planning.column.id': '编号',
    'planning.column.name': '名称',
    'planning.column.code': '网格编号',
    'planning.column.community': '社区',
    'planning.column.households': '户数',
    'planning.column.buildings': '楼栋',
    'planning.column.cases': '在办事项',
    'planning.column.radius': '平均半径（米）',
    'planning.column.continues': '延续现网格',
    'planning.column.grid': '网格',
    'planning.column.grids': '结果',
    'planning.column.covered': '已覆盖',
    'planning.column.minutes': '步行分钟',
    'planning.column.site': '服务点',
    'planning.column.micro': '微网格',
    'planning.column.service': '服务',
    'planning.column.limit': '几分钟以内',
    'planning.column.lacking': '到不了的户',
    'planning.column.places': '地点数',
    'planning.column.open': '那时',
    'planning.column.whole': '齐全',
    'planning.place.any': '不限',
    'planning.place.open': '开门',
    'planning.place.closed': '关门',
    'planning.place.unknown': '不详',
    'planning.place.lost': '停用',
    'planning.column.state': '状态',
    'planning.site.open': '新设',
    'planning.site.existing': '已有',
    'planning.site.closed': '不设',
    'planning.site.forbidden': '禁止',
    'planning.site.no-street': '不临路',
  },
  en: {
    'planning.new-grid': '{community} new grid {n}',
    'planning.new-micro': '{grid} micro-grid {n}',
    'problem.planning.no-micro':
      'This answer has no micro-grids. Say in the parameters how many households one has, and run again.',
    'problem.planning.grids-first':
      'Micro-grids lie in the grids of today, and the grids of this answer are others than those of {area}. Adopt the grids first; when they are in force, run again with the grids of today and adopt the micro-grids.',
    'problem.planning.plan-unknown':
      'There is no such plan, or it is the draft of somebody else. Reload the list.',
    'problem.planning.run-unknown':
      'There is no such run, or it belongs to the draft of somebody else. Reload the plan.',
    'problem.planning.not-your-area':
      '{area} is not yours to plan. Choose an area that you answer for, or ask those above.',
    'problem.planning.not-yours': '"{name}" is a plan of {by}. Save a copy, or ask them to change it.',
    'problem.planning.area-unknown': 'There is no such area. Choose one of the list.',
    'problem.planning.area-ended': '"{area}" ended on {date}. Make a new plan in the areas that follow it.',
    'problem.planning.id-taken': 'This id is taken by another plan or run. Reload the page and try again.',
    'problem.planning.changed': 'Somebody has just changed "{name}". Reload and try again.',
    'problem.planning.band':
      '{lower}–{upper} is no band of households: the end is not below the beginning, and the target lies between.',
    'problem.planning.no-buildings':
      'There are no buildings in {area}. Import a map, or draw the outline of the area and import again.',
    'problem.planning.no-households':
      'None of the {count} buildings in {area} has a number of households. Add them to the map, or estimate them from floor space in the parameters.',
    'problem.planning.too-many-buildings':
      '{area} has {count} buildings, at most {max} go at once. Plan its streets or communities apart.',
    'problem.planning.too-large':
      '{sites} sites and {buildings} buildings are too many. Take at most {maxSites} sites, or a smaller area.',
    'problem.planning.no-facilities':
      'There is no such facility in {area}. Choose another kind, or place some on the map.',
    'problem.planning.service-twice': 'The id "{id}" names two services. Give each its own.',
    'problem.planning.no-sites': 'There is no candidate site in {area}. Choose another kind, or place some.',
    'problem.planning.no-streets': 'There is no street to walk on ({area}). Import a map with streets first.',
    'problem.planning.sites-contradict':
      '"{name}" is forbidden and also required or standing. Take one of the two away.',
    'problem.planning.not-done': 'This run has no answer yet. Wait for it, or run it again.',
    'problem.planning.settled': 'This run has ended; there is nothing to stop.',
    'problem.planning.busy': '{max} runs are waiting. Try again when some of them are done.',
    'problem.planning.correction-unknown':
      'Step {step}: there is no such grid or building. Reload and choose again.',
    'problem.planning.correction-not-connected':
      'Step {step}: a grid would fall apart or reach across a line that nobody crosses. Move the buildings between first, or relax the line.',
    'problem.planning.correction-one-building': 'Step {step}: the grid has one building and cannot be split.',
    'problem.planning.correction-not-touching':
      'Step {step}: the two grids do not touch; a line or other grids lie between. Choose neighbours.',
    'problem.planning.correction-other-community':
      'Step {step}: a grid does not reach across communities, nor a special one into an ordinary one. Choose an ordinary grid of the same community.',
    'problem.planning.correction-would-be-empty':
      'Step {step}: this is the last building of its grid. To end the grid, merge it.',
    'problem.planning.correction-no-better':
      'Step {step}: within the band and the lines these grids share as evenly as they can. Add a neighbour, or widen the band.',
    'problem.planning.kind-mismatch': 'This step is not for this kind of plan. Use a plan of the right kind.',
    'problem.planning.area-changed':
      'Grids, buildings or streets have changed since this run. Run it again and look at the new answer before adopting it.',
    'problem.planning.no-outline':
      'Grid {grid} has no outline, because buildings lie upon each other. Check their positions and run again.',
    'problem.planning.nothing-changes': 'The plan is what the grids are today: there is nothing to change.',
    'problem.planning.adopted':
      'This answer of "{name}" has been adopted. To take it back, see the changes under Territory.',
    'field.planning-area': '{field}: choose from the list of areas.',
    'field.planning-band': '{field}: not within the band',
    'field.planning-no-facilities': '{field}: there is no such place here',
    'planning.column.id': 'Id',
    'planning.column.name': 'Name',
    'planning.column.code': 'Grid',
    'planning.column.community': 'Community',
    'planning.column.households': 'Households',
    'planning.column.buildings': 'Buildings',
    'planning.column.cases': 'Open cases',
    'planning.column.radius': 'Mean radius (m)',
    'planning.column.continues': 'Continues',
    'planning.column.grid': 'Grid',
    'planning.column.grids': 'Result',
    'planning.column.covered': 'Covered',
    'planning.column.minutes': 'Minutes on foot',
    'planning.column.site': 'Site',
    'planning.column.micro': 'Micro-grid',
    'planning.column.service': 'Service',
    'planning.column.limit': 'Within minutes',
    'planning.column.lacking': 'Households without',
    'planning.column.places': 'Places',
    'planning.column.open': 'Then',
    'planning.column.whole': 'Whole circle',
    'planning.place.any': 'any hour',
    'planning.place.open': 'open',
    'planning.place.closed': 'closed',
    'planning.place.unknown': 'not known',
    'planning.place.lost': 'out of use',
    'planning.column.state': 'State',
    'planning.site.open': 'to open',
    'planning.site.existing': 'standing',
    'planning.site.closed': 'not used',
    'planning.site.forbidden': 'forbidden',
    'planning.site.no-street': 'no street',
  },
};
