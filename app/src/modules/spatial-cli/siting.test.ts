import { describe, expect, it } from 'vitest';
import { run, type SitingIo } from './siting.ts';

function harness(files: Record<string, string>, locale: 'zh-CN' | 'en' = 'en') {
  const out: string[] = [];
  const error: string[] = [];
  const io: SitingIo = {
    readText: async (path) => {
      const content = files[path];
      if (content === undefined) throw new Error('no such file');
      return content;
    },
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    now: () => 0,
    locale,
  };
  return { io, out, error, json: () => JSON.parse(out.join('')) as Record<string, unknown> };
}

const path4 = '4 3 1\n1 2 1\n2 3 1\n3 4 5\n';

describe('renlin solve (siting)', () => {
  it('solves an OR-Library p-median and prints the documented fields', async () => {
    const h = harness({ a: path4 });
    expect(await run(['pmedian', '--input', 'a', '--format', 'orlib', '--p', '2', '--json'], h.io)).toBe(0);
    expect(h.json()).toMatchObject({
      objective: 2,
      bound: 2,
      gap: 0,
      proven: true,
      sites: [1, 3],
      seed: 1,
      seconds: 0,
    });
    expect(h.json()['assignment']).toEqual([1, 1, 1, 3]);
  });

  it('solves covering, maximal covering and the capacitated kinds', async () => {
    const rows = JSON.stringify({ coveredBy: [[0], [0, 1], [1], [2]], sites: 3, weight: [1, 1, 1, 5] });
    const cover = harness({ a: rows });
    expect(await run(['lscp', '--input', 'a', '--format', 'json', '--json'], cover.io)).toBe(0);
    expect(cover.json()).toMatchObject({ objective: 3, proven: true, sites: [0, 1, 2] });
    const most = harness({ a: rows });
    expect(await run(['mclp', '--input', 'a', '--format', 'json', '--p', '2', '--json'], most.io)).toBe(0);
    expect(most.json()).toMatchObject({ objective: 7, proven: true });
    const cap = harness({ a: '1 0\n3 2 5\n1 0 0 3\n2 1 0 2\n3 9 0 4\n' });
    expect(await run(['cpmp', '--input', 'a', '--format', 'orlib', '--json'], cap.io)).toBe(0);
    expect(cap.json()).toMatchObject({ objective: 1, proven: true });
    const flow = harness({ a: '2 2\n10 5\n10 1\n4\n1 2\n4\n7 3\n' });
    expect(await run(['cflp', '--input', 'a', '--format', 'orlib', '--json'], flow.io)).toBe(0);
    expect(flow.json()).toMatchObject({ objective: 6, proven: true, sites: [1] });
  });

  it.each([
    [[], /Usage/],
    [['tsp'], /no problem "tsp"/],
    [['pmedian', '--format', 'orlib'], /--input is missing/],
    [['pmedian', '--input', 'a'], /--format is missing/],
    [['pmedian', '--input', 'a', '--format', 'xml'], /--format must be/],
    [['pmedian', '--input', 'a', '--format', 'orlib', '--p', 'two'], /--p must be a number/],
    [['pmedian', '--input', 'a', '--format', 'orlib', '--p', '-1'], /--p must be within|Bad option/],
    [['pmedian', '--input', 'a', '--format', 'orlib', '--nonsense'], /Bad option/],
    [['pmedian', '--input', 'none', '--format', 'orlib'], /Cannot read none/],
    [['pmedian', '--input', 'bad', '--format', 'orlib'], /content of bad is wrong/],
    [['pmedian', '--input', 'bad', '--format', 'json'], /not JSON/],
    [['cflp', '--input', 'rows', '--format', 'json'], /needs cost/],
    [['mclp', '--input', 'a', '--format', 'orlib'], /needs --radius/],
    [['pmedian', '--input', 'conflict', '--format', 'json'], /forbidden: site 0/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const h = harness({
      a: path4,
      bad: '4 9',
      rows: '{"coveredBy": [[0]]}',
      conflict: '{"cost": [[1, 2]], "p": 1, "fixed": [0], "forbidden": [0]}',
    });
    expect(await run(args, h.io)).toBe(2);
    expect(h.error.join('')).toMatch(message);
    expect(h.out.join('')).toBe('');
  });

  it('explains an infeasible question with the nearest feasible one, in Chinese', async () => {
    const h = harness({ a: '{"cost": [[1, null], [null, 2]], "p": 1}' }, 'zh-CN');
    expect(await run(['pmedian', '--input', 'a', '--format', 'json', '--json'], h.io)).toBe(2);
    expect(h.json()).toMatchObject({ status: 'infeasible', objective: null });
    expect(h.error.join('')).toContain('最近的可行值：p = 2');
  });
});
