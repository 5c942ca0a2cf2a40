import { stringify } from 'csv-stringify/sync';
import type { HandoverData, HandoverFormatter } from '../../activities/ports.js';
import { toDecimal, total } from '../../domain/money/minor.js';
import { asText } from './csvText.js';

/** Columns of the file in their order. Source: the fields that agencies ask for in placement files. */
export const handoverColumns = [
  'recordType',
  'placementId',
  'placedOn',
  'agency',
  'creditor',
  'creditorName',
  'ourAccount',
  'debtorType',
  'legalName',
  'contactFirstName',
  'contactLastName',
  'contactRole',
  'addressLine1',
  'addressLine2',
  'addressLine3',
  'postcode',
  'city',
  'country',
  'phones',
  'emails',
  'language',
  'documentType',
  'invoiceNo',
  'purchaseOrderNo',
  'invoiceDate',
  'dueDate',
  'originalAmount',
  'paymentsAmount',
  'interestAmount',
  'feesAmount',
  'balance',
  'currency',
  'lastPaymentDate',
  'lastPaymentAmount',
  'lastPaymentCurrency',
  'itemizationDate',
  'disputeFlag',
  'ceaseFlag',
  'attorneyFlag',
  'bankruptcyFlag',
  'deceasedFlag',
  'itemCount',
] as const;

type Column = (typeof handoverColumns)[number];
type Row = Partial<Record<Column, string>>;

/**
 * Writes hand-over files for agencies: CSV in UTF-8, a row `ITEM` for each document with the debtor's data repeated,
 * then a row `TOTAL` for each currency, with which the agency's acknowledgement has to agree.
 */
export function createHandoverFormatter(): HandoverFormatter {
  return {
    async format(handover) {
      const rows = [...itemRows(handover), ...totalRows(handover)];
      const table = rows.map((row) => handoverColumns.map((column) => asText(row[column] ?? '')));
      const csv = stringify([[...handoverColumns], ...table], { record_delimiter: 'windows' });
      const fileName = `placement-${handover.agency.code}-${handover.onDay}-${handover.placementId}.csv`.replace(/[^\w.-]+/g, '-');
      return { fileName, content: Buffer.from(csv, 'utf8') };
    },
  };
}

function itemRows(handover: HandoverData): Row[] {
  const shared = { ...placementOf(handover), ...debtorOf(handover), ...lastPaymentOf(handover), ...flagsOf(handover) };
  return handover.items.map((item) => {
    const { currency, amountMinor, paidMinor, openMinor } = item;
    return {
      recordType: 'ITEM',
      ...shared,
      documentType: item.kind,
      invoiceNo: item.number,
      purchaseOrderNo: item.purchaseOrder ?? '',
      invoiceDate: item.issuedOn,
      dueDate: item.dueOn,
      originalAmount: toDecimal(amountMinor, currency),
      paymentsAmount: toDecimal(paidMinor, currency),
      interestAmount: toDecimal(0, currency),
      feesAmount: toDecimal(0, currency),
      balance: toDecimal(openMinor, currency),
      currency,
      // The day on which the amounts are stated: nothing is added to them after it.
      itemizationDate: handover.onDay,
      disputeFlag: flag(item.disputed || handover.flags.disputed),
    };
  });
}

function totalRows(handover: HandoverData): Row[] {
  const totals = total(handover.items.map(({ currency, openMinor }) => ({ currency, minor: openMinor })));
  return Object.entries(totals)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => ({
      recordType: 'TOTAL',
      ...placementOf(handover),
      balance: toDecimal(minor, currency),
      currency,
      itemCount: String(handover.items.filter((item) => item.currency === currency).length),
    }));
}

function placementOf({ placementId, onDay, agency, creditor, accountId }: HandoverData): Row {
  return { placementId, placedOn: onDay, agency: agency.code, creditor: creditor.code, creditorName: creditor.name, ourAccount: accountId };
}

function debtorOf({ debtor }: HandoverData): Row {
  const { kind, name, language, addressLines, postcode, city, country, contacts } = debtor;
  const [person] = contacts;
  const names = (person?.name ?? '').trim().split(/\s+/);
  const all = (values: (string | null)[]) => [...new Set(values.filter((value): value is string => value !== null && value !== ''))].join('; ');
  return {
    debtorType: kind,
    legalName: name,
    contactFirstName: names.length > 1 ? names.slice(0, -1).join(' ') : '',
    contactLastName: names.at(-1) ?? '',
    contactRole: person?.role ?? '',
    addressLine1: addressLines[0] ?? '',
    addressLine2: addressLines[1] ?? '',
    addressLine3: addressLines.slice(2).join(', '),
    postcode: postcode ?? '',
    city: city ?? '',
    country: country ?? '',
    phones: all(contacts.flatMap(({ phone, mobile }) => [phone, mobile])),
    emails: all(contacts.map(({ email }) => email)),
    language,
  };
}

function lastPaymentOf({ lastPayment }: HandoverData): Row {
  if (!lastPayment) return {};
  const { on, amountMinor, currency } = lastPayment;
  return { lastPaymentDate: on, lastPaymentAmount: toDecimal(Math.abs(amountMinor), currency), lastPaymentCurrency: currency };
}

function flagsOf({ flags }: HandoverData): Row {
  return { ceaseFlag: flag(flags.cease), attorneyFlag: flag(flags.attorney), bankruptcyFlag: flag(flags.bankruptcy), deceasedFlag: flag(flags.deceased) };
}

const flag = (is: boolean): string => (is ? 'Y' : 'N');
