// Where the processor draws in place of a graphics card, a frame costs what its pixels cost: while the map moves it is drawn coarser,
// and sharp again as soon as it stands.
import type { Map as MapLibre } from 'maplibre-gl';

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
/** Share of the pixels on each side while the map moves. */
const COARSE = 0.5;
/** Another size of picture waits for all that is still being drawn: changed only when a movement is surely over. */
const REST_MS = 1000;

export function drawnBySoftware(gl: WebGL2RenderingContext): boolean {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return SOFTWARE.test(String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)));
}

export type Sharpness = {
  /** False while the picture is coarse. */
  sharp(): boolean;
  stop(): void;
};

export function coarseWhileMoving(map: MapLibre, sharpRatio: number): Sharpness {
  let coarse = false;
  // Changing the ratio is told as a movement by the library itself; that one is none.
  let changing = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const change = (to: boolean) => {
    coarse = to;
    changing = true;
    map.setPixelRatio(to ? sharpRatio * COARSE : sharpRatio);
    changing = false;
  };
  map.on('movestart', () => {
    if (changing) return;
    clearTimeout(rest);
    if (!coarse) change(true);
  });
  map.on('moveend', () => {
    if (changing) return;
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (!map.isMoving()) change(false);
    }, REST_MS);
  });
  return { sharp: () => !coarse, stop: () => clearTimeout(rest) };
}
