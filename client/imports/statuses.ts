/** What a column of statuses says of an item that is no debt, in English, German and Spanish. */
const drafts = ['draft', 'pro forma', 'proforma', 'parked', 'entwurf', 'vorerfasst', 'borrador', 'provisional'];
const voids = ['void', 'voided', 'cancelled', 'canceled', 'annulled', 'storniert', 'ungültig', 'anulada', 'anulado', 'cancelada', 'cancelado'];

/** Whether an item is drawn up and not issued, or void: then it is not owed. Any other word says nothing. */
export function unowedStatus(word: string): 'draft' | 'void' | null {
  const plain = word.trim().toLowerCase();
  if (drafts.includes(plain)) return 'draft';
  return voids.includes(plain) ? 'void' : null;
}
