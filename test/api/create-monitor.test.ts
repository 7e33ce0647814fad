import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMonitor, type Alarm } from '../../src/index.js';
import { makeProject } from '../load/project.js';

/** Gradient descent on ½ Σ x², watched. */
function descend(rate: number, steps: number, options: Parameters<typeof createMonitor>[0] = {}, limit?: number) {
  const monitor = createMonitor(options);
  const weights = {
    x: Float64Array.of(1, -2, 3),
    y: [
      [1, 1],
      [1, 1],
    ],
  };
  for (let step = 0; step < steps; step++) {
    const gradient = { x: weights.x.slice(), y: weights.y.map((row) => [...row]) };
    const loss = [...gradient.x, ...gradient.y.flat()].reduce((sum, g) => sum + g * g, 0) / 2;
    if (limit !== undefined) monitor.clip(gradient, { norm: limit });
    gradient.x.forEach((g, i) => (weights.x[i] -= rate * g));
    gradient.y.forEach((row, i) => row.forEach((g, j) => (weights.y[i][j] -= rate * g)));
    monitor.observe({ loss, gradient, weights, lr: rate });
  }
  return { monitor, weights };
}

describe('createMonitor', () => {
  it('watches a loop and reports it', () => {
    const { monitor } = descend(0.01, 50);
    const report = monitor.report();
    expect(report).toMatchObject({ steps: 50, initialLoss: 9, alarms: [], clipping: { share: 0 } });
    expect(report.gradientNorm.max).toBeCloseTo(Math.sqrt(18), 12);
    expect(report.series.params.x.ratio[0]).toBeNull();
    expect(report.series.params.x.ratio[1]).toBeCloseTo(0.01, 12);
    expect(report.overhead).toBeGreaterThanOrEqual(0);
  });

  it('calls back for each alarm, at once', () => {
    const heard: Alarm[] = [];
    const { monitor } = descend(3, 40, { onAlarm: (alarm) => heard.push(alarm) });
    expect(heard.map(({ code }) => code)).toContain('exploding');
    expect(heard.map(({ code }) => code)).toContain('oscillation');
    expect(monitor.report().alarms).toEqual(heard);
  });

  it('writes a log', () => {
    const log = join(makeProject({}), 'deep', 'run.jsonl');
    descend(0.1, 3, { log }).monitor.close();
    const lines = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(lines[1]).toMatchObject({
      lr: 0.1,
      cosine: 1,
      params: { x: { nonfinite: 0 }, y: { grad: expect.any(Number) as number } },
    });
  });

  it('never changes a gradient, and clips only when it is asked to', () => {
    const gradient = Object.freeze({ x: Object.freeze([3, 4]), z: 0 });
    expect(createMonitor().observe({ gradient })).toEqual([]);
    const monitor = createMonitor();
    const own = { x: [3, 0], y: Float32Array.of(4), z: 0 };
    expect(monitor.clip(own, { norm: 1 })).toBeCloseTo(0.2, 7);
    expect(own.x[0]).toBeCloseTo(0.6, 7);
    expect(own.y[0]).toBeCloseTo(0.8, 6);
    monitor.observe({ loss: 1, gradient: own });
    const { gradientNorm, clipping } = monitor.report();
    expect(gradientNorm.max).toBe(5);
    expect(clipping).toMatchObject({ steps: 1, share: 1 });
  });

  it('clips numbers where they stand', () => {
    const own = { a: 3, b: [{ c: -4 }] };
    createMonitor().clip(own, { value: 1 });
    expect(own).toEqual({ a: 1, b: [{ c: -1 }] });
  });

  it('reads tensors, and does not clip them', () => {
    const tensor = { shape: [2], dataSync: () => Float32Array.of(3, 4) };
    const monitor = createMonitor();
    monitor.observe({ gradient: { W: tensor }, weights: { W: tensor } });
    expect(monitor.report().gradientNorm.max).toBe(5);
    expect(() => monitor.clip({ W: tensor }, { norm: 1 })).toThrow(/a tensor cannot be clipped in place/);
  });

  it('ends a descent that would overshoot, by clipping', () => {
    const { weights } = descend(1.5, 200, {}, 0.01);
    expect(Math.hypot(...weights.x)).toBeLessThan(3);
  });
});
