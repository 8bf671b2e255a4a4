// Nobody has touched the phone for a while: whoever finds it finds it locked.
import { useEffect, useRef } from 'react';
import { machineNow } from '../../kit/clock.ts';

const LOOK_EVERY_MS = 15_000;
const SIGNS = ['pointerdown', 'keydown', 'scroll', 'input'] as const;

/** Calls `onIdle` once after so long without a touch, also when the phone slept through it. Without `watching` nothing. */
export function useIdle(afterMs: number, onIdle: () => void, watching: boolean): void {
  const latest = useRef(onIdle);
  latest.current = onIdle;
  useEffect(() => {
    if (!watching) return;
    let touched = machineNow();
    let told = false;
    const touch = () => {
      if (!look()) touched = machineNow();
    };
    const look = (): boolean => {
      if (!told && machineNow() - touched >= afterMs) {
        told = true;
        latest.current();
      }
      return told;
    };
    const seen = () => {
      if (document.visibilityState === 'visible') look();
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    for (const sign of SIGNS) addEventListener(sign, touch, { capture: true, passive: true });
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) removeEventListener(sign, touch, { capture: true });
      document.removeEventListener('visibilitychange', seen);
    };
  }, [afterMs, watching]);
}
