// What the command line does, apart from serving. Each opens what it needs and closes it again.
import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Actor } from '../kernel/actor.ts';
import { readWhole } from '../modules/spatial-cli/files.ts';
import { CommandUse, readOptions } from '../platform/command-line.ts';
import type { Env } from '../platform/env.ts';
import type { BuiltPlatform } from './platform.ts';

type Say = (line: string) => void;

async function withProduct<T>(
  env: Env,
  say: Say,
  work: (parts: {
    platform: BuiltPlatform;
    product: import('./compose.ts').Product;
    config: import('pg').ClientConfig;
  }) => Promise<T>,
): Promise<T> {
  const { prepareDatabase } = await import('./server.ts');
  const { allMessages, compose } = await import('./compose.ts');
  const { buildPlatform } = await import('./platform.ts');
  const database = await prepareDatabase(env, say);
  const platform = await buildPlatform(env, database.config, allMessages);
  try {
    return await work({ platform, product: compose(platform), config: database.config });
  } finally {
    await platform.close();
    await database.stop();
  }
}

export async function demo(env: Env, say: Say): Promise<number> {
  const { ensureDemo } = await import('./demo.ts');
  return withProduct(env, say, async ({ platform, product, config }) => {
    await ensureDemo(platform, product, config, say);
    return 0;
  });
}

export async function migrateOnly(env: Env, say: Say): Promise<number> {
  const { prepareDatabase } = await import('./server.ts');
  const database = await prepareDatabase(env, say);
  await database.stop();
  say('数据库结构已是最新 / the schema is up to date');
  return 0;
}

export async function doctor(env: Env, say: Say): Promise<number> {
  const { runDoctor } = await import('./doctor.ts');
  return withProduct(env, say, async ({ platform }) => {
    const findings = await runDoctor(platform, say);
    for (const finding of findings) {
      const verdict = finding.faults.length === 0 ? '✓' : '✗';
      process.stdout.write(`${verdict} ${finding.district} ${finding.check}: ${finding.looked}\n`);
      for (const fault of finding.faults) process.stdout.write(`    ${fault}\n`);
    }
    return findings.every((finding) => finding.faults.length === 0) ? 0 : 1;
  });
}

function oneFolder(args: readonly string[]): string {
  const [folder] = readOptions(args, { words: 1 }).positional;
  if (!folder) throw new CommandUse('请给出一个文件夹 / name one folder');
  return folder;
}

export async function backupTo(env: Env, args: readonly string[], say: Say): Promise<number> {
  const folder = oneFolder(args);
  const { backup } = await import('./backup.ts');
  return withProduct(env, say, async ({ config }) => {
    await backup(env, config, folder, say);
    process.stdout.write(`${folder}\n`);
    return 0;
  });
}

export async function restoreFrom(env: Env, args: readonly string[], say: Say): Promise<number> {
  const folder = oneFolder(args);
  const { restore } = await import('./backup.ts');
  const { prepareDatabase } = await import('./server.ts');
  const database = await prepareDatabase(env, say);
  try {
    await restore(env, database.config, folder, say);
  } finally {
    await database.stop();
  }
  say('已恢复，建议运行 renlin doctor / restored; run renlin doctor');
  return 0;
}

/** The whole command line acts as the system in the first district, and the audit log says so. */
async function systemIn(
  platform: BuiltPlatform,
): Promise<{ actor: Extract<Actor, { kind: 'system' }>; who: object }> {
  const { listDistricts } = await import('./compose.ts');
  const [district] = await listDistricts(platform);
  if (!district) throw new CommandUse('还没有区，请先启动一次 / no district yet: start the server once');
  const actor = { kind: 'system' as const, district, reason: 'command line' };
  return { actor, who: { actor, now: () => platform.clock.now(), platform } };
}

async function existing(file: string | undefined, orFolder = false): Promise<string> {
  if (!file) throw new CommandUse('请给出文件 / name a file');
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new CommandUse(`没有这个文件 / no such file: ${file}`);
  if (!found.isFile() && !(orFolder && found.isDirectory()))
    throw new CommandUse(`这不是文件 / not a file: ${file}`);
  return file;
}

/** What an import is to do, known to be possible before the database is opened. */
type Import =
  | { what: 'areas'; code: string }
  | { what: 'osm'; file: string; system: 'wgs84' | 'gcj02'; farIsRight: boolean }
  | { what: 'staff'; file: string; partial: boolean };

