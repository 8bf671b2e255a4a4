import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coarseWhileMoving, drawnBySoftware } from './draw-cost.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Heard = 'movestart' | 'moveend';

/** A map as far as sharpness knows it: like the library, it tells a changed size of picture as a movement while it stands. */
function standIn() {
  const heard: Record<Heard, (() => void)[]> = { movestart: [], moveend: [] };
  const ratios: number[] = [];
  let moving = false;
  const tell = (name: Heard) => {
    for (const listener of heard[name]) listener();
  };
  const map = {
    on: (name: Heard, listener: () => void) => heard[name].push(listener),
    isMoving: () => moving,
    setPixelRatio(ratio: number) {
      ratios.push(ratio);
      if (moving) return;
      tell('movestart');
      tell('moveend');
    },
  };
  const move = (to: boolean) => {
    moving = to;
    tell(to ? 'movestart' : 'moveend');
  };
  return { map: map as never, ratios, move };
}

test('coarse while it moves, sharp once it has stood, and not back and forth within one movement', () => {
  const { map, ratios, move } = standIn();
  const sharpness = coarseWhileMoving(map, 2);
  expect(sharpness.sharp()).toBe(true);
  move(true);
  expect([ratios, sharpness.sharp()]).toEqual([[1], false]);
  move(false);
  vi.advanceTimersByTime(500);
  move(true);
  vi.advanceTimersByTime(5000);
  expect([ratios, sharpness.sharp()]).toEqual([[1], false]);
  move(false);
  vi.advanceTimersByTime(5000);
  expect([ratios, sharpness.sharp()]).toEqual([[1, 2], true]);
});

test('a map that is gone is not drawn again', () => {
  const { map, ratios, move } = standIn();
  const sharpness = coarseWhileMoving(map, 1);
  move(true);
  move(false);
  sharpness.stop();
  vi.advanceTimersByTime(5000);
  expect(ratios).toEqual([0.5]);
});

test.each([
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', true],
  ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
  ['Microsoft Basic Render Driver', true],
  ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620, OpenGL 4.6)', false],
])('%s', (name, software) => {
  const gl = { RENDERER: 1, getExtension: () => ({ UNMASKED_RENDERER_WEBGL: 2 }), getParameter: () => name };
  expect(drawnBySoftware(gl as never)).toBe(software);
});
