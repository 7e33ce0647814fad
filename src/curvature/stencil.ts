/** A sum of weighted values at multiples of the step along one entry. */
export interface Stencil {
  readonly nodes: readonly { readonly at: number; readonly weight: number }[];
  /** Multiples of the step that it reaches to, on the farther side. */
  readonly reach: number;
}

/** f′·h by (f₊ − f₋)/2, or by (−3f₀ + 4f₁ − f₂)/2 to one side: both err by O(h³). */
export function firstDifference(side: -1 | 0 | 1): Stencil {
  if (side === 0)
    return {
      nodes: [
        { at: 1, weight: 0.5 },
        { at: -1, weight: -0.5 },
      ],
      reach: 1,
    };
  return {
    nodes: [
      { at: 0, weight: -1.5 * side },
      { at: side, weight: 2 * side },
      { at: 2 * side, weight: -0.5 * side },
    ],
    reach: 2,
  };
}

/** f″·h² by f₊ − 2f₀ + f₋, or by 2f₀ − 5f₁ + 4f₂ − f₃ to one side: both err by O(h⁴). */
export function secondDifference(side: -1 | 0 | 1): Stencil {
  if (side === 0)
    return {
      nodes: [
        { at: 1, weight: 1 },
        { at: 0, weight: -2 },
        { at: -1, weight: 1 },
      ],
      reach: 1,
    };
  return {
    nodes: [
      { at: 0, weight: 2 },
      { at: side, weight: -5 },
      { at: 2 * side, weight: 4 },
      { at: 3 * side, weight: -1 },
    ],
    reach: 3,
  };
}

/** What errors of one unit in each value come to at most. */
export function totalWeight({ nodes }: Stencil): number {
  return nodes.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
}
