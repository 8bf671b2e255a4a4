import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { createEventQueue } from './event-queue.ts';
import { createKeyedRandom } from './keyed-random.ts';

describe('createEventQueue', () => {
  it('pops by time, then rank, then order of scheduling, also after it grew and reused slots', () => {
    const random = createRandom('queue');
    const queue = createEventQueue(4);
    const scheduled: { time: number; rank: number; id: number }[] = [];
    const popped: number[] = [];
    for (let id = 0; id < 800; id++) {
      const time = Math.floor(random.next() * 40) + 100;
      const rank = random.int(3) - 1;
      scheduled.push({ time, rank, id });
      queue.push(time, 7, id, id / 2, rank);
    }
    while (queue.pop()) {
      expect(queue.current).toMatchObject({ kind: 7, extra: queue.current.subject / 2 });
      popped.push(queue.current.subject);
    }
    scheduled.sort((a, b) => a.time - b.time || a.rank - b.rank || a.id - b.id);
    expect(popped).toEqual(scheduled.map((e) => e.id));
    expect(queue.handled()).toBe(800);
  });

  it('interleaves pushes and pops without losing an event', () => {
    const random = createRandom('mix');
    const queue = createEventQueue();
    let next = 0;
    let last = 0;
    queue.push(0, 0, next++);
    let handled = 0;
    while (queue.pop()) {
      handled++;
      if (queue.current.time < last) throw new Error('time ran backwards');
      last = queue.current.time;
      for (let k = random.int(3); k > 0 && next < 1500; k--) queue.push(last + random.next(), 0, next++);
      if (queue.size() === 0 && next < 1500) queue.push(last, 0, next++);
    }
    expect(handled).toBe(1500);
  });

  it('refuses NaN, infinite and past times', () => {
    const queue = createEventQueue();
    queue.push(5, 0, 0);
    queue.pop();
    for (const time of [4.9, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => queue.push(time, 0, 0)).toThrow(RangeError);
  });
});

describe('createKeyedRandom', () => {
  it('depends on the key alone, and neighbouring keys are independent uniforms', () => {
    const a = createKeyedRandom(createRandom(1));
    const b = createKeyedRandom(createRandom(1));
    b.uniform(9, 9);
    expect(a.uniform(1, 2, 3)).toBe(b.uniform(1, 2, 3));
    const n = 100_000;
    let sum = 0;
    let product = 0;
    let normals = 0;
    const cells = new Float64Array(50);
    for (let i = 0; i < n; i++) {
      const u = a.uniform(1, i);
      const v = a.uniform(1, i + 1);
      sum += u;
      product += (u - 0.5) * (v - 0.5);
      normals += a.normal(2, i) ** 2;
      cells[Math.floor(u * 50)]++;
    }
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(0.004);
    expect(Math.abs(product / n)).toBeLessThan(0.002);
    expect(Math.abs(normals / n - 1)).toBeLessThan(0.02);
    const chi = cells.reduce((total, seen) => total + (seen - n / 50) ** 2 / (n / 50), 0);
    expect(chi).toBeGreaterThan(20);
    expect(chi).toBeLessThan(90);
    expect(a.exponential(3, 1, 5)).toBeGreaterThan(0);
  });
});
