import { spawnSync } from 'node:child_process';

/** What shows outputs of commands. */
export const PAGES = [
  'README.md',
  'docs/unit-tests.md',
  'docs/exact-gradients.md',
  'docs/curvature.md',
  'docs/training.md',
  'docs/data.md',
];

const BLOCK = /<!-- output: (.+?) -->\n```text\n[^]*?```/g;
/** Durations differ from run to run: they are shown, but not compared. */
const DURATION = /· [\d.]+ m?s ·|monitoring took [\d.e-]+ (?:×|% of)/g;

/** The text with every shown output replaced by what its command prints now. */
export function renewOutputs(markdown) {
  return markdown.replace(BLOCK, (_, command) => `<!-- output: ${command} -->\n\`\`\`text\n${run(command)}\`\`\``);
}

/** The text without what differs from run to run. */
export function withoutDurations(markdown) {
  return markdown.replace(DURATION, '· … ·');
}

function run(command) {
  const [program, ...args] = command.split(' ');
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80', LC_ALL: 'C.UTF-8' };
  for (const name of ['FORCE_COLOR', 'GITHUB_ACTIONS', 'TERM']) delete env[name];
  return spawnSync(program, args, { env, encoding: 'utf8' }).stdout;
}
