/** A stacked bar for each day or week, as SVG that needs nothing from elsewhere. */
export interface Bars {
  title: string;
  labels: readonly string[];
  series: readonly { name: string; values: readonly number[] }[];
  /** How a value is said. */
  say: (value: number) => string;
}

const colours = ['#1f5fa8', '#e08a1e', '#4c9a5b', '#9a4c8f', '#b5433c', '#5b6b7a', '#8a7a2e', '#2e8a8a'];
const [width, height, left, below] = [920, 240, 70, 40];

/** Text that may stand in HTML and SVG. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** Draws bars; each part says its figure when it is pointed at, and a legend names the parts. */
export function drawBars({ title, labels, series, say }: Bars): string {
  const highest = Math.max(1, ...labels.map((_, n) => series.reduce((sum, { values }) => sum + (values[n] ?? 0), 0)));
  const step = (width - left) / Math.max(1, labels.length);
  const scale = (height - below - 20) / highest;
  const bars = labels.map((label, n) => barAt({ label, n, step, scale, series, say })).join('');
  const every = Math.ceil(labels.length / 12);
  const ticks = labels
    .map((label, n) => (n % every === 0 ? `<text x="${(left + n * step).toFixed(1)}" y="${height - below + 16}">${escape(label.slice(5))}</text>` : ''))
    .join('');
  const lines = [0, 0.5, 1].map((share) => {
    const y = (height - below - highest * share * scale).toFixed(1);
    return `<line x1="${left}" x2="${width}" y1="${y}" y2="${y}"/><text x="${left - 6}" y="${Number(y) + 4}" text-anchor="end">${escape(say(Math.round(highest * share)))}</text>`;
  });
  const legend = series.map(({ name }, n) => `<span><i style="background:${colours[n % colours.length]}"></i>${escape(name)}</span>`).join('');
  return `<figure><figcaption>${escape(title)}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">${lines.join('')}${bars}${ticks}</svg><div class="legend">${legend}</div></figure>`;
}

function barAt({ label, n, step, scale, series, say }: { label: string; n: number; step: number; scale: number } & Pick<Bars, 'series' | 'say'>): string {
  let top = height - below;
  return series
    .map(({ name, values }, at) => {
      const value = values[n] ?? 0;
      if (value === 0) return '';
      top -= value * scale;
      const box = `x="${(left + n * step + 0.5).toFixed(1)}" y="${top.toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${(value * scale).toFixed(1)}"`;
      return `<rect ${box} fill="${colours[at % colours.length]}"><title>${escape(`${label}, ${name}: ${say(value)}`)}</title></rect>`;
    })
    .join('');
}
