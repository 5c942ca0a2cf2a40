import type { StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';

/** Keeps addresses from being used on a channel. */
export async function suppressAddresses(tx: StoreTx, it: Of<'addresses-suppressed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, at, by } = whoAndWhen(occasion);
  const { channel, addresses, kind, reason } = it;
  for (const address of addresses) await tx.contacts.suppressAddress({ address, channel, kind, reason: reason ?? kind, since: at, by });
  return told('address.suppress', 'account', accountId, reason, [], { addresses, kind });
}

/** Lets addresses be used again. */
export async function freeAddresses(tx: StoreTx, { channel, addresses, reason }: Of<'addresses-freed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, at, by } = whoAndWhen(occasion);
  const freed = await tx.contacts.freeAddresses({ addresses, channel, at, by });
  return told('address.free', 'account', accountId, reason, [], { addresses, freed });
}
