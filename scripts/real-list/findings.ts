/** What is compared, and everything that does not agree. */

/** A contact as Duly's store has it. */
export interface Made {
  key: string;
  accountId: string;
  caseId: string | null;
  step: string | null;
  channel: string;
  automatic: boolean;
  address: string | null;
  amounts: unknown;
  itemIds: number[];
  status: string;
  claimedAt: Date;
  providerId: string | null;
  daySlot: string | null;
}

/** Everything that does not agree, in words. */
export class Findings {
  readonly all: string[] = [];
  readonly checked: string[] = [];
  check(what: string, wrong: readonly string[], of: number | string): void {
    this.checked.push(`${wrong.length === 0 ? 'agrees ' : 'DIFFERS'}  ${what}: ${of}${wrong.length > 0 ? `, ${wrong.length} wrong` : ''}`);
    this.all.push(...wrong.map((each) => `${what}: ${each}`));
  }
}
