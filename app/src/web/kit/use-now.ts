import { useEffect, useState } from 'react';
import { now } from './clock.ts';

/** The time, renewed every `everyMs` (default half a minute), for ages and clocks on the screen. */
export function useNow(everyMs = 30_000): number {
  const [value, setValue] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setValue(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return value;
}
