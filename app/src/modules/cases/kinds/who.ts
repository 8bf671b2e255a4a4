// Who may act on a case of the loop.
import type { Who } from '../../../engines/case/kind.ts';

export const dispatcher: Who = { by: 'duty', duty: 'dispatch', over: 'area' };
export const intake: Who = { by: 'duty', duty: 'intake', over: 'area' };
export const handler: Who = { by: 'duty', duty: 'handle', over: 'owner-unit' };
export const assistant: Who = { by: 'duty', duty: 'handle', over: 'assist-unit' };
export const verifier: Who = { by: 'duty', duty: 'verify', over: 'area' };
export const approver: Who = { by: 'duty', duty: 'approve-extension', over: 'area' };
export const receiver: Who = { by: 'duty', duty: 'escalate-receive', over: 'escalated-area' };
export const reporter: Who = { by: 'reporter' };
export const system: Who = { by: 'system' };
