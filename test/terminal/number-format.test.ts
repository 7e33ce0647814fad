import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  digitsToTell,
  formatBound,
  formatCount,
  formatDuration,
  formatNumber,
  formatQuantity,
  formatRelativeError,
} from '../../src/terminal/number-format.js';

it.each([
  [0, '0'],
  [-0, '0'],
  [0.33123, '0.3312'],
  [-12.5, '-12.5'],
  [12345.67, '12346'],
  [0.0012346, '0.001235'],
  [1.23e-7, '1.23e-7'],
  [-1.2345678e12, '-1.235e12'],
  [0.9999999, '1'],
  [100, '100'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [5e-324, '4.941e-324'],
])('formats %d as %s', (value, expected) => {
  expect(formatNumber(value)).toBe(expected);
});

it.each([
  [3.14e-9, '3.1e-9'],
  [0, '0'],
  [2, '2'],
  [0.0312, '0.031'],
  [NaN, 'NaN'],
])('formats the relative error %d as %s', (error, expected) => {
  expect(formatRelativeError(error)).toBe(expected);
});

it.each([
  [4e-7, '4e-7'],
  [1.21e-9, '1.3e-9'],
  [9.99e-9, '1e-8'],
  [0.0201, '0.021'],
  [0, '0'],
  [Infinity, 'Infinity'],
])('formats the bound %d as %s', (bound, expected) => {
  expect(formatBound(bound)).toBe(expected);
});

it('never prints a bound smaller than it is', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (bound) => {
      expect(Number(formatBound(bound))).toBeGreaterThanOrEqual(bound * (1 - 1e-12));
    }),
  );
});

it('takes as many digits as tell two numbers apart', () => {
  expect(digitsToTell(1, 2)).toBe(4);
  expect(digitsToTell(1, 1)).toBe(4);
  expect(digitsToTell(NaN, 1)).toBe(4);
  expect(formatNumber(0.33120001, digitsToTell(0.33120001, 0.3312))).not.toBe(
    formatNumber(0.3312, digitsToTell(0.33120001, 0.3312)),
  );
});

it('formats counts, quantities and durations', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(formatQuantity(1, 'entry', 'entries')).toBe('1 entry');
  expect(formatQuantity(0, 'model')).toBe('0 models');
  expect([0, 0.87, 3.24, 412, 12_345, 125_000].map(formatDuration)).toEqual([
    '0 ms',
    '0.87 ms',
    '3.2 ms',
    '0.41 s',
    '12.3 s',
    '2 min 5 s',
  ]);
});
