import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../kit/kit.css';
import { App } from './App.tsx';
import './console.css';
import './phone.css';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
