// The commands that somebody may give on a node, with the fields of their forms, in the reader's words.
import type { TreeName, TreeNode } from '../../engines/tree/types.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import { dutyCodes } from './duty-presets.ts';
import { duties } from './duty-vocabulary.ts';
import { communityTypes, GROUP_KIND, type Level, postKinds } from './presets.ts';

export type FieldJson = {
  name: string;
  label: string;
  type:
    | 'text'
    | 'choice'
    | 'choices'
    | 'integer'
    | 'area'
    | 'unit'
    | 'date'
    | 'boundary'
    | 'person'
    | 'node'
    | 'building';
  required: boolean;
  max?: number;
  options?: { value: string; label: string }[];
};
export type ActionJson = {
  name: string;
  label: string;
  tone: 'primary' | 'normal' | 'danger';
  form: { fields: FieldJson[] };
};

type FieldSpec = [name: string, type: FieldJson['type'], required?: boolean];

const areaForms: Record<string, FieldSpec[]> = {
  create: [
    ['name', 'text', true],
    ['level', 'choice', true],
    ['code', 'text'],
    ['localCode', 'text'],
    ['households', 'integer'],
    ['communityType', 'choice'],
  ],
  rename: [['name', 'text', true]],
  recode: [['code', 'text']],
  'recode-local': [['localCode', 'text']],
  move: [['parentId', 'area', true]],
  'set-profile': [
    ['households', 'integer'],
    ['population', 'integer'],
    ['communityType', 'choice'],
  ],
  'set-boundary': [['geometry', 'boundary', true]],
  close: [],
};

const nodeForms: Record<string, FieldSpec[]> = {
  create: [
    ['name', 'text', true],
    ['level', 'choice', true],
    ['areaIds', 'area'],
    ['phone', 'text'],
    ['hours', 'text'],
  ],
  rename: [['name', 'text', true]],
  move: [['parentId', 'node', true]],
  describe: [
    ['level', 'choice'],
    ['phone', 'text'],
    ['hours', 'text'],
  ],
  'bind-area': [['areaId', 'area', true]],
  'unbind-area': [['areaId', 'area', true]],
  'set-term': [
    ['startedOn', 'date', true],
    ['endsOn', 'date', true],
  ],
  'tie-building': [['buildingId', 'building', true]],
  'untie-building': [['buildingId', 'building', true]],
  close: [],
};

const groupForms: Record<string, FieldSpec[]> = { 'record-activity': [['on', 'date', true]], ...nodeForms };

const partyForms: Record<string, FieldSpec[]> = {
  ...nodeForms,
  'link-entity': [['unitId', 'unit', true]],
  'unlink-entity': [['unitId', 'unit', true]],
  'set-industry-parent': [['parentId', 'node', true]],
  'clear-industry-parent': [['parentId', 'node', true]],
};

const postForms: Record<string, FieldSpec[]> = {
  change: [
    ['title', 'text'],
    ['kind', 'choice'],
    ['duties', 'choices'],
    ['publishedName', 'text'],
  ],
  assign: [['personId', 'person', true]],
  vacate: [],
  'set-acting': [
    ['personId', 'person', true],
    ['until', 'date', true],
  ],
  'end-acting': [],
  close: [],
};

const DANGER = new Set(['close', 'vacate', 'leave']);

type Words = { locale: Locale; messages: Messages };

function actions(
  forms: Record<string, FieldSpec[]>,
  words: Words,
  optionsOf: (field: string) => FieldJson['options'],
): ActionJson[] {
  const { locale, messages } = words;
  return Object.entries(forms).map(([name, fields]) => ({
    name,
    label: messages.text(locale, `org.command.${name}`),
    tone: DANGER.has(name) ? 'danger' : name === 'create' || name === 'assign' ? 'primary' : 'normal',
    form: {
      fields: fields.map(([field, type, required]) => {
        const options = optionsOf(field);
        return {
          name: field,
          label: messages.text(locale, `org.field.${field}`),
          type,
          required: required === true,
          ...(type === 'text' ? { max: field === 'hours' ? 200 : 120 } : {}),
          ...(options ? { options } : {}),
        };
      }),
    },
  }));
}

/** The commands on a node of a tree; `create` makes a child of it, of a level below its own. */
export function nodeActions(
  tree: TreeName,
  node: TreeNode,
  levels: readonly Level[],
  words: Words,
): ActionJson[] {
  if (node.closedOn !== null) return [];
  const own = levels.find((level) => level.code === node.level)?.rank ?? 0;
  const choices = (list: readonly { code: string; labels: Record<Locale, string> }[]) =>
    list.map(({ code, labels }) => ({ value: code, label: labels[words.locale] }));
  const unitForms = node.level === GROUP_KIND ? groupForms : nodeForms;
  const forms = tree === 'area' ? areaForms : tree === 'party' ? partyForms : unitForms;
  return actions(forms, words, (field) => {
    if (field === 'level')
      return choices(tree === 'unit' ? levels : levels.filter((level) => level.rank > own));
    return field === 'communityType' ? choices(communityTypes) : undefined;
  });
}

export function postActions(closed: boolean, words: Words): ActionJson[] {
  if (closed) return [];
  return actions(postForms, words, (field) => {
    if (field === 'kind')
      return postKinds.map(({ code, labels }) => ({ value: code, label: labels[words.locale] }));
    if (field !== 'duties') return undefined;
    return dutyCodes.map((code) => ({
      value: code,
      label: duties.find((duty) => duty.code === code)?.label[words.locale] ?? code,
    }));
  });
}
