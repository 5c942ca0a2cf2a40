import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import type { CampaignAccountRow, CampaignRow, CampaignShown } from '../../../prisma/store/campaigns.js';
import type { Preview } from '../../campaigns/preview.js';
import type { Act } from '../act.js';
import { exits, Failure } from '../failure.js';
import { factsOf, heading, listOf, moment, monies, tableOf, type Column, type Listed } from '../print.js';
import { amount, currency, linesOf, paging, several, wholeNumber } from '../read.js';

interface Selection {
  bucket?: string;
  entity?: string[];
  segment?: string[];
  minAmount?: string;
  currency?: string;
  customer?: string[];
  customersFile?: string;
  policy?: string;
  policyVersion?: number;
}

/** `duly campaign`: preview, launch, progress, control. */
export function addCampaigns(program: Command, act: Act): void {
  const campaign = program.command('campaign').description('dunning campaigns for a bucket of the ageing report');
  selecting(campaign.command('preview').description('what a campaign would do, account by account; changes nothing')).action(
    act(async (api, _args, options: Selection) => api.send<Preview>('POST', '/campaigns/preview', { body: await bodyOf(options) }), showPreview),
  );
  addLaunch(campaign, act);
  addProgress(campaign, act);
  addControl(campaign, act);
}

function addProgress(campaign: Command, act: Act): void {
  paging(campaign.command('list').description('campaigns, newest first')).action(
    act(
      async (api, _args, { limit, offset }: { limit: number; offset: number }) => api.get<Listed<CampaignRow>>('/campaigns', { limit, offset }),
      (page) => listOf(page, campaignColumns),
    ),
  );
  paging(campaign.command('show').argument('<campaign>', 'its id').description('exact progress, and each account')).action(
    act(
      async (api, [id = ''], { limit, offset }: { limit: number; offset: number }) => {
        const path = `/campaigns/${encodeURIComponent(id)}`;
        return {
          ...(await api.get<CampaignShown>(path)),
          accounts: await api.get<Listed<CampaignAccountRow & { name: string }>>(`${path}/accounts`, { limit, offset }),
        };
      },
      (shown) => showCampaign(shown) + heading('Accounts') + listOf(shown.accounts, accountColumns),
    ),
  );
}

function addControl(campaign: Command, act: Act): void {
  for (const [verb, description] of [
    ['pause', 'start no more accounts, and let the cases of those that were started stand still, until resumed'],
    ['resume', 'go on, with the accounts that were started and with those that were not'],
    ['cancel', 'start no more accounts at all; those that were started go on'],
  ] as const)
    campaign
      .command(verb)
      .argument('<campaign>', 'its id')
      .description(description)
      .requiredOption('--reason <text>', 'why')
      .action(
        act(
          async (api, [id = ''], { reason }: { reason: string }) =>
            api.send<CampaignShown>('POST', `/campaigns/${encodeURIComponent(id)}/${verb}`, { body: { reason } }),
          showCampaign,
        ),
      );
}

function addLaunch(campaign: Command, act: Act): void {
  interface Launch extends Selection {
    name?: string;
    perMinute: number;
    fingerprint?: string;
    requestId?: string;
  }
  selecting(campaign.command('launch').description('do exactly what is previewed'))
    .option('--fingerprint <text>', 'of a preview: launch that and nothing else')
    .option('--name <text>', 'what to call it')
    .option('--per-minute <n>', 'accounts started in a minute', wholeNumber, 600)
    .addOption(new Option('--request-id <id>', 'ask again for the same thing: it is launched once'))
    .action(
      act(
        async (api, _args, { name, perMinute, fingerprint, requestId = randomUUID(), ...selection }: Launch) => {
          const body = { ...(await bodyOf(selection)), perMinute, ...(name ? { name } : {}), ...(fingerprint ? { fingerprint } : {}) };
          return api.send<{ campaign: CampaignShown; preview: Preview; started: boolean }>('POST', '/campaigns', {
            body,
            headers: { 'idempotency-key': requestId },
          });
        },
        ({ campaign: launched, preview, started }) =>
          showTotals(preview) + heading(started ? 'Launched' : 'Recorded; it starts once Temporal answers again') + showCampaign(launched),
      ),
    );
}

function selecting(command: Command): Command {
  return command
    .option('--bucket <bucket>', 'as 61-90, or 121+')
    .option('--entity <code>', 'of this legal entity; may be repeated', several)
    .option('--segment <name>', 'of this segment; may be repeated', several)
    .option('--min-amount <amount>', 'overdue of at least this, as 1000.00')
    .option('--currency <code>', 'of the amount', currency)
    .option('--customer <number>', 'this customer; may be repeated', several)
    .option('--customers-file <file>', 'customer numbers, one to a line')
    .option('--policy <name>', 'a published policy, for accounts without one of their own; else as the assignment says')
    .option('--policy-version <n>', 'the newest when left out', wholeNumber)
    .addHelpText(
      'after',
      '\nExamples:\n  duly campaign preview --bucket 61-90 --as finance\n  duly campaign launch --bucket 61-90 --entity DE01 --min-amount 1000.00 --currency EUR --fingerprint 1f0c… --as finance',
    );
}

async function bodyOf({ bucket, entity, segment, minAmount, currency: of, customer, customersFile, policy, policyVersion }: Selection): Promise<object> {
  if (policyVersion && !policy) throw new Failure('--policy-version needs its --policy.', exits.badInput);
  if (minAmount && !of) throw new Failure('--min-amount needs its --currency, as EUR.', exits.badInput);
  const customers = [...(customer ?? []), ...(customersFile ? await linesOf(customersFile, 'customer') : [])];
  const criteria = {
    ...(bucket ? { bucket } : {}),
    ...(entity ? { entities: entity } : {}),
    ...(segment ? { segments: segment } : {}),
    ...(minAmount && of ? { minimum: { currency: of, amountMinor: amount(minAmount, of) } } : {}),
    ...(customers.length > 0 ? { customers } : {}),
  };
  return { criteria, ...(policy ? { policy } : {}), ...(policyVersion ? { policyVersion } : {}) };
}

