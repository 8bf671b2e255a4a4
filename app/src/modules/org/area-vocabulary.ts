// How the names of areas are built, and what files of other houses call an area.

/** Endings of names, the n-th written as the byte n+1. The first is the empty one; a longer one must come before its tail. */
export const nameEndings = [
  '',
  '社区居民委员会',
  '村村民委员会',
  '社区居委会',
  '村民委员会',
  '居民委员会',
  '村村委会',
  '村委会',
  '居委会',
] as const;

export function streetKind(name: string): string {
  if (/街道(办事处)?$/.test(name)) return '街道';
  if (/镇$/.test(name)) return '镇';
  if (/乡$/.test(name)) return '乡';
  return '其他';
}

// GB/T 10114: community numbers below 200 are residents' committees, from 200 villagers' committees; the name decides first.
export function communityKind(code: string, name: string): string {
  if (/村(民)?委(员)?会$|村$/.test(name)) return '村';
  if (/居(民)?委(员)?会$|社区$/.test(name)) return '社区';
  return Number(code.slice(9)) >= 200 && Number(code.slice(9)) < 400 ? '村' : '社区';
}

/** 盐滩社区居民委员会 → 盐滩社区; 某某村村民委员会 → 某某村. The full name stays in the attributes. */
export function shortName(name: string): string {
  const short = name
    .replace(/村村(民)?委(员)?会$/, '村')
    .replace(/社区居(民)?委(员)?会$/, '社区')
    .replace(/村(民)?委(员)?会$/, '村')
    .replace(/居(民)?委(员)?会$/, '社区');
  return short === '村' || short === '社区' ? name : short;
}

/** Properties of a feature that may say which area it is, the surest first. */
export const areaLabels = ['areaId', 'id', 'code', 'localCode', 'name', '名称', '代码', '编号'];
