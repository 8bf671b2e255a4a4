// What doctor says of the audit log: entries wait a minute for the chain, and a chain job that fell silent is a fault.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE, type TestProduct, testProduct } from '../../test/product.ts';
import { chainAudit } from '../platform/audit/audit.ts';
import { runDoctor } from './doctor.ts';

let p: TestProduct;

beforeAll(async () => {
  p = await testProduct();
});

afterAll(() => p?.close());

/** Somebody looks into the log, which leaves an entry in it. */
const look = async () => expect((await p.call('auditor', 'GET', '/api/v1/audit')).status).toBe(200);

async function waiting() {
  const findings = await runDoctor(p.platform, () => undefined);
  const found = findings.find((one) => one.check.endsWith('/ audit log entries that wait for the chain'));
  return { looked: found?.looked, faults: found?.faults };
}

test('entries that wait for the chain are counted, and are a fault only when the log went on without it', async () => {
  expect(await waiting()).toEqual({ looked: 0, faults: [] });
  const began = p.clock.at;
  await look();
  p.clock.at = began + 10 * MINUTE;
  await look();
  expect(await waiting()).toEqual({ looked: 2, faults: [] });
  // Time alone is no fault: the server may have been stopped.
  p.clock.at = began + 600 * MINUTE;
  expect(await waiting()).toEqual({ looked: 2, faults: [] });
  await look();
  expect(await waiting()).toEqual({
    looked: 3,
    faults: [expect.stringMatching(new RegExp(`silent, one waits since ${new Date(began).toISOString()}$`))],
  });
  expect(await chainAudit(p.platform.db)).toBe(3);
  expect(await waiting()).toEqual({ looked: 0, faults: [] });
});
