import type { MessageFile } from '../../platform/i18n/messages.ts';

export const featureMessages: MessageFile = {
  'zh-CN': {
    'problem.features.collection-unknown': '没有这个图层：{name}。请看 /ogc/collections。',
    'problem.features.item-unknown': '图层里没有这个要素：{name}。',
    'field.features.bbox':
      '{field}：要写四个（或六个）数：西、南、东、北，经度 -180 到 180，纬度 -90 到 90，南不大于北。',
    'field.features.crs': '{field}：只支持 {crs}。',
    'field.features.datetime':
      '{field}：要写一个时间，或用 / 隔开的一段，如 2026-07-01T00:00:00+08:00/..，先后不能颠倒。',
    'field.features.after': '{field}：翻页位置不对，请用上一页给的 next 链接。',
    'features.title': '公开图层（OGC API – Features）',
    'features.about': '与居民公开地图相同的内容：设施类事件精确到点，住宅类只按格汇总，不含任何个人信息。',
    'features.layer.cases': '在办的设施类事件',
    'features.layer.cases.about':
      '公共设施上的在办件：编号、类别、状态、所在网格、上报时间。不含反映人和反映内容。',
    'features.layer.case-cells': '其他在办件（按格汇总）',
    'features.layer.case-cells.about': '住宅等其他在办件只按 250 米格汇总，不足 5 件的格不显示。',
    'features.layer.areas': '区域',
    'features.layer.areas.about': '区、街道、社区、网格的现行边界。',
    'features.layer.assets': '公共部件',
    'features.layer.assets.about': '井盖、路灯等公共部件。',
    'features.link.items': '要素',
    'features.link.next': '下一页',
    'features.link.json': 'JSON 数据',
    'features.link.html': '网页',
    'features.link.self': '本页',
    'features.link.collections': '图层列表',
    'features.link.collection': '图层',
    'features.link.conformance': '符合的规范',
    'features.link.api': '接口定义',
    'features.link.root': '入口',
  },
  en: {
    'problem.features.collection-unknown': 'There is no collection {name}: see /ogc/collections.',
    'problem.features.item-unknown': 'The collection has no feature {name}.',
    'field.features.bbox':
      '{field}: four (or six) numbers: west, south, east, north; longitudes from -180 to 180, latitudes from -90 to 90, south not above north.',
    'field.features.crs': '{field}: only {crs} is supported.',
    'field.features.datetime':
      '{field}: an instant, or an interval with /, like 2026-07-01T00:00:00+08:00/.., the earlier one first.',
    'field.features.after': '{field}: not a position: use the next link of the page before.',
    'features.title': 'Public layers (OGC API – Features)',
    'features.about':
      'What the public map shows to residents: cases about public things at their place, dwellings only counted in cells, nothing personal.',
    'features.layer.cases': 'Open cases about public things',
    'features.layer.cases.about':
      'Number, category, state, grid and time of filing. Neither reporters nor what they wrote.',
    'features.layer.case-cells': 'Other open cases, counted in cells',
    'features.layer.case-cells.about':
      'Dwellings and all else are only counted in cells of 250 m; cells with fewer than 5 are not shown.',
    'features.layer.areas': 'Areas',
    'features.layer.areas.about': 'The boundaries in force of district, streets, communities and grids.',
    'features.layer.assets': 'Public assets',
    'features.layer.assets.about': 'Manhole covers, street lights and other public things.',
    'features.link.items': 'Features',
    'features.link.next': 'Next page',
    'features.link.json': 'JSON',
    'features.link.html': 'Page',
    'features.link.self': 'This document',
    'features.link.collections': 'Collections',
    'features.link.collection': 'Collection',
    'features.link.conformance': 'Conformance',
    'features.link.api': 'API definition',
    'features.link.root': 'Landing page',
  },
};
