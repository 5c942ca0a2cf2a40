/** What can be imported. */
export const importKinds = ['open-items', 'payments', 'customers', 'contacts', 'entities'] as const;
export type ImportKind = (typeof importKinds)[number];

/** A field of a canonical row. `names` are what its column is called, in English, German and Spanish; the first is ours. */
export interface Field {
  name: string;
  required: boolean;
  names: readonly string[];
}

const words = (list: string): string[] => list.split(', ');

const entity: Field = {
  name: 'entity',
  required: false,
  names: words(
    'entity, entity code, company, company code, business code, business unit, subsidiary, legal entity, BUKRS, Buchungskreis, BuKr, Gesellschaft, Mandant, sociedad, empresa',
  ),
};
const customerNumber: Field = {
  name: 'customerNumber',
  required: true,
  names: words(
    'customer number, customer no, customer no., customer #, customer id, cust no, cust number, account number, account no, debtor, debtor number, KUNNR, customer code, Kunde, Kundennummer, Kundennr, Kunden-Nr, Debitor, Debitorennummer, Debitorennr, número de cliente, nº cliente, n.º cliente, código de cliente, cliente, deudor',
  ),
};
const customerName: Field = {
  name: 'customerName',
  required: false,
  names: words(
    'customer name, customer, name, cust name, name customer, contact, company name, account name, Kundenname, Name des Kunden, Name 1, Firma, nombre del cliente, nombre, razón social',
  ),
};
const currency: Field = {
  name: 'currency',
  required: false,
  names: words(
    'currency, currency code, curr, doc currency, document currency, invoice currency, invoice currency code, WAERS, Währung, Belegwährung, Währg, moneda, divisa',
  ),
};
const country: Field = { name: 'country', required: false, names: words('country, country code, LAND1, Land, Länderschlüssel, país') };
const language: Field = { name: 'language', required: false, names: words('language, language code, SPRAS, Sprache, idioma') };
const timeZone: Field = { name: 'timeZone', required: false, names: words('time zone, timezone, Zeitzone, zona horaria') };
const email: Field = { name: 'email', required: false, names: words('email, e-mail, email address, mail, E-Mail-Adresse, correo, correo electrónico') };
const phone: Field = { name: 'phone', required: false, names: words('phone, phone number, telephone, Telefon, Telefonnummer, teléfono') };

const openItems: readonly Field[] = [
  entity,
  customerNumber,
  customerName,
  {
    name: 'documentType',
    required: false,
    names: words(
      'document type, doc type, type, transaction type, txn type, class, invoice type, BLART, Belegart, Art, tipo, clase de documento, tipo de documento',
    ),
  },
  {
    name: 'documentNumber',
    required: true,
    names: words(
      'document number, doc number, document no, document no., doc no, doc num, num, no., number, invoice number, invoice no, invoice no., invoice #, invoice, invnum, reference number, BELNR, Belegnummer, Belegnr, Beleg-Nr, Rechnungsnummer, Rechnungsnr, número de documento, nº documento, número de factura, nº factura, factura',
    ),
  },
  {
    name: 'instalment',
    required: false,
    names: words('instalment, installment, line item, line, BUZEI, Position, Buchungszeile, Rate, cuota, posición, plazo'),
  },
  {
    name: 'documentDate',
    required: false,
    names: words(
      'document date, doc date, invoice date, date, trx date, txn date, issue date, issued, posting date, BLDAT, BUDAT, Belegdatum, Rechnungsdatum, Datum, Buchungsdatum, fecha, fecha de documento, fecha de factura, fecha de emisión',
    ),
  },
  {
    name: 'dueDate',
    required: false,
    names: words(
      'due date, net due date, due, due on, NETDT, Fälligkeit, Fälligkeitsdatum, Nettofälligkeit, Fällig am, fecha de vencimiento, vencimiento, vence',
    ),
  },
  {
    name: 'settledOn',
    required: false,
    names: words('settled on, settled date, clearing date, paid on, payment date, AUGDT, Ausgleichsdatum, bezahlt am, fecha de pago, fecha de compensación'),
  },
  { name: 'terms', required: false, names: words('terms, payment terms, ZTERM, Zahlungsbedingung, Zahlungsbedingungen, condiciones de pago') },
  currency,
  {
    name: 'originalAmount',
    required: false,
    names: words(
      'original amount, amount, invoice amount, total, gross amount, amt due original, Betrag, Rechnungsbetrag, Bruttobetrag, importe, importe original, importe total',
    ),
  },
  {
    name: 'openAmount',
    required: true,
    names: words(
      'open amount, open balance, balance, balance due, amount due, outstanding, outstanding amount, amount outstanding, remaining amount, remaining, WRBTR, WRSHB, offener Betrag, Offen, offener Saldo, Restbetrag, Saldo, importe pendiente, pendiente, saldo pendiente',
    ),
  },
  {
    name: 'purchaseOrder',
    required: false,
    names: words(
      'purchase order, po, po number, po no, po no., p.o. #, p. o. #, p.o. no., p.o. number, customer po, BSTNK, Bestellnummer, Bestellung, pedido, número de pedido',
    ),
  },
  { name: 'text', required: false, names: words('text, memo, description, SGTXT, Buchungstext, Beschreibung, texto, descripción, concepto') },
  { name: 'status', required: false, names: words('status, document status, invoice status, Belegstatus, Rechnungsstatus, estado') },
  { name: 'disputed', required: false, names: words('disputed, dispute, in dispute, strittig, Reklamation, en disputa, disputada') },
  { name: 'dunningLevel', required: false, names: words('dunning level, reminder level, MAHNS, MANST, Mahnstufe, nivel de reclamación') },
  {
    name: 'dunnedOn',
    required: false,
    names: words(
      'dunned on, dunning date, last dunned, last dunning date, last reminder, MADAT, Mahndatum, letzte Mahnung, Datum der letzten Mahnung, fecha de la última reclamación',
    ),
  },
  country,
];

