import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider, joinMessages } from '../kit/i18n.tsx';
import '../kit/kit.css';
import { kitMessages } from '../kit/messages.ts';
import { LoginPage } from './LoginPage.tsx';
import './login.css';
import { loginMessages } from './messages.ts';

const messages = joinMessages(kitMessages, loginMessages);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <I18nProvider messages={messages}>
      <LoginPage />
    </I18nProvider>
  </StrictMode>,
);
