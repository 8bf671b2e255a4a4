// Identity: who one is. Signing in and out, passwords, the second factor, the demo's switcher, accounts, and reading the audit log.
import type { ModuleDefinition } from '../../platform/module.ts';
import { adminRoutes } from './admin-routes.ts';
import { demoRoutes } from './demo-routes.ts';
import { identityMessages } from './messages.ts';
import type { IdentityOptions } from './options.ts';
import { signInRoutes } from './sign-in-routes.ts';

export function createIdentityModule(options: IdentityOptions): ModuleDefinition {
  return {
    name: 'identity',
    routes: [...signInRoutes(options), ...demoRoutes(options), ...adminRoutes(options)],
    messages: identityMessages,
  };
}
