// A register is one declaration: its fields with their words, types, headers and privacy, who may do what, and what makes two records
// the same. Tables, screens, workbooks, masks and deadlines follow from it.

export type Words = { 'zh-CN': string; en: string };

/** On what ground the law lets a fact about a person be held. */
export type Basis = 'consent' | 'statutory' | 'contract' | 'emergency';

/** A fact about a person: why it is held, on what ground, and for how long after it was last confirmed. */
export type Personal = {
  class: 'personal' | 'sensitive';
  purpose: Words;
  basis: Basis;
  /** Of a statutory duty: the law or the rule that gives it. */
  law?: Words;
  keepMonths: number;
};

/** `open`: may be shown to everybody. `internal`: for staff. Sensitive values are sealed at rest. */
export type Privacy = 'open' | 'internal' | Personal;

export type Choice = { code: string; words: Words; aliases?: readonly string[] };

type About = {
  label: Words;
  /** Other headers under which people keep it. */
  aliases?: readonly string[];
  /** What to write, for the template and the form. */
  hint?: Words;
  required?: true;
  /** A column of the list. */
  list?: true;
  /** Found by the search box. */
  search?: true;
  /** A day after which something is over: shown as past when it is. */
  until?: true;
  /** Written once: whoever finds it wrong ends the record and makes another, so that nobody makes old goods young. */
  fixed?: true;
};

/** Facts about things. Lengths in characters; `unit` is words behind a number that a sheet may repeat. */
export type ThingType =
  | { type: 'text'; max: number }
  /**
   * `adds`: numbers of several records make a sum that means something, as of households; years and prices do not.
   * `fine`: six decimals instead of three, for degrees.
   */
  | { type: 'integer' | 'number'; min: number; max: number; unit?: Words; adds?: true; fine?: true }
  | { type: 'date'; past?: true }
  | { type: 'boolean' }
  /** `asked`: how many records there are of each option is a number that the district is asked for. */
  | { type: 'choice' | 'choices'; options: readonly Choice[]; asked?: true }
  | { type: 'credit-code' }
  | { type: 'service-phone' }
  | { type: 'reference'; to: string };

/** Facts that are about a person whatever the register. */
export type PersonType =
  | { type: 'person-name' }
  | { type: 'phone' }
  | { type: 'id-number' }
  | { type: 'birth-date' }
  | { type: 'home-address'; max: number };

/** Without purpose, ground and time a personal field is no field: the type refuses it. */
export type Field = About & ((ThingType & { privacy: Privacy }) | (PersonType & { privacy: Personal }));

export type Fields = Readonly<Record<string, Field>>;

/** Who may: each a list of duties, held over the area of the record. */
export type RegisterDuties = {
  read: readonly string[];
  write: readonly string[];
  /** To see what is masked, with a reason. */
  reveal: readonly string[];
  /** To merge, to delete, to approve. */
  manage: readonly string[];
};

/** An incident's people: kept for it alone, and deleted so many days after it is over, whatever else happens. */
export type Sunset = {
  /** The field that points at the incident. */
  incident: string;
  /** The date field of the incident's register that says when it was over. */
  over: string;
  days: number;
};

export type RegisterSpec<F extends Fields> = {
  /** In addresses and in the log. */
  code: string;
  table: string;
  label: Words;
  about: Words;
  group: Words;
  fields: F;
  /** What a record is called. */
  title: keyof F & string;
  /** What makes two records the same; the first alternative whose fields are all filled counts. With the area when `identityIn` is set. */
  identity: readonly (readonly (keyof F & string)[])[];
  identityInArea?: true;
  /** Fields that are compared to find records that may be the same. */
  similar?: readonly (keyof F & string)[];
  duties: RegisterDuties;
  /** For registers of people: what they agree to, and in which edition. */
  consent?: { notice: Words; edition: number };
  /** For what is held by emergency necessity: of which incident, and when it goes. */
  sunset?: Sunset & { incident: keyof F & string };
  /** Which of its fields may be filled is said by another record: the one it points at by `form`, in its choices `asks`, by field code. */
  narrowedBy?: { form: string; asks: string };
  /** Ended by two people: one asks with a reason, another looks and agrees; what was ended so stays ended. */
  disposal?: true;
  /** What is registered for a place holds for all below it, so whoever works there reads it too. */
  seenBelow?: true;
  /** Its list columns go along, masked, on the phone of whoever works in the place. */
  offline?: true;
};

export type Register = Omit<RegisterSpec<Fields>, 'title' | 'identity' | 'similar'> & {
  title: string;
  identity: readonly (readonly string[])[];
  similar: readonly string[];
  /** Holds facts about people, so its records end by themselves. */
  personal: boolean;
  /** Months after the last confirmation; 0 for things. */
  keepMonths: number;
};

/** Registers by their codes. Throws where one points at another that is not there, or at no date of its incident. */
export function joinRegisters(all: readonly Register[]): ReadonlyMap<string, Register> {
  const byCode = new Map(all.map((one) => [one.code, one]));
  for (const register of all) {
    for (const [code, field] of Object.entries(register.fields))
      if (field.type === 'reference' && !byCode.has(field.to))
        throw new Error(`register ${register.code}: ${code} points at no register`);
    const incident = register.sunset && register.fields[register.sunset.incident];
    const over =
      incident?.type === 'reference' ? byCode.get(incident.to)?.fields[register.sunset?.over ?? ''] : null;
    if (register.sunset && over?.type !== 'date')
      throw new Error(`register ${register.code}: nothing says when its incident was over`);
  }
  return byCode;
}

