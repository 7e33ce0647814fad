/** Pearson's correlation over the rows where neither is NaN; 0 where one of them does not vary. */
export function correlate(x: Float64Array, y: Float64Array): number {
  let count = 0;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== x[i] || y[i] !== y[i]) continue;
    count++;
    meanX += (x[i] - meanX) / count;
    meanY += (y[i] - meanY) / count;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== x[i] || y[i] !== y[i]) continue;
    const [dx, dy] = [x[i] - meanX, y[i] - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const size = Math.sqrt(xx) * Math.sqrt(yy);
  return size > 0 ? Math.max(-1, Math.min(1, xy / size)) : 0;
}
