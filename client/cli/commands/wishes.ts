import { channels, places } from '../../../domain/instructing/choices.js';
import { Option, type Command } from 'commander';
import type { Channel, Place } from '../../../domain/facts.js';
import type { CallOutcome } from '../../../domain/instructions.js';
import type { Act } from '../act.js';
import { groupOf } from '../group.js';
import { day, several } from '../read.js';
import { given, verb } from '../verb.js';

const byChannels = () => new Option('--channel <channels...>', 'by what').choices(channels).makeOptionMandatory();
const atPlace = () => new Option('--place <place>', 'where the number reaches the person').choices(places);

interface Corrected {
  reason: string;
  outcome?: CallOutcome;
  direction?: 'IN' | 'OUT';
  contact?: string;
  address?: string;
  item?: string[];
  place?: Place;
  removed?: boolean;
}

/** What people wish, consent to, and how a contact really was. */
export function addWishes(program: Command, act: Act): void {
  const contact = groupOf(program, 'contact', 'contacts made');
  verb<Corrected>(
    contact,
    act,
    'correct',
    'what a contact by hand really was; the gate counts it so from now on',
    ([key = ''], { reason, outcome, direction, contact: contactId, address, item, place, removed }) => ({
      kind: 'correct-contact',
      contact: key,
      reason,
      ...given({ outcome, direction, contactId, address, items: item, place, removed }),
    }),
  )
    .argument('<contact>', 'its key, as in: duly contact list')
    .requiredOption('--reason <text>', 'why')
    .option('--outcome <outcome>', 'NOT_CONNECTED, VOICEMAIL, …')
    .addOption(new Option('--direction <direction>', 'from whom').choices(['IN', 'OUT']))
    .option('--contact <id>', 'with whom')
    .option('--address <number>', 'the number used')
    .option('--item <number>', 'what it was about; may be repeated', several)
    .addOption(atPlace())
    .option('--removed', 'it never took place');
  addConsent(contact, act);
  addWish(contact, act);
}

interface Wish {
  channel: Channel[];
  weekday?: string[];
  from?: string;
  to?: string;
  place?: Place;
}

function addWish(contact: Command, act: Act): void {
  verb<Wish>(contact, act, 'spare', 'when or where a person is not to be reached', ([contactId = ''], { channel, weekday, from, to, place }) => ({
    kind: 'inconvenience',
    contactId,
    channels: channel,
    ...given({ weekdays: weekday?.map(Number), from, to, place }),
  }))
    .argument('<contact>', 'the id of the person')
    .addOption(byChannels())
    .option('--weekday <n>', '1 Monday to 7 Sunday; may be repeated', several)
    .option('--from <time>', 'as 09:00')
    .option('--to <time>', 'as 12:30; before --from: of the next day')
    .addOption(atPlace());
  verb<{ channel: Channel[] }>(contact, act, 'unspare', 'what a person named as inconvenient has ended', ([contactId = ''], { channel }) => ({
    kind: 'end-inconvenience',
    contactId,
    channels: channel,
  }))
    .argument('<contact>', 'the id of the person')
    .addOption(byChannels());
}

function addConsent(contact: Command, act: Act): void {
  verb<{ channel: Channel[]; until?: string }>(contact, act, 'consent', 'a person consents to be contacted', ([contactId = ''], { channel, until }) => ({
    kind: 'consent',
    contactId,
    channels: channel,
    ...given({ until }),
  }))
    .argument('<contact>', 'the id of the person')
    .addOption(byChannels())
    .option('--until <day>', 'the first day on which it holds no more', day);
  verb<{ channel: Channel[] }>(contact, act, 'withdraw', 'a person withdraws the consent', ([contactId = ''], { channel }) => ({
    kind: 'withdraw-consent',
    contactId,
    channels: channel,
  }))
    .argument('<contact>', 'the id of the person')
    .addOption(byChannels());
}
