import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** What one other checker costs beside the loss. */
export interface PeerOverhead {
  readonly name: string;
  readonly version: string;
  readonly evaluations: number;
  /** Seconds of one plain loss. */
  readonly plain: number;
  /** Seconds of a whole check per loss evaluation. */
  readonly perEvaluation: number;
}

const PEERS = ['scipy', 'torch'];
/** A machine can have several Pythons, each with libraries of its own. */
const INTERPRETERS = ['python3', 'python', '/usr/local/bin/python3', '/usr/bin/python3', '/opt/homebrew/bin/python3'];
const MOST_SECONDS = 120;

/** The same figures for other checkers, each by the first Python that has it; none where no Python does. */
export function measurePeers(): PeerOverhead[] {
  const script = resolve('bench/speed/peers.py');
  return PEERS.flatMap((peer) => {
    for (const interpreter of INTERPRETERS) {
      const { status, stdout } = spawnSync(interpreter, [script, peer], {
        encoding: 'utf8',
        timeout: MOST_SECONDS * 1000,
      });
      if (status === 0) return stdout.trim().split('\n').map(readRow);
    }
    return [];
  });
}

function readRow(line: string): PeerOverhead {
  const [name, version, evaluations, plain, perEvaluation] = line.trim().split('\t');
  return {
    name,
    version,
    evaluations: Number(evaluations),
    plain: Number(plain),
    perEvaluation: Number(perEvaluation),
  };
}
