import type { BlockReport } from '../check/hessian-report.js';
import { foreseeDescent } from '../curvature/gradient-descent.js';
import { judgeSpectrum, zeroLevel, type SignCounts } from '../curvature/judge-spectrum.js';
import { lanczos, type KrylovResult } from '../curvature/lanczos.js';
import { answerVectors } from '../curvature/questions.js';
import { estimateDensity, estimateSigns } from '../curvature/spectral-density.js';
import { gainByQuadrature, judgeStationarity } from '../curvature/stationarity.js';
import { dot, norm } from '../curvature/symmetric-matrix.js';
import { createRandom } from '../numdiff/index.js';
import { spreadActive, takeActive, type CurvatureSetting } from './curvature-setting.js';
import { certainGradient } from './certain-gradient.js';
import type { FoundSpectrum } from './dense-spectrum.js';
import { describeEscape, shareOf } from './describe-escape.js';
import type { Products } from './exact-hessian.js';
import type { HessianAccess } from './open-hessian.js';
import { solveEigen } from './solve-eigen.js';

/** The basis is kept: so many numbers of it, 240 MB. */
const MOST_KEPT = 3e7;
const MOST_STEPS = 300;
/** Reorthogonalising takes 2·n·steps² operations: so many at most, a few seconds. */
const MOST_ORTHOGONAL = 3e9;
const TOLERANCE = 1e-8;
/** Vectors of the density, and products for each. */
const DENSITY_VECTORS = 6;
const DENSITY_STEPS = 50;
const GAIN_STEPS = 20;
const BLOCK_STEPS = 20;
const CHANGE_SAMPLES = 4;

/** Both ends of the spectrum and its density, from products with vectors. */
export async function findLanczosSpectrum(
  setting: CurvatureSetting,
  access: HessianAccess,
  products: Products,
): Promise<FoundSpectrum> {
  const { domain, loss, noise, prepared } = setting;
  const size = domain.active.length;
  const random = createRandom(prepared.judging.seed);
  const { product, budget } = products;
  const affordable = Math.min(MOST_KEPT / size, Math.sqrt(MOST_ORTHOGONAL / 2 / size), Math.max(20, budget / 2));
  const mostSteps = Math.min(size, MOST_STEPS, Math.max(10, Math.floor(affordable)));
  const start = randomVector(size, random);
  const ends = await answerVectors(lanczos({ start, mostSteps, tolerance: TOLERANCE, solve: solveEigen }), product);
  const { lowest, highest } = ends;
  const largest = Math.max(Math.abs(lowest.value), Math.abs(highest.value));
  const errorBar = products.errorBar + size * Number.EPSILON * largest;
  const level = zeroLevel(size, largest, errorBar);
  const share = Math.min(budget / 4 / DENSITY_VECTORS, Math.sqrt(MOST_ORTHOGONAL / 2 / DENSITY_VECTORS / size));
  const steps = Math.min(size, DENSITY_STEPS, Math.max(10, Math.floor(share)));
  const density = await answerVectors(
    estimateDensity(size, { vectors: DENSITY_VECTORS, steps, random, solve: solveEigen }),
    product,
  );
  const counts = atLeastSeen(estimateSigns(density, size, level), ends, level);
  const gradient = takeActive(domain, access.gradient);
  const scales = takeActive(domain, domain.scales);
  const change = await estimateChange(scales, product, random);
  const gain = await estimateGain(certainGradient(setting, access), scales, product);
  const stationarity = judgeStationarity(gain, { loss, noise: noise.bound, change });
  const verdict = stationarity.isStationary ? judgeEnds(ends, level) : 'not-stationary';
  const isEscapable = (verdict === 'saddle' || verdict === 'maximum') && lowest.value < -level;
  const smallest = smallestSeen(ends, density.nodes, level);
  const escape = isEscapable
    ? await describeEscape(setting, {
        gradient: access.gradient,
        vector: spreadActive(domain, lowest.vector),
        eigenvalue: lowest.value,
        change,
      })
    : undefined;
  const sharpest = highest.value >= -lowest.value ? highest : lowest;
  return {
    verdict,
    spectrum: {
      method: 'lanczos',
      source: access.source,
      ...(access.reason === undefined ? {} : { sourceReason: access.reason }),
      loss,
      lambdaMin: lowest.value,
      lambdaMax: highest.value,
      residuals: { lambdaMin: lowest.residual, lambdaMax: highest.residual },
      conditionNumber: smallest <= level ? 'singular' : largest / smallest,
      isLowerBound: true,
      ...counts,
      areEstimated: true,
      errorBar,
      asymmetry: await measureAsymmetry(size, product, random),
      kinks: products.kinks ?? 0,
      gradientNorm: norm(gradient),
      gain: stationarity.gain,
      negligibleGain: stationarity.negligible,
      ...foreseeDescent(lowest.value, highest.value, level),
      density: Array.from(density.nodes, (value, k) => ({ value, weight: density.weights[k] })),
      directions: {
        sharpest: shareOf(setting, sharpest.vector),
        ...(lowest.value < -level ? { mostNegative: shareOf(setting, lowest.vector) } : {}),
      },
      ...(escape ? { escape } : {}),
      blocks: await describeBlocks(setting, products, random),
    },
  };
}

