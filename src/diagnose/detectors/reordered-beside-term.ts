import { needsEntries, type Finding } from '../finding.js';
import { fitConstant, matchClaims } from '../match-claims.js';
import { listOrders, type Order } from '../orders.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, formatValue, gradientsOf } from '../words.js';

/** Entries of which one gives λ, and the others confirm it. */
const LEAST = 4;

/**
 * In another order but for the term of a regulariser, which is in its place: a = T(n − λθ) + λθ, so that the claim less
 * the reordered derivatives is λ·(θ − Tθ). Without a regulariser the order is told by detectors of its own.
 */
export function detectReorderedBesideTerm(parameter: ParameterEvidence): Finding | null {
  if (parameter.wrong.length < LEAST) return null;
  const orders = listOrders(parameter);
  for (const order of orders) {
    const found = matchOrder(parameter, order, Math.log2(orders.length + 1));
    if (found) return found;
  }
  return null;
}

function matchOrder(parameter: ParameterEvidence, { code, source, words }: Order, choiceBits: number): Finding | null {
  const { claimed, claimError, numeric, bound, value, known } = parameter;
  const moved = known.filter((i) => source(i) >= 0 && source(i) !== i && value[i] !== value[source(i)]);
  const lambda = fitConstant(
    moved,
    {
      value: (i) => claimed[i] - numeric[source(i)],
      error: (i) => claimError[i] + bound[source(i)],
    },
    { value: (i) => value[i] - value[source(i)], error: () => 0 },
  );
  if (!lambda || Math.abs(lambda.value) <= lambda.error) return null;
  const support = matchClaims(parameter, {
    value: (i) => (source(i) < 0 ? NaN : numeric[source(i)] + lambda.value * (value[i] - value[source(i)])),
    error: (i) => bound[source(i)] + lambda.error * Math.abs(value[i] - value[source(i)]),
    choiceBits,
  });
  if (!support || 2 * support.entries <= parameter.wrong.length) return null;
  return {
    code,
    parameter,
    key: `beside a term ${words}`,
    // λ was fitted to one of the entries.
    support: { ...support, bits: support.bits - support.most },
    accepts: needsEntries(LEAST),
    describe: ({ paths }) =>
      `${gradientsOf(paths)} ${be(paths)} ${words}, but for the term of a regulariser ½·λ·Σθ² (λ = ${formatValue(lambda.value, 3)}), which is right`,
  };
}
