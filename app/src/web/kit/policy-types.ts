// A policy card and its questions, as the server sends them to the editor and to the reader.
export type Words = { 'zh-CN': string; en: string };
export type Question = {
  code: string;
  type: 'number' | 'choice' | 'choices';
  ask: Words;
  options?: { value: string; label: Words }[];
};
export type Condition =
  | { question: string; min?: number; max?: number }
  | { question: string; anyOf: string[] }
  | { ask: Words; answer: 'yes' | 'no' };
export type PolicyDefinition = {
  title: Words;
  list: string;
  forWhom: Words;
  gives: Words;
  how: Words;
  documents: Words[];
  basis: string;
  basisDate: string | null;
  contact: { phone: string; place: Words; hours: Words };
  validFrom: string;
  validUntil: string | null;
  conditions: Condition[];
};
