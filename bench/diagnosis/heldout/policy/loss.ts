// A softmax policy and a value function on recorded episodes: advantages, an entropy bonus, a value loss.
export const actions = 3;
export const states = 4;
export const discount = 0.9;
export const bonus = 0.05;
export const valueWeight = 0.5;

export const episodes = [
  { states: [0, 1, 3], actions: [1, 0, 2], rewards: [0, 0.5, 1] },
  { states: [2, 0, 2, 1], actions: [0, 0, 1, 2], rewards: [0.2, -0.3, 0, 0.8] },
  { states: [3, 3], actions: [2, 1], rewards: [-0.5, 0.4] },
];

export const params = {
  policy: [
    [0.2, -0.4, 0.1],
    [0.5, 0.3, -0.6],
    [-0.2, 0.7, 0.4],
    [0.1, -0.3, 0.25],
  ],
  value: [0.3, -0.1, 0.45, 0.2],
};
export type Params = typeof params;

export function probabilities(row: number[]): number[] {
  const e = row.map(Math.exp);
  const sum = e[0] + e[1] + e[2];
  return e.map((v) => v / sum);
}

export function returns(rewards: number[]): number[] {
  const out = [...rewards];
  for (let t = out.length - 2; t >= 0; t--) out[t] += discount * out[t + 1];
  return out;
}

export function loss({ policy, value }: Params): number {
  let total = 0;
  let steps = 0;
  for (const episode of episodes) {
    const gains = returns(episode.rewards);
    for (let t = 0; t < gains.length; t++) {
      const s = episode.states[t];
      const pi = probabilities(policy[s]);
      const advantage = gains[t] - value[s];
      const entropy = -pi.reduce((h, q) => h + q * Math.log(q), 0);
      total -= Math.log(pi[episode.actions[t]]) * gains[t];
      total -= bonus * entropy;
      total += valueWeight * advantage ** 2;
      steps++;
    }
  }
  return total / steps;
}
