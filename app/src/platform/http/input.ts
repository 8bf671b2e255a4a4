// The pieces of which the shapes of input are made, wherever something comes in.
import { z } from 'zod';
import { UUID } from '../../kernel/ids.ts';

export const uuid = z.string().regex(UUID);

/** Text as people write it: trimmed, and without what the database cannot keep (NUL, half a surrogate pair). */
export const cleanText = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      params: { code: 'text-characters' },
    });

/** A mobile number, or a landline with its area code. */
export const phoneNumber = z
  .string()
  .trim()
  .regex(/^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/);

export const epochMs = z.number().int().min(0).max(4_102_444_800_000).describe('epoch milliseconds');
