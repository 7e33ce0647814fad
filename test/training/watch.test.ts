import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/numdiff/index.js';
import type { Alarm, ParameterStep, TrainingStep } from '../../src/training/types.js';
import { createWatch, watchStep } from '../../src/training/watch.js';

type Told = Partial<Omit<TrainingStep, 'params'>> & { params?: Record<string, Partial<ParameterStep>> };

/** The alarms of a run; `at` tells its steps. */
function alarmsOf(steps: number, at: (step: number) => Told): Alarm[] {
  const watch = createWatch();
  return Array.from({ length: steps }, (_, step) => {
    const { params = {}, ...rest } = at(step);
    const full = Object.fromEntries(Object.entries(params).map(([path, told]) => [path, { grad: 1, ...told }]));
    return watchStep(watch, { step, loss: 1, ...rest, params: full });
  }).flat();
}

const brief = (alarms: readonly Alarm[]) =>
  alarms.map(({ code, level, step, parameter }) => [code, level, step, parameter].filter((x) => x !== undefined));

/** Healthy: lognormal with the spread 0.3. */
function noise(seed: number): () => number {
  const random = createRandom(seed);
  return () => Math.exp(0.3 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}

describe('non-finite', () => {
  it('is told where it begins, for the loss and each parameter, and not for what follows', () => {
    const alarms = alarmsOf(20, (step) => ({
      loss: step >= 6 ? NaN : 1,
      params: {
        W: { grad: step >= 5 ? NaN : 1, nonfinite: step >= 5 ? 2 : 0, index: [1, 2] },
        b: { grad: step >= 7 ? NaN : 1 },
      },
    }));
    expect(brief(alarms)).toEqual([['non-finite', 'error', 5, 'W']]);
    expect(alarms[0].message).toContain('W[1, 2] and in 1 more');
    expect(alarms[0].message).toMatch(/clip at 1\.4/);
  });

  it('is told again after finite steps', () => {
    expect(brief(alarmsOf(9, (step) => ({ loss: step % 4 === 3 ? Infinity : 1 })))).toEqual([
      ['non-finite', 'error', 3],
      ['non-finite', 'error', 7],
    ]);
  });

  it('tells what to do by what is known', () => {
    const advice = (at: (step: number) => Told) => alarmsOf(4, at)[0].message;
    expect(advice(() => ({ loss: NaN }))).toContain('there from the first step');
    expect(advice((step) => ({ loss: step < 3 ? 1 : NaN, lr: 0.5 }))).toMatch(
      /a quotient of 0, or try a learning rate of 0\.05$/,
    );
    expect(advice(() => ({ lr: 1e300, params: { W: { update: Infinity } } }))).toMatch(
      /the learning rate, 1e300, is too large/,
    );
  });

  it('is found in weights and updates too', () => {
    expect(brief(alarmsOf(3, (step) => ({ params: { W: { weight: step === 1 ? NaN : 1 } } })))).toEqual([
      ['non-finite', 'error', 1, 'W'],
    ]);
    expect(brief(alarmsOf(3, (step) => ({ norm: step === 2 ? NaN : 1 })))).toEqual([['non-finite', 'error', 2]]);
  });
});

describe('exploding', () => {
  it('is a step that stands out, with the parameter and a limit to clip at', () => {
    const next = noise(1);
    const alarms = alarmsOf(200, (step) => ({
      params: { W: { grad: next() * (step === 150 ? 50 : 1) }, b: { grad: 0.1 } },
    }));
    expect(brief(alarms)).toEqual([['exploding', 'error', 150, 'W']]);
    const [, ratio, limit] = /is ([\d.]+) × the median of the last 100 steps; clip at ([\d.]+), their 90th/.exec(
      alarms[0].message,
    )!;
    expect(Number(ratio)).toBeGreaterThan(20);
    expect(Number(limit)).toBeGreaterThan(1);
    expect(Number(limit)).toBeLessThan(3);
    expect(alarms[0].value).toBeCloseTo(Number(ratio), -1);
  });

  it('needs 25 steps to compare with', () => {
    const spikeAt = (place: number) => brief(alarmsOf(60, (step) => ({ norm: step === place ? 1000 : 1, loss: 1 })));
    expect(spikeAt(24)).toEqual([]);
    expect(spikeAt(25)).toEqual([['exploding', 'error', 25]]);
  });

  it('warns from 4 times a steady norm, and is an error from 8.2 times', () => {
    const spike = (factor: number) => brief(alarmsOf(60, (step) => ({ norm: step === 40 ? factor : 1 })));
    expect(spike(4)).toEqual([]);
    expect(spike(4.1)).toEqual([['exploding', 'warn', 40]]);
    expect(spike(8.1)).toEqual([['exploding', 'warn', 40]]);
    expect(spike(8.2)).toEqual([['exploding', 'error', 40]]);
  });

  it('of several steps is told once, and again when it gets worse', () => {
    const norms = [5, 5, 20, 20, 5];
    const alarms = brief(alarmsOf(60, (step) => ({ norm: norms[step - 40] ?? 1 })));
    expect(alarms).toEqual([
      ['exploding', 'warn', 40],
      ['exploding', 'error', 42],
    ]);
  });

  it('is growth over a window while the loss rises, too', () => {
    const grow = (loss: (step: number) => number | undefined) =>
      brief(alarmsOf(30, (step) => ({ norm: 1.5 ** step, loss: loss(step), lr: 0.1 })));
    const [[code, level, step]] = grow((k) => 2.2 ** k);
    expect([code, level]).toEqual(['exploding', 'error']);
    expect(step).toBeLessThan(18);
    expect(grow((k) => 0.9 ** k)).toEqual([]);
    expect(grow(() => undefined)[0].slice(0, 2)).toEqual(['exploding', 'warn']);
    // At a minimum the loss moves by rounding alone.
    expect(grow((k) => 0.005 * (1 + 1e-15 * k))).toEqual([]);
  });

  it('stays silent where norms fall, or rise slowly', () => {
    expect(alarmsOf(500, (step) => ({ norm: Math.exp(-step / 50), loss: Math.exp(-step / 50) }))).toEqual([]);
    expect(alarmsOf(500, (step) => ({ norm: 1 + step / 100, loss: 1 - step / 1000 }))).toEqual([]);
  });
});

describe('vanishing', () => {
  const tiny = { grad: 1e-8, max: 1e-8, mean: 1e-9, weight: 1 };

  it('is a mean below 1e-7 for 20 steps, while the loss stays where it began', () => {
    const alarms = alarmsOf(60, () => ({ params: { W: tiny } }));
    expect(brief(alarms)).toEqual([['vanishing', 'warn', 19, 'W']]);
  });

  it('is judged by the largest where the mean is not known', () => {
    expect(brief(alarmsOf(60, () => ({ params: { W: { grad: 1e-9, max: 1e-9 } } })))[0][0]).toBe('vanishing');
    expect(alarmsOf(60, () => ({ params: { W: { grad: 1e-5, max: 1e-5 } } }))).toEqual([]);
  });

  it('is none where the loss falls, or has come down and stays', () => {
    expect(
      alarmsOf(100, (step) => ({ loss: 1 - step / 200, params: { W: tiny } })).filter(({ step }) => step > 19),
    ).toEqual([]);
    const settled = alarmsOf(400, (step) => ({
      loss: 0.2 + Math.exp(-step / 10),
      params: { W: { grad: Math.exp(-step / 10), mean: Math.exp(-step / 10), max: Math.exp(-step / 10) } },
    }));
    expect(settled).toEqual([]);
  });

  it('is a layer far below the others, from the start', () => {
    const next = noise(3);
    const params = () => ({
      W1: { grad: 1e-4 * next(), weight: 2 },
      W2: { grad: 0.02 * next(), weight: 2 },
      W3: { grad: next(), weight: 2 },
    });
    const alarms = alarmsOf(60, () => ({ params: params() }));
    expect(brief(alarms)).toEqual([['vanishing', 'warn', 19, 'W1']]);
    expect(alarms[0].message).toMatch(/norms in the order of the parameters: W1 [\d.e-]+, W2 [\d.e-]+, W3 [\d.e-]+/);
    expect(alarms[0].message).not.toMatch(/learning rate/);
  });

  it('is none where a parameter in other units matters as much, or has settled', () => {
    const units = { rate: { grad: 1e5, weight: 1e-4 }, size: { grad: 0.1, weight: 200 } };
    expect(alarmsOf(60, () => ({ params: units }))).toEqual([]);
    const settling = alarmsOf(200, (step) => ({
      loss: Math.exp(-step / 100),
      params: { a: { grad: Math.exp(-step / 5), weight: 1 }, b: { grad: Math.exp(-step / 100), weight: 1 } },
    }));
    expect(settling).toEqual([]);
  });
});

describe('dead', () => {
  it('is a gradient of exactly 0 for 20 steps', () => {
    expect(brief(alarmsOf(50, () => ({ params: { b: { grad: 0 } } })))).toEqual([['dead', 'warn', 19, 'b']]);
    expect(brief(alarmsOf(50, (step) => ({ params: { b: { grad: step % 19 === 18 ? 1 : 0 } } })))).toEqual([]);
  });

  it('names rows once', () => {
    const alarms = alarmsOf(50, (step) => ({
      params: { W: { deadRows: step >= 30 ? [2, 5] : step >= 20 ? [2] : [] } },
    }));
    expect(brief(alarms)).toEqual([
      ['dead', 'warn', 20, 'W'],
      ['dead', 'warn', 30, 'W'],
    ]);
    expect(alarms.map(({ message }) => /row 2|row 5/.exec(message)?.[0])).toEqual(['row 2', 'row 5']);
  });
});

describe('update ratio', () => {
  it('is violent above 0.1 and frozen below 1e-7, for 20 steps', () => {
    const ratio = (update: number) => alarmsOf(40, () => ({ lr: 0.5, params: { W: { weight: 1, update } } }));
    expect(brief(ratio(0.2))).toEqual([['update-ratio', 'warn', 19, 'W']]);
    expect(ratio(0.2)[0].message).toContain('a learning rate of 0.05, not 0.5');
    expect(brief(ratio(1e-8))).toEqual([['update-ratio', 'warn', 19, 'W']]);
    expect(ratio(1e-3)).toEqual([]);
  });

  it('names a learning rate only where the rate is to blame, and none far from that of the run', () => {
    const advice = (params: Told['params'], lr?: number) =>
      alarmsOf(20, () => ({ lr, params }))
        .find(({ code, parameter }) => code === 'update-ratio' && parameter === 'W')!
        .message.split('; ')
        .slice(1)
        .join('; ');
    const still = { weight: 1, update: 1e-9 };
    expect(advice({ W: still, V: still }, 1e-6)).toMatch(
      /^no parameter moves more: raise the learning rate, 1e-6, to 1e-5,/,
    );
    expect(advice({ W: { weight: 1, update: 1e4 } }, 0.5)).toMatch(
      /^a learning rate of 0\.05, not 0\.5, to begin with$/,
    );
    const moving = { weight: 1, update: 1e-3, grad: 1 };
    expect(advice({ W: { ...still, grad: 2e-5 }, V: moving }, 1)).toMatch(
      /^its gradient, 2e-5, is 1\/50000 of that of V: mend/,
    );
    expect(advice({ W: { weight: 50, update: 1e-6, grad: 2 }, V: moving }, 1)).toMatch(
      /its size, 50, is large for its gradient, 2:/,
    );
    expect(advice({ W: { weight: 1, update: 0.5 }, V: moving }, 1)).toMatch(
      /is small for its steps:.*give it a learning rate of 0\.1, not 1$/,
    );
    for (const lr of [1, undefined])
      expect(advice({ W: { ...still, grad: 1e-9, max: 1e-9 } }, lr)).toMatch(/^no learning rate helps/);
  });

  it('is judged of a frozen parameter by its own size, in whatever units the others are', () => {
    const alarms = alarmsOf(40, () => ({
      params: { mass: { weight: 2e6, update: 1e-9, grad: 1e-6 }, offset: { weight: 0.4, update: 5e-4, grad: 0.5 } },
    }));
    expect(brief(alarms)).toEqual([['update-ratio', 'warn', 19, 'mass']]);
    expect(alarms[0].message).toMatch(/its size, 2e6, is large for its gradient, 1e-6: take it in other units/);
  });

  it('wants 20 steps in a row', () => {
    expect(
      alarmsOf(40, (step) => ({ params: { W: { weight: 1, update: step === 19 ? 0.01 : 0.2 } } })).filter(
        ({ step }) => step < 39,
      ),
    ).toEqual([]);
  });

  it('has a floor for biases that begin at 0', () => {
    const biases = alarmsOf(100, (step) => ({
      params: { W: { weight: 5, update: 0.005 }, b: { weight: 0.001 * step, update: 0.001 } },
    }));
    expect(biases).toEqual([]);
  });

  it('stays silent on runs that have converged', () => {
    const alarms = alarmsOf(300, (step) => ({
      loss: 1 + Math.exp(-step / 5),
      params: { W: { grad: Math.exp(-step / 5), weight: 1, update: 0.01 * Math.exp(-step / 5) } },
    }));
    expect(alarms).toEqual([]);
  });
});

describe('oscillation and clipping', () => {
  it('are told when more than half of a window shows them', () => {
    expect(brief(alarmsOf(60, (step) => ({ cosine: step === 0 ? undefined : -0.9, lr: 1 })))).toEqual([
      ['oscillation', 'warn', 26],
    ]);
    expect(alarmsOf(300, (step) => ({ cosine: step % 2 === 0 ? -0.9 : 0.9 }))).toEqual([]);
    expect(brief(alarmsOf(300, () => ({ clipped: 0.5 })))).toEqual([['clipping', 'note', 50]]);
    expect(alarmsOf(300, (step) => (step % 2 === 0 ? { clipped: 0.5 } : {}))).toEqual([]);
  });
});

it('a watch that was written down and read again goes on as it would have', () => {
  const next = noise(7);
  const steps = Array.from({ length: 200 }, (_, step) => ({
    step,
    loss: 1,
    cosine: -0.6,
    params: { W: { grad: next() * (step === 120 ? 40 : 1), weight: 1, update: 0.2 } },
  }));
  const through = createWatch();
  const expected = steps.map((record) => watchStep(through, record));
  let watch = createWatch();
  const found = steps.map((record) => {
    watch = structuredClone(watch);
    return watchStep(watch, record);
  });
  expect(found).toEqual(expected);
});
