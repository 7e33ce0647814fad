import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * The same figure for other checkers, where they are installed: time of a whole check over that of its evaluations of
 * the plain loss. Lines of Markdown.
 */
export function measurePeers(): string[] {
  const script = fileURLToPath(new URL('../../bench/speed/peers.py', import.meta.url));
  const { status, stdout } = spawnSync('python3', [script], { encoding: 'utf8' });
  const rows = status === 0 ? stdout.trim().split('\n').filter(Boolean) : [];
  if (rows.length === 0) return ['None of SciPy and PyTorch is installed on the machine of this run.'];
  return [
    '| checker | time of its check / time of its loss evaluations |',
    '|---|---|',
    ...rows.map((row) => `| ${row.split('\t').join(' | ')} |`),
  ];
}
