import { encode } from 'uqr';
import type { StatementData } from '../../activities/ports.js';
import { toDecimal } from '../../domain/money/minor.js';
import { figuresOf } from './account.js';

/** Countries whose banks read a GiroCode (EPC QR code), by the country of the payee's account. */
const countries: ReadonlySet<string> = new Set(['AT', 'BE', 'DE', 'FI', 'NL']);

/**
 * The content of a GiroCode that pays what the account is asked for in euros; null where the country has none, the entity no IBAN,
 * or nothing in euros is asked for. Source: European Payments Council, EPC069-12, version 002, UTF-8, unstructured remittance.
 */
export function giroCodeText(statement: StatementData): string | null {
  const { entity, customer } = statement;
  const iban = entity.iban?.replace(/\s/g, '') ?? '';
  const minor = figuresOf(statement).find(({ currency }) => currency === 'EUR')?.askedMinor ?? 0;
  if (!countries.has(iban.slice(0, 2)) || minor < 1 || minor > 99_999_999_999) return null;
  const bic = entity.bic?.replace(/\s/g, '') ?? '';
  return ['BCD', '002', '1', 'SCT', bic, oneLine(entity.name, 70), iban, `EUR${toDecimal(minor, 'EUR')}`, '', '', oneLine(customer.number, 140)].join('\n');
}

/** The modules of a GiroCode, row by row, true for dark, without a border. Source: EPC069-12: error correction M, at most version 13. */
export function giroCode(statement: StatementData): boolean[][] | null {
  const text = giroCodeText(statement);
  return text === null ? null : encode([...Buffer.from(text, 'utf8')], { ecc: 'M', boostEcc: false, maxVersion: 13, border: 0 }).data;
}

function oneLine(text: string, most: number): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, most);
}
