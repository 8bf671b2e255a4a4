import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCrypto, loadSecret, type Suite } from './crypto.ts';

const OLD = 'the old secret of the installation, long';
const NEW = 'the new secret of the installation, long';

describe.each<Suite>(['aes-256-gcm', 'sm4-ctr-hmac-sm3'])('sealing with %s', (suite) => {
  it('opens what it sealed, and nothing that was changed or meant for another purpose', () => {
    const crypto = createCrypto([OLD], suite);
    const sealed = crypto.seal('totp', '机密 text');
    expect(sealed).not.toBe(crypto.seal('totp', '机密 text'));
    expect(crypto.open('totp', sealed)).toBe('机密 text');
    expect(() => crypto.open('channel', sealed)).toThrow();
    const parts = sealed.split('.');
    for (const index of [2, 3, 4]) {
      const bytes = Buffer.from(parts[index] as string, 'base64url');
      bytes[0] = (bytes[0] as number) ^ 1;
      const forged = parts.with(index, bytes.toString('base64url')).join('.');
      expect(() => crypto.open('totp', forged)).toThrow();
    }
  });

  it('never uses the same beginning twice', () => {
    const crypto = createCrypto([OLD], suite);
    const sealed = Array.from({ length: 2_000 }, () => crypto.seal('purpose', 'the same'));
    expect(new Set(sealed.map((one) => one.split('.')[2])).size).toBe(2_000);
    expect(crypto.open('purpose', sealed.at(-1) as string)).toBe('the same');
  });

  it('opens old texts after the key was changed, and seals with the new one', () => {
    const sealed = createCrypto([OLD], suite).seal('totp', 'text');
    const rotated = createCrypto([NEW, OLD], 'aes-256-gcm');
    expect(rotated.open('totp', sealed)).toBe('text');
    expect(() => createCrypto([OLD]).open('totp', rotated.seal('totp', 'text'))).toThrow('unknown key');
  });
});

it('keeps one secret file that only its owner can read, also when two processes begin together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renlin-secret-'));
  const [one, two] = await Promise.all([loadSecret(undefined, folder), loadSecret(undefined, folder)]);
  expect(one).toBe(two);
  expect(one.length).toBeGreaterThanOrEqual(32);
  expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  expect(await loadSecret('given by the setting', folder)).toBe('given by the setting');
  await rm(folder, { recursive: true });
});
