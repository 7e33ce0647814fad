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

  it('may name things as others do, and hold anything else, which is kept', () => {
    expect(read('{"global":1,"_step":5,"grad_norm":2,"learning_rate":0.1,"train/loss":3,"tags":[1]}').steps).toEqual([
      { step: 5, loss: 3, lr: 0.1, norm: 2, params: {}, others: { global: 1, tags: [1] } },
    ]);
    const line =
      '{"step":1,"loss":2,"params":{"W":{"grad":1,"note":"x","constructor":3}},"__proto__":{"a":1},"tags":[1]}\n';
    expect(read(line).steps.map(formatStep)).toEqual([line]);
  });

  it('may hold numbers as texts, and words that are none', () => {
    expect(
      read('{"step":"7","loss":"2.5e-1","lr":"0x10","params":{"W":{"grad":"-.5","max":"constructor"}}}').steps,
    ).toEqual([{ step: 7, loss: 0.25, params: { W: { grad: -0.5 } } }]);
    expect(read('{"params":{"W":{"max":2,"nonfinite":"0"}}}').steps[0].params.W.grad).toBe(2);
    expect(read('{"params":{"W":{"max":2,"nonfinite":"1"}}}').steps[0].params.W.grad).toBe(NaN);
  });

  it('that begins anew leaves nothing of what was before', () => {
    const reader = new LogReader();
    reader.push('{"step":1,"loss":1}\n{"step":2,"lo');
    expect(reader.restart()).toEqual([]);
    expect(reader.problems.map(({ problem }) => problem)).toEqual(['it breaks off']);
    expect(reader.push('step,loss\n5,6\n')).toEqual([{ step: 5, loss: 6, params: {} }]);
    reader.restart();
    reader.push('[\n{"step":1,"loss":1},\n');
    reader.restart();
    reader.push('[\n{"step":1,"loss":2}\n]\n');
    expect(reader.end()).toEqual([{ step: 1, loss: 2, params: {} }]);
    expect(reader.problemCount).toBe(1);
  });
});

describe('logs of other programs', () => {
  const history = {
    epoch: 1,
    log_history: [
      { step: 10, loss: 2, grad_norm: 3, learning_rate: 1e-4 },
      { step: 10, eval_runtime: 5, eval_loss: 2.5 },
      { step: 20, loss: 1, grad_norm: NaN },
      { step: 20, train_loss: 1.5, train_runtime: 60 },
    ],
  };
  const steps = [
    { step: 10, loss: 2, norm: 3, lr: 1e-4, params: {} },
    { step: 20, loss: 1, norm: NaN, params: {} },
  ];

  it.each([2, undefined])('trainer_state.json of Hugging Face, with indent %s', (indent) => {
    const text = JSON.stringify(history, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value), indent);
    expect(read(text).steps).toEqual(steps);
    // As Python writes it.
    expect(read(text.replace('"NaN"', 'NaN')).steps).toEqual(steps);
  });

  it('trainer_state.json that breaks off, of which the whole entries are read', () => {
    const text = JSON.stringify(history, null, 2).replace('null', 'NaN');
    const { steps: found, problems } = read(text.slice(0, text.indexOf('60')));
    expect(found).toEqual(steps);
    expect(problems.map(({ problem }) => problem)).toEqual([expect.stringMatching(/breaks off.*entries are read/)]);
  });

  it('a list of steps on one line', () => {
    expect(read('[{"step":3,"loss":2},{"step":4,"loss":1}]').steps.map(({ step }) => step)).toEqual([3, 4]);
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

  it.each([
    ['semicolons', 'Step;Value\n7;1\n'],
    ['tabs', 'Wall time\tStep\tValue\n1e9\t7\t1\n'],
    ['a run before the names', 'Step,cool-run-5 - train/loss\n7,1\n'],
  ])('CSV with %s', (_, text) => {
    expect(read(text).steps).toEqual([{ step: 7, loss: 1, params: {} }]);
  });

  it('CSV without steps counts its rows', () => {
    expect(read('epoch,loss\n3,1\n4,2\n').steps.map(({ step }) => step)).toEqual([0, 1]);
  });

  it('CSV with names', () => {
    expect(read('step,loss,grad_norm,lr\n7,1,2,3\n').steps).toEqual([{ step: 7, loss: 1, norm: 2, lr: 3, params: {} }]);
  });
});