const payments: readonly Field[] = [
  entity,
  customerNumber,
  {
    name: 'paymentNumber',
    required: true,
    names: words(
      'payment number, payment no, payment no., payment id, receipt number, receipt, transaction id, Zahlungsnummer, Zahlungsnr, Zahlungsbeleg, número de pago, número de cobro',
    ),
  },
  {
    name: 'date',
    required: true,
    names: words('date, payment date, value date, paid on, receipt date, Datum, Zahlungsdatum, Wertstellung, Valuta, fecha, fecha de pago, fecha valor'),
  },
  { name: 'amount', required: true, names: words('amount, payment amount, paid, Betrag, Zahlungsbetrag, importe, importe pagado') },
  currency,
  {
    name: 'reference',
    required: false,
    names: words('reference, remittance, remittance information, text, memo, Verwendungszweck, Referenz, referencia, concepto'),
  },
  {
    name: 'item',
    required: false,
    names: words('item, items, invoice, invoice number, invoices, document number, applied to, Rechnung, Rechnungsnummer, Belegnummer, factura, facturas'),
  },
  { name: 'instalment', required: false, names: words('instalment, installment, Rate, cuota') },
  { name: 'appliedAmount', required: false, names: words('applied amount, applied, allocated, zugeordnet, importe aplicado') },
];

const customers: readonly Field[] = [
  { ...customerNumber, names: [...customerNumber.names, ...words('number, no, Nummer, número')] },
  { ...customerName, name: 'name' },
  entity,
  { name: 'kind', required: false, names: words('kind, customer kind, business or consumer, Kundenart, clase de cliente') },
  language,
  country,
  { name: 'region', required: false, names: words('region, state, province, Bundesland, provincia, región') },
  { name: 'postcode', required: false, names: words('postcode, postal code, zip, zip code, PLZ, Postleitzahl, código postal') },
  { name: 'city', required: false, names: words('city, town, Ort, Stadt, ciudad, población') },
  { name: 'address1', required: false, names: words('address 1, address, address line 1, street, Straße, Strasse, Adresse, dirección, calle') },
  { name: 'address2', required: false, names: words('address 2, address line 2, Adresszusatz, dirección 2') },
  { name: 'address3', required: false, names: words('address 3, address line 3, dirección 3') },
  timeZone,
  { name: 'segment', required: false, names: words('segment, customer group, Segment, Kundengruppe, segmento') },
  { name: 'riskClass', required: false, names: words('risk class, risk, Risikoklasse, clase de riesgo') },
  { name: 'tags', required: false, names: words('tags, labels, Schlagworte, etiquetas') },
  { name: 'parent', required: false, names: words('parent, parent number, parent customer, Konzernmutter, matriz') },
  { name: 'billTo', required: false, names: words('bill to, billed to, abweichender Regulierer, Rechnungsempfänger, facturar a') },
  { name: 'collector', required: false, names: words('collector, owner, Sachbearbeiter, gestor, cobrador') },
];

const contacts: readonly Field[] = [
  { ...customerNumber, names: [...customerNumber.names, ...words('customer')] },
  { name: 'name', required: false, names: words('name, contact, contact name, Ansprechpartner, nombre, contacto') },
  { name: 'role', required: false, names: words('role, function, Rolle, Funktion, rol, cargo') },
  language,
  email,
  phone,
  { name: 'mobile', required: false, names: words('mobile, mobile phone, cell, cell phone, Mobil, Handy, Mobiltelefon, móvil') },
  { name: 'rank', required: false, names: words('rank, priority, Rang, prioridad') },
  timeZone,
  { name: 'active', required: false, names: words('active, aktiv, activo') },
];

const entities: readonly Field[] = [
  { ...entity, name: 'code', required: true, names: [...words('code'), ...entity.names] },
  { name: 'name', required: false, names: words('name, entity name, Firma, nombre') },
  country,
  currency,
  timeZone,
  language,
  { name: 'address1', required: false, names: words('address 1, address, address line 1, street, Straße, dirección') },
  { name: 'address2', required: false, names: words('address 2, address line 2') },
  { name: 'address3', required: false, names: words('address 3, address line 3') },
  email,
  phone,
  { name: 'iban', required: false, names: words('iban') },
  { name: 'bic', required: false, names: words('bic, swift') },
  { name: 'bankName', required: false, names: words('bank name, bank, Bank, banco') },
  { name: 'defaultPolicy', required: false, names: words('default policy, policy') },
  { name: 'debtRole', required: false, names: words('debt role') },
];

/** The fields of each kind of file, in the order of our own format. */
export const fieldsOf: Readonly<Record<ImportKind, readonly Field[]>> = { 'open-items': openItems, payments, customers, contacts, entities };