type Previewed = Preview['accounts'][number];

function showPreview(preview: Preview): string {
  const [gets, none] = [preview.accounts.filter((account) => account.gets), preview.accounts.filter((account) => !account.gets)];
  const would =
    gets.length === 0
      ? ''
      : heading(`Would get something (${gets.length})`) +
        tableOf(gets, [
          ...previewColumns,
          { title: 'WHEN (UTC)', of: ({ plannedAt }) => moment(plannedAt) },
          { title: 'STEP', of: ({ plannedStep }) => plannedStep },
          { title: 'WHAT', of: ({ plannedAct }) => plannedAct && actOf(plannedAct) },
          { title: 'TO', width: 44, of: ({ plannedAct: act }) => (act?.kind === 'contact' ? act.address.replaceAll('\n', ', ') : '') },
        ]);
  const wouldNot =
    none.length === 0
      ? ''
      : heading(`Would get nothing (${none.length})`) + tableOf(none, [...previewColumns, { title: 'WHY', width: 76, of: ({ reason }) => reason }]);
  return showTotals(preview) + would + wouldNot + heading('To launch exactly this') + `  duly campaign launch … --fingerprint ${preview.fingerprint}\n`;
}

/** What is done, in a word or two. */
function actOf(act: NonNullable<Previewed['plannedAct']>): string {
  switch (act.kind) {
    case 'contact':
      return act.channel;
    case 'draft':
      return `${act.channel}, to be approved`;
    case 'task':
      return `${act.task.toLowerCase().replaceAll('_', ' ')} task`;
    case 'credit-hold':
      return `credit hold ${act.hold}`;
    case 'place':
      return `placement with ${act.agency}`;
    case 'write-off':
      return 'write-off recommended';
    case 'charge':
      return 'fees and interest';
    default:
      return act satisfies never;
  }
}

const previewColumns: readonly Column<Previewed>[] = [
  { title: 'ACCOUNT', of: ({ accountId }) => accountId },
  { title: 'NAME', width: 26, of: ({ name }) => name },
  { title: 'OVERDUE', right: true, of: ({ overdue }) => monies(overdue) },
  { title: 'DAYS', right: true, of: ({ daysPastDue }) => daysPastDue },
];

function showTotals({ asOf, policy, fingerprint, totals }: Preview): string {
  const tally = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([what, n]) => `${n} ${what.toLowerCase().replaceAll('_', ' ')}`)
      .join(', ');
  return factsOf([
    ['As of', asOf],
    ['Policy', policy ? `${policy.name}/${policy.version}` : 'as assigned'],
    ['Accounts', totals.accounts],
    ['Overdue', monies(totals.overdue).replaceAll('\n', ', ')],
    ['Get something', `${totals.gets}${totals.gets ? `: ${tally(totals.byAct)}` : ''}`],
    ['Get nothing', `${totals.getsNothing}${totals.getsNothing ? `: ${tally(totals.byReason)}` : ''}`],
    ['Fingerprint', fingerprint],
  ]);
}

const campaignColumns: readonly Column<CampaignRow>[] = [
  { title: 'CAMPAIGN', of: ({ campaignId }) => campaignId },
  { title: 'NAME', width: 36, of: ({ name }) => name },
  { title: 'STATUS', of: ({ status }) => status.toLowerCase() },
  { title: 'LAUNCHED', of: ({ launchedAt }) => moment(launchedAt) },
  { title: 'BY', of: ({ launchedBy }) => launchedBy },
  { title: 'ACCOUNTS', right: true, of: ({ total }) => total },
  { title: 'STARTED', right: true, of: ({ started }) => started },
  { title: 'TO DO', right: true, of: ({ remaining }) => remaining },
  { title: 'LEFT OUT', right: true, of: ({ skipped }) => skipped },
];

const accountColumns: readonly Column<CampaignAccountRow & { name: string }>[] = [
  { title: 'ACCOUNT', of: ({ accountId }) => accountId },
  { title: 'NAME', width: 26, of: ({ name }) => name },
  { title: 'OVERDUE', right: true, of: ({ overdue }) => monies(overdue) },
  { title: 'PREVIEWED', width: 50, of: ({ reason }) => reason },
  { title: 'STANDS AT', of: ({ standing }) => standing.toLowerCase().replaceAll('_', ' ') },
  { title: 'STEP', of: ({ step }) => step },
  { title: 'NEXT LOOK', of: ({ nextLookAt }) => moment(nextLookAt) },
];

function showCampaign(it: CampaignShown): string {
  const standings = Object.entries(it.standings)
    .map(([standing, n]) => `${n} ${standing.toLowerCase().replaceAll('_', ' ')}`)
    .join(', ');
  return factsOf([
    ['Campaign', it.campaignId],
    ['Name', it.name],
    ['Status', it.status.toLowerCase()],
    ...(it.paused ? [['Paused', `${moment(it.paused.since)} by ${it.paused.by}: ${it.paused.reason}`] as [string, string]] : []),
    ['Policy', it.policy ? `${it.policy.name}/${it.policy.version}` : 'as assigned'],
    ['Launched', `${moment(it.launchedAt)} by ${it.launchedBy}`],
    ['Finished', moment(it.finishedAt)],
    ['Accounts', `${it.total}: ${it.started} started, ${it.remaining} to do, ${it.skipped} left out`],
    ['Stand at', standings],
  ]);
}
