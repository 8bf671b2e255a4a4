// `renlin …`: the command line. Commands load what they need; an unknown one lists them all. Results go to standard output, progress and
// errors to standard error; wrong use exits with 2, failure with 1.

import { Problem } from '../kernel/problem.ts';
import { CommandUse, readOptions } from '../platform/command-line.ts';
import { readEnv } from '../platform/env.ts';
import { ensureWeb } from './web.ts';

type Command = { usage: string; about: string; run(args: string[]): Promise<number> };

/** For commands that take no words: a mistyped option is told before anything begins. */
const nothingIn = (args: string[]) => void readOptions(args, { words: 0 });

const say = (line: string) => process.stderr.write(`${line}\n`);

const commands: Record<string, Command> = {
  start: {
    usage: 'start',
    about:
      '首次运行：构建页面、建库、装入演示并启动（RENLIN_DEMO=0 不装演示） / build pages, seed the demo, serve',
    async run(args) {
      nothingIn(args);
      process.env['RENLIN_DEMO'] ??= '1';
      await ensureWeb(say);
      return serveUntilStopped();
    },
  },
  serve: {
    usage: 'serve',
    about: '启动服务 / serve',
    async run(args) {
      nothingIn(args);
      await ensureWeb(say);
      return serveUntilStopped();
    },
  },
  demo: {
    usage: 'demo',
    about: '装入演示数据后退出 / seed the demo and exit',
    async run(args) {
      nothingIn(args);
      return (await import('./commands.ts')).demo(readEnv({ ...process.env, RENLIN_DEMO: '1' }), say);
    },
  },
  migrate: {
    usage: 'migrate',
    about: '更新数据库结构 / bring the schema up to date',
    async run(args) {
      nothingIn(args);
      return (await import('./commands.ts')).migrateOnly(readEnv(), say);
    },
  },
  import: {
    usage:
      'import areas --code 370211 | import osm FILE [--system gcj02] [--far-away-is-right] | import staff FILE.xlsx [--partial]',
    about: '导入区划、地图、人员 / import territory, map, staff',
    run: async (args) => (await import('./commands.ts')).importData(readEnv(), args, say),
  },
  export: {
    usage: 'export FOLDER',
    about: '导出全部数据（同 backup） / export everything (as backup)',
    run: async (args) => (await import('./commands.ts')).backupTo(readEnv(), args, say),
  },
  doctor: {
    usage: 'doctor',
    about: '核对：步骤回放等于现状 / check that replayed steps equal the rows',
    async run(args) {
      nothingIn(args);
      return (await import('./commands.ts')).doctor(readEnv(), say);
    },
  },
  backup: {
    usage: 'backup FOLDER',
    about: '备份数据库和文件 / back up database and files',
    run: async (args) => (await import('./commands.ts')).backupTo(readEnv(), args, say),
  },
  restore: {
    usage: 'restore FOLDER',
    about: '恢复到空库 / restore into an empty database',
    run: async (args) => (await import('./commands.ts')).restoreFrom(readEnv(), args, say),
  },
  user: {
    usage: 'user list | user create LOGIN NAME | user reset LOGIN',
    about: '账号 / accounts',
    run: async (args) => (await import('./commands.ts')).user(readEnv(), args, say),
  },
  bench: {
    usage: 'bench lifecycle|crash [...]',
    about: '基准测试 / benchmarks',
    run: async (args) => (await import('./commands.ts')).bench(args),
  },
  solve: {
    usage:
      'solve pmedian|mclp|lscp|cpmp|cflp|districts|assignment|gap|transport|deliveries|services --input FILE [...]',
    about: '选址、划分与指派求解 / siting, districting and assignment solvers',
    run: async (args) => (await import('./commands.ts')).solve(args),
  },
  graph: {
    usage: 'graph build --input FILE --profile walk --out FILE',
    about: '由地图文件生成路网 / build a street graph from a map file',
    run: async (args) => (await import('./commands.ts')).graph(args),
  },
  reach: {
    usage: 'reach --graph FILE --points FILE.csv --minutes 15 [--polygon] --json',
    about: '时间圈 / what is within the minutes',
    run: async (args) => (await import('./commands.ts')).reach(args),
  },
  matrix: {
    usage: 'matrix --graph FILE --points FILE.csv --out FILE.csv',
    about: '时间矩阵 / travel times between points',
    run: async (args) => (await import('./commands.ts')).matrix(args),
  },
  grids: {
    usage: 'grids --input FILE.geojson|FILE.osm.pbf | --area CODE --json',
    about: '按户数划分网格 / household grids',
    run: async (args) => (await import('./commands.ts')).grids(readEnv(), args, say),
  },
  stress: {
    usage: 'stress --input FILE --seed N --runs N --json',
    about: '压力测试 / stress test',
    run: async (args) => (await import('./commands.ts')).stress(args),
  },
  indicators: {
    usage: 'indicators --input FILE --json',
    about: '指标计算 / indicators',
    run: async (args) => (await import('./commands.ts')).indicators(args),
  },
};

async function serveUntilStopped(): Promise<number> {
  const { serve } = await import('./server.ts');
  const env = readEnv();
  const running = await serve(env, say);
  process.stdout.write(`\n韧邻 Renlin 已启动 / is running: ${running.url}\n`);
  if (env.RENLIN_DEMO) process.stdout.write(`工作人员演示登录 / staff demo sign-in: ${running.url}login\n`);
  return new Promise((resolve) => {
    let closing = false;
    const stop = () => {
      if (closing) return;
      closing = true;
      say('正在停止 / stopping');
      running.close().then(
        () => resolve(0),
        (error: unknown) => {
          say(String(error));
          resolve(1);
        },
      );
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

async function main(): Promise<number> {
  const [name = 'help', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    say('韧邻 Renlin\n\n用法 / usage: renlin <命令 command> [...]\n');
    for (const { usage, about } of Object.values(commands)) say(`  ${usage}\n      ${about}`);
    return name === 'help' || name === '--help' ? 0 : 2;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof CommandUse) {
      say(`${error.message}\n用法 / usage: renlin ${command.usage}`);
      return 2;
    }
    if (error instanceof Problem) {
      const { allMessages } = await import('./compose.ts');
      const { createMessages } = await import('../platform/i18n/messages.ts');
      const words = createMessages(allMessages);
      say(words.text('zh-CN', `problem.${error.code}`, error.params));
      for (const one of error.fields)
        say(`  ${one.path}: ${words.text('zh-CN', `field.${one.code}`, one.params)}`);
      return 2;
    }
    say(error instanceof Error ? error.message : String(error));
    if (process.env['RENLIN_LOG'] === 'debug' && error instanceof Error) say(error.stack ?? '');
    return 1;
  }
}

process.exit(await main());
