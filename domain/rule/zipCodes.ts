/** States and territories of the United States by the first three digits of the ZIP code: first, last, state. Source: the postal service's prefixes. */
const prefixes = `005-005 NY 006-007 PR 008-008 VI 009-009 PR 010-027 MA 028-029 RI 030-038 NH 039-049 ME 050-054 VT 055-055 MA 056-059 VT 060-069 CT
  070-089 NJ 100-149 NY 150-196 PA 197-199 DE 200-200 DC 201-201 VA 202-205 DC 206-219 MD 220-246 VA 247-268 WV 270-289 NC 290-299 SC 300-319 GA
  320-339 FL 341-349 FL 350-369 AL 370-385 TN 386-397 MS 398-399 GA 400-427 KY 430-459 OH 460-479 IN 480-499 MI 500-528 IA 530-549 WI 550-567 MN
  569-569 DC 570-577 SD 580-588 ND 590-599 MT 600-629 IL 630-658 MO 660-679 KS 680-693 NE 700-714 LA 716-729 AR 730-732 OK 733-733 TX 734-749 OK
  750-799 TX 800-816 CO 820-831 WY 832-838 ID 840-847 UT 850-865 AZ 870-884 NM 885-885 TX 889-898 NV 900-961 CA 967-968 HI 969-969 GU 970-979 OR
  980-994 WA 995-999 AK`;

const stateOfPrefix: ReadonlyMap<number, string> = new Map(
  [...prefixes.matchAll(/(\d{3})-(\d{3}) ([A-Z]{2})/g)].flatMap(([, first, last, state = '']) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, n): [number, string] => [Number(first) + n, state]),
  ),
);

/** The state of a ZIP code, `02108` or `02108-1234`; null for what is none, and for the forces abroad. */
export function stateOfZip(code: string): string | null {
  const [, prefix] = /^(\d{3})\d{2}(?:-?\d{4})?$/.exec(code) ?? [];
  return prefix === undefined ? null : (stateOfPrefix.get(Number(prefix)) ?? null);
}

/** ZIP codes of the five boroughs of New York City; those that it shares with Nassau are not among them. */
export const zipsOfNewYorkCity = /^(10[0-4]\d\d|1100[45]|11[1-4]\d\d|116\d\d)(-?\d{4})?$/;
