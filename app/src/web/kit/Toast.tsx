// Short news at the foot of the page, and the ten seconds in which a step can be taken back.
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { now } from './clock.ts';
import { useI18n } from './i18n.tsx';

type ToastItem = {
  id: number;
  words: string;
  tone: 'good' | 'bad' | 'plain';
  until: number;
  undo?: () => void;
};
type Show = (
  words: string,
  options?: { tone?: 'good' | 'bad' | 'plain'; undo?: () => void; until?: number },
) => void;

const Context = createContext<Show>(() => undefined);

export function useToast(): Show {
  return useContext(Context);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<readonly ToastItem[]>([]);
  const next = useRef(1);
  const show = useCallback<Show>((words, options = {}) => {
    const life = options.undo ? 10_000 : options.tone === 'bad' ? 8_000 : 4_000;
    const id = next.current++;
    const until = options.until ?? now() + life;
    setItems((list) => [
      ...list.slice(-2),
      { id, words, tone: options.tone ?? 'plain', until, ...(options.undo ? { undo: options.undo } : {}) },
    ]);
  }, []);
  const drop = useCallback((id: number) => setItems((list) => list.filter((item) => item.id !== id)), []);
  const value = useMemo(() => show, [show]);
  return (
    <Context.Provider value={value}>
      {children}
      <div className="k-toasts" role="status" aria-live="polite">
        {items.map((item) => (
          <ToastLine key={item.id} item={item} onGone={drop} />
        ))}
      </div>
    </Context.Provider>
  );
}

function ToastLine({ item, onGone }: { item: ToastItem; onGone(id: number): void }) {
  const { t } = useI18n();
  const [left, setLeft] = useState(() => Math.ceil((item.until - now()) / 1000));
  useEffect(() => {
    const timer = setInterval(() => {
      const seconds = Math.ceil((item.until - now()) / 1000);
      if (seconds <= 0) onGone(item.id);
      else setLeft(seconds);
    }, 250);
    return () => clearInterval(timer);
  }, [item, onGone]);
  return (
    <div className={`k-toast k-toast-${item.tone}`}>
      <span>{item.words}</span>
      {item.undo ? (
        <button
          type="button"
          className="k-button k-button-ghost"
          onClick={() => {
            onGone(item.id);
            item.undo?.();
          }}
        >
          <span aria-hidden="true">{t('kit.undo.left', { n: left })}</span>
          <span className="k-visually-hidden">{t('kit.undo')}</span>
        </button>
      ) : (
        <button type="button" className="k-button k-button-ghost" onClick={() => onGone(item.id)}>
          {t('kit.close')}
        </button>
      )}
    </div>
  );
}
