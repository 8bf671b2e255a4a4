// The door of GeoReport v2 as its clients come to it, for tests.
import { expect } from 'vitest';
import { judgeXml } from './georeport.ts';
import type { PersonKey, TestProduct } from './product.ts';

export type Answer = { status: number; text: string; type: string };
export type Part = { field: string; data: Uint8Array; name?: string };
export type Door = ReturnType<typeof open311Door>;

export function open311Door(p: TestProduct) {
  async function makeKey(person: PersonKey, scopes: string[]): Promise<string> {
    const made = await p.call(person, 'POST', '/api/v1/keys', {
      body: { name: 'open311', scopes, days: 300 },
    });
    expect(made.status, made.text).toBe(200);
    return made.body.key;
  }

  async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const raw = await p.app.inject({ method: 'GET', url: `/open311/v2/${path}`, headers });
    return { status: raw.statusCode, text: raw.body, type: String(raw.headers['content-type']) };
  }

  async function json(path: string) {
    const answer = await get(path);
    expect(answer.status, answer.text).toBe(200);
    return JSON.parse(answer.text);
  }

  async function post(
    path: string,
    fields: Record<string, string> | string | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const payload = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
    const raw = await p.app.inject({
      method: 'POST',
      url: `/open311/v2/${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
      payload,
    });
    return { status: raw.statusCode, text: raw.body, type: String(raw.headers['content-type']) };
  }

  /** A multipart form as `curl -F` sends it. */
  async function send(
    path: string,
    fields: Record<string, string>,
    files: readonly Part[],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const boundary = '----georeport';
    const parts = [
      ...Object.entries(fields).map(([name, value]) =>
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
      ),
      ...files.flatMap(({ field, data, name = 'a.jpg' }) => [
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: image/jpeg\r\n\r\n`,
        ),
        Buffer.from(data),
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${boundary}--\r\n`),
    ];
    const raw = await p.app.inject({
      method: 'POST',
      url: `/open311/v2/${path}`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
      payload: Buffer.concat(parts),
    });
    return { status: raw.statusCode, text: raw.body, type: String(raw.headers['content-type']) };
  }
  return { makeKey, get, json, post, send };
}

/** A refusal in the form of the protocol, in XML and in JSON. */
export function expectRefusal(answer: Answer, status: number, format: 'xml' | 'json' = 'xml') {
  expect(answer.status, answer.text).toBe(status);
  if (format === 'xml') {
    expect(answer.type).toBe('text/xml; charset=utf-8');
    expect(judgeXml(answer.text, 'errors')).toBe('');
    expect(answer.text).toContain(`<code>${status}</code>`);
  } else {
    expect(answer.type).toBe('application/json; charset=utf-8');
    expect(JSON.parse(answer.text)).toEqual([
      { code: status, description: expect.stringMatching(/\p{Script=Han}/u) },
    ]);
  }
}
