import { Option, type Command } from 'commander';
import type { Channel } from '../../../domain/facts.js';
import { channels } from '../../../domain/instructing/choices.js';
import type { Act } from '../act.js';
import { groupOf } from '../group.js';
import { given, verb } from '../verb.js';

interface Addressed {
  channel: Channel;
  address?: string;
  reason?: string;
}

const verbs = {
  'opt-out': 'a person or an address is no longer used for a channel',
  'opt-in': 'a person or an address may be used again',
  bounce: 'nothing arrives at an address',
} as const;

/** Addresses that must not be used, and that may be used again. */
export function addAddresses(program: Command, act: Act): void {
  const contact = groupOf(program, 'contact', 'contacts made');
  for (const [name, description] of Object.entries(verbs) as [keyof typeof verbs, string][])
    verb<Addressed>(contact, act, name, description, ([contactId], { channel, address, reason }) => ({
      kind: name,
      channel,
      ...given({ contactId, address, reason }),
    }))
      .argument('[contact]', 'the id of the person, whose addresses on the channel are all meant; or --address')
      .addOption(new Option('--channel <channel>', 'by what').choices(channels).makeOptionMandatory())
      .option('--address <address>', 'this one alone')
      .option('--reason <text>', 'why');
}
