import type { StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';

/** Keeps what a contact by hand really was. */
export async function correctContact(tx: StoreTx, { key, reason, corrected }: Of<'contact-corrected'>, occasion: Occasion): Promise<Applied> {
  const { by, at } = whoAndWhen(occasion);
  await tx.contactsRecorded.correctContact({ key, reason, corrected, at, by });
  return told('contact.correct', 'contact', key, reason);
}

/** Keeps a person's consent. */
export async function giveConsent(tx: StoreTx, { contactId, channels, until }: Of<'consent-given'>, occasion: Occasion): Promise<Applied> {
  const { by, at } = whoAndWhen(occasion);
  await tx.wishes.giveConsent({ contactId, channels, until, at, by });
  return told('consent.give', 'person', contactId, null);
}

/** Ends a person's consent. */
export async function withdrawConsent(tx: StoreTx, { contactId, channels }: Of<'consent-withdrawn'>, occasion: Occasion): Promise<Applied> {
  await tx.wishes.withdrawConsent(contactId, channels, whoAndWhen(occasion).at);
  return told('consent.withdraw', 'person', contactId, null);
}

/** Keeps when or where a person is not to be reached. */
export async function recordWish(tx: StoreTx, { wish }: Of<'wish-recorded'>, occasion: Occasion): Promise<Applied> {
  const { by, at } = whoAndWhen(occasion);
  return told('wish.record', 'wish', await tx.wishes.recordWish(wish, at, by), null);
}

/** Ends what a person had named as inconvenient on channels. */
export async function endWishes(tx: StoreTx, { contactId, channels }: Of<'wishes-ended'>, occasion: Occasion): Promise<Applied> {
  const { by, at } = whoAndWhen(occasion);
  await tx.wishes.endWishes(contactId, channels, at, by);
  return told('wish.end', 'person', contactId, null);
}
