const W = 120, H = 32, PAD = 2;

export function Sparkline({ values = [], label }) {
  if (values.length < 2) return null;
  const low = Math.min(...values), high = Math.max(...values), span = high - low || 1;
  const at = (value, i) => [PAD + (i * (W - 2 * PAD)) / (values.length - 1), H - PAD - ((value - low) / span) * (H - 2 * PAD)];
  const points = values.map((value, i) => at(value, i).map((n) => n.toFixed(1)).join(","));
  const [x, y] = at(values[values.length - 1], values.length - 1);
  return (
    <svg className="sparkline" viewBox={`0 0 ${W} ${H}`} role="img" aria-label={label} preserveAspectRatio="none">
      <polyline points={points.join(" ")} fill="none" vectorEffect="non-scaling-stroke" />
      <path d={`M${x} ${y}h0`} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
