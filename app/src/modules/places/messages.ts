import type { MessageFile } from '../../platform/i18n/messages.ts';

export const placesMessages: MessageFile = {
  'zh-CN': {
    'places.near': '{name}附近',
    'problem.places.area-unknown': '没有这个区域，请从列表里选择。',
    'problem.places.file-missing': '找不到这个文件或文件夹，请检查路径和读取权限。',
    'problem.places.file-empty': '文件是空的，请重新下载或导出。',
    'problem.places.file-unknown':
      '这不是地图文件（开头是 {found}）。请用 .osm、.osm.gz、.osm.pbf 或 GeoJSON。',
    'problem.places.file-packed': '文件是压缩包，请先解压；可直接读取的只有 .osm.gz 和 .osm.pbf。',
    'problem.places.file-too-large': '文件超过上限（{limit}）。请先把本区裁出来再导入。',
    'problem.places.file-truncated': '文件不完整，读到中途就结束了。请重新下载或导出后再试。',
    'problem.places.file-damaged': '文件内容有误（第 {line} 行或字节附近），读不下去。请重新下载或导出。',
    'problem.places.file-hostile': '文件里有地图数据不该有的内容（{why}），为安全起见没有读取。',
    'problem.places.file-no-features': '文件里没有道路、建筑、水系或地点，没有可导入的内容。',
    'problem.places.outside-district':
      '文件里的 {count} 个要素都不在本区范围内。请检查是否选错文件，或坐标系是否为 GCJ-02（加 --system gcj02）。',
    'problem.places.far-away':
      '这份地图离本区约 {kilometres} 公里，没有导入，原来的地图没有动。请检查是否选错文件；确实要用它，请加 --far-away-is-right。',
    'problem.places.tile-unknown': '没有这个地图瓦片（{z}/{x}/{y}）。',
  },
  en: {
    'places.near': 'near {name}',
    'problem.places.area-unknown': 'There is no such area; choose one from the list.',
    'problem.places.file-missing':
      'The file or folder cannot be found or read: check the path and its permissions.',
    'problem.places.file-empty': 'The file is empty: download or export it again.',
    'problem.places.file-unknown':
      'This is not a map file (it begins with {found}). Use .osm, .osm.gz, .osm.pbf or GeoJSON.',
    'problem.places.file-packed':
      'The file is an archive: unpack it first. Only .osm.gz and .osm.pbf are read packed.',
    'problem.places.file-too-large': 'The file is above the limit ({limit}). Cut your district out first.',
    'problem.places.file-truncated':
      'The file is incomplete: it ends in the middle. Download or export it again.',
    'problem.places.file-damaged':
      'The content of the file is wrong (near line or byte {line}). Download or export it again.',
    'problem.places.file-hostile':
      'The file holds what map data never holds ({why}); it was not read, for safety.',
    'problem.places.file-no-features':
      'The file has no roads, buildings, water or places: there is nothing to import.',
    'problem.places.outside-district':
      'All {count} features of the file lie outside the district. Is it the right file, or are its coordinates in GCJ-02 (add --system gcj02)?',
    'problem.places.far-away':
      'This map lies about {kilometres} km away from the areas of the district. Nothing was imported, the present map is as it was. Check the file; if it is really the one, add --far-away-is-right.',
    'problem.places.tile-unknown': 'There is no such map tile ({z}/{x}/{y}).',
  },
};
