/** The cache of map tiles, shared by the pages and their service worker. */
export const TILE_CACHE = 'renlin-tiles-v1';
export const TILE_PATH = '/api/v1/tiles/';
