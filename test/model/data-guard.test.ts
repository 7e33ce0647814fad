import { describe, expect, it } from 'vitest';
import { DataGuard } from '../../src/model/data-guard.js';

describe('data that a call changes', () => {
  it.each<[string, () => unknown, (data: never) => void]>([
    ['an entry of an array', () => [1, 2], (data: number[]) => (data[1] = 3)],
    ['an entry that is no number any more', () => [1, 2], (data: unknown[]) => (data[1] = 3n)],
    ['an entry among others than numbers', () => [1, 'a', 2n], (data: unknown[]) => (data[1] = 'b')],
    ['a key named __proto__', () => JSON.parse('{"__proto__":{"x":1}}'), (data: object) => (own(data).x = 2)],
    ['a buffer', () => Buffer.from([1, 2]), (data: Buffer) => (data[0] = 7)],
    ['an array in an object', () => ({ rows: [[1], [2]] }), (data: { rows: number[][] }) => data.rows[1].push(1)],
  ])('are told, and handed out as they were: %s', (_what, create, change) => {
    const guard = new DataGuard(create());
    expect(guard.inspect()).toBe(false);
    change(guard.forCall() as never);
    expect(guard.inspect()).toBe(true);
    expect(guard.forCall()).toEqual(create());
  });
});

const own = (data: object) => Object.getOwnPropertyDescriptor(data, '__proto__')!.value as { x: number };

describe('data that are copied', () => {
  it.each<[string, unknown]>([
    ['keys that stand for something else', JSON.parse('{"__proto__":{"length":[]}}')],
    ['a getter of the prototype', JSON.parse('{"__proto__":[1],"length":2}')],
    [
      'an array of a class of its own',
      new (class Rows extends Array<number> {
        constructor(...rows: number[]) {
          super();
          if (rows.length !== 2) throw new Error('two rows, please');
          this.push(...rows);
        }
      })(1, 2),
    ],
    ['holes', [1, , 3]], // oxlint-disable-line no-sparse-arrays
    ['a view without entries', new DataView(new ArrayBuffer(8))],
  ])('are read without a fault: %s', (_what, data) => {
    const guard = new DataGuard(data);
    expect(guard.inspect()).toBe(false);
    expect(guard.forCall()).toBe(data);
  });
});
