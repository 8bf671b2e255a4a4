// The forms of commands as data: one declaration gives the validator of the server, the fields that a screen draws, and the
// schema in the answer. Labels are message keys, never words.
import { z } from 'zod';
import { cleanText } from '../../platform/http/input.ts';

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
  | 'area'
  | 'datetime'
  | 'limit'
  | 'boolean'
  | 'integer'
  | 'rating'
  | 'point';

type Base<T extends FieldType, R extends boolean> = {
  type: T;
  required: R;
  /** Longest text, largest number, most choices. */
  max?: number;
  min?: number;
  options?: readonly string[];
  /** Message keys of the options are `option.<optionSet>.<value>`. */
  optionSet?: string;
  /** Values offered come from the district's own lists, by this name (units, categories, items). */
  source?: string;
};
export type FieldSpec = Base<FieldType, boolean>;
export type FormSpec = Readonly<Record<string, FieldSpec>>;

export type LimitValue = {
  n: number;
  unit: 'work-hour' | 'clock-hour' | 'work-day' | 'calendar-day' | 'minute';
};
export type PointValue = { lng: number; lat: number };
/** Another case. People name it by its number; the module's `prepare` finds it, with the reach of whoever asks. */
export type CaseReference = { id: string; number: string };

type ValueOf<F extends FieldSpec> = F['type'] extends 'choices' | 'photos' | 'units'
  ? string[]
  : F['type'] extends 'datetime' | 'integer' | 'rating'
    ? number
    : F['type'] extends 'boolean'
      ? boolean
      : F['type'] extends 'limit'
        ? LimitValue
        : F['type'] extends 'point'
          ? PointValue
          : F['type'] extends 'case'
            ? CaseReference
            : string;

/** The values of a form, by its declaration. */
export type FormOf<S extends FormSpec> = {
  [K in keyof S as S[K]['required'] extends true ? K : never]: ValueOf<S[K]>;
} & { [K in keyof S as S[K]['required'] extends true ? never : K]?: ValueOf<S[K]> | undefined };

type Options = { max?: number; min?: number; source?: string };

function make<T extends FieldType>(type: T) {
  return {
    required: (options: Options = {}): Base<T, true> => ({ type, required: true, ...options }),
    optional: (options: Options = {}): Base<T, false> => ({ type, required: false, ...options }),
  };
}

/** `field.text.required({max: 200})`, `field.choice('pause-reason', [...])` and so on. */
export const field = {
  text: make('text'),
  textarea: make('textarea'),
  photos: make('photos'),
  unit: make('unit'),
  units: make('units'),
  /** Of what the case itself offers (`source`), by id; what the ids mean is the command's to check. */
  offered: make('choices'),
  post: make('post'),
  category: make('category'),
  listItem: make('listItem'),
  case: make('case'),
  area: make('area'),
  datetime: make('datetime'),
  limit: make('limit'),
  boolean: make('boolean'),
  integer: make('integer'),
  rating: make('rating'),
  point: make('point'),
  choice: (optionSet: string, options: readonly string[]): Base<'choice', true> => ({
    type: 'choice',
    required: true,
    options,
    optionSet,
  }),
  /** Several of them, at least one. */
  choices: (optionSet: string, options: readonly string[]): Base<'choices', true> => ({
    type: 'choices',
    required: true,
    options,
    optionSet,
  }),
};

// PostgreSQL text cannot hold U+0000, and a lone surrogate is not UTF-8: refused here, with the field's name.

const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const fileReference = z.string().regex(/^[0-9a-f-]{36}(\.[A-Za-z0-9_-]{1,64})?$/);
export const pointSchema = z.strictObject({
  lng: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
});

function schemaOf(spec: FieldSpec): z.ZodType {
  switch (spec.type) {
    case 'text':
      return cleanText(spec.max ?? 200, spec.min ?? (spec.required ? 1 : 0));
    case 'textarea':
      return cleanText(spec.max ?? 2000, spec.min ?? (spec.required ? 1 : 0));
    case 'choice':
      return z.enum(spec.options as [string, ...string[]]);
    case 'choices':
      return z.array(spec.options ? z.enum(spec.options as [string, ...string[]]) : id).max(spec.max ?? 20);
    case 'photos':
      return z
        .array(fileReference)
        .min(spec.min ?? 0)
        .max(spec.max ?? 9);
    case 'units':
      return z
        .array(id)
        .min(spec.min ?? (spec.required ? 1 : 0))
        .max(spec.max ?? 20);
    case 'unit':
    case 'post':
    case 'area':
      return id;
    case 'category':
    case 'listItem':
      return z.string().regex(/^[a-z0-9][a-z0-9.@_-]{0,80}$/);
    case 'datetime':
      return z.number().int().min(0).max(4_102_444_800_000);
    case 'limit':
      return z.strictObject({
        n: z.number().int().min(1).max(1000),
        unit: z.enum(['work-hour', 'clock-hour', 'work-day', 'calendar-day', 'minute']),
      });
    case 'case':
      return z.strictObject({ id, number: z.string().regex(/^\d{6}-\d{8}$/) });
    case 'boolean':
      return z.boolean();
    case 'integer':
      return z
        .number()
        .int()
        .min(spec.min ?? 0)
        .max(spec.max ?? 1_000_000);
    case 'rating':
      return z.number().int().min(1).max(5);
    case 'point':
      return pointSchema;
  }
}

/** The validator of a form; unknown keys are refused. */
export function formSchema(spec: FormSpec): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, one] of Object.entries(spec)) {
    const schema = schemaOf(one);
    shape[name] = one.required ? schema : schema.optional();
  }
  return z.strictObject(shape) as unknown as z.ZodType<Record<string, unknown>>;
}
