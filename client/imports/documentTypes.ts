import type { ItemKind } from '../../domain/facts.js';
import { normalise } from './mapping.js';

/** What ledgers call their documents, in English, German and Spanish and in SAP's two letters. */
const names: Readonly<Record<string, readonly string[]>> = {
  INVOICE: ['invoice', 'inv', 'sales invoice', 'bill', 'RV', 'DR', 'Rechnung', 'Ausgangsrechnung', 'factura'],
  CREDIT_NOTE: ['credit note', 'credit memo', 'credit', 'CM', 'credit_note', 'DG', 'Gutschrift', 'nota de crédito', 'abono', 'nota de abono'],
  PAYMENT: ['payment', 'pmt', 'receipt', 'unapplied payment', 'payment on account', 'deposit', 'DZ', 'Zahlung', 'Zahlungseingang', 'pago', 'cobro', 'anticipo'],
  CHARGE: [
    'charge',
    'finance charge',
    'fee',
    'late fee',
    'interest',
    'debit note',
    'Mahngebühr',
    'Zinsen',
    'Lastschrift',
    'cargo',
    'intereses',
    'nota de débito',
  ],
  REFUND: ['refund', 'Erstattung', 'Rückzahlung', 'reembolso', 'devolución'],
  CHARGEBACK: ['chargeback', 'returned payment', 'nsf', 'Rücklastschrift', 'devolución bancaria'],
  ADJUSTMENT: ['adjustment', 'journal', 'journal entry', 'general journal', 'AB', 'SA', 'Buchung', 'Korrektur', 'Ausgleich', 'asiento', 'ajuste'],
};

const kinds = new Map(Object.entries(names).flatMap(([kind, known]) => [kind, ...known].map((name) => [normalise(name), kind as ItemKind] as const)));
const credits: ReadonlySet<ItemKind> = new Set(['CREDIT_NOTE', 'PAYMENT', 'WRITE_OFF']);

/** The kind that a ledger's own word means; null when it means none that is known. */
export function kindOf(word: string, stated: Readonly<Record<string, ItemKind>>): ItemKind | null {
  const own = Object.entries(stated).find(([name]) => normalise(name) === normalise(word));
  return own?.[1] ?? kinds.get(normalise(word)) ?? null;
}

/** Whether documents of this kind reduce what is owed. */
export function isCreditKind(kind: ItemKind): boolean {
  return credits.has(kind);
}

/** The kind with the sign that the ledger gives: a negative invoice is a credit note, a positive payment an adjustment. */
export function kindBySign(kind: ItemKind | null, negative: boolean): ItemKind {
  if (kind === null) return negative ? 'CREDIT_NOTE' : 'INVOICE';
  if (isCreditKind(kind) === negative) return kind;
  return negative ? 'CREDIT_NOTE' : 'ADJUSTMENT';
}