/** Ends that are known to have a sign count at least once; the density may miss single ones. */
function atLeastSeen(counts: SignCounts, { lowest, highest }: KrylovResult, level: number): SignCounts {
  const seen = {
    negative: Math.max(counts.negative, lowest.value < -level ? 1 : 0),
    positive: Math.max(counts.positive, highest.value > level ? 1 : 0),
  };
  const excess = counts.zero + counts.negative + counts.positive - seen.negative - seen.positive;
  if (excess >= 0) return { ...seen, zero: excess };
  return seen.positive > seen.negative
    ? { ...seen, positive: seen.positive + excess, zero: 0 }
    : { ...seen, negative: seen.negative + excess, zero: 0 };
}

/** Ritz values lie inside the spectrum: a negative one proves a negative eigenvalue, a positive lowest one only suggests. */
function judgeEnds({ lowest, highest }: KrylovResult, level: number) {
  const signs = [lowest.value, highest.value];
  return judgeSpectrum({
    negative: signs.filter((value) => value < -level).length,
    zero: signs.filter((value) => Math.abs(value) <= level).length,
    positive: signs.filter((value) => value > level).length,
  });
}

/** The smallest |λ| that is in sight; of an indefinite matrix the density's nodes look into the middle. */
function smallestSeen({ lowest, nodes }: KrylovResult, others: Float64Array, level: number): number {
  if (lowest.value > level) return lowest.value;
  const sizes = [...nodes, ...others].map(Math.abs);
  return sizes.reduce((least, size) => Math.min(least, size), Infinity);
}

/** ½Σ|Hᵢᵢ|sᵢ², about: zᵀHz over random signs of s has Σ Hᵢᵢsᵢ² as its mean (Hutchinson 1990). */
async function estimateChange(
  scales: Float64Array,
  product: Products['product'],
  random: () => number,
): Promise<number> {
  let sum = 0;
  for (let k = 0; k < CHANGE_SAMPLES; k++) {
    const z = scales.map((s) => (random() < 0.5 ? -s : s));
    sum += Math.abs(dot(z, await product(z)));
  }
  return sum / CHANGE_SAMPLES / 2;
}

async function estimateGain(
  gradient: Float64Array,
  scales: Float64Array,
  product: Products['product'],
): Promise<number> {
  if (norm(gradient) === 0) return 0;
  const problem = {
    start: gradient,
    mostSteps: Math.min(GAIN_STEPS, gradient.length),
    tolerance: 0,
    solve: solveEigen,
  };
  return gainByQuadrature(gradient, scales, await answerVectors(lanczos(problem), product));
}

/** |u·Hv − v·Hu| for random unit vectors: what asymmetry there is shows in it. */
async function measureAsymmetry(size: number, product: Products['product'], random: () => number): Promise<number> {
  const [u, v] = [randomVector(size, random), randomVector(size, random)];
  const scale = norm(u) * norm(v);
  return Math.abs(dot(u, await product(v)) - dot(v, await product(u))) / scale;
}

async function describeBlocks(
  { domain, blocks }: CurvatureSetting,
  { product, budget, errorBar }: Products,
  random: () => number,
): Promise<BlockReport[]> {
  const size = domain.active.length;
  const steps = Math.max(4, Math.min(BLOCK_STEPS, Math.floor(budget / 4 / blocks.length)));
  const reports: BlockReport[] = [];
  for (const { path, positions } of blocks) {
    const within = async (vector: Float64Array): Promise<Float64Array> => {
      const whole = new Float64Array(size);
      positions.forEach((position, k) => void (whole[position] = vector[k]));
      const found = await product(whole);
      return Float64Array.from(positions, (position) => found[position]);
    };
    const start = randomVector(positions.length, random);
    const mostSteps = Math.min(steps, positions.length);
    const { lowest, highest, nodes } = await answerVectors(
      lanczos({ start, mostSteps, tolerance: 0, solve: solveEigen }),
      within,
    );
    const largest = Math.max(Math.abs(lowest.value), Math.abs(highest.value));
    const level = zeroLevel(positions.length, largest, errorBar);
    const smallest = nodes.reduce((least, node) => Math.min(least, Math.abs(node)), Infinity);
    reports.push({
      path,
      size: positions.length,
      lambdaMin: lowest.value,
      lambdaMax: highest.value,
      conditionNumber: smallest <= level ? 'singular' : largest / smallest,
      isLowerBound: mostSteps < positions.length,
    });
  }
  return reports;
}

function randomVector(size: number, random: () => number): Float64Array {
  return Float64Array.from({ length: size }, () => (random() < 0.5 ? -1 : 1) * (0.5 + random()));
}
