// What the HTTP API answers, as the screens read it. Times are epoch milliseconds, ids are UUIDv7 text.

export type Lng = { lng: number; lat: number };

export type FieldOption = { value: string; label: string; hint?: string };

export type FieldType =
  | 'text'
  | 'textarea'
  | 'choice'
  | 'choices'
  | 'photos'
  | 'unit'
  | 'units'
  | 'post'
  | 'category'
  | 'listItem'
  | 'case'
  | 'datetime'
  | 'limit'
  | 'boolean'
  | 'integer'
  | 'rating'
  | 'area'
  | 'point'
  | 'date'
  | 'person'
  | 'node'
  | 'building'
  | 'boundary';

export type Field = {
  name: string;
  label: string;
  type: FieldType;
  required?: boolean;
  hint?: string;
  max?: number;
  min?: number;
  options?: FieldOption[];
  /** What the server proposes. */
  initial?: string | string[];
};

export type LimitValue = { n: number; unit: string };

export type StateShape = 'todo' | 'doing' | 'soon' | 'late' | 'done' | 'paused';

export type ClockState = 'running' | 'paused' | 'met' | 'missed' | 'stopped' | 'cancelled';

export type ClockBrief = {
  name: string;
  label: string;
  dueAt: number | null;
  provisional: boolean;
  state: ClockState | string;
  late: boolean;
};

export type ClockSegment = {
  from: number;
  to: number | null;
  kind: string;
  owner?: string | null;
  reason?: string | null;
};

export type ClockFull = Omit<ClockBrief, 'late'> & {
  late?: boolean;
  limit: { n: number; unit: string; label: string };
  startedAt: number;
  /** Working milliseconds used and left as the server counts them, when it says so. */
  usedMs?: number;
  leftMs?: number;
  segments: ClockSegment[];
};

export type CaseState = { code: string; label: string; shape: StateShape };

export type CaseRow = {
  id: string;
  number: string;
  kind: string;
  kindLabel: string;
  category: { code: string; label: string } | null;
  state: CaseState;
  headline: string;
  areaName: string;
  address: string | null;
  point: Lng | null;
  holder: { unitId: string; unitName: string } | null;
  clock: ClockBrief | null;
  version: number;
  filedAt: number;
  nextAction: { name: string; label: string } | null;
  joined: number;
  urgent?: boolean;
  /** Of a household that is brought away: what whoever stands at the door must know. */
  transfer?: {
    emergency: string;
    people: number;
    needHelp: number;
    shelter: string | null;
    released: number | null;
    organiser: string | null;
    leaveBy: number | null;
    /** The reader brings them away, or may. */
    mine: boolean;
  };
  /** Work orders of other houses that it answers; missing in rows kept by an older page. */
  outside?: { name: string; number: string; deadline: number | null }[];
};

export type CasePhoto = { fileId: string; stage: 'before' | 'after' | 'other'; at: number };

export type TimelineItem = {
  version: number;
  name: string;
  label: string;
  at: number;
  receivedAt: number;
  actor: { kind: string; label: string; unit?: string | null };
  words: string[];
  photos: string[];
  public: boolean;
  /** Taken back by a later step. */
  undone?: boolean;
  toState?: { code: string; label: string };
};

export type CaseAction = {
  name: string;
  label: string;
  tone: 'primary' | 'normal' | 'danger';
  /** Seldom needed: shown behind the others. */
  rare?: boolean;
  /** May be given to many cases at once. */
  bulk?: boolean;
  undoable: boolean;
  form: { fields: Field[] };
};

export type RoutingCandidate = { unitId: string; unitName: string; role: string; why: string };

type WhistleLimit = { label: string; dueAt: number; at: number | null; late: boolean };

export type WhistleUnit = {
  unitId: string;
  unitName: string;
  caseId: string;
  state: CaseState;
  receivedAt: number | null;
  arrive: WhistleLimit;
  result: WhistleLimit;
  words: string;
  sentBack: number;
  declined: { item: string; itemTitle: string; proposedName: string; reason: string } | null;
};

