import type { ContactFacts } from '../facts.js';
import type { World } from './world.js';

/** The id of a person by id or name; somebody who is not on file is known by the name that is given. */
export function personId({ base }: World, name: string): string {
  return find(base.contacts, name)?.id ?? name;
}

/** A person by id or name. */
export function find(contacts: readonly ContactFacts[], name: string): ContactFacts | undefined {
  return contacts.find(({ id, name: known }) => id === name || known === name);
}
