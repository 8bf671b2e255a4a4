// Jobs, timers and retries on pg-boss. Handlers are idempotent: a job may run twice.
import type { Platform } from '../platform.ts';

export type JobDefinition = {
  name: string;
  /** Cron in Asia/Shanghai, for repeated work. */
  cron?: string;
  /** Or: run again this many seconds after the last run ended (timers finer than a minute). */
  everySeconds?: number;
  run(platform: Platform, payload: unknown): Promise<void>;
};

export type Jobs = {
  start(definitions: readonly JobDefinition[], platform: Platform): Promise<void>;
  send(name: string, payload: object): Promise<void>;
  stop(): Promise<void>;
};
