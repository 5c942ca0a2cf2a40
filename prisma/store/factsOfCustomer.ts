import { Prisma } from './db.js';

/** The creditor of account `a`. */
export const entitySql = Prisma.sql`
  json_build_object('code', e.code, 'name', e.name, 'country', e.country, 'currency', e.currency, 'timeZone', e.time_zone, 'language', e.language, 'role', e.debt_role,
    'email', e.email)`;

/** The debtor of account `a`. */
export const customerSql = Prisma.sql`
  json_build_object('number', c.number, 'name', c.name, 'kind', c.kind, 'language', c.language, 'country', c.country, 'region', c.region,
    'city', c.city, 'postcode', c.postcode, 'timeZone', c.time_zone, 'addressLines', coalesce(c.address_lines, '{}'), 'segment', c.segment, 'riskClass', c.risk_class, 'tags', coalesce(c.tags, '{}'))`;

/** Where the account's collector can be written to. */
export const collectorEmailSql = Prisma.sql`(SELECT u.email FROM app_user u WHERE u.id = a.collector_id AND u.active)`;

/** The day of the newest load of items or payments of the creditor. */
export const ledgerAsOfSql = Prisma.sql`
  (SELECT max(b.as_of) FROM import_batch b WHERE e.code = ANY(b.entity_codes) AND b.kind IN ('open-items', 'payments'))`;

/** The people at the debtor, first the one to try first. */
export const contactsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', o.id, 'name', o.name, 'role', o.role, 'language', o.language, 'email', o.email,
      'phone', o.phone, 'mobile', o.mobile, 'timeZone', o.time_zone, 'rank', o.rank) ORDER BY o.rank, o.name, o.id), '[]'::json)
   FROM contact o WHERE o.customer_number = a.customer_number AND o.active)`;

/** Addresses of these people, and of the debtor itself, that must not be used; kept in lower case, answered as the contact spells them. */
export const suppressionsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('address', used.address, 'channel', s.channel, 'kind', s.kind) ORDER BY s.id), '[]'::json)
   FROM (SELECT unnest(ARRAY[o.email, o.phone, o.mobile]) FROM contact o WHERE o.customer_number = a.customer_number AND o.active
         UNION SELECT array_to_string(c.address_lines, E'\n')) AS used (address)
   JOIN suppression s ON s.address = lower(used.address) AND s.lifted_at IS NULL)`;
