// An elastic sheet of triangles: springs along the edges, resistance to a change of area, gravity, pinned corners.
export type Node = [number, number];

export const triangles: readonly [number, number, number][] = [
  [0, 1, 3],
  [1, 4, 3],
  [1, 2, 4],
  [3, 4, 5],
];
export const edges: readonly [number, number, number][] = [
  [0, 1, 1],
  [1, 2, 1.1],
  [0, 3, 0.9],
  [1, 3, 1.2],
  [1, 4, 1],
  [2, 4, 1.3],
  [3, 4, 0.8],
  [3, 5, 1],
  [4, 5, 1.1],
];
export const pins: Record<number, Node> = { 0: [0, 1], 2: [2.1, 1.1] };
export const GRAVITY = 0.4;

export const params = {
  nodes: [
    [0.1, 1.1],
    [1, 0.8],
    [2, 1],
    [0.4, 0.1],
    [1.5, -0.1],
    [0.9, -0.9],
  ] as Node[],
  stiffness: { spring: 2.1, area: 3.2 },
};
export type Params = typeof params;

export const REST_AREA = 0.45;

export const signedArea = ([ax, ay]: Node, [bx, by]: Node, [cx, cy]: Node): number =>
  0.5 * ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay));

export function loss({ nodes, stiffness }: Params): number {
  const springs = edges.map(([i, j, rest]) => {
    const length = Math.hypot(nodes[j][0] - nodes[i][0], nodes[j][1] - nodes[i][1]);
    return 0.5 * stiffness.spring * (length - rest) ** 2;
  });
  const areas = triangles.map(([i, j, k]) => {
    const ratio = Math.abs(signedArea(nodes[i], nodes[j], nodes[k])) / REST_AREA;
    return stiffness.area * (ratio - 1 - Math.log(ratio));
  });
  const held = Object.entries(pins).map(([i, [x, y]]) => {
    const [nx, ny] = nodes[Number(i)];
    return 5 * ((nx - x) ** 2 + (ny - y) ** 2);
  });
  const weight = nodes.map(([, y]) => GRAVITY * y);
  return [...springs, ...areas, ...held, ...weight].reduce((a, b) => a + b, 0);
}
