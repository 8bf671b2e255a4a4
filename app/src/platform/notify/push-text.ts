// What may leave the house. A parameter goes out only when it is a number or looks like a number of a document; anything else (a
// name, an address, what somebody wrote) is left out, whatever the caller put in.
import type { Messages } from '../i18n/messages.ts';

const DOCUMENT_NUMBER = /^[A-Z]{0,4}-?\d{1,10}(-\d{1,8}){0,3}$/;
// A mobile number or an identity number is digits too.
const PERSONAL_DIGITS = /\d{11,}/;

/** The title for a push, in Chinese, without personal data. */
export function pushTitle(messages: Messages, key: string, params: Record<string, string | number>): string {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) safe[name] = harmless(value) ? String(value) : '…';
  const own = `push.${key}`;
  return messages.text('zh-CN', messages.has('zh-CN', own) ? own : key, safe).slice(0, 200);
}

function harmless(value: string | number): boolean {
  const text = String(value);
  if (PERSONAL_DIGITS.test(text.replaceAll(/[\s-]/g, '')) && !/^[A-Z]/.test(text)) return false;
  return typeof value === 'number' || DOCUMENT_NUMBER.test(text);
}
