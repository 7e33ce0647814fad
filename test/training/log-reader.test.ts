import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatStep } from '../../src/training/format-step.js';
import { LogReader } from '../../src/training/log-reader.js';

function read(text: string, meaning?: 'loss' | 'norm' | 'lr') {
  const reader = new LogReader(meaning);
  const steps = [...reader.push(text), ...reader.end()];
  return { steps, problems: reader.problems, count: reader.problemCount };
}

describe('a log of JSON lines', () => {
  it('is read as it is written, whatever the numbers', () => {
    const number = fc.double();
    const step = fc.record({
      step: fc.nat(),
      loss: number,
      params: fc.dictionary(fc.string(), fc.record({ grad: number, max: number })),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const found = read(steps.map(formatStep).join('')).steps;
        expect(found.map(formatStep)).toEqual(steps.map(formatStep));
      }),
    );
  });

  it('comes in pieces of any length', () => {
    const text = '{"step":1,"loss":1}\r\n\n{"step":2,"loss":"NaN"}\n{"loss":3}';
    for (let size = 1; size < text.length; size++) {
      const reader = new LogReader();
      const steps = [];
      for (let at = 0; at < text.length; at += size) steps.push(...reader.push(text.slice(at, at + size)));
      steps.push(...reader.end());
      expect(steps.map(({ step, loss }) => [step, loss])).toEqual([
        [1, 1],
        [2, NaN],
        [3, 3],
      ]);
    }
  });

  it('takes NaN bare, as text and as null with a count', () => {
    const line = (grad: string) =>
      read(`{"loss":NaN,"note":"NaN","params":{"W":{"grad":${grad},"nonfinite":2}}}`).steps[0];
    for (const grad of ['NaN', '"nan"', 'null'])
      expect(line(grad)).toMatchObject({ loss: NaN, params: { W: { grad: NaN, nonfinite: 2 } } });
    expect(line('-Infinity').params.W.grad).toBe(-Infinity);
  });

  it('is survived where lines are none: they are told with their numbers', () => {
    const { steps, problems, count } = read(
      '{"step":1,"loss":1}\nnot JSON\n[1]\n{"x":1}\n{"step":2,"loss":2}\n{"step":3,"lo',
    );
    expect(steps.map(({ step }) => step)).toEqual([1, 2]);
    expect(count).toBe(4);
    expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'it is not JSON'],
      [3, 'it is no JSON object'],
      [4, 'it has neither loss nor params nor a norm'],
      [6, 'it breaks off'],
    ]);
  });

  it('may name things as others do, and hold anything else', () => {
    expect(read('{"global":1,"step":5,"grad_norm":2,"learning_rate":0.1,"train/loss":3,"tags":[1]}').steps).toEqual([
      { step: 5, loss: 3, lr: 0.1, norm: 2, params: {} },
    ]);
  });
});

describe('logs of other programs', () => {
  const history = {
    epoch: 1,
    log_history: [
      { step: 10, loss: 2, grad_norm: 3, learning_rate: 1e-4 },
      { step: 10, eval_runtime: 5 },
      { step: 20, loss: 1, grad_norm: NaN },
    ],
  };

  it.each([2, undefined])('trainer_state.json of Hugging Face, with indent %s', (indent) => {
    const text = JSON.stringify(history, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value), indent);
    expect(read(text).steps).toEqual([
      { step: 10, loss: 2, norm: 3, lr: 1e-4, params: {} },
      { step: 20, loss: 1, norm: NaN, params: {} },
    ]);
  });

  it('CSV of TensorBoard', () => {
    const text = 'Wall time,Step,Value\n1.7e9,0,2.5\n1.7e9,1,nan\n1.7e9,2\n';
    expect(read(text).steps).toEqual([
      { step: 0, loss: 2.5, params: {} },
      { step: 1, loss: NaN, params: {} },
    ]);
    expect(read(text).problems[0]).toMatchObject({ line: 4 });
    expect(read(text, 'norm').steps[0]).toEqual({ step: 0, norm: 2.5, params: {} });
  });

  it('CSV with names', () => {
    expect(read('step,loss,grad_norm,lr\n7,1,2,3\n').steps).toEqual([{ step: 7, loss: 1, norm: 2, lr: 3, params: {} }]);
  });
});
