import type { District } from './district.ts';
import { SAMPLE_MINUTES, WINDOW } from './replication-kinds.ts';
import type { ServiceNetwork } from './service-network.ts';

/**
 * Functionality every quarter of an hour. What happens between samples is counted in bins; shares are taken over the last six
 * hours, and a window in which nothing was asked counts as 1.
 */
export interface CurveSampler {
  readonly minutes: Float64Array;
  readonly curves: Record<string, Float64Array>;
  /** The target time of a call has come. */
  due(now: number, met: boolean): void;
  /** A call reached the desk; was it decided in time? */
  asked(now: number, inTime: boolean): void;
  /** People who wanted goods or a place in a shelter, and how many of them got it. */
  wanted(now: number, people: number, granted: number): void;
  sample(k: number, network: ServiceNetwork, staffPresent: number): void;
}

export function createCurveSampler(d: District): CurveSampler {
  const samples = Math.floor((d.input.horizonHours * 60) / SAMPLE_MINUTES) + 1;
  const names = ['organisation', 'service', 'resource', 'response', ...d.services.map((s) => `service:${s}`)];
  const curves = Object.fromEntries(names.map((name) => [name, new Float64Array(samples)]));
  const bins = (): Float64Array => new Float64Array(samples + 1);
  const [due, dueMet, asked, decided, wanted, granted] = [bins(), bins(), bins(), bins(), bins(), bins()];
  const binOf = (minute: number): number => Math.min(samples, Math.ceil(minute / SAMPLE_MINUTES));
  const ratio = (part: Float64Array, whole: Float64Array, k: number): number => {
    let a = 0;
    let b = 0;
    for (let w = Math.max(0, k - WINDOW + 1); w <= k; w++) {
      a += part[w];
      b += whole[w];
    }
    return b > 0 ? Math.min(1, a / b) : 1;
  };
  return {
    minutes: Float64Array.from({ length: samples }, (_, k) => k * SAMPLE_MINUTES),
    curves,
    due(now, met) {
      due[binOf(now)]++;
      if (met) dueMet[binOf(now)]++;
    },
    asked(now, inTime) {
      asked[binOf(now)]++;
      if (inTime) decided[binOf(now)]++;
    },
    wanted(now, people, got) {
      wanted[binOf(now)] += people;
      granted[binOf(now)] += got;
    },
    sample(k, network, staffPresent) {
      let service = 0;
      d.services.forEach((name, s) => {
        const share = network.shareServed(s);
        curves[`service:${name}`][k] = share;
        service += share;
      });
      const response = ratio(dueMet, due, k);
      curves.response[k] = response;
      curves.service[k] = (service + response) / (d.services.length + 1);
      curves.organisation[k] = staffPresent * ratio(decided, asked, k);
      curves.resource[k] = ratio(granted, wanted, k);
    },
  };
}
