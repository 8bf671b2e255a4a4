// What is wrong with a document, in codes with the place, so that whoever sent it can mend it.
export type CapFault = { code: string; at: string; params: Record<string, string> };

export const fault = (code: string, at: string, params: Record<string, string> = {}): CapFault => ({
  code,
  at,
  params,
});

/** A document that cannot be read further. */
export class CapRefused extends Error {
  readonly faults: readonly CapFault[];
  constructor(faults: readonly CapFault[]) {
    super(faults.map((one) => one.code).join(', '));
    this.faults = faults;
  }
}

export function refuse(code: string, at: string, params: Record<string, string> = {}): never {
  throw new CapRefused([fault(code, at, params)]);
}
