import { describe, expect, it } from 'vitest';
import { gradcheck } from './gradcheck.js';

describe('gradcheck explain', () => {
  it('prints the page of a code, wrapped and without Markdown', async () => {
    const { stdout, exitCode } = await gradcheck(['explain', 'kink'], { env: { COLUMNS: '60' } });
    expect(exitCode).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('kink');
    expect(stdout).toMatch(/^What to do$/m);
    expect(stdout).toMatch(/^ {4}export const loss = /m);
    expect(stdout).not.toMatch(/^#|```/m);
    for (const line of lines) if (!line.startsWith('    ')) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('lists all codes with a line on each', async () => {
    const { stdout, exitCode } = await gradcheck(['explain']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Warnings$/m);
    expect(stdout).toMatch(/^ {2}mutated-input {2,}A function of the model/m);
    expect(stdout).toMatch(/^Diagnoses$/m);
    expect(stdout).toMatch(/^ {2}sign-flip {2,}The gradient has/m);
    expect(stdout).toMatch(/^Alarms$/m);
    expect(stdout).toMatch(/^ {2}update-ratio {2,}The steps of/m);
    expect(stdout).toMatch(/^Errors$/m);
    expect(stdout).toMatch(/^ {2}user-error {2,}A function of/m);
  });

  it.each(['accumulated', 'non-finite'])('prints both pages of a code that is told of two things: %s', async (code) => {
    const { stdout } = await gradcheck(['explain', code]);
    expect(stdout.match(new RegExp(`^${code}$`, 'gm'))).toHaveLength(2);
  });

  it('suggests a code for one that there is not, and lists them all', async () => {
    const { stdout, stderr, exitCode } = await gradcheck(['explain', 'mutated-inputs']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/no page explains "mutated-inputs" \(usage\)/);
    expect(stderr).toMatch(/did you mean mutated-input\?.*nondeterministic-loss/);
  });

  it('goes by the wishes on colours', async () => {
    const escape = String.fromCharCode(27);
    const colourful = await gradcheck(['explain', 'kink'], { env: { FORCE_COLOR: '1' } });
    expect(colourful.stdout).toContain(`${escape}[1mkink`);
    expect((await gradcheck(['explain', 'kink'])).stdout).not.toContain(escape);
    const refused = await gradcheck(['explain', 'kink', '--no-color'], { env: { FORCE_COLOR: '1' } });
    expect(refused.stdout).not.toContain(escape);
  });
});
