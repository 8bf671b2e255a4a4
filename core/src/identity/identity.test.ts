import fc from 'fast-check';
import { expect, it } from 'vitest';
import { creditCodeCheck, readCreditCode } from './credit-code.ts';
import { readResidentId, residentIdCheck } from './resident-id.ts';

const TODAY = '2026-07-15';
const faultOf = (text: string) => {
  const read = readResidentId(text, TODAY);
  return read.ok ? read.birth : read.fault;
};

it('reads an identification number, also with the code of a county that is no more', () => {
  expect(faultOf('370214199001010010')).toBe('1990-01-01');
  const old = '37028219800229001';
  expect(faultOf(old + residentIdCheck(old))).toBe('1980-02-29');
  expect(faultOf('370214199001010011')).toBe('check');
  expect(faultOf('37021419900101001')).toBe('shape');
  expect(faultOf('37021419900231001X')).toBe('birth');
  expect(faultOf('370214209001010010')).toBe('future');
});

it('finds every single wrong digit and every two digits exchanged beside each other', () => {
  const digits = fc.tuple(
    fc.integer({ min: 0, max: 999 }),
    fc.integer({ min: 0, max: 16 }),
    fc.integer({ min: 1, max: 9 }),
  );
  fc.assert(
    fc.property(digits, ([sequence, at, shift]) => {
      const body = `37021419900101${String(sequence).padStart(3, '0')}`;
      const wrong = [...body];
      wrong[at] = String((Number(wrong[at]) + shift) % 10);
      expect(residentIdCheck(wrong.join(''))).not.toBe(residentIdCheck(body));
      const next = Math.min(at + 1, 16);
      const exchanged = [...body];
      [exchanged[at], exchanged[next]] = [exchanged[next] as string, exchanged[at] as string];
      if (exchanged.join('') !== body)
        expect(residentIdCheck(exchanged.join(''))).not.toBe(residentIdCheck(body));
    }),
  );
});

it('reads a credit code and finds every single wrong character', () => {
  expect(readCreditCode('91350100m000100y43')).toEqual({ ok: true, code: '91350100M000100Y43' });
  expect(readCreditCode('91310115MA1H8R7C6D')).toEqual({ ok: false, fault: 'check' });
  expect(readCreditCode('91350100M000100I43')).toEqual({ ok: false, fault: 'shape' });
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 30 }), (at, shift) => {
      const wrong = [...'91350100M000100Y4'];
      wrong[at] = alphabet[(alphabet.indexOf(wrong[at] as string) + shift) % 31] as string;
      expect(creditCodeCheck(wrong.join(''))).not.toBe('3');
    }),
  );
});
