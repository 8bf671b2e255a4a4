// The server's key lies open on the phone, the credential that goes inside what is sealed does not.
import { expect, it } from 'vitest';
import { createServerKey } from './server-key.ts';

function shelf() {
  const open = new Map<string, string>();
  const sealed = new Map<string, unknown>();
  return {
    open,
    sealed,
    note: async (name: string) => open.get(name),
    setNote: async (name: string, value: string) => {
      open.set(name, value);
    },
    keep: async (name: string, value: unknown) => {
      sealed.set(name, value);
    },
    kept: async <T>(name: string) => sealed.get(name) as T | undefined,
  };
}
const given = { keyId: 'y2026-1', publicKey: 'BBBB', handIn: 'demo.secret-of-the-account' };

it('keeps the credential under the PIN and never in the open', async () => {
  const phone = shelf();
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return given;
  };
  expect(await createServerKey(phone, ask, () => 1000).key()).toEqual(given);
  expect(JSON.stringify([...phone.open])).not.toContain('secret-of-the-account');
  // The next start of the app needs no network for it.
  const later = createServerKey(phone, ask, () => 2000);
  expect(await later.renew()).toBe(true);
  expect(await later.key()).toEqual(given);
  expect(asked).toBe(1);
});

it('asks again when an earlier release kept the key alone', async () => {
  const phone = shelf();
  phone.open.set('server-key', JSON.stringify({ keyId: 'y2026-1', publicKey: 'BBBB', at: 1000 }));
  const key = createServerKey(
    phone,
    async () => given,
    () => 2000,
  );
  expect(await key.renew()).toBe(true);
  expect(await key.key()).toEqual(given);
  expect(phone.sealed.get('hand-in')).toBe(given.handIn);
});

it('a full phone has the key as long as the app is open', async () => {
  const full = async () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
  const phone = createServerKey(
    { ...shelf(), setNote: full, keep: full },
    async () => given,
    () => 1000,
  );
  expect(await phone.renew()).toBe(true);
  expect(await phone.key()).toEqual(given);
});
