import { describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

const files = {
  'policy.yaml': `policy: frozen
title: Holds freeze the count
count: { pause: freezes }
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 20 } } }
contact: { businessDaysOnly: false }
`,
  'entities.csv': 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,de\n',
  'items.csv':
    'entity,customer_number,document_type,document_number,document_date,due_date,currency,amount\nDE01,1000,Invoice,R-1,2026-02-01,2026-03-01,EUR,1000.00\n',
};

async function play(events: readonly object[], ...more: string[]) {
  const folder = new Folder({ ...files, 'events.jsonl': events.map((event) => JSON.stringify({ account: 'DE01/1000', ...event })).join('\n') });
  const span = ['--from', '2026-03-01', '--to', '2026-04-30', ...more];
  const { out, err } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', 'entities.csv', 'items.csv', '--events', 'events.jsonl', ...span);
  folder.remove();
  return { err, lines: linesOf(out), contacts: linesOf(out).flatMap(({ kind, date, amounts }) => (kind === 'contact' ? [`${date} ${amounts['EUR']}`] : [])) };
}

describe('holds that freeze the count, by files', () => {
  it('move a step by the days held; without one it comes on day 20', async () => {
    expect((await play([])).contacts).toEqual(['2026-03-21 100000']);
    expect((await play([{ type: 'hold', on: '2026-03-05', endsOn: '2026-03-10' }])).contacts).toEqual(['2026-03-26 100000']);
  });

  it('lifted early move it by the days until the lift', async () => {
    const held = { type: 'hold', id: 'H', on: '2026-03-05', endsOn: '2026-04-20' };
    expect((await play([held, { type: 'release', on: '2026-03-12' }])).contacts).toEqual(['2026-03-28 100000']);
    expect((await play([held, { type: 'release', on: '2026-03-12', hold: 'H', endsOn: '2026-03-08' }])).contacts).toEqual(['2026-03-24 100000']);
  });

  it('that are told late count from their true start, overlapping ones once, touching ones all', async () => {
    const late = { type: 'hold', on: '2026-03-15', startsOn: '2026-03-05', endsOn: '2026-03-10' };
    expect((await play([late])).contacts).toEqual(['2026-03-26 100000']);
    expect((await play([late, { type: 'hold', on: '2026-03-15', startsOn: '2026-03-08', endsOn: '2026-03-12' }])).contacts).toEqual(['2026-03-28 100000']);
    expect((await play([late, { type: 'hold', on: '2026-03-15', startsOn: '2026-03-10', endsOn: '2026-03-12' }])).contacts).toEqual(['2026-03-28 100000']);
  });

  it('a hold on the item freezes as one of the account does', async () => {
    expect((await play([{ type: 'hold', on: '2026-03-05', item: 'R-1', endsOn: '2026-03-10' }])).contacts).toEqual(['2026-03-26 100000']);
  });

  it('a hold of a part withholds the part and freezes nothing', async () => {
    const { contacts, lines } = await play([{ type: 'hold', on: '2026-03-05', item: 'R-1', amount: '400.00', endsOn: '2026-04-10' }], '--at', '2026-03-21');
    expect(contacts).toEqual(['2026-03-21 60000']);
    expect(lines.find(({ kind }) => kind === 'state')?.state?.itemStates[0]?.withheld).toEqual({ because: 'ON_HOLD', minor: 40000 });
    expect((await play([{ type: 'hold', on: '2026-03-05', amount: '400.00', endsOn: '2026-04-10' }])).err).toContain('is a part of an item; name the item');
  });
});
