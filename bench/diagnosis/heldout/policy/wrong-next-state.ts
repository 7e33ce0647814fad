import { bonus, episodes, probabilities, returns, valueWeight } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient({ policy, value }: Params): Params {
  const g: Params = { policy: policy.map((row) => row.map(() => 0)), value: value.map(() => 0) };
  let steps = 0;
  for (const episode of episodes) {
    const gains = returns(episode.rewards);
    gains.forEach((gain, t) => {
      const s = episode.states[t];
      const pi = probabilities(policy[s]);
      const entropy = -pi.reduce((h, q) => h + q * Math.log(q), 0);
      pi.forEach((q, a) => {
        const chosen = a === episode.actions[t] ? 1 : 0;
        g.policy[episode.states[t + 1] ?? s][a] += (q - chosen) * gain;
        g.policy[s][a] += bonus * q * (Math.log(q) + entropy);
      });
      g.value[s] -= 2 * valueWeight * (gain - value[s]);
      steps++;
    });
  }
  return {
    policy: g.policy.map((row) => row.map((v) => v / steps)),
    value: g.value.map((v) => v / steps),
  };
}
