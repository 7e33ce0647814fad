import { describe, expect, it } from 'vitest';
import { isFloat32Gradient } from '../../src/check/gradient-line.js';
import { readTree } from '../../src/model/tree-layout.js';

const { fround } = Math;

function isFloat32(tree: unknown, claimed: readonly number[]): boolean {
  return isFloat32Gradient(readTree(tree).layout, Float64Array.from(claimed));
}

describe('a gradient computed in float32', () => {
  it('is seen from few values, also where cancellation has left few bits of them', () => {
    expect(isFloat32([0.3, 0.7], [fround(1.2634), fround(-0.3)])).toBe(true);
    expect(isFloat32([0.3, 0.7], [-1.0156900882720947, 1.4915704727172852])).toBe(true);
    expect(isFloat32([0.3, 0.7], [fround(1.2634), 0])).toBe(true);
  });

  it('is what float32 leaves have, whatever its values', () => {
    expect(isFloat32(Float32Array.of(0.3), [0.1])).toBe(true);
  });

  it('is not one with a value of float64, or of short ones only', () => {
    expect(isFloat32([0.3, 0.7], [fround(1.2634), 0.1])).toBe(false);
    expect(isFloat32([0.3, 0.7], [2, -0.375])).toBe(false);
    expect(isFloat32([0.3, 0.7], [0, 0])).toBe(false);
  });
});
