import type { CurvatureVerdict, EscapeReport, Share, Spectrum } from '../../check/hessian-report.js';
import { formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { paragraph, type Style } from '../pretty/style.js';
import { wordCondition } from './facts.js';

const SHARES_SHOWN = 3;

/** What the numbers mean: for the point, for gradient descent, and what to do. */
export function renderMeaning(verdict: CurvatureVerdict, spectrum: Spectrum, style: Style): string[] {
  const sentences = [
    wordVerdict(verdict, spectrum),
    ...wordKinks(spectrum),
    ...wordDirections(spectrum),
    ...(spectrum.escape ? [wordEscape(spectrum.escape)] : []),
    wordDescent(spectrum),
    ...wordRescaling(spectrum),
  ];
  return [...sentences.flatMap((sentence) => paragraph(style, sentence, 2)), ''];
}

function wordVerdict(verdict: CurvatureVerdict, spectrum: Spectrum): string {
  const { gain, negligibleGain, loss, negative, zero, isLowerBound } = spectrum;
  switch (verdict) {
    case 'minimum':
      return `A minimum: stationary, and the loss curves upward ${isLowerBound ? 'as far as Lanczos’s method sees' : 'in every direction'}.`;
    case 'maximum':
      return 'A maximum: stationary, and the loss curves downward in every direction.';
    case 'saddle':
      return `A saddle: stationary, and the loss curves downward in ${negative === 1 ? 'one direction' : `${negative} directions`}.`;
    case 'flat':
      return `Flat within the error: no slope stands out of it, and in ${zero === 1 ? 'one direction' : `${zero} directions`} no curvature: whether it is a minimum is not to be seen.`;
    case 'not-stationary':
      return `Not stationary: a step to where gradient and Hessian point would lower the loss of ${formatNumber(loss)} by about ${formatNumber(gain, 2)}; below ${formatNumber(negligibleGain, 2)} it would count as nothing.`;
  }
}

function wordKinks({ kinks, method }: Spectrum): string[] {
  if (kinks === 0) return [];
  const [one, several] = method === 'dense' ? ['entry', 'entries'] : ['row', 'rows'];
  const entries = kinks === 1 ? `One ${one} of the Hessian has` : `${kinks} ${several} of the Hessian have`;
  return [
    `${entries} another value on each side of the point: the gradient has a kink there, and the error spans both.`,
  ];
}

function wordDirections({ directions, lambdaMin, lambdaMax, errorBar }: Spectrum): string[] {
  if (Math.max(-lambdaMin, lambdaMax) <= errorBar) return [];
  const { sharpest, flattest } = directions;
  const least = flattest ? `; least in ${wordShares(flattest)}` : '';
  return [`It curves most in ${wordShares(sharpest)}${least}.`];
}

function wordShares(shares: readonly Share[]): string {
  const shown = shares.slice(0, SHARES_SHOWN).map(({ path, share, index }) => {
    const entry = index.length > 0 ? `, most in [${index.join(',')}]` : '';
    return share > 0.995 ? `${printable(path)}${entry}` : `${printable(path)} (${Math.round(100 * share)} %${entry})`;
  });
  return shown.length === 0 ? 'no parameter above others' : shown.join(', ');
}

function wordEscape({ direction, distance, foreseenDistance, fall, eigenvalue }: EscapeReport): string {
  const way = `The way off is along ${wordShares(direction)} (curvature ${formatNumber(eigenvalue)})`;
  if (distance === null)
    return `${way}; the loss does not fall by ${formatNumber(fall, 2)} along it, as far as it was followed.`;
  return `${way}: after a distance of ${formatNumber(distance, 3)} the loss has fallen by ${formatNumber(fall, 2)} (1 %); the curvature alone foresees ${formatNumber(foreseenDistance, 3)}.`;
}

function wordDescent({ stableStep, stepsPerDigit, momentumStepsPerDigit }: Spectrum): string {
  if (stableStep === null) return 'Gradient descent: no curvature bounds the step.';
  const step = `Gradient descent is stable with steps below ${formatNumber(stableStep)}`;
  if (stepsPerDigit === null || momentumStepsPerDigit === null) return `${step}.`;
  return `${step}; a digit of accuracy takes ${wordSteps(stepsPerDigit)}, with momentum ${wordSteps(momentumStepsPerDigit)}.`;
}

function wordSteps(steps: number): string {
  const whole = Math.ceil(steps - 1e-9);
  return `${formatNumber(whole, 3)} ${whole === 1 ? 'step' : 'steps'}`;
}

function wordRescaling({ rescaling }: Spectrum): string[] {
  if (!rescaling) return [];
  const factors = rescaling.parameters.slice(0, SHARES_SHOWN).map(({ path, factor }) => {
    const all = [factor].flat(Infinity) as number[];
    const mean = Math.exp(all.reduce((sum, value) => sum + Math.log(value), 0) / all.length);
    return `${printable(path)} by ${formatNumber(mean, 2)}`;
  });
  const rest = rescaling.parameters.length > SHARES_SHOWN ? ', …' : '';
  return [
    `Rescaled (${factors.join(', ')}${rest}; each entry’s factor is in the JSON report) the condition number would be ${wordCondition(rescaling.conditionNumber, false)}.`,
  ];
}
