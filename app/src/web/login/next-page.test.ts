import { describe, expect, test } from 'vitest';
import { nextPage } from './next-page.ts';

describe('after signing in', () => {
  test('goes back to the page that asked for it', () => {
    expect(nextPage('?next=%2Fconsole%2Fqueue%3Fview%3Dmine', { home: 'field' })).toBe(
      '/console/queue?view=mine',
    );
    expect(nextPage('?next=%2Ffield', { home: 'console' })).toBe('/field');
  });

  test('goes home by role otherwise', () => {
    expect(nextPage('', { home: 'console' })).toBe('/console');
    expect(nextPage('', { home: 'field' })).toBe('/field');
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/console',
    '/console\\..',
    '/consolex',
    'javascript:alert(1)',
  ])('never leaves the site for %s', (next) => {
    expect(nextPage(`?next=${encodeURIComponent(next)}`, { home: 'console' })).toBe('/console');
  });
});
