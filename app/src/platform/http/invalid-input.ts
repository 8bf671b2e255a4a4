// zod's issues as field problems: a code, the path of the field, and the numbers a person needs to put it right.
import type { z } from 'zod';
import { type FieldProblem, type Problem, problem } from '../../kernel/problem.ts';

const MOST = 20;

/** The problem for an input that a schema refused. `where` is '' for the body, or 'query', 'params'. */
export function invalidInput(error: z.ZodError, where: '' | 'query' | 'params'): Problem {
  const fields: FieldProblem[] = [];
  for (const issue of error.issues) {
    if (fields.length >= MOST) break;
    for (const field of fieldsOf(issue)) {
      fields.push(
        where === '' ? field : { ...field, path: field.path === '' ? where : `${where}/${field.path}` },
      );
    }
  }
  return problem('input.invalid', {}, fields.slice(0, MOST));
}

function fieldsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  // Paths go into the answer: a hostile key is cut, not echoed at length.
  const path = issue.path.map((part) => String(part).slice(0, 40)).join('/');
  switch (issue.code) {
    case 'invalid_type':
      return [
        issue.input === undefined || issue.message.includes('received undefined')
          ? { path, code: 'required' }
          : { path, code: 'wrong-type', params: { expected: issue.expected } },
      ];
    case 'too_small':
      return [{ path, code: `too-small.${sizeKind(issue.origin)}`, params: { min: Number(issue.minimum) } }];
    case 'too_big':
      return [{ path, code: `too-big.${sizeKind(issue.origin)}`, params: { max: Number(issue.maximum) } }];
    case 'unrecognized_keys':
      return issue.keys.slice(0, 5).map((key) => ({
        path: path === '' ? key.slice(0, 40) : `${path}/${key.slice(0, 40)}`,
        code: 'unknown',
      }));
    case 'invalid_value':
      return [{ path, code: 'choice', params: { options: issue.values.slice(0, 30).map(String) } }];
    case 'invalid_format':
      return [{ path, code: FORMATS.has(issue.format) ? `format.${issue.format}` : 'format' }];
    case 'not_multiple_of':
      return [{ path, code: 'multiple', params: { step: Number(issue.divisor) } }];
    case 'invalid_union':
      return unionFields(issue, path);
    case 'custom': {
      const params = (issue.params ?? {}) as { code?: string };
      const { code, ...rest } = params;
      return [{ path, code: code ?? 'invalid', params: rest }];
    }
    default:
      return [{ path, code: 'invalid' }];
  }
}

const FORMATS = new Set(['uuid', 'guid', 'email', 'url', 'date', 'datetime']);

function sizeKind(origin: string): 'text' | 'list' | 'number' {
  if (origin === 'string') return 'text';
  return origin === 'array' || origin === 'set' || origin === 'map' ? 'list' : 'number';
}

/** Of the branches of a union the one that came furthest says most. */
function unionFields(issue: z.core.$ZodIssueInvalidUnion, path: string): FieldProblem[] {
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const best = branches.sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  if (!best || depth(best) === 0) return [{ path, code: 'invalid' }];
  return best.slice(0, 5).flatMap((inner) =>
    fieldsOf(inner).map((field) => ({
      ...field,
      path: path === '' ? field.path : `${path}/${field.path}`,
    })),
  );
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(...issues.map((one) => one.path.length));
}