type WhistleView = {
  id: string;
  number: string;
  state: { code: string; label: string };
  type: { code: string; label: string } | null;
  purpose: string;
  where: string;
  about: { caseId: string; number: string; headline: string } | null;
  wanted: string[];
  whistler: string | null;
  result: string;
  units: WhistleUnit[];
  commanders: {
    role: string;
    roleLabel: string;
    title: string;
    acknowledgedAt: number | null;
    deputy: string | null;
    word: { at: number; note: string; by: string } | null;
  }[];
};

type OwnershipView = {
  /** Nobody may send it back any more, and nobody has asked yet; who would rule. */
  spent: { by: string } | null;
  open: {
    why: string;
    at: number;
    clock: { label: string; dueAt: number } | null;
    /** Who rules; empty while nobody holds that duty. */
    by: string;
    caretaker: string;
    positions: {
      unit: string;
      item: string;
      itemTitle: string;
      proposed: string;
      words: string;
      at: number;
    }[];
  } | null;
  ruled: {
    lead: string;
    assist: string[];
    basis: string;
    words: string;
    by: string;
    at: number;
  } | null;
};

/** One stretch of one holder, in words for the reader. */
export type HeldPeriod = { caretaker: boolean; from: number; to: number | null; words: string };

/** What a command answers: the row, and what may be done next. The rest of the page is read again. */
export type CaseCore = CaseRow & Pick<CaseView, 'actions' | 'outcome' | 'routing'>;

export type CaseView = CaseRow & {
  text: string;
  channel: { code: string; label: string };
  occurredAt: number;
  photos: CasePhoto[];
  place: { areaId: string; areaPathNames: string[]; address: string | null; point: Lng | null };
  clocks: ClockFull[];
  timeline: TimelineItem[];
  reporter: { masked: { name: string | null; phone: string | null }; wantsReply: boolean } | null;
  reportersCount: number;
  consent?: { at: number; words: string } | null;
  routing: {
    words: string[];
    item?: string | null;
    listVersion?: string | number | null;
    candidates: RoutingCandidate[];
    caretaker?: boolean;
  } | null;
  outcome: {
    closed: boolean;
    solved: 'yes' | 'no' | 'unknown';
    confirmed: 'yes' | 'no' | 'silent' | 'pending' | null;
    rating: number | null;
  };
  subjectUnit?: string | null;
  whistle?: WhistleView | null;
  ownership?: OwnershipView | null;
  held?: HeldPeriod[];
  /** Other cases that belong to this one; without words where the reader may not see them. */
  related: {
    id: string;
    number: string;
    relation: string;
    label: string;
    headline: string | null;
    state: { code: string; label: string } | null;
  }[];
  actions: CaseAction[];
};

export type CommandAnswer = {
  outcome: 'accepted' | 'merged' | 'held';
  case: CaseCore;
  undo?: { until: number };
};

export type Page<T> = { items: T[]; next: string | null; total?: { count: number; capped: boolean } };

export type HeldPost = {
  postId: string;
  title: string;
  unit: { id: string; name: string };
  area: { id: string; name: string; path: string };
  duties: string[];
  acting: boolean;
};

export type Me = {
  account: { id: string; login: string; name: string };
  district: { code: string; name: string };
  posts: HeldPost[];
  home: 'console' | 'field';
  demo: boolean;
  totp: boolean;
  mustChangePassword: boolean;
};

export type DemoUser = {
  user: string;
  name: string;
  title: string;
  area: string;
  unit: string;
  home: 'console' | 'field' | 'portal';
  about: string;
};

export type PlaceHit = {
  id: string;
  kind: 'building' | 'road' | 'poi' | 'asset';
  name: string;
  address: string | null;
  lng: number;
  lat: number;
  areaId: string | null;
};

export type Area = {
  id: string;
  name: string;
  level: 'district' | 'street' | 'community' | 'grid' | 'micro-grid';
  levelLabel: string;
  code: string | null;
  localCode: string | null;
  path: string;
  parentId: string | null;
  kind: string | null;
  households: number | null;
  validFrom: string | number | null;
  validTo: string | number | null;
};

/** A category as the pickers need it. The catalogue sends a flat list with parents; the public list has its parent's label. */
export type CategoryNode = {
  code: string;
  label: string;
  parent: string | null;
  parentLabel: string;
  group: string;
  kinds: string[];
  publicThing: boolean;
  urgent: boolean;
};

export type Uploaded = {
  id: string;
  claim?: string;
  mime: string;
  width: number;
  height: number;
  bytes: number;
};
