// Numbers for Prometheus: latency by operation, and gauges that other parts register.
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type GaugeSource = { name: string; help: string; read(): number | Promise<number> };

export type Metrics = {
  observe(operationId: string, status: number, seconds: number): void;
  text(): Promise<string>;
  contentType: string;
};

export function createMetrics(gauges: readonly GaugeSource[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const latency = new Histogram({
    name: 'renlin_http_seconds',
    help: 'Seconds from request to answer, by operation and status class',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  for (const source of gauges) {
    new Gauge({
      name: source.name,
      help: source.help,
      registers: [registry],
      async collect() {
        this.set(await source.read());
      },
    });
  }
  // Looking labels up by object costs more than the observation: the bound children are kept.
  const bound = new Map<string, { observe(seconds: number): void }>();
  return {
    observe(operationId, status, seconds) {
      const key = `${operationId} ${Math.floor(status / 100)}`;
      let child = bound.get(key);
      if (!child) {
        child = latency.labels(operationId, `${Math.floor(status / 100)}xx`);
        bound.set(key, child);
      }
      child.observe(seconds);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
