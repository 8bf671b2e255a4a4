import { describe, expect, test } from 'vitest';
import { Problem } from '../../kernel/problem.ts';
import { openAreaCodes } from './area-codes.ts';

const codes = openAreaCodes();

function refusal(code: string): [string, string] {
  try {
    codes.getCounty(code);
    return ['found', ''];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.code, ((error.params.near as string[] | undefined) ?? [])[0] ?? ''];
  }
}

describe('statistical codes', () => {
  test('known places', () => {
    expect(codes.findCounty('370211')).toEqual({
      code: '370211',
      name: '黄岛区',
      city: { code: '3702', name: '青岛市' },
      province: { code: '37', name: '山东省' },
    });
    expect(codes.findCounty('370211000000')?.name).toBe('黄岛区');
    expect(codes.streetsOf('530302')).toHaveLength(16);
    const counted = codes.streetsOf('530302').flatMap((street) => codes.communitiesOf(street.code));
    expect(counted).toHaveLength(143);
    // 春光山色 in 崂山, 下四方 in 市北, 古城 in 即墨.
    for (const [code, part] of [
      ['370212001049', '春光山色'],
      ['370203028014', '下四方'],
      ['370215002013', '古城'],
    ] as const) {
      const found = codes.communitiesOf(code.slice(0, 9)).find((one) => one.code === code);
      expect(found?.name).toContain(part);
    }
  });

  test('every county has streets, codes rise and names are words', () => {
    let communities = 0;
    for (const province of codes.provinces()) {
      for (const county of codes
        .near(province.code, 10_000)
        .filter((one) => one.code.startsWith(province.code))) {
        for (const street of codes.streetsOf(county.code)) {
          let last = '';
          for (const one of codes.communitiesOf(street.code)) {
            communities += 1;
            if (one.code <= last || one.code.length !== 12 || one.name === '')
              throw new Error(`${one.code} ${one.name}`);
            last = one.code;
          }
        }
      }
    }
    expect(communities).toBe(620_573);
  });

  test('a wrong code says what it is and which one may be meant', () => {
    expect(refusal('3702')).toEqual(['org.area-code-above-county', '370202 市南区']);
    expect(refusal('37')).toEqual(['org.area-code-above-county', '370102 历下区']);
    expect(refusal('370211001')).toEqual(['org.area-code-below-county', '370211 黄岛区']);
    expect(refusal('370282')).toEqual(['org.area-code-replaced', '370215 即墨区']);
    expect(refusal('370121')[0]).toBe('org.area-code-unknown');
    expect(refusal('320411x')[0]).toBe('org.area-code-malformed');
    expect(refusal('黄岛')).toEqual(['org.area-code-malformed', '370211 黄岛区']);
  });
});
