import type { Overhead } from './overhead.js';
import type { PeerOverhead } from './peers.js';

interface StartUp {
  readonly check: number;
  readonly node: number;
  readonly ratio: number;
  readonly limit: number;
}

/** The page of speed figures, as Markdown. */
export function writeDocument(
  startUp: StartUp,
  overheads: readonly Overhead[],
  peers: readonly PeerOverhead[],
): string {
  return [
    '# Performance',
    '',
    'Written by `npm run bench`. Times are of one run on one machine and mean little elsewhere; ratios say more.',
    '',
    '## Start-up',
    '',
    `Checking a one-parameter TypeScript model as a whole process takes ${startUp.ratio.toFixed(2)} times as long as \`node -e 0\``,
    `(median of 11 pairs; ${milli(startUp.check)} against ${milli(startUp.node)}). Limit: ${startUp.limit}.`,
    '',
    '## What a check costs beside the loss',
    '',
    'Time of the check phase per evaluation of the loss (building the parameters, calling, judging), less the plain loss on',
    'trees built beforehand. Processor time, garbage collection included; both warmed; the best of five rounds; each loss in',
    'a process of its own. Allowed: max(5 %, 2 µs + 10 ns · n).',
    '',
    '| loss | n | evaluations | plain loss | with gradcheck | ratio | excess | allowed |',
    '|---|---|---|---|---|---|---|---|',
    ...overheads.map((o) =>
      row(
        o.name,
        o.entries,
        o.evaluations,
        micro(o.plain),
        micro(o.perEvaluation),
        ratio(o),
        excess(o),
        micro(o.allowed),
      ),
    ),
    '',
    '## Peers',
    '',
    ...writePeers(peers),
    '',
  ].join('\n');
}

function writePeers(peers: readonly PeerOverhead[]): string[] {
  if (peers.length === 0) return ['None of SciPy and PyTorch is installed on the machine of this run.'];
  return [
    'The same least squares, 500 × 40, vectorised, so that its loss is faster and the same excess a larger ratio; a whole check',
    'with its gradients. These checkers do not measure the noise of the loss and take one step, hence fewer evaluations.',
    '',
    '| checker | evaluations | plain loss | with the checker | ratio | excess |',
    '|---|---|---|---|---|---|',
    ...peers.map((p) =>
      row(`${p.name} (${p.version})`, p.evaluations, micro(p.plain), micro(p.perEvaluation), ratio(p), excess(p)),
    ),
  ];
}

type Timed = { readonly plain: number; readonly perEvaluation: number };

const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const milli = (seconds: number): string => `${(seconds * 1e3).toFixed(0)} ms`;
const micro = (seconds: number): string => `${(seconds * 1e6).toPrecision(3)} µs`;
const ratio = ({ plain, perEvaluation }: Timed): string => (perEvaluation / plain).toFixed(2);
const excess = ({ plain, perEvaluation }: Timed): string => micro(perEvaluation - plain);
