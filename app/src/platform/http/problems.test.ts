import { expect, test } from 'vitest';
import { toProblem } from './problems.ts';

test.each([
  ['a write to a database that is gone', { code: 'EPIPE', message: 'write EPIPE' }],
  ['a read from one', { code: 'ECONNRESET', message: 'read ECONNRESET' }],
  ['a database that is not there', { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }],
  ['one that is shut down', { code: '57P01', message: 'terminating connection' }],
  ['a connection that was closed meanwhile', { message: 'Client was closed and is not queryable' }],
])('%s is busy, not a bug: the sender tries again', (_, error) => {
  expect(toProblem(Object.assign(new Error(error.message), error)).problem).toMatchObject({
    code: 'server.busy',
    status: 503,
  });
});

test('what is nobody’s word is a bug', () => {
  expect(toProblem(new Error('what')).problem).toMatchObject({ code: 'server.bug', status: 500 });
  expect(toProblem(Object.assign(new Error('syntax'), { code: '42601' })).problem.code).toBe('server.bug');
});
