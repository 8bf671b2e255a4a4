// The words of the staff workbook: its sheets, its headers in both languages, and an example of each column.

export type SheetName = 'units' | 'people' | 'posts';
export type Column = { key: string; zh: string; en: string; required?: true; max: number; sample: string };

export const sheets: Record<SheetName, { zh: string; en: string; columns: readonly Column[] }> = {
  units: {
    zh: '单位',
    en: 'Units',
    columns: [
      { key: 'name', zh: '名称', en: 'Name', required: true, max: 120, sample: '临河街道办事处' },
      { key: 'kind', zh: '类型', en: 'Kind', required: true, max: 60, sample: '街道办（镇政府）' },
      { key: 'parent', zh: '上级单位', en: 'Parent', max: 120, sample: '' },
      { key: 'areas', zh: '管辖区域', en: 'Areas', max: 2000, sample: '临河街道' },
      { key: 'phone', zh: '服务电话', en: 'Phone', max: 40, sample: '0532-0000000' },
      { key: 'hours', zh: '办公时间', en: 'Hours', max: 200, sample: '工作日 9:00–17:00' },
    ],
  },
  people: {
    zh: '人员',
    en: 'People',
    columns: [
      { key: 'staffNo', zh: '工号', en: 'Staff number', required: true, max: 40, sample: 'lh001' },
      { key: 'name', zh: '姓名', en: 'Name', required: true, max: 60, sample: '示例一' },
      { key: 'phone', zh: '手机', en: 'Mobile', max: 20, sample: '' },
      { key: 'account', zh: '开通账号', en: 'Account', max: 10, sample: '是' },
    ],
  },
  posts: {
    zh: '岗位',
    en: 'Posts',
    columns: [
      { key: 'title', zh: '岗位名称', en: 'Title', required: true, max: 60, sample: '网格长' },
      { key: 'unit', zh: '单位', en: 'Unit', required: true, max: 120, sample: '临河街道办事处' },
      { key: 'area', zh: '区域', en: 'Area', required: true, max: 120, sample: '临河街道' },
      { key: 'kind', zh: '岗位类型', en: 'Kind', max: 60, sample: '网格长' },
      { key: 'duties', zh: '职责', en: 'Duties', required: true, max: 400, sample: '巡查上报、核查' },
      { key: 'holder', zh: '任职人工号', en: 'Holder', max: 40, sample: 'lh001' },
      { key: 'acting', zh: '代理人工号', en: 'Stand-in', max: 40, sample: '' },
      { key: 'until', zh: '代理至', en: 'Stand-in until', max: 20, sample: '' },
      { key: 'published', zh: '公示姓名', en: 'Published name', max: 60, sample: '' },
    ],
  },
};

/** The sheet that lists the words that may be written. */
export const guide: { name: string; headers: string[] } = {
  name: '说明',
  headers: ['单位类型', '岗位类型', '职责'],
};
