import type { HoldKind } from '../domain/facts.js';
import { isInForce, type Claim } from '../domain/rule/standing.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { Look } from './look.js';
import type { HandoverData } from './ports.js';
import { statementItem } from './statement.js';

type PlacementFile = NonNullable<Awaited<ReturnType<StoreTx['placementCourse']['findPlacement']>>>;

/** What an agency needs to collect these claims, as of the look. Amounts are net of credits. */
export async function handoverOf(tx: StoreTx, { id, agency, accountId }: PlacementFile, claims: readonly Claim[], seen: Look): Promise<HandoverData> {
  const { facts, today } = seen;
  const { number, kind, name, language } = facts.customer;
  const contacts = facts.contacts.map(({ name: person, role, email, phone, mobile }) => ({ name: person, role, email, phone, mobile }));
  const held = (hold: HoldKind) => facts.holds.some((each) => each.kind === hold && isInForce(each, today));
  return {
    placementId: id,
    agency,
    onDay: today,
    accountId,
    creditor: { code: facts.entity.code, name: facts.entity.name },
    debtor: { number, kind, name, language, contacts, ...(await tx.placementCourse.postalAddressOf(accountId)) },
    items: claims.map(({ item, minor }) => {
      const shown = statementItem({ ...item, openMinor: minor }, today, new Map());
      return { ...shown, purchaseOrder: item.purchaseOrder ?? null };
    }),
    lastPayment: await tx.placementCourse.lastPaymentOf(accountId, today),
    flags: {
      disputed: facts.disputes.length > 0,
      cease: held('CEASE_COMMUNICATION'),
      attorney: held('ATTORNEY_REPRESENTED'),
      bankruptcy: held('BANKRUPTCY'),
      deceased: held('DECEASED'),
    },
  };
}
