// What the check scripts share: running a step in view of the reader, with its name, its time and its honest exit code.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from './node24.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export type Step = {
  name: string;
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** The project root when absent. */
  cwd?: string;
};

/** A step that runs a file (and arguments) on the pinned Node. */
export function onNode(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Step {
  return { name, command: pinnedNode(), args: ['--disable-warning=ExperimentalWarning', ...args], env };
}

const running = new Set<ChildProcess>();

/** Runs one step with its output on the screen. Gives whether it ended with 0; a step that cannot start is a failure. */
export function runStep(step: Step): Promise<boolean> {
  const started = performance.now();
  console.log(`\n▶ ${step.name}`);
  return new Promise((resolve) => {
    const child = spawn(step.command, step.args, {
      cwd: step.cwd ?? ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...step.env },
    });
    running.add(child);
    const end = (ok: boolean, why: string): void => {
      running.delete(child);
      console.log(`${ok ? '✔' : '✘'} ${step.name} (${seconds(performance.now() - started)})${why}`);
      resolve(ok);
    };
    child.on('error', (error) => end(false, ` ${error.message}`));
    child.on('exit', (code, signal) => end(code === 0, code === 0 ? '' : ` exit ${code ?? signal}`));
  });
}

/** Runs the steps one after the other (two cores are few) and gives the names of those that failed. */
export async function runSteps(steps: readonly Step[]): Promise<string[]> {
  const failed: string[] = [];
  for (const step of steps) if (!(await runStep(step))) failed.push(step.name);
  return failed;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Takes the children along when the reader presses Ctrl-C or CI runs out of time. */
export function endWithChildren(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      for (const child of running) child.kill('SIGTERM');
      process.exit(130);
    });
  }
}
