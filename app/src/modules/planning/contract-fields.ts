// The small shapes that every question of the workbench is made of.
import { z } from 'zod';

export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const clean = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      params: { code: 'text-characters' },
    });
export const featureId = clean(80);
export const lng = z.number().min(-180).max(180);
export const lat = z.number().min(-90).max(90);
export const corner = z.tuple([lng, lat]);
