import { spawnSync } from 'node:child_process';
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

  it('loses no step of a log to an error that nothing catches', () => {
    const log = join(makeProject({}), 'run.jsonl');
    const source = `
      import { createMonitor } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
      const monitor = createMonitor({ log: process.argv[1] });
      for (let step = 0; step < 500; step++) monitor.observe({ loss: 1, gradient: [1] });
      throw new Error('the loop');
    `;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', source, log], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/the loop/)]);
    expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(500);
  });

  it('writes slow steps at once, and none when it was closed', () => {
    const log = join(makeProject({}), 'run.jsonl');
    const monitor = createMonitor({ log });
    monitor.observe({ gradient: [1] });
    expect(readFileSync(log, 'utf8')).toMatch(/^\{"step":0,.*\}\n$/);
    monitor.close();
    monitor.close();
    expect(() => monitor.observe({ gradient: [1] })).toThrow(/it was closed/);
  });

  it.each([{ norm: 0 }, { norm: -1 }, { value: NaN }, { percentile: 101 }, {}])('refuses to clip at %j', (limits) => {
    const gradient = [3, 4];
    expect(() => createMonitor().clip(gradient, limits)).toThrow(/cannot be|no limit/);
    expect(gradient).toEqual([3, 4]);
  });

  it('takes a loss that is a tensor, and refuses what is none, or no step', () => {
    const monitor = createMonitor();
    monitor.observe({ loss: { dataSync: () => [1.5] }, gradient: [1] });
    expect(monitor.report().finalLoss).toBe(1.5);
    expect(() => monitor.observe({ loss: '1.5', gradient: [1] })).toThrow(/loss should return a number/);
    expect(() => monitor.observe({ step: NaN, gradient: [1] })).toThrow(/a step is a finite number/);
  });

  it('ends a descent that would overshoot, by clipping', () => {
    const { weights } = descend(1.5, 200, {}, 0.01);
    expect(Math.hypot(...weights.x)).toBeLessThan(3);
  });
});
