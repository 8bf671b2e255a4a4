import type { MessageFile } from '../../platform/i18n/messages.ts';

export const treeMessages: MessageFile = {
  'zh-CN': {
    'problem.tree.node-not-found': '没有找到这个节点，它可能不在本区，请刷新后重新选择。',
    'problem.tree.version-conflict': '“{name}”刚被别人改过（现为第 {current} 版），请刷新后再改。',
    'problem.tree.command-reused': '同一个命令编号已用于另一项操作，请重新提交。',
    'problem.tree.node-closed': '“{name}”已于 {closedOn} 撤销，不能再修改。',
    'problem.tree.parent-closed': '上级“{name}”已于 {closedOn} 撤销，请另选上级。',
    'problem.tree.parent-in-other-tree': '上级“{name}”不属于同一棵组织树，请另选上级。',
    'problem.tree.cycle': '不能把“{name}”移到它自己的下级“{parent}”之下。',
    'problem.tree.has-children': '“{name}”下面还有 {count} 个下级（如 {examples}），请先移走或撤销它们。',
    'problem.tree.name-taken': '同一上级下已有同级的“{name}”，请换一个名称。',
    'problem.tree.code-taken': '代码 {code} 已被“{name}”使用，请核对。',
    'problem.tree.name-empty': '名称不能为空，且不超过 120 个字。',
    'problem.tree.date-impossible': '日期“{date}”不存在，请按 年-月-日 填写，如 2026-01-31。',
    'problem.tree.date-in-future': '生效日期 {date} 晚于今天（{today}），请到当日再办理。',
    'problem.tree.date-before-last-change':
      '生效日期 {date} 早于“{name}”上一次变更的日期 {since}，请填 {since} 或之后的日期。',
    'problem.tree.too-deep': '层级过深，“{name}”之下不能再设下级。',
    'problem.tree.boundary-invalid': '边界图形有误，请修正图形后重新上传。',
    'problem.tree.boundary-outside-china':
      '边界坐标（{lng}, {lat}）不在中国范围内，请确认是 WGS84 经纬度，且经度在前、纬度在后。',
    'problem.tree.point-impossible': '坐标（{lng}, {lat}）不是有效的经纬度，请重新选点。',
    'field.boundary.shape': '不是 GeoJSON 的 Polygon 或 MultiPolygon 图形。',
    'field.boundary.tooLarge': '顶点过多（上限 20000），请先简化。',
    'field.boundary.position': '有坐标不是两个数字。',
    'field.boundary.range': '坐标（{at}）超出经纬度范围。',
    'field.boundary.swapped': '坐标（{at}）经纬度写反了，请经度在前。',
    'field.boundary.tooFewPoints': '一圈边界至少要有三个不同的点。',
    'field.boundary.open': '边界没有闭合，最后一点应与第一点相同。',
    'field.boundary.flat': '边界围不出面积。',
    'field.boundary.selfIntersection': '边界在（{at}）处与自身交叉。',
    'field.boundary.ringsCross': '两圈边界在（{at}）处相交。',
    'field.boundary.holeOutside': '（{at}）处的洞在外圈之外。',
  },
  en: {
    'problem.tree.node-not-found': 'This node was not found in the district. Refresh and choose again.',
    'problem.tree.version-conflict':
      '“{name}” was just changed by someone else (now version {current}). Refresh and try again.',
    'problem.tree.command-reused': 'This command id was already used for another operation. Submit again.',
    'problem.tree.node-closed': '“{name}” was closed on {closedOn} and can no longer be changed.',
    'problem.tree.parent-closed': 'The parent “{name}” was closed on {closedOn}. Choose another parent.',
    'problem.tree.parent-in-other-tree':
      'The parent “{name}” belongs to another tree. Choose another parent.',
    'problem.tree.cycle': '“{name}” cannot be moved below its own descendant “{parent}”.',
    'problem.tree.has-children':
      '“{name}” still has {count} nodes below it (such as {examples}). Move or close them first.',
    'problem.tree.name-taken':
      'There is already a “{name}” of this level under the same parent. Choose another name.',
    'problem.tree.code-taken': 'Code {code} is already used by “{name}”. Check the code.',
    'problem.tree.name-empty': 'The name must have 1 to 120 characters.',
    'problem.tree.date-impossible':
      'The date “{date}” does not exist. Write year-month-day, for example 2026-01-31.',
    'problem.tree.date-in-future':
      'The effective date {date} is after today ({today}). Make the change on that day.',
    'problem.tree.date-before-last-change':
      'The effective date {date} is before the last change of “{name}” on {since}. Use {since} or later.',
    'problem.tree.too-deep': 'The tree is too deep: nothing can be added below “{name}”.',
    'problem.tree.boundary-invalid': 'The boundary is not valid. Correct the shape and upload it again.',
    'problem.tree.boundary-outside-china':
      'The boundary point ({lng}, {lat}) is outside China. Use WGS84 degrees, longitude first.',
    'problem.tree.point-impossible':
      'The point ({lng}, {lat}) is not a valid longitude and latitude. Choose the point again.',
    'field.boundary.shape': 'Not a GeoJSON Polygon or MultiPolygon.',
    'field.boundary.tooLarge': 'Too many points (20,000 at most): simplify it first.',
    'field.boundary.position': 'A position is not a pair of numbers.',
    'field.boundary.range': 'The point ({at}) is out of range.',
    'field.boundary.swapped': 'The point ({at}) has latitude first: write longitude first.',
    'field.boundary.tooFewPoints': 'A ring needs at least three different points.',
    'field.boundary.open': 'The ring is not closed: its last point must equal its first.',
    'field.boundary.flat': 'The ring encloses nothing.',
    'field.boundary.selfIntersection': 'The outline crosses itself at ({at}).',
    'field.boundary.ringsCross': 'Two rings cross at ({at}).',
    'field.boundary.holeOutside': 'The hole at ({at}) is outside its outer ring.',
  },
};
