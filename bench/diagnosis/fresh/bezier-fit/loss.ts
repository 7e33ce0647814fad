// A chain of two cubic Bézier curves with a joint tangent is laid through points; bending and length are penalised.
export type Point = { x: number; y: number };

export const samples: Point[] = Array.from({ length: 10 }, (_, i) => ({
  x: 0.5 * i - 0.1 * Math.sin(3 * i),
  y: Math.sin(0.55 * i) + 0.15 * Math.cos(4 * i),
}));
export const BEND = 0.02;
export const LENGTH = 0.03;

export const params = {
  start: { x: 0.1, y: -0.2 },
  middle: { x: 2.2, y: 0.4 },
  end: { x: 4.6, y: -0.8 },
  leaving: { x: 0.8, y: 1.1 },
  tangent: { x: 0.7, y: -0.4 },
  arriving: { x: -0.6, y: 0.5 },
  tension: 0.9,
};
export type Params = typeof params;
export type Curve = [Point, Point, Point, Point];

const along = (p: Point, d: Point, by: number): Point => ({ x: p.x + by * d.x, y: p.y + by * d.y });

/** The control points of both curves. */
export function controls({ start, middle, end, leaving, tangent, arriving, tension }: Params): [Curve, Curve] {
  return [
    [start, along(start, leaving, tension), along(middle, tangent, -tension), middle],
    [middle, along(middle, tangent, tension), along(end, arriving, tension), end],
  ];
}

export const bernstein = (t: number): [number, number, number, number] => {
  const s = 1 - t;
  return [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
};

export const onCurve = (curve: Curve, t: number): Point => {
  const weights = bernstein(t);
  let x = 0;
  let y = 0;
  curve.forEach((c, k) => {
    x += weights[k] * c.x;
    y += weights[k] * c.y;
  });
  return { x, y };
};

export function loss(p: Params): number {
  const curves = controls(p);
  let total = 0;
  samples.forEach((q, i) => {
    const u = (2 * i) / (samples.length - 1);
    const which = u < 1 ? 0 : 1;
    const { x, y } = onCurve(curves[which], u - which);
    total += (x - q.x) ** 2 + (y - q.y) ** 2;
  });
  for (const [a, b, c, d] of curves) {
    total += BEND * ((a.x - 2 * b.x + c.x) ** 2 + (a.y - 2 * b.y + c.y) ** 2);
    total += BEND * ((b.x - 2 * c.x + d.x) ** 2 + (b.y - 2 * c.y + d.y) ** 2);
    for (const [from, to] of [
      [a, b],
      [b, c],
      [c, d],
    ]) {
      total += LENGTH * Math.hypot(to.x - from.x, to.y - from.y);
    }
  }
  return total;
}
