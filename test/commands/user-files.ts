export { makeProject as userFiles } from '../load/project.js';

export const RIGHT = `export const params = { w: [1, 2], b: 3 };
export const loss = ({ w, b }) => w[0] ** 2 + w[1] * b;
export const gradient = ({ w, b }) => ({ w: [2 * w[0], b], b: w[1] });
`;

export const WRONG = RIGHT.replace('2 * w[0]', '-2 * w[0]');

/** Off by a thousandth. */
export const SLIGHTLY_WRONG = RIGHT.replace('2 * w[0]', '2.002 * w[0]');
