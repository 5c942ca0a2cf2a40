import { afterAll, describe, expect, it } from '@jest/globals';
import { playAll, type Stage } from '../../client/rehearse/play.js';
import { readFacts, readPolicyFile } from '../../client/rehearse/setStage.js';
import { violationsOf } from '../../client/rehearse/violations.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { exampleFiles, Folder, ledger } from './stage.js';

const folder = new Folder(exampleFiles());
afterAll(() => folder.remove());
const span = ['--from', '2026-03-02', '--to', '2026-05-15'];

async function stage(events: string): Promise<Stage> {
  folder.write('own.jsonl', events);
  const policy = await readPolicyFile(`${folder.path}/policy.yaml`);
  const facts = await readFacts({ ledger: ledger.map((name) => `${folder.path}/${name}`), events: [`${folder.path}/own.jsonl`], preset: null }, '2026-03-02');
  return { ...facts, policies: [policy], span: { from: '2026-03-02', to: '2026-05-15' }, states: [], explain: null, jumps: [] };
}

describe('the check of the rules, which asks the rule nothing', () => {
  const sent = (lines: readonly AgendaLine[]) => lines.find(({ kind, account }) => kind === 'contact' && account === 'DE01/1000')!;
  const changed: [string, string, (line: AgendaLine) => AgendaLine[]][] = [
    ['window', '', (line) => [{ ...line, at: '2026-03-05T22:00:00Z' }]],
    ['window', '', (line) => [{ ...line, at: '2026-03-07T11:00:00Z' }]],
    ['once', '', (line) => [line, { ...line, at: '2026-03-12T11:00:00Z' }]],
    ['gap', '', (line) => [line, { ...line, round: 2, at: '2026-03-06T11:00:00Z' }]],
    ['cap', '', (line) => ['05', '09', '11'].map((day, n) => ({ ...line, round: n + 1, at: `2026-03-${day}T11:00:00Z` }))],
    ['hold', '{"type":"hold","on":"2026-03-04","account":"DE01/1000","reason":"asked"}', (line) => [line]],
    ['suppressed', '{"type":"bounce","on":"2026-03-04","account":"DE01/1000","channel":"email","address":"ap@example.com"}', (line) => [line]],
    ['nothing owed', '{"type":"payment","on":"2026-03-04","account":"DE01/1000","amount":"2200.00"}', (line) => [line]],
  ];

  it.each(changed)('finds a contact against: %s', async (rule, events, change) => {
    const innocent = playAll(await stage(''), (await stage('')).policies[0]);
    const set = await stage(events);
    const played = playAll(set, set.policies[0]);
    expect(violationsOf(set, played)).toEqual([]);
    const lines = [...played.lines.filter(({ kind }) => kind !== 'contact'), ...change(sent(innocent.lines))];
    expect(violationsOf(set, { ...played, lines }).map((each) => each.rule)).toContain(rule);
  });
});

describe('the page', () => {
  it('needs nothing from elsewhere, escapes what it shows, and compares two policies', async () => {
    folder.write('customers.csv', exampleFiles()['customers.csv']!.replace('1000,Buyer', '1000,<script>alert(1)</script> & Sons'));
    const { code, out } = await folder.duly(
      'rehearse',
      '--policy',
      'policy.yaml',
      '--against',
      'gentle',
      '--ledger',
      ...ledger,
      '--events',
      'events.jsonl',
      ...span,
      '--format',
      'html',
    );
    expect(code).toBe(0);
    expect(out).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons');
    expect(out).not.toMatch(/<script|<link|<img|\bsrc=|https?:|@import|url\(/);
    expect(out.match(/<svg /g)?.length).toBe(6);
    expect(out).toContain('<th class="n">small</th><th class="n">gentle</th><th class="n">Difference</th>');
    expect(out).toContain('Assumed, not forecast');
  });
});

describe('what was charged', () => {
  const files = {
    'customers.csv': 'customer_number,name,entity,kind,country\n1,Buyer,DE01,business,DE\n',
    'entities.csv': 'code,name,country,currency,time_zone\nDE01,Seller,DE,EUR,Europe/Berlin\n',
    'items.csv': 'entity,customer_number,document_number,amount,currency,document_date,due_date\nDE01,1,R-1,1200.00,EUR,2026-02-01,2026-03-02\n',
  };
  const charging = new Folder(files);
  afterAll(() => charging.remove());
  const report = (format: string) =>
    charging.duly(
      ...'rehearse --policy policies/examples/erpnext.yaml --ledger entities.csv customers.csv items.csv --from 2026-03-02 --to 2026-04-15'.split(' '),
      '--format',
      format,
    );

  it('is summed up: two fees of 10.00 and 12 % on 1,200.00 for thirty days, 11.84', async () => {
    expect((await report('table')).out).toMatch(/^Fees and interest booked EUR +31\.84 EUR$/m);
    expect((await report('html')).out).toMatch(/Fees and interest booked[\s\S]{0,80}31\.84/);
  });
});

describe('a message that somebody has to approve', () => {
  const approving = exampleFiles()['policy.yaml']!.replace('tone: friendly, when', 'tone: friendly, approval: manager, when');
  const approval = '{"type":"approval","at":"2026-03-05T15:00:00+01:00","account":"DE01/1000","subject":"notice","decision":"APPROVED"}';

  it('is found when it went out without an approval, before it, or once more than was approved', async () => {
    folder.write('policy.yaml', approving);
    const set = await stage(approval);
    const played = playAll(set, set.policies[0]);
    expect(violationsOf(set, played)).toEqual([]);
    const line = played.lines.find(({ kind, account }) => kind === 'contact' && account === 'DE01/1000')!;
    expect(line.at).toBe('2026-03-05T14:00:00Z');
    const others = played.lines.filter(({ kind }) => kind !== 'contact');
    const rulesOf = (events: Stage['events'], ...lines: AgendaLine[]) =>
      violationsOf({ ...set, events }, { ...played, lines: [...others, ...lines] }).map(({ rule }) => rule);
    expect(rulesOf([], line)).toContain('approval');
    expect(rulesOf(set.events, { ...line, at: '2026-03-05T13:59:00Z' })).toContain('approval');
    expect(rulesOf(set.events, line, { ...line, round: 2, at: '2026-03-16T11:00:00Z' })).toContain('approval');
    folder.write('policy.yaml', exampleFiles()['policy.yaml']!);
  });
});
