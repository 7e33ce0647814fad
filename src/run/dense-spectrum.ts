import type { BlockReport, RescalingReport, Spectrum } from '../check/hessian-report.js';
import { foreseeDescent } from '../curvature/gradient-descent.js';
import type { HessianEstimate } from '../curvature/hessian-estimate.js';
import { conditionNumber, countSigns, judgeSpectrum, zeroLevel } from '../curvature/judge-spectrum.js';
import { rescale } from '../curvature/rescale.js';
import { gainByEigenpairs, judgeStationarity } from '../curvature/stationarity.js';
import { eigenvector, norm, principalBlock, type Eigenpairs } from '../curvature/symmetric-matrix.js';
import { shapeLeaf } from '../model/shape-values.js';
import { spreadActive, takeActive, type CurvatureSetting } from './curvature-setting.js';
import { certainGradient } from './certain-gradient.js';
import { describeEscape, shareOf } from './describe-escape.js';
import type { HessianAccess } from './open-hessian.js';
import { refuseInfinite } from './refuse-infinite.js';
import { solveEigen } from './solve-eigen.js';

/** What both ways of looking at a spectrum come to, but for counts of evaluations. */
export interface FoundSpectrum {
  readonly verdict: 'minimum' | 'saddle' | 'maximum' | 'flat' | 'not-stationary';
  readonly spectrum: Omit<Spectrum, 'lossEvaluations' | 'gradientEvaluations'>;
}

/** Rescaling is worth telling from this gain on. */
const LEAST_GAIN = 2;

/** All eigenvalues, from the whole matrix. */
export async function findDenseSpectrum(setting: CurvatureSetting, access: HessianAccess): Promise<FoundSpectrum> {
  const { domain, loss, noise } = setting;
  const estimate = await access.estimate();
  const { matrix } = estimate;
  const { size } = matrix;
  refuseInfinite(setting, estimate);
  const pairs = solveEigen(matrix);
  const { values } = pairs;
  const [lambdaMin, lambdaMax] = [values[0], values[size - 1]];
  const largest = Math.max(Math.abs(lambdaMin), Math.abs(lambdaMax));
  // The solver errs as well: n·ε·max|λ| at most.
  const errorBar = estimate.errorNorm(new Float64Array(size).fill(1)) + size * Number.EPSILON * largest;
  const level = zeroLevel(size, largest, errorBar);
  const gradient = takeActive(domain, access.gradient);
  const scales = takeActive(domain, domain.scales);
  const change = scales.reduce((sum, s, i) => sum + (Math.abs(matrix.values[i * size + i]) * s * s) / 2, 0);
  const stationarity = judgeStationarity(gainByEigenpairs(certainGradient(setting, access), scales, pairs), {
    loss,
    noise: noise.bound,
    change,
  });
  const counts = countSigns(values, level);
  const verdict = stationarity.isStationary ? judgeSpectrum(counts) : 'not-stationary';
  const isEscapable = (verdict === 'saddle' || verdict === 'maximum') && lambdaMin < -level;
  return {
    verdict,
    spectrum: {
      method: 'dense',
      source: access.source,
      ...(access.reason === undefined ? {} : { sourceReason: access.reason }),
      loss,
      lambdaMin,
      lambdaMax,
      conditionNumber: conditionNumber(values, level),
      isLowerBound: false,
      ...counts,
      areEstimated: false,
      errorBar,
      asymmetry: estimate.asymmetry,
      kinks: estimate.kinks ?? 0,
      gradientNorm: norm(gradient),
      gain: stationarity.gain,
      negligibleGain: stationarity.negligible,
      ...foreseeDescent(lambdaMin, lambdaMax, level),
      eigenvalues: [...values],
      directions: describeDirections(setting, pairs, level),
      ...(isEscapable
        ? {
            escape: await describeEscape(setting, {
              gradient: access.gradient,
              vector: spreadActive(domain, eigenvector(pairs, 0)),
              eigenvalue: lambdaMin,
              change,
            }),
          }
        : {}),
      blocks: describeBlocks(setting, estimate, pairs),
      ...describeRescaling(setting, estimate, conditionNumber(values, level)),
    },
  };
}

function describeDirections(setting: CurvatureSetting, pairs: Eigenpairs, level: number): Spectrum['directions'] {
  const { values } = pairs;
  const at = (k: number) => shareOf(setting, eigenvector(pairs, k));
  const sizes = values.map(Math.abs);
  const sharpest = sizes.indexOf(Math.max(...sizes));
  const flattest = sizes.indexOf(Math.min(...sizes));
  return {
    sharpest: at(sharpest),
    // Where all are of one size, none is the flattest.
    ...(sharpest === flattest ? {} : { flattest: at(flattest) }),
    ...(values[0] < -level ? { mostNegative: at(0) } : {}),
  };
}

function describeBlocks(
  { blocks }: CurvatureSetting,
  { matrix, errorNorm }: HessianEstimate,
  whole: Eigenpairs,
): BlockReport[] {
  return blocks.map(({ path, positions }) => {
    const size = positions.length;
    const values = size === matrix.size ? whole.values : solveEigen(principalBlock(matrix, positions)).values;
    const largest = Math.max(Math.abs(values[0]), Math.abs(values[size - 1]));
    const weights = new Float64Array(matrix.size);
    for (const position of positions) weights[position] = 1;
    const level = zeroLevel(size, largest, errorNorm(weights) + size * Number.EPSILON * largest);
    return {
      path,
      size,
      lambdaMin: values[0],
      lambdaMax: values[size - 1],
      conditionNumber: conditionNumber(values, level),
      isLowerBound: false,
    };
  });
}

function describeRescaling(
  { domain, blocks }: CurvatureSetting,
  estimate: HessianEstimate,
  before: number | 'singular',
): { rescaling?: RescalingReport } {
  if (estimate.matrix.size === 1) return {};
  const { factors, conditionNumber: after } = rescale(estimate, solveEigen);
  const gain = after === 'singular' ? 0 : before === 'singular' ? Infinity : before / after;
  if (gain < LEAST_GAIN) return {};
  const all = spreadActive(domain, factors).map((factor) => factor || 1);
  return {
    rescaling: {
      conditionNumber: after,
      parameters: blocks.map(({ path, leaf }) => ({ path, factor: shapeLeaf(leaf, all) })),
    },
  };
}
