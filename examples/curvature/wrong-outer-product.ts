import { dot, multiply, principalComponent, readCovariance } from './iris.js';

/**
 * Which u makes u·uᵀ closest to the covariance C of the irises? The loss ¼‖C − u·uᵀ‖² is stationary at each principal
 * component times the root of its variance: at the first it has its minimum, at the second a saddle. There the eigenvalues
 * are known: λ₂ − λ₁ < 0 along the first component, 2λ₂ along the second, λ₂ − λ₃ and λ₂ − λ₄ along the others.
 */
export const name = 'Second principal component, iris (wrong)';

const covariance = readCovariance();

export const params = () => {
  const { vector, variance } = principalComponent(covariance, 1);
  return { u: vector.map((value) => value * Math.sqrt(variance)) };
};

type Params = { u: number[] };

export const loss = ({ u }: Params) =>
  covariance.reduce((sum, row, i) => sum + row.reduce((s, c, j) => s + 0.25 * (c - u[i] * u[j]) ** 2, 0), 0);

/** (u·uᵀ − C)·u */
export function gradient({ u }: Params) {
  const square = dot(u, u);
  const product = multiply(covariance, u);
  return { u: u.map((value, i) => square * value - product[i]) };
}

/** ‖u‖²·I + 2·u·uᵀ − C */
export function hessian({ u }: Params) {
  const square = dot(u, u);
  return covariance.map((row, i) => row.map((c, j) => (i === j ? square : 0) + u[i] * u[j] - c));
}

/** The same times a direction, without the matrix. */
export function hvp({ u }: Params, v: Params) {
  const [square, along] = [dot(u, u), dot(u, v.u)];
  const product = multiply(covariance, v.u);
  return { u: v.u.map((value, i) => square * value + 2 * along * u[i] - product[i]) };
}
