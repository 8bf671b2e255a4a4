// What may be done with a point, a line or a movement, which fields that takes, and how it is sent. What has expired can only be counted
// and disposed of: the server refuses the rest, so the page doesn't offer it.
import type { Line, Loan, Movement } from './queries.ts';

export type Act =
  | 'receipt'
  | 'issue'
  | 'reserve'
  | 'release'
  | 'transfer'
  | 'loan'
  | 'count'
  | 'dispose'
  | 'verify'
  | 'return'
  | 'reverse'
  | 'loan-return';

export type Field =
  | 'item'
  | 'lot'
  | 'expiresOn'
  | 'mode'
  | 'supplier'
  | 'verifiedAt'
  | 'amount'
  | 'seen'
  | 'toPoint'
  | 'dueOn'
  | 'emergencyId'
  | 'verifiedOn'
  | 'reason';

export type Draft = Record<Field, string>;

export type Target =
  | { of: 'point'; pointId: string }
  | ({ of: 'line' } & Line)
  | ({ of: 'movement'; pointId: string } & Movement)
  | ({ of: 'loan'; pointId: string } & Loan);

export const FIELDS: Record<Act, readonly Field[]> = {
  receipt: ['item', 'lot', 'amount', 'expiresOn', 'mode', 'supplier', 'verifiedAt', 'reason'],
  issue: ['amount', 'emergencyId', 'reason'],
  reserve: ['amount', 'emergencyId', 'reason'],
  release: ['amount', 'emergencyId', 'reason'],
  transfer: ['toPoint', 'amount', 'reason'],
  loan: ['toPoint', 'amount', 'dueOn', 'reason'],
  count: ['seen', 'reason'],
  dispose: ['amount', 'reason'],
  verify: ['verifiedOn'],
  return: ['amount', 'emergencyId', 'reason'],
  reverse: ['reason'],
  'loan-return': ['amount', 'reason'],
};

export function actsOf(target: Target): Act[] {
  if (target.of === 'point') return ['receipt'];
  if (target.of === 'loan') return ['loan-return'];
  if (target.of === 'movement') return target.kind === 'issue' ? ['return', 'reverse'] : ['reverse'];
  if (target.expired) return ['dispose', 'count'];
  return [
    'issue',
    'reserve',
    ...(target.reserved > 0 ? (['release'] as const) : []),
    'transfer',
    'loan',
    'count',
    'dispose',
    ...(target.mode === 'own' ? [] : (['verify'] as const)),
  ];
}

export function emptyDraft(target: Target): Draft {
  return {
    item: '',
    lot: '',
    expiresOn: '',
    mode: 'own',
    supplier: '',
    verifiedAt: '',
    amount: target.of === 'line' && target.expired ? String(target.onHand) : '',
    seen: '',
    toPoint: '',
    dueOn: '',
    emergencyId: '',
    verifiedOn: '',
    reason: '',
  };
}

/** A number as it was typed; nothing or words become null, which the server refuses by the name of its field. */
function numberOf(text: string): number | null {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed === '' || !Number.isFinite(value) ? null : value;
}

const filled = (key: string, value: string) => (value === '' ? {} : { [key]: value });

export function sendAct(
  target: Target,
  act: Act,
  draft: Draft,
  id: string,
): { path: string; body: Record<string, unknown> } {
  const { pointId } = target;
  const { reason } = draft;
  const amount = numberOf(draft.amount);
  if (act === 'receipt')
    return {
      path: '/stocks/receipts',
      body: {
        id,
        pointId,
        item: draft.item,
        lot: draft.lot,
        mode: draft.mode,
        supplier: draft.mode === 'own' ? '' : draft.supplier,
        amount,
        reason,
        ...filled('expiresOn', draft.expiresOn),
        ...(draft.mode === 'own' ? {} : filled('verifiedOn', draft.verifiedAt)),
      },
    };
  if (target.of === 'point') throw new Error('a point only receives');
  if (act === 'loan-return')
    return { path: `/stocks/loans/${encodeURIComponent(target.id)}/return`, body: { id, amount, reason } };
  if (act === 'reverse')
    return { path: `/stocks/postings/${encodeURIComponent(target.id)}/reverse`, body: { id, reason } };
  const lotId = target.of === 'line' ? target.id : target.lotId;
  switch (act) {
    case 'count':
      return { path: '/stocks/counts', body: { id, pointId, lotId, seen: numberOf(draft.seen), reason } };
    case 'dispose':
      return { path: '/stocks/disposals', body: { id, pointId, lotId, amount, reason } };
    case 'verify':
      return {
        path: `/stocks/lots/${encodeURIComponent(lotId)}/verify`,
        body: { id, verifiedOn: draft.verifiedOn },
      };
    case 'loan':
      return {
        path: '/stocks/loans',
        body: { id, fromPoint: pointId, toPoint: draft.toPoint, lotId, amount, dueOn: draft.dueOn, reason },
      };
    case 'transfer':
      return {
        path: '/stocks/moves',
        body: { id, pointId, lotId, amount, kind: act, reason, ...filled('toPoint', draft.toPoint) },
      };
    default:
      return {
        path: '/stocks/moves',
        body: { id, pointId, lotId, amount, kind: act, reason, ...filled('emergencyId', draft.emergencyId) },
      };
  }
}
