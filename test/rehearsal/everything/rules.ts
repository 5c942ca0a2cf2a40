/** The rules of a policy as they stand in its document: what the checks read, and not what the rule makes of it. */
export interface Rules {
  policy: string;
  doNothing?: boolean;
  tolerance: Record<string, number>;
  levels?: { sequence?: string };
  count: { graceDays: number; pause: string; thresholds: string };
  packs: string[];
  charges?: {
    booked: 'apart' | 'on-invoice';
    whenPrincipalPaid: 'claim' | 'waive' | 'convert';
    application: 'interest-first' | 'principal-first';
    fees: FeeRule[];
    interest?: { law?: string; percent?: string; debtors: string; monthly: boolean };
  };
  states?: { state: string; when: StateWhen; enter: string[]; leave: string[] }[];
  classes?: { class: string; minDays: number; maxDays?: number }[];
  creditHold: { release?: 'by-hand' | { overdueBelow: Record<string, number> } };
  ladder: StepRule[];
  contact: {
    window: { from: string; to: string };
    businessDaysOnly: boolean;
    blackouts: { from: string; to: string }[];
    runs?: { weekdays?: number[]; daysOfMonth?: number[]; on?: string[] };
    maxIn7Days: number;
    minGapDays: number;
    postalDays?: { letter: number; businessDays: boolean };
  };
  promises: { graceDays: number; defers: string };
}

export interface FeeRule {
  id: string;
  amount?: Record<string, number>;
  percent?: string;
  lumpSum?: string;
  per?: 'message' | 'item';
  once?: boolean;
  minimum?: Record<string, number>;
  debtors?: string;
}

export interface StepRule {
  id: string;
  action: string;
  approval?: string | object;
  charge?: string[];
  minGapDays?: number;
  deadlineDays?: number;
  deadline?: { days: number; atLeast: number; businessDays: boolean };
  when: { daysBeforeDue?: { atMost: number }; afterDeadline?: boolean };
}

export interface StateWhen {
  daysPastDue?: { atLeast: number };
  overdueItems?: { atLeast: number };
  overdueAtLeast?: Record<string, number>;
  balanceAtLeast?: Record<string, number>;
  unpaidItems?: { atLeast: number };
  daysSinceEarliestUnpaid?: { atLeast: number };
  tags?: { without: string[] };
}
