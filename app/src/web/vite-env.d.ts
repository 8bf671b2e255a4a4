/// <reference types="vite/client" />
declare const __DEV_MOCK__: boolean;
