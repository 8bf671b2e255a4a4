// Which methods a path knows, for the answer 405. Looked at only when no route matched.
import type { Route } from './route.ts';

export function createAllowedMethods(routes: readonly Route[]): (path: string) => string[] {
  const patterns = new Map<string, { regex: RegExp; methods: Set<string> }>();
  const all = [
    ...routes.map((spec) => ({ path: spec.path, method: spec.method as string })),
    { path: '/api/openapi.json', method: 'GET' },
    { path: '/healthz', method: 'GET' },
  ];
  for (const { path, method } of all) {
    const known = patterns.get(path);
    if (known) known.methods.add(method);
    else patterns.set(path, { regex: patternOf(path), methods: new Set([method]) });
  }
  return (path) => {
    const methods = new Set<string>();
    for (const one of patterns.values()) {
      if (one.regex.test(path)) for (const method of one.methods) methods.add(method);
    }
    return [...methods].sort();
  };
}

function patternOf(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replace(/\*$/, '.*');
  return new RegExp(`^${source}$`);
}
