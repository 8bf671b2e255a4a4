import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  FormatError,
  floorDistances,
  readOrlibCover,
  readOrlibLocation,
  readOrlibMedian,
  readPmedcap,
  readRailCover,
  readTsplibPoints,
} from './formats.ts';
import { solveMedian } from './median.ts';

describe('readOrlibMedian', () => {
  it('keeps the last cost of a repeated edge, then takes shortest paths', () => {
    const { matrix, p } = readOrlibMedian('3 3 1\n1 2 4\n2 3 5\n1 2 10\n');
    expect(p).toBe(1);
    expect([...matrix.cost]).toEqual([0, 10, 15, 10, 0, 5, 15, 5, 0]);
  });
  it('leaves separate parts unreachable', () => {
    expect(readOrlibMedian('3 1 1 1 2 4').matrix.cost[2]).toBe(Number.POSITIVE_INFINITY);
  });
  it('names what is wrong', () => {
    expect(() => readOrlibMedian('3 2 1\n1 2 4')).toThrow(/2 edges announced, 1 found/);
    expect(() => readOrlibMedian('3 1 9\n1 2 4')).toThrow(/p must be an integer in 1 … 3/);
    expect(() => readOrlibMedian('3 1 1\n1 7 4')).toThrow(/edge 1, second end/);
    expect(() => readOrlibMedian('3 1 1\n1 x 4')).toThrow(FormatError);
    expect(() => readOrlibMedian('')).toThrow(/number of vertices/);
  });
});

describe('TSPLIB', () => {
  const text =
    'NAME : t\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 3.0e0 4\n3 1 1\nEOF\n';
  it('floors the Euclidean distance', () => {
    expect([...floorDistances(readTsplibPoints(text)).cost]).toEqual([0, 5, 1, 5, 0, 3, 1, 3, 0]);
  });
  it('refuses other weights and wrong counts', () => {
    expect(() => readTsplibPoints(text.replace('EUC_2D', 'GEO'))).toThrow(/GEO is not supported/);
    expect(() => readTsplibPoints(text.replace(': 3', ': 4'))).toThrow(/4 points announced, 3 found/);
    expect(() => readTsplibPoints('DIMENSION: 1')).toThrow(/NODE_COORD_SECTION/);
  });
});

describe('capacitated and covering files', () => {
  it('reads pmedcap', () => {
    const read = readPmedcap(' 1 713\n 2 1 120\n 1 0 0 3\n 2 5 5 14\n');
    expect(read.published).toBe(713);
    expect([...read.demand]).toEqual([3, 14]);
    expect([...read.capacity]).toEqual([120, 120]);
    expect(read.matrix.cost[1]).toBe(7);
  });
  it('reads warehouse location, with the capacity as word', () => {
    const read = readOrlibLocation('2 1\ncapacity 10.\ncapacity 20.\n5\n1.5 2.5\n', 8000);
    expect([...read.capacity]).toEqual([8000, 8000]);
    expect([...read.matrix.cost]).toEqual([1.5, 2.5]);
    expect(() => readOrlibLocation('1 1\ncapacity 1.\n5\n1\n')).toThrow(/capacity/);
    expect(() => readOrlibLocation('1 1\n5 1.\n5\n')).toThrow(/6 numbers expected|numbers expected/);
  });
  it('reads covering by rows and by columns alike', () => {
    const rows = readOrlibCover('2 3\n1 2 3\n2\n1 3\n1\n2\n');
    const columns = readRailCover('2 3\n1 1 1\n2 1 2\n3 1 1\n');
    expect(rows.coveredBy.map((row) => [...row])).toEqual([[0, 2], [1]]);
    expect(columns.coveredBy.map((row) => [...row])).toEqual([[0, 2], [1]]);
    expect([...rows.siteCost]).toEqual([1, 2, 3]);
    expect(() => readOrlibCover('1 1\n1\n2\n1')).toThrow(/row 1/);
  });
});

const folder = new URL('../../../../shared/data/orlib-pmed/', import.meta.url);
const present = existsSync(folder);

describe.skipIf(!present)('published optima (needs ../shared/data)', () => {
  it.each([
    ['pmed1', 5819],
    ['pmed5', 1355],
    ['pmed10', 1255],
  ])('%s is %d, proven', (name, optimum) => {
    const { matrix, p } = readOrlibMedian(readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
    const answer = solveMedian({ matrix, p });
    expect(answer).toMatchObject({ objective: optimum, bound: optimum, proven: true });
    expect(answer.sites).toHaveLength(p);
  });
});
