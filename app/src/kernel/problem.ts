// An error that crosses a use case. The code is stable and scripted against; the words are chosen by the reader's locale
// from the code and the parameters (RFC 9457 gives the wire form, platform/http writes it).

export type ProblemParams = Record<string, string | number | boolean | null | readonly string[] | object>;

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: ProblemParams;
  readonly fields: readonly FieldProblem[];

  constructor(code: string, status: number, params: ProblemParams, fields: readonly FieldProblem[]) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.params = params;
    this.fields = fields;
  }
}

/** What is wrong with one field of an input: `path` is a JSON pointer without the leading slash, e.g. `form/note`. */
export type FieldProblem = {
  path: string;
  code: string;
  params?: ProblemParams;
  /** Message keys of what people call the field, the closest first; the last word of the path has one otherwise. */
  labels?: readonly string[];
  /** Its options are called `option.<set>.<value>`. */
  optionSet?: string;
};

const registry = new Map<string, number>();

/** Declares the problem codes of one area with their HTTP status; a code is declared once. */
export function defineProblems<const T extends Record<string, number>>(codes: T): T {
  for (const [code, status] of Object.entries(codes)) {
    const known = registry.get(code);
    if (known !== undefined && known !== status) throw new Error(`problem code declared twice: ${code}`);
    registry.set(code, status);
  }
  return codes;
}

/** Every declared code; each has words in the message files. */
export function problemCodes(): string[] {
  return [...registry.keys()].sort();
}

/** Makes the problem to throw. An undeclared code is a bug and says so. */
export function problem(
  code: string,
  params: ProblemParams = {},
  fields: readonly FieldProblem[] = [],
): Problem {
  const status = registry.get(code);
  if (status === undefined) throw new Error(`undeclared problem code: ${code}`);
  return new Problem(code, status, params, fields);
}

defineProblems({
  'input.invalid': 400,
  'input.malformed': 400,
  'input.too-large': 413,
  'input.unsupported-type': 415,
  'input.form-wanted': 415,
  'auth.required': 401,
  'auth.forbidden': 403,
  'auth.cross-site': 403,
  'resource.not-found': 404,
  'resource.method-not-allowed': 405,
  'resource.conflict': 409,
  'rate.limited': 429,
  'server.busy': 503,
  'server.storage-full': 507,
  'server.bug': 500,
});
