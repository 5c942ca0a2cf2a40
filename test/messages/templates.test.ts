import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MessageToRender } from '../../activities/ports.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { Policy } from '../../domain/policy/types.js';
import { checkTemplates, stoppages } from '../../templates/writing/check.js';
import { formatsFor } from '../../templates/writing/formats.js';
import { previewTemplate } from '../../templates/writing/preview.js';
import { sampleStatement } from '../../templates/writing/sample.js';
import { writeScript } from '../../templates/writing/script.js';
import { openShelf } from '../../templates/writing/shelf.js';
import { taskTitle } from '../../templates/writing/words.js';
import { write } from '../../templates/writing/write.js';
import { invoice, messageOf, statementOf } from './account.js';

const shelf = openShelf(null);
const languages = ['en', 'de', 'es'];
const shipped = ['standard-b2b', 'gentle'].map((name) =>
  readPolicy(readFileSync(new URL(`../../policies/${name}.yaml`, import.meta.url), 'utf8'), `${name}.yaml`),
);

/** Text as it is read: all spaces alike. */
const read = (text: string) => text.replace(/\s+/g, ' ');
const email = (template: string, language: string, more: Partial<MessageToRender> = {}) => write(shelf, messageOf(template, 'email', language, more));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function own(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const problemsOf = (policy: Pick<Policy, 'ladder'> = shipped[0]!, languagesToCheck = ['en']) =>
  checkTemplates(policy, { templates: folder, languages: languagesToCheck });

describe('the templates that ship', () => {
  it.each(shipped.map((policy) => [policy.name, policy] as const))('have everything that %s needs, in every language', (_, policy) => {
    expect(checkTemplates(policy, { templates: null, languages })).toEqual([]);
  });

  it('are missing in a language that nobody wrote, and the check names each file', () => {
    const problems = checkTemplates(shipped[0]!, { templates: null, languages: ['fr'] });
    expect(problems.map(({ file }) => file)).toContain(join('fr', 'final-notice.email.hbs'));
    expect(problems.every(({ problem, language }) => problem === 'this template is missing' && language === 'fr')).toBe(true);
  });

  it.each(languages)('name amount, account, bank details and whom to call in %s', (language) => {
    const { text, subject } = email('reminder', language);
    for (const said of ['10042', 'DE02 1203 0000 0000 2020 51', '+49 30 23125 100', 'receivables@example.com', 'Example Trading GmbH'])
      expect(text).toContain(said);
    expect(subject).toContain('10042');
    expect(read(text)).toContain(read(formatsFor(language, 'DE').amount(1_023_125, 'EUR')));
  });

  it.each([
    ['en', 'third party'],
    ['de', 'an einen Dritten'],
    ['es', 'a un tercero'],
  ])('announce a hand-over in the final notice alone, with its deadline (%s)', (language, words) => {
    const deadline = formatsFor(language, 'DE').longDay('2020-07-14');
    const final = email('final-notice', language, { deadlineOn: '2020-07-14' }).text;
    expect(final).toContain(words);
    expect(final).toContain(deadline);
    for (const earlier of ['courtesy', 'reminder', 'second-reminder']) expect(email(earlier, language, { deadlineOn: '2020-07-14' }).text).not.toContain(words);
  });

  it.each([
    ['en', /disregard/],
    ['de', /gegenstandslos/],
    ['es', /no tenga en cuenta/],
  ])('tell who has paid to disregard them (%s)', (language, words) => {
    for (const template of ['reminder', 'second-reminder', 'final-notice', 'call']) expect(email(template, language).text).toMatch(words);
  });

  it('address nobody by name when nobody is known', () => {
    expect(email('reminder', 'de', { recipient: { name: null, address: 'a@example.org' } }).text).toContain('Sehr geehrte Damen und Herren,');
  });

  it('address a consumer by name, and a business of which no person is known by none', () => {
    const to = (kind: 'BUSINESS' | 'CONSUMER') => ({ ...sampleStatement, customer: { ...sampleStatement.customer, name: 'Max Muster', kind } });
    const text = (kind: 'BUSINESS' | 'CONSUMER') => email('reminder', 'de', { recipient: { name: null, address: 'a@example.org' }, statement: to(kind) }).text;
    expect(text('CONSUMER')).toContain('Guten Tag Max Muster,');
    expect(text('BUSINESS')).toContain('Sehr geehrte Damen und Herren,');
  });

  it.each([
    ['en', 'No more messages by e-mail'],
    ['de', 'Keine weiteren Nachrichten per E-Mail'],
    ['es', 'No recibir más mensajes por correo electrónico'],
  ])('say in the plain text too who writes and how to have no more e-mails, and not in a letter (%s)', (language, optOut) => {
    const foot = `-- \nExample Trading GmbH, Musterstraße 12, 44135 Dortmund\n+49 30 23125 100 · receivables@example.com\n${optOut}: mailto:receivables@example.com?subject=unsubscribe%2010042\n`;
    expect(email('reminder', language).text.endsWith(foot)).toBe(true);
    expect(write(shelf, messageOf('reminder', 'letter', language)).text).not.toContain(optOut);
  });

  it('promise no bank details where there are none', () => {
    const { text } = email('reminder', 'en', { statement: { ...sampleStatement, entity: { ...sampleStatement.entity, iban: null } } });
    expect(text).not.toMatch(/IBAN|account below/);
  });

  it("speak the recipient's language in every part, and fall back on English where it is not written", () => {
    expect(email('reminder', 'de-AT').text).toContain('Rechnung RE-2020-0117');
    const french = email('reminder', 'fr');
    expect(french.text).toContain('Invoice RE-2020-0117');
    expect(french.language).toMatch(/^en/);
  });
});

describe('what a message asks for', () => {
  const asks = (items: Parameters<typeof statementOf>[0], more: Parameters<typeof statementOf>[1] = {}) =>
    email('reminder', 'en', { statement: statementOf(items, { ...more, customer: { ...sampleStatement.customer, country: 'US' } }) });

  it('is what is overdue, net of credits, and never what is disputed', () => {
    const { text, tables } = asks([
      invoice('A', 100_000),
      invoice('B', 30_000, { disputed: true }),
      invoice('C', 7_000, { daysPastDue: -5 }),
      invoice('N', -20_000, { kind: 'CREDIT_NOTE', daysPastDue: 0 }),
    ]);
    expect(text).toContain('amount overdue is $800.00'.replace('$', '€'));
    expect(tables.totals.map(({ label, amount }) => `${label} ${amount}`)).toEqual([
      'Overdue €1,300.00',
      'Credits -€200.00',
      'Not asked for at present -€300.00',
      'Please pay €800.00',
      'Not yet due €70.00',
      'Balance €1,170.00',
    ]);
    expect(text).toContain('Invoice B, Jan 15, 2020, due May 31, 2020, 30 days overdue: €300.00 (in dispute: €300.00)');
  });

  it('is less the part of an item that is promised, and says so', () => {
    const { text } = asks([invoice('A', 100_000, { notAsked: { because: 'PROMISED', minor: 40_000 } })]);
    expect(text).toContain('amount overdue is €600.00');
    expect(text).toContain('(payment agreed: €400.00)');
  });

  it('is what the rule decided, whatever the items alone would say', () => {
    expect(asks([invoice('A', 100_000)], { asked: { EUR: 99_000 } }).text).toContain('amount overdue is €990.00');
  });

  it('is never added up over currencies, and respects the places of each', () => {
    const { text, tables } = asks([invoice('A', 100_000), invoice('J', 123_456, { currency: 'JPY' }), invoice('K', 1_234_567, { currency: 'KWD' })]);
    expect(read(text)).toContain('amount overdue is €1,000.00, ¥123,456, and KWD 1,234.567');
    expect(tables.totals.map(({ label }) => label)).toEqual(['Please pay (EUR)', 'Please pay (JPY)', 'Please pay (KWD)']);
  });

  it('is exact beyond what a binary fraction can hold', () => {
    expect(asks([invoice('A', 9_007_199_254_740_991)]).text).toContain('€90,071,992,547,409.91');
  });

  it('cannot be written when items and balance disagree', () => {
    expect(() => asks([invoice('A', 100_000)], { open: { EUR: 99_999 } })).toThrow('E1/10042 add up to 100000 EUR and its balance says 99999');
  });

  it('names twenty items and sums up the others, the oldest first and every credit counted', () => {
    const items = Array.from({ length: 2_459 }, (_, at) => invoice(`R${at}`, 1_000 + at, { daysPastDue: (at % 100) + 1 }));
    const { text, html } = asks(items);
    expect(text.match(/^- Invoice/gm)).toHaveLength(20);
    expect(text).toContain('- Invoice R1099, Jan 15, 2020, due Mar 22, 2020, 100 days overdue');
    const shown = [...text.matchAll(/^- Invoice R(\d+),/gm)].reduce((sum, [, at]) => sum + 1_000 + Number(at), 0);
    const rest = items.reduce((sum, { openMinor }) => sum + openMinor, 0) - shown;
    expect(text).toContain(`and 2,439 further items of ${formatsFor('en', 'US').amount(rest, 'EUR')} in total: see the attached statement`);
    expect(html?.match(/Invoice R\d/g)).toHaveLength(20);
  });
});

describe('an account before anything is overdue', () => {
  it('is told what falls due, less its credits', () => {
    const items = [invoice('A', 50_000, { daysPastDue: -5 }), invoice('N', -20_000, { kind: 'CREDIT_NOTE', daysPastDue: 0 })];
    expect(read(email('courtesy', 'de', { statement: statementOf(items) }).text)).toContain('in den nächsten Tagen 300,00 € zur Zahlung fällig');
  });

  it('is told that its credits cover what falls due', () => {
    const items = [invoice('A', 10_000, { daysPastDue: -5 }), invoice('N', -20_000, { kind: 'CREDIT_NOTE', daysPastDue: 0 })];
    for (const language of languages) expect(email('courtesy', language, { statement: statementOf(items) }).text).not.toContain('undefined');
    expect(email('courtesy', 'en', { statement: statementOf(items) }).text).toContain('your credits cover them');
  });
});

describe('amounts and days', () => {
  it.each([
    ['en', 'US', '€1,234.56', '1,234.56', 'March 2, 2020', 'Mar 2, 2020'],
    ['en', 'GB', '€1,234.56', '1,234.56', '2 March 2020', '2 Mar 2020'],
    ['de', 'DE', '1.234,56 €', '1.234,56', '2. März 2020', '02.03.2020'],
    ['es', 'ES', '1234,56 €', '1234,56', '2 de marzo de 2020', '2 mar 2020'],
    ['en', 'DE', '€1,234.56', '1,234.56', '2 March 2020', '2 Mar 2020'],
  ])('are written as in %s-%s', (language, country, amount, figure, long, short) => {
    const formats = formatsFor(language, country);
    expect([formats.amount(123_456, 'EUR'), formats.figure(123_456, 'EUR'), formats.longDay('2020-03-02'), formats.shortDay('2020-03-02')].map(read)).toEqual([
      amount,
      figure,
      long,
      short,
    ]);
  });

  it('are written in English where the language is no language', () => {
    expect(formatsFor('no language', 'DE').amount(-100, 'USD')).toBe('-$1.00');
  });
});

describe('values from the ledger', () => {
  const hostile = (name: string) =>
    email('reminder', 'en', {
      statement: {
        ...sampleStatement,
        customer: { ...sampleStatement.customer, number: name },
        items: sampleStatement.items.map((item) => ({ ...item, number: `${name}<b>` })),
      },
      recipient: { name, address: 'a@example.org' },
    });

  it('are escaped in HTML, in running text and in tables', () => {
    const { html } = hostile('<script>alert(1)</script> & "Sons"');
    expect(html).not.toContain('<script>');
    expect(html).toContain('Dear &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Sons&quot;,');
    expect(html).not.toContain('<b>');
  });

  it('cannot add lines to the subject, marks to the text, or templates to the template', () => {
    const { subject, text, html } = hostile('A\r\nBcc: x@example.org **bold** {{company}}\n\n# Heading\u202e');
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(text).toContain('Dear A Bcc: x@example.org *bold* {{company}} # Heading,');
    expect(html).not.toContain('<strong>bold');
  });
});

describe("templates of one's own", () => {
  const message = (template = 'reminder') => messageOf(template, 'email', 'en');

  it('come before the ones that ship, file by file', () => {
    own('en/reminder.hbs', 'Subject: Hello {{customer}}\n\nPlease pay {{asked}}.\n\n{{> closing}}\n');
    own('en/_closing.hbs', 'Yours,\n{{company}}');
    own('en/words.yaml', 'totals: { asked: Due }\n');
    const shelfOfOwn = openShelf(folder);
    expect(write(shelfOfOwn, message()).subject).toBe('Hello Sample & Sons Ltd');
    expect(read(write(shelfOfOwn, message()).text)).toContain('Please pay €10,231.25 and US$750.00. Yours, Example Trading GmbH');
    expect(write(shelfOfOwn, message('second-reminder')).text).toContain('Due (EUR): €10,231.25');
    expect(write(shelfOfOwn, message('second-reminder')).text).toMatch(/Yours,\nExample Trading GmbH\n\n-- \n/);
  });

  it('may add a language', () => {
    own('fr/words.yaml', readFileSync(new URL('../../templates/en/words.yaml', import.meta.url), 'utf8').replace('Please pay', 'À payer'));
    own('fr/reminder.hbs', 'Subject: Relance\n\n{{> totals}}');
    expect(read(write(openShelf(folder), messageOf('reminder', 'email', 'fr-FR')).text)).toContain('À payer (EUR): 10 231,25 €');
  });

  it('are refused with file and line when they print what is not known', () => {
    own('en/reminder.hbs', 'Subject: Hello\n\nPlease pay\nby {{deadline}}.\n');
    expect(() => write(openShelf(folder), message())).toThrow(`${join(folder, 'en/reminder.hbs')}:4: {{deadline}} is not known for this message`);
  });

  it('are checked before anything is sent: a value that a step does not give', () => {
    own('en/reminder.hbs', 'Subject: Hello\n\nby {{deadline}}\n');
    expect(problemsOf()).toMatchObject([
      { template: 'reminder', channel: 'email', language: 'en', line: 3, problem: expect.stringContaining('{{deadline}} is not known for this message') },
    ]);
  });

  it('are checked: a name that stands for nothing, even inside a condition and in a text that is called in', () => {
    own('en/reminder.hbs', 'Subject: Hello\n\n{{#if deadlin}}x{{/if}}\n{{> mine}}\n');
    own('en/_mine.hbs', 'line\n{{amount}}');
    expect(problemsOf().map(({ file, line, problem }) => [file, line, problem.split(' ')[0]])).toEqual([
      [join(folder, 'en/reminder.hbs'), 3, '{{deadlin}}'],
      [join(folder, 'en/_mine.hbs'), 2, '{{amount}}'],
    ]);
  });

  it('are checked: a text that is missing, a subject that is missing, and what is no template', () => {
    own('en/reminder.hbs', 'Subject: Hello\n\n{{> nothing}}\n');
    own('en/second-reminder.hbs', 'No subject\n');
    own('en/final-notice.hbs', 'Subject: x\n\n{{#if asked}}\n');
    const problems = problemsOf();
    expect(problems.map(({ problem }) => problem)).toEqual([
      'there is no text _nothing.hbs to call in with {{> nothing}}',
      'the first line must be `Subject: …`',
      expect.stringContaining('Parse error on line 4'),
    ]);
  });

  it('are checked: a short message that takes more than two', () => {
    own('en/reminder.sms.hbs', `{{company}} ${'please '.repeat(50)}`);
    expect(problemsOf()).toMatchObject([{ channel: 'sms', problem: expect.stringMatching(/^takes 3 segments/) }]);
  });

  it('stop a policy only where a message could not be written: not where a language falls back on another, nor by their length', () => {
    own('fr/reminder.hbs', 'Subject: Relance\n\n{{> totals}}');
    own('fr/words.yaml', readFileSync(new URL('../../templates/en/words.yaml', import.meta.url), 'utf8'));
    own('en/reminder.sms.hbs', `{{company}} ${'please '.repeat(50)}`);
    expect(stoppages(shipped[0]!, openShelf(folder))).toEqual([]);
    own('fr/reminder.hbs', 'Subject: Relance\n\n{{montant}}');
    expect(stoppages(shipped[0]!, openShelf(folder)).map(({ file, line, problem }) => [file, line, problem.split(';')[0]])).toEqual([
      [join(folder, 'fr/reminder.hbs'), 3, '{{montant}} is not known'],
    ]);
  });

  it('that print a name which stands for nothing are refused by that name, and not for want of a condition', () => {
    own('en/reminder.hbs', 'Subject: Hello\n\n{{custmer}}\n');
    expect(() => write(openShelf(folder), message())).toThrow(/reminder.hbs:3: \{\{custmer\}\} is not known; there is asked, /);
  });

  it('are refused when the folder or the words are wrong', () => {
    expect(() => openShelf(join(folder, 'none'))).toThrow('there is no such folder of templates');
    own('de/words.yaml', 'totals: { askd: Due }\n');
    expect(() => openShelf(folder).words('de')).toThrow(`${join(folder, 'de/words.yaml')}: totals: Unrecognized key: "askd"`);
  });

  it('can be seen before they are used', () => {
    own('en/reminder.hbs', 'Subject: Hello {{customer}}\n\nText <b>\n');
    const { subject, html } = previewTemplate(
      { template: 'reminder', channel: 'email', language: 'en', tone: 'firm', deadlineOn: null },
      { templates: folder },
    );
    expect(subject).toBe('Hello Sample & Sons Ltd');
    expect(html).toContain('Text &lt;b&gt;');
  });
});

describe('a call', () => {
  const brief: Parameters<typeof writeScript>[1] = {
    reason: { code: 'STEP_DUE', figures: {}, line: 1 },
    customer: { number: '10042', name: 'Sample & Sons Ltd', country: 'DE', language: 'de' },
    script: { template: 'call', tone: 'firm', language: 'de' },
    contacts: [],
    promises: [],
    people: [
      {
        contactId: '1',
        name: 'Kreditorenbuchhaltung',
        role: 'accounts_payable',
        language: 'de',
        phone: '+493023125200',
        mobile: null,
        email: null,
        timeZone: 'Europe/Berlin',
        suppressed: [],
      },
    ],
    debt: {
      open: { EUR: 130_000 },
      overdue: { EUR: 120_000 },
      collectable: { EUR: 100_000 },
      daysPastDue: 31,
      oldestDueOn: '2020-05-30',
      itemCount: 3,
      oldest: [],
    },
  };
  const caller = { company: { name: 'Example Trading GmbH', phone: '+493023125100', email: null, iban: null }, onDay: '2020-06-30' };

  it("has a title and a script in the customer's language, from the brief of its task", () => {
    const written = writeScript(shelf, brief, caller);
    expect(read(written?.title ?? '')).toBe('Sample & Sons Ltd (10042) anrufen: 1.000,00 € überfällig');
    expect(read(written?.script ?? '')).toContain('Nicht verlangen: 200,00 €');
    expect(written?.script).toContain('Spreche ich mit Kreditorenbuchhaltung?');
    expect(written?.script).toContain('Was Sie nicht sagen');
  });

  it('is gentler where the step is', () => {
    const friendly = { ...brief, script: { template: 'call', tone: 'friendly', language: 'de' } as const };
    expect(writeScript(shelf, friendly, caller)?.script).not.toBe(writeScript(shelf, brief, caller)?.script);
  });

  it('that no step asked for has no script', () => {
    expect(writeScript(shelf, { ...brief, script: null }, caller)).toBeNull();
  });
});

it.each(languages)('every kind of task has a title in %s', (language) => {
  const kinds = ['CALL', 'FIND_CONTACT', 'VERIFY_DELIVERY', 'APPROVE', 'ANSWER_DISPUTE', 'REVIEW_ACCOUNT', 'RECORD_HANDOVER', 'OTHER'] as const;
  const titles = kinds.map((kind) =>
    taskTitle(shelf.words(language), language, { kind, customer: { number: '10042', name: 'Sample & Sons' }, amounts: { EUR: 100 } }),
  );
  expect(new Set(titles).size).toBe(kinds.length);
  for (const title of titles) expect(title).toMatch(/Sample & Sons.*10042/);
});
