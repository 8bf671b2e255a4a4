// How values of people lie in the database: sealed under the key of their field, with keyed hashes for those that are looked up whole.
// A port, so that other algorithms or a key box can stand behind it; a sealed text names the key that it was sealed with.
import type { Crypto } from '../../platform/crypto/crypto.ts';
import {
  type Field,
  hasBlindIndex,
  isSensitive,
  personalOf,
  type Register,
  type Value,
  type Values,
} from './declare.ts';

export type Vault = {
  seal(place: string, text: string): string;
  /** Throws when it was changed or the key is unknown. */
  open(place: string, sealed: string): string;
  /** The hash under the current key first, then those under older ones: what was not yet rotated is still found. */
  hashes(place: string, text: string): Buffer[];
  /** Was it sealed with the current key? */
  isCurrent(sealed: string): boolean;
};

export function createVault(crypto: Crypto): Vault {
  return {
    seal: (place, text) => crypto.seal(`register/${place}`, text),
    open: (place, sealed) => crypto.open(`register/${place}`, sealed),
    hashes: (place, text) => crypto.macs(`register/${place}`, text),
    isCurrent: (sealed) => crypto.isCurrent(sealed),
  };
}

const placeOf = (register: Register, code: string) => `${register.code}/${code}`;

/** A value as it is written to its column. */
export function storedValue(
  vault: Vault,
  register: Register,
  code: string,
  field: Field,
  value: Value,
): Value {
  return value === null || !isSensitive(field)
    ? value
    : vault.seal(placeOf(register, code), JSON.stringify(value));
}

/** A value as it was written, opened again. */
export function openedValue(
  vault: Vault,
  register: Register,
  code: string,
  field: Field,
  stored: Value,
): Value {
  return stored === null || !isSensitive(field)
    ? stored
    : (JSON.parse(vault.open(placeOf(register, code), String(stored))) as Value);
}

/** The hash that stands beside a sealed value; null where none does. */
export function blindKey(
  vault: Vault,
  register: Register,
  code: string,
  field: Field,
  value: Value,
): Buffer | null {
  return value === null || !hasBlindIndex(field)
    ? null
    : (vault.hashes(placeOf(register, code), String(value))[0] as Buffer);
}

export function blindKeys(vault: Vault, register: Register, code: string, text: string): Buffer[] {
  return vault.hashes(placeOf(register, code), text);
}

/** The key by which two records are the same: of the first alternative whose fields are all filled; undefined when none is. */
export function identityKeys(
  vault: Vault,
  register: Register,
  values: Values,
  areaId: string,
): Buffer[] | undefined {
  const known = register.identity.find((fields) => fields.every((code) => (values[code] ?? null) !== null));
  if (!known) return undefined;
  const parts = known.map((code) => [code, spelling(values[code] as Value)]);
  return vault.hashes(
    `${register.code}/identity`,
    JSON.stringify([register.identityInArea ? areaId : '', parts]),
  );
}

const spelling = (value: Value): string =>
  String(value)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');

export type StepValues = { changes: Record<string, Value>; sealed: string | null };

/** New values as a step keeps them: of things in the open, of people sealed as one text. */
export function stepValues(vault: Vault, register: Register, values: Values): StepValues {
  const changes: Record<string, Value> = {};
  const people: Record<string, Value> = {};
  for (const [code, value] of Object.entries(values)) {
    const field = register.fields[code];
    if (field && personalOf(field)) people[code] = value;
    else changes[code] = value;
  }
  const some = Object.keys(people).length > 0;
  return { changes, sealed: some ? vault.seal(`${register.code}/step`, JSON.stringify(people)) : null };
}

export function openStep(vault: Vault, register: Register, step: StepValues): Values {
  const people =
    step.sealed === null ? {} : (JSON.parse(vault.open(`${register.code}/step`, step.sealed)) as Values);
  return { ...step.changes, ...people };
}
