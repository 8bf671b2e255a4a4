// Live news from the server (server-sent events). The browser reconnects with Last-Event-ID by itself after a lost line; when the
// server refused (a restart, a full house) we make a new stream, slower each time.
import { useEffect, useRef, useState } from 'react';

export type LiveEvent = { id?: string; type: string; data: Record<string, unknown> };
export type LiveState = 'connecting' | 'open' | 'lost';

/** `reset`: more happened than can be told again; everything on the screen should be read anew. */
const TYPES = ['case.changed', 'case.filed', 'notice.new', 'org.changed', 'reset'];

type Stream = {
  listeners: Set<(event: LiveEvent) => void>;
  states: Set<(state: LiveState) => void>;
  close(): void;
  state: LiveState;
};

let shared: Stream | undefined;

function openStream(): Stream {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const stream: Stream = { listeners: new Set(), states: new Set(), close, state: 'connecting' };
  function setState(state: LiveState): void {
    if (stream.state === state) return;
    stream.state = state;
    for (const tell of stream.states) tell(state);
  }
  function tell(event: LiveEvent): void {
    for (const listener of stream.listeners) listener(event);
  }
  function onMessage(event: MessageEvent<string>): void {
    let data: Record<string, unknown>;
    try {
      data = JSON.parse(event.data) as Record<string, unknown>;
    } catch {
      return;
    }
    tell({ id: event.lastEventId, type: event.type, data });
  }
  function connect(): void {
    source = new EventSource('/api/v1/events');
    for (const type of TYPES) source.addEventListener(type, onMessage as EventListener);
    source.onmessage = onMessage;
    source.onopen = () => {
      // A stream of our own making begins now: whatever happened in between must be read again.
      if (failures > 0) tell({ type: 'reset', data: {} });
      failures = 0;
      setState('open');
    };
    source.onerror = () => {
      setState('lost');
      if (source?.readyState !== EventSource.CLOSED) return;
      failures += 1;
      clearTimeout(timer);
      timer = setTimeout(connect, Math.min(60_000, 1_000 * 2 ** failures));
    };
  }
  function close(): void {
    clearTimeout(timer);
    source?.close();
  }
  connect();
  return stream;
}

/** Calls `onEvent` for every event; gives the state of the line. All users of a page share one stream. */
export function useLive(onEvent: (event: LiveEvent) => void, enabled = true): LiveState {
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const [state, setState] = useState<LiveState>(shared?.state ?? 'connecting');
  useEffect(() => {
    if (!enabled || typeof EventSource === 'undefined') return;
    shared ??= openStream();
    const stream = shared;
    const listener = (event: LiveEvent) => latest.current(event);
    stream.listeners.add(listener);
    stream.states.add(setState);
    setState(stream.state);
    return () => {
      stream.listeners.delete(listener);
      stream.states.delete(setState);
      if (stream.listeners.size === 0 && shared === stream) {
        stream.close();
        shared = undefined;
      }
    };
  }, [enabled]);
  return state;
}
