// Who may act on a whistle and on a call.
import type { Who } from '../../../engines/case/kind.ts';

/** 吹哨 over the place: a street, or a department whose post answers for the district. */
export const whistlerHere: Who = { by: 'duty', duty: 'whistle', over: 'area' };
/** 吹哨 in the unit that whistled. */
export const whistler: Who = { by: 'duty', duty: 'whistle', over: 'owner-unit' };
export const commander: Who = { by: 'duty', duty: 'command', over: 'area' };
