/** A span of days past due, both ends included. `from` null: not yet due as well. `to` null: no end. */
export interface Bucket {
  label: string;
  from: number | null;
  to: number | null;
}

/** Overdue starts at 1 day past due; what falls due today is current. */
export const defaultBuckets: readonly Bucket[] = bucketsOf([30, 60, 90, 120]);

/** Buckets from the last day of each: 30, 60 gives CURRENT, 1-30, 31-60, 61+. */
export function bucketsOf(edges: readonly number[]): Bucket[] {
  const spans = edges.map((to, at) => span((edges[at - 1] ?? 0) + 1, to));
  return [{ label: 'CURRENT', from: null, to: 0 }, ...spans, span((edges.at(-1) ?? 0) + 1, null)];
}

/** Reads edges as a person writes them, `30,60,90`; answers why when they are no rising whole numbers. */
export function readBuckets(text: string): { buckets: Bucket[] } | { why: string } {
  const edges = text.split(',').map((edge) => edge.trim());
  if (edges.some((edge) => !/^[1-9]\d{0,4}$/.test(edge)))
    return { why: `'${text}' is no list of bucket edges; write the last day of each bucket, as in 30,60,90` };
  const days = edges.map(Number);
  if (days.some((day, at) => at > 0 && day <= (days[at - 1] ?? 0))) return { why: `The bucket edges in '${text}' must rise, as in 30,60,90` };
  return { buckets: bucketsOf(days) };
}

/** Reads one bucket as a person writes it: `CURRENT`, `61-90`, `121+`; answers why when it is none. */
export function readBucket(text: string): Bucket | { why: string } {
  const label = text.trim().toUpperCase();
  if (label === 'CURRENT') return { label, from: null, to: 0 };
  const match = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4})|\+)$/.exec(label);
  const from = Number(match?.[1]);
  const to = match?.[2] === undefined ? null : Number(match[2]);
  if (!match || (to !== null && to < from)) return { why: `'${text}' is no bucket; write CURRENT, a span such as 61-90, or 121+` };
  return span(from, to);
}

/** The position of the bucket that holds this many days past due; throws RangeError when none does. */
export function bucketAt(buckets: readonly Bucket[], daysPastDue: number): number {
  const at = buckets.findIndex(({ from, to }) => (from === null || daysPastDue >= from) && (to === null || daysPastDue <= to));
  if (at < 0) throw new RangeError(`No bucket holds ${daysPastDue} days past due`);
  return at;
}

function span(from: number, to: number | null): Bucket {
  return { label: to === null ? `${from}+` : `${from}-${to}`, from, to };
}