const FAR_IS_RIGHT = 'far-away-is-right';

async function readImport([what, ...rest]: readonly string[]): Promise<Import> {
  switch (what) {
    case 'areas': {
      const code = readOptions(rest, { values: ['code'], words: 0 }).values.get('code');
      if (!code) throw new CommandUse('请给出 --code，例如 370211 / name the county code');
      return { what, code };
    }
    case 'osm': {
      const { positional, values, flags } = readOptions(rest, {
        values: ['system'],
        flags: [FAR_IS_RIGHT],
        words: 1,
      });
      const system = values.get('system') ?? 'wgs84';
      if (system !== 'wgs84' && system !== 'gcj02')
        throw new CommandUse(`--system 只能是 wgs84 或 gcj02 / must be wgs84 or gcj02, got ${system}`);
      const farIsRight = flags.has(FAR_IS_RIGHT);
      return { what, file: await existing(positional[0], true), system, farIsRight };
    }
    case 'staff': {
      const { positional, flags } = readOptions(rest, { flags: ['partial'], words: 1 });
      return { what, file: await existing(positional[0]), partial: flags.has('partial') };
    }
    default:
      throw new CommandUse('要导入什么 / what to import: areas | osm | staff');
  }
}

export async function importData(env: Env, args: readonly string[], say: Say): Promise<number> {
  const wanted = await readImport(args);
  const { ensureDistrict } = await import('./district.ts');
  return withProduct(env, say, async ({ platform, config, product }) => {
    await ensureDistrict(config, 'main', '本区');
    const { actor, who } = await systemIn(platform);
    const { scopeOf } = await import('../platform/db/db.ts');
    const scope = scopeOf(actor);
    const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    if (wanted.what === 'areas') {
      const { code } = wanted;
      const { importAreas } = await import('../modules/org/public.ts');
      print(await platform.db.tx(scope, (tx) => importAreas(tx, who as never, { code })));
    } else if (wanted.what === 'osm') {
      const { file, system, farIsRight } = wanted;
      const { importOsm } = await import('../modules/places/public.ts');
      const { keepStreets } = await import('../modules/planning/public.ts');
      const { boxOfBoundaries } = await import('../engines/tree/boundary-store.ts');
      const { createLocator } = await import('../engines/tree/locate.ts');
      const { civilDate } = await import('../kernel/clock.ts');
      const { db, ids, clock, blobs } = platform;
      const today = civilDate(clock.now());
      const areaAt = await db.read(scope, (tx) => createLocator().snapshot(tx, today));
      const box = await db.read(scope, (tx) => boxOfBoundaries(tx, today, ''));
      let shown = 0;
      const report = await importOsm(platform, {
        file,
        district: actor.district,
        ...(system === 'gcj02' ? { system } : {}),
        locate: (lng, lat) => areaAt(lng, lat)?.areaId,
        areas: box && { minLng: box[0], minLat: box[1], maxLng: box[2], maxLat: box[3] },
        farIsRight,
        onProgress: (progress) => {
          if (++shown % 20 === 0) say(JSON.stringify(progress));
        },
      });
      // Streets of a shifted map are taken from the map itself, which is put right as it is read.
      const parts = { db, ids, blobs, now: () => clock.now() };
      const streets = await keepStreets(parts, actor.district, system === 'wgs84' ? file : undefined);
      print({ ...report, streets });
    } else {
      const { importStaff } = await import('../modules/org/public.ts');
      const bytes = await readFile(wanted.file);
      const { partial } = wanted;
      print(await platform.db.tx(scope, (tx) => importStaff(tx, who as never, bytes, { partial })));
    }
    product.catalogue.forget(actor.district);
    return 0;
  });
}

function readUser(args: readonly string[]): {
  what: 'list' | 'create' | 'reset';
  login: string;
  name: string;
} {
  const [what, login = '', ...names] = readOptions(args, {}).positional;
  const name = names.join(' ');
  const sound = what === 'list' ? login === '' : what === 'reset' ? login !== '' && name === '' : name !== '';
  if ((what !== 'list' && what !== 'create' && what !== 'reset') || !sound)
    throw new CommandUse('list | create LOGIN NAME | reset LOGIN');
  return { what, login, name };
}

