// Runs a command of the command line on files that are texts, and keeps what it says.
import type { CommandIo } from '../src/modules/resilience-cli/command-line.ts';

export type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

export async function callCommand(command: Command, args: string[], files: Record<string, string> = {}) {
  let out = '';
  let err = '';
  const code = await command(args, {
    readFile: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err, json: () => JSON.parse(out) };
}
