// A server of its own and the people who use it: what the benches over HTTP share.
import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import { clock } from '../../core/bench/stalls.ts';

/** Making the demo first may take minutes on a busy machine. */
const READY_TENTHS = 3_000;

export type Answer = { status: number; body: unknown; cookie: string | undefined };
export type Span = { from: number; to: number };

/** Where this checkout's app lies. */
const OWN_APP = new URL('../', import.meta.url);

/**
 * Starts the product in a process of its own and waits until it is ready; `profile` is a folder for its processor profile, `app` the
 * app's folder of another checkout (ends with a slash), whose server it then is.
 */
export async function startServer(
  port: number,
  variables: Record<string, string>,
  { profile, app = OWN_APP }: { profile?: string | undefined; app?: URL | undefined } = {},
): Promise<ChildProcess> {
  const script = `import('${new URL('src/main/server.ts', app).href}').then(async (m) => {
    const { readEnv } = await import('${new URL('src/platform/env.ts', app).href}');
    const running = await m.serve(readEnv(), () => undefined);
    process.on('SIGTERM', () => running.close().then(() => process.exit(0)));
  })`;
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const child = spawn(process.execPath, [...flags, '-e', script], {
    env: { ...process.env, ...variables },
    stdio: 'inherit',
  });
  // A bench that breaks off leaves no server behind.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.removeListener('exit', end));
  for (let attempt = 0; attempt < READY_TENTHS; attempt++) {
    if (
      await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return child;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the server did not start');
}

/** Ends it and waits until it is gone. */
export async function stopServer(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await new Promise((done) => child.once('exit', done));
}

/** Somebody who is signed in. An answer of 400 and above throws with its words. */
export type Person = <Body>(method: string, path: string, body?: unknown) => Promise<Body>;

/** Calls over kept connections, each with its time; `connections` at most at once. Paths are under /api/v1, save /healthz. */
export function openPeople(port: number, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const people = { spans: [] as Span[], errors: 0, call, signIn, person, close: () => agent.destroy() };

  function call(method: string, path: string, cookie?: string, body?: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const from = clock();
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        ...(cookie ? { cookie } : {}),
        ...(text ? { 'content-type': 'application/json' } : {}),
      };
      const outgoing = httpRequest(
        {
          port,
          host: '127.0.0.1',
          path: path === '/healthz' ? path : `/api/v1${path}`,
          method,
          agent,
          headers,
        },
        (incoming) => {
          let received = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (part: string) => {
            received += part;
          });
          incoming.on('end', () => {
            people.spans.push({ from, to: clock() });
            const status = incoming.statusCode ?? 0;
            if (status >= 400) people.errors += 1;
            const cookieSet = incoming.headers['set-cookie']?.[0]?.split(';')[0];
            const isJson = incoming.headers['content-type']?.includes('json');
            resolve({ status, body: isJson ? JSON.parse(received) : received, cookie: cookieSet });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  async function signIn(user: string): Promise<string> {
    const { cookie } = await call('POST', '/demo/session', undefined, { user });
    if (!cookie) throw new Error(`the demo has no user ${user}`);
    return cookie;
  }

  async function person(user: string): Promise<Person> {
    const cookie = await signIn(user);
    return async <Body>(method: string, path: string, body?: unknown) => {
      const answer = await call(method, path, cookie, body);
      if (answer.status >= 400)
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
      return answer.body as Body;
    };
  }

  return people;
}
