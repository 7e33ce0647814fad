import { createRandom, RULE, type RuleConstants } from '../../src/numdiff/index.js';
import { FAMILIES, type Family } from './corpus/index.js';
import { checkClaim, type CheckOutcome } from './engine.js';
import { MUTATIONS } from './mutations.js';
import type { Preparation } from './prepare.js';
import { cs231nRejects, jaxRejects, peerSlopes, torchRejects } from './rules.js';
import { PeerScore, Score } from './score.js';

export const PEERS = ['PyTorch', 'CS231n', 'JAX'] as const;
export type Peer = (typeof PEERS)[number];

export interface Evaluation {
  readonly families: ReadonlyMap<Family, Score>;
  readonly peers: ReadonlyMap<Family, Record<Peer, PeerScore>>;
}

export interface EvaluationOptions {
  readonly seed: number;
  readonly rule?: RuleConstants;
  /** Every how many-th mutation is applied; 1 for all. */
  readonly mutationStride?: number;
  readonly withPeers?: boolean;
  /** Told of every check. */
  readonly watch?: (preparation: Preparation, outcome: CheckOutcome, mutation: string | null) => void;
}

/** Runs the engine, and the peers' rules, on right and on spoilt gradients. */
export function evaluate(preparations: readonly Preparation[], options: EvaluationOptions): Evaluation {
  const { seed, rule = RULE, mutationStride = 1, withPeers = false, watch } = options;
  const families = new Map(FAMILIES.map((family) => [family, new Score()]));
  const peers = new Map(
    FAMILIES.map((family) => [
      family,
      { PyTorch: new PeerScore(), CS231n: new PeerScore(), JAX: new PeerScore() } satisfies Record<Peer, PeerScore>,
    ]),
  );
  preparations.forEach((preparation, number) => {
    const { test, point, truth, claim } = preparation;
    const score = families.get(test.family)!;
    const checkSeed = seed + number;
    const right = checkClaim(test, point, claim, checkSeed, rule);
    score.addCorrect(test.name, right, truth);
    watch?.(preparation, right, null);
    const slopes = withPeers ? peerSlopes(test, point, checkSeed) : null;
    const verdicts = (claimed: Float64Array): [Peer, boolean[]][] =>
      slopes
        ? [
            ['PyTorch', torchRejects(slopes, claimed)],
            ['CS231n', cs231nRejects(slopes, claimed)],
            // One verdict for all entries.
            ['JAX', Array.from(claimed, () => jaxRejects(slopes, claimed))],
          ]
        : [];
    for (const [peer, rejected] of verdicts(claim)) peers.get(test.family)![peer].addCorrect(rejected);
    const random = createRandom(checkSeed);
    MUTATIONS.forEach((mutation, k) => {
      const entry = Math.floor(random() * point.length);
      if ((k + number) % mutationStride !== 0) return;
      const spoilt = mutation.apply({ gradient: claim, point, rows: test.rows, entry });
      if (!spoilt || spoilt.every((value, i) => value === claim[i])) return;
      const outcome = checkClaim(test, point, spoilt, checkSeed, rule);
      score.addSpoilt(outcome, truth, claim);
      watch?.(preparation, outcome, mutation.name);
      for (const [peer, rejected] of verdicts(spoilt)) peers.get(test.family)![peer].addSpoilt(rejected, spoilt, truth);
    });
  });
  return { families, peers };
}
