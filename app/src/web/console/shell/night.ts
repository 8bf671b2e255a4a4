import { createContext } from 'react';

/** Dark for the night shift: the value and its switch. */
export const NightContext = createContext<[boolean, (on: boolean) => void]>([false, () => undefined]);