export async function user(env: Env, args: readonly string[], say: Say): Promise<number> {
  const { what, login, name } = readUser(args);
  return withProduct(env, say, async ({ platform }) => {
    const { actor, who } = await systemIn(platform);
    const { scopeOf } = await import('../platform/db/db.ts');
    const { insertAccount, listAccounts } = await import('../platform/auth/accounts.ts');
    const scope = scopeOf(actor);
    const list = (q?: string) =>
      platform.db.read(scope, (tx) => listAccounts(tx, { ...(q ? { q } : {}), limit: 1000 }));
    if (what === 'list') {
      for (const one of await list())
        process.stdout.write(`${one.login}\t${one.name}\t${one.disabledAt ? '停用' : ''}\n`);
      return 0;
    }
    const id =
      what === 'create'
        ? await platform.db.tx(scope, (tx) =>
            insertAccount(tx, platform.ids, platform.clock.now(), { district: actor.district, login, name }),
          )
        : (await list(login.toLowerCase())).find((one) => one.login === login.toLowerCase())?.id;
    if (!id) throw new CommandUse(`没有这个账号 / no such account: ${login}`);
    process.stdout.write(`${login}\t${await platform.accounts.resetPassword(who as never, id)}\n`);
    return 0;
  });
}

export async function bench(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (!['lifecycle', 'crash'].includes(name)) throw new CommandUse('lifecycle | crash');
  const script = fileURLToPath(new URL(`../../bench/${name}.ts`, import.meta.url));
  return new Promise((resolve) => {
    spawn(process.execPath, [script, ...rest], { stdio: 'inherit' }).on('exit', (code) => resolve(code ?? 1));
  });
}

const commandIo = {
  readFile: async (path: string) => (await readWhole(path)).toString('utf8'),
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};

export async function solve(args: string[]): Promise<number> {
  const dispatch = await import('../modules/resilience-cli/solve.ts');
  if (dispatch.KINDS.some((kind) => kind === args[0])) return dispatch.run(args, commandIo);
  if (args[0] === 'districts')
    return (await import('../modules/spatial-cli/grids.ts')).districts(args.slice(1), await planningIo());
  const siting = await import('../modules/spatial-cli/siting.ts');
  if (!siting.problems.includes(args[0] ?? ''))
    throw new CommandUse(
      `问题类型须为 / the kind of problem must be one of ${[...siting.problems, 'districts', ...dispatch.KINDS].join(', ')}`,
    );
  const { systemClock } = await import('../platform/clock.ts');
  return siting.run(args, {
    readText: commandIo.readFile,
    out: commandIo.out,
    error: commandIo.err,
    now: () => systemClock.now(),
  });
}

async function planningIo() {
  const { systemClock } = await import('../platform/clock.ts');
  return {
    readText: commandIo.readFile,
    readBytes: readWhole,
    write: (path: string, data: string | Uint8Array) => writeFile(path, data),
    out: commandIo.out,
    error: commandIo.err,
    now: () => systemClock.now(),
  };
}

export async function graph(args: string[]): Promise<number> {
  return (await import('../modules/spatial-cli/streets.ts')).buildGraph(args, await planningIo());
}

export async function reach(args: string[]): Promise<number> {
  return (await import('../modules/spatial-cli/streets.ts')).reach(args, await planningIo());
}

export async function matrix(args: string[]): Promise<number> {
  return (await import('../modules/spatial-cli/streets.ts')).matrix(args, await planningIo());
}

export async function grids(env: Env, args: string[], say: Say): Promise<number> {
  const { grids: run } = await import('../modules/spatial-cli/grids.ts');
  return run(args, await planningIo(), (code, estimate) =>
    withProduct(env, say, async ({ platform }) => {
      const { actor } = await systemIn(platform);
      const { scopeOf } = await import('../platform/db/db.ts');
      const { readAreaGrids } = await import('../modules/spatial-cli/area-grids.ts');
      return platform.db.read(scopeOf(actor), (tx) =>
        readAreaGrids(tx, code, platform.clock.now(), estimate),
      );
    }),
  );
}

export async function stress(args: string[]): Promise<number> {
  return (await import('../modules/resilience-cli/stress.ts')).run(args, commandIo);
}

export async function indicators(args: string[]): Promise<number> {
  return (await import('../modules/resilience-cli/indicators.ts')).run(args, commandIo);
}