export type Value = string | number | boolean | readonly string[] | null;
export type Values = Readonly<Record<string, Value>>;

const PERSON_TYPES: ReadonlySet<Field['type']> = new Set<PersonType['type']>([
  'person-name',
  'phone',
  'id-number',
  'birth-date',
  'home-address',
]);

/** Checks a declaration and completes it. Throws at load on what contradicts itself: a register that is wrong never starts. */
export function defineRegister<const F extends Fields>(spec: RegisterSpec<F>): Register {
  const fail = (what: string): never => {
    throw new Error(`register ${spec.code}: ${what}`);
  };
  if (!/^[a-z][a-z-]{1,39}$/.test(spec.code)) fail('code');
  if (!/^reg_[a-z_]{1,40}$/.test(spec.table)) fail('table');
  const entries = Object.entries<Field>(spec.fields);
  for (const [code, field] of entries) {
    if (!/^[a-z][a-zA-Z]{1,30}$/.test(code)) fail(`field ${code}`);
    if (RESERVED.has(columnName(code))) fail(`field ${code} has the name of a column of every register`);
    const personal = personalOf(field);
    if (PERSON_TYPES.has(field.type) && !personal) fail(`${code} is about a person and has no purpose`);
    if (personal && (personal.keepMonths < 1 || personal.keepMonths > 120)) fail(`${code}: keepMonths`);
  }
  for (const code of [
    spec.title,
    ...spec.identity.flat(),
    ...(spec.similar ?? []),
    ...(spec.narrowedBy ? [spec.narrowedBy.form] : []),
  ])
    if (!Object.hasOwn(spec.fields, code)) fail(`no field ${code}`);
  if (!spec.fields[spec.title]?.required) fail('the title is required');
  if (spec.identity.length === 0) fail('identity');
  if (!isOfPerson(spec)) checkThing(spec, fail);
  const keeps = entries.flatMap(([, field]) => personalOf(field)?.keepMonths ?? []);
  const byConsent = entries.some(([, field]) => personalOf(field)?.basis === 'consent');
  if (byConsent !== (spec.consent !== undefined)) fail('consent and a notice go together');
  const incident: Field | undefined = spec.sunset && spec.fields[spec.sunset.incident];
  for (const [code, field] of entries) checkGround(code, field, incident, fail);
  return {
    ...spec,
    similar: spec.similar ?? [],
    personal: keeps.length > 0,
    keepMonths: keeps.length > 0 ? Math.min(...keeps) : 0,
  };
}

/** What is said of people in a thing's record goes before the thing does, so the thing must be whole and itself without it. */
function checkThing(spec: Pick<Register, 'fields' | 'identity'>, fail: (what: string) => never): void {
  for (const code of personalCodes(spec)) {
    if (spec.fields[code]?.required) fail(`${code} is about a person, and the thing needs it`);
    if (spec.identity.flat().includes(code)) fail(`${code} is about a person, and the thing is known by it`);
  }
}

/** What each ground asks of a declaration: a duty names its law and has bounded fields, an emergency names its incident and its end. */
function checkGround(
  code: string,
  field: Field,
  incident: Field | undefined,
  fail: (what: string) => never,
): void {
  const personal = personalOf(field);
  if (!personal) return;
  if ((personal.basis === 'statutory') !== (personal.law !== undefined))
    fail(`${code}: a statutory duty and its law go together`);
  if (personal.basis === 'statutory' && field.type === 'text')
    fail(`${code}: a statutory duty has bounded fields, not free words`);
  if (personal.basis !== 'emergency') return;
  if (incident?.type !== 'reference' || !incident.required)
    fail(`${code}: an emergency names its incident, and when what was held goes`);
}

export function personalOf(field: Field): Personal | undefined {
  return typeof field.privacy === 'object' ? field.privacy : undefined;
}

/** The fields that say something of a person. O(fields). */
export function personalCodes(register: Pick<Register, 'fields'>): string[] {
  return Object.keys(register.fields).filter(
    (code) => personalOf(register.fields[code] as Field) !== undefined,
  );
}

/** A record called by a person's name is about that person. One called otherwise is about a thing, whoever answers for it. */
export function isOfPerson(register: Pick<Register, 'fields' | 'title'>): boolean {
  const title = register.fields[register.title];
  return title !== undefined && personalOf(title) !== undefined;
}

export function isSensitive(field: Field): boolean {
  return personalOf(field)?.class === 'sensitive';
}

/** Sensitive and of a type that is looked up whole: a keyed hash stands beside the sealed value. */
export function hasBlindIndex(field: Field): boolean {
  return isSensitive(field) && (field.type === 'phone' || field.type === 'id-number');
}

/** `buildYear` → `build_year`. */
export function columnName(code: string): string {
  return code.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const RESERVED = new Set([
  'district_code',
  'id',
  'version',
  'area_id',
  'area_path',
  'valid_from',
  'valid_to',
  'merged_into',
  'confirmed_on',
  'expires_on',
  'identity_key',
  'search_text',
  'updated_at',
]);
