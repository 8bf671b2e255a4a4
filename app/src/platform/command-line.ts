// The words behind a command: everything is read and checked before anything is opened.

/** A command was called in a wrong way; the message says what was wrong. */
export class CommandUse extends Error {}

export type Options = {
  positional: string[];
  flags: ReadonlySet<string>;
  values: ReadonlyMap<string, string>;
};

/** Reads words, `--name value` and `--flag`; unknown names, missing values and words too many are errors that list what is known. */
export function readOptions(
  args: readonly string[],
  known: { values?: readonly string[]; flags?: readonly string[]; words?: number },
): Options {
  const { values: names = [], flags: switches = [], words = Number.POSITIVE_INFINITY } = known;
  const positional: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let k = 0; k < args.length; k++) {
    const word = args[k] as string;
    if (!word.startsWith('--')) {
      if (positional.length === words) throw new CommandUse(`多余的参数 / unexpected argument ${word}`);
      positional.push(word);
      continue;
    }
    const [name = '', inline] = word.slice(2).split(/=(.*)/s);
    if (switches.includes(name) && inline === undefined) {
      flags.add(name);
    } else if (names.includes(name)) {
      const value = inline ?? args[++k];
      if (value === undefined || value.startsWith('--'))
        throw new CommandUse(`--${name} 需要一个值 / needs a value`);
      values.set(name, value);
    } else {
      const all = [...names.map((one) => `--${one} …`), ...switches.map((one) => `--${one}`)].join(' ');
      throw new CommandUse(`未知选项 / unknown option ${word}${all ? `; ${all}` : ''}`);
    }
  }
  return { positional, flags, values };
}
