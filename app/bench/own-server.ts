// A server in a process of its own, and people who call it.
import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';

const WAIT_MS = 100;
const WAITS = 900;

/** Starts `serve` with these variables (PORT is among them) and gives it back when it is ready. Throws after a minute and a half. */
export async function startServer(variables: NodeJS.ProcessEnv & { PORT: string }): Promise<ChildProcess> {
  const file = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `const { serve } = await import(${file('../src/main/server.ts')});
    const { readEnv } = await import(${file('../src/platform/env.ts')});
    const running = await serve(readEnv(), () => undefined);
    process.on('SIGTERM', () => running.close().then(() => process.exit(0)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...variables },
    stdio: 'inherit',
  });
  const ready = () =>
    fetch(`http://127.0.0.1:${variables.PORT}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
  for (let attempt = 0; attempt < WAITS; attempt++) {
    if (await ready()) return child;
    await new Promise((done) => setTimeout(done, WAIT_MS));
  }
  throw new Error('the server did not start');
}

export async function stopServer(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

export type Person = <Body>(method: string, path: string, body?: unknown) => Promise<Body>;
export type People = { signIn(user: string): Promise<Person>; close(): void };

/** People of the demo, who share so many connections. An answer of 400 and above throws with its words. */
export function openPeople(port: string, connections: number): People {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const call = (method: string, path: string, cookie: string, body: unknown) =>
    new Promise<{ body: unknown; cookie: string }>((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        ...(cookie ? { cookie } : {}),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const outgoing = request(
        { host: '127.0.0.1', port, path: `/api/v1${path}`, method, agent, headers },
        (incoming) => {
          let received = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (part: string) => {
            received += part;
          });
          incoming.on('error', reject);
          incoming.on('end', () => {
            const { statusCode = 0 } = incoming;
            if (statusCode >= 400)
              reject(new Error(`${method} ${path}: ${statusCode} ${received.slice(0, 300)}`));
            else
              resolve({
                body: received === '' ? undefined : JSON.parse(received),
                cookie: incoming.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
              });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  return {
    async signIn(user) {
      const { cookie } = await call('POST', '/demo/session', '', { user });
      return async <Body>(method: string, path: string, body?: unknown) =>
        (await call(method, path, cookie, body)).body as Body;
    },
    close: () => agent.destroy(),
  };
}
