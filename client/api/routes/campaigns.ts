import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { campaignAccounts, listCampaigns, showCampaign, type CampaignShown } from '../../../prisma/store/campaigns.js';
import { keepPreview } from '../../../prisma/store/previews.js';
import { customerNames } from '../../../prisma/store/reading/accounts.js';
import type { Operation } from '../../auth/permissions.js';
import { instructCampaign, pauseStarted } from '../../campaigns/control.js';
import { launchCampaign } from '../../campaigns/launch.js';
import { previewCampaign, saidOf } from '../../campaigns/preview.js';
import { actingAs } from '../access.js';
import type { App, Doors } from '../doors.js';
import { outdated } from '../outdated.js';
import { Problem } from '../problem.js';
import { campaign, campaignAccount, campaignShown, controlBody, launchBody, launched, launchHeaders, preview, previewBody } from '../schemas/campaigns.js';
import { paged, pageOf, slice } from '../schemas/common.js';

const tags = ['campaigns'];
const idPath = z.object({ id: z.string() });

/** Campaigns: preview, launch, progress, control. */
export function serveCampaigns(app: App, doors: Doors): void {
  app.post(
    '/campaigns/preview',
    {
      config: { problems: ['not-found'] },
      schema: { operationId: 'previewCampaign', tags, summary: 'What a campaign would do, account by account', body: previewBody, response: { 200: preview } },
    },
    async ({ body: { criteria, policy, policyVersion } }) => {
      const shown = await previewCampaign(
        doors.db,
        { criteria, policy: policy === undefined ? null : { name: policy, version: policyVersion ?? null } },
        await doors.now(),
      );
      if (!shown) throw noPolicy(policy ?? '', policyVersion);
      await keepPreview(doors.db, { fingerprint: shown.fingerprint, at: shown.at, said: saidOf(shown.accounts) });
      return shown;
    },
  );

  serveLaunch(app, doors);
  serveProgress(app, doors);
  serveControl(app, doors, 'pauseCampaign', 'pause', 'Start no more accounts until resumed');
  serveControl(app, doors, 'resumeCampaign', 'resume', 'Go on starting accounts');
  serveControl(app, doors, 'cancelCampaign', 'cancel', 'Start no more accounts at all; those that were started go on');
}

function serveLaunch(app: App, doors: Doors): void {
  app.post(
    '/campaigns',
    {
      config: { problems: ['not-found', 'refused', 'preview-outdated'] },
      schema: {
        operationId: 'launchCampaign',
        tags,
        summary: 'Launch a campaign',
        headers: launchHeaders,
        body: launchBody,
        response: { 201: launched },
        description:
          'Does exactly what is previewed. With the fingerprint of a preview it is refused when the preview would say something else now. The same `Idempotency-Key` again launches nothing and gets the first answer.',
      },
    },
    async (request, reply) => reply.code(201).send(await launch(request, doors, request.body)),
  );
}

async function launch(request: FastifyRequest, doors: Doors, { criteria, policy, policyVersion, name, perMinute, fingerprint }: z.output<typeof launchBody>) {
  const { actor: by, role } = actingAs(request);
  const asked = {
    criteria,
    policy: policy === undefined ? null : { name: policy, version: policyVersion ?? null },
    name: name ?? null,
    perMinute,
    fingerprint: fingerprint ?? null,
    key: z.string().safeParse(request.headers['idempotency-key']).data ?? null,
    by,
    role,
  };
  const result = await launchCampaign(doors, asked, await doors.now());
  switch (result.status) {
    case 'launched':
      return { campaign: await mustShow(doors, result.campaignId), preview: result.preview, started: result.started };
    case 'outdated':
      throw outdated(result.differences, 'launch');
    case 'no-policy':
      throw noPolicy(policy ?? '', policyVersion);
    case 'key-taken':
      throw new Problem('refused', 'Another campaign was launched under this Idempotency-Key. Give this one a key of its own.', { code: 'ID_TAKEN' });
    case 'nobody':
      throw new Problem('refused', 'No account fits the criteria, so there is nothing to launch.', { code: 'NOBODY' });
    default:
      return result satisfies never;
  }
}

function serveProgress(app: App, doors: Doors): void {
  const { db } = doors;
  app.get(
    '/campaigns',
    { schema: { operationId: 'listCampaigns', tags, summary: 'Campaigns, newest first', querystring: z.object(slice), response: { 200: pageOf(campaign) } } },
    async ({ query }) => paged({ total: await db.campaign.count(), items: await listCampaigns(db, query) }, query),
  );

  app.get(
    '/campaigns/:id',
    {
      config: { problems: ['not-found'] },
      schema: { operationId: 'readCampaign', tags, summary: 'A campaign with its exact progress', params: idPath, response: { 200: campaignShown } },
    },
    async ({ params: { id } }) => mustShow(doors, id),
  );
  serveCampaignAccounts(app, doors);
}

function serveCampaignAccounts(app: App, doors: Doors): void {
  app.get(
    '/campaigns/:id/accounts',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'listCampaignAccounts',
        tags,
        summary: 'What was previewed for each account, and what became of it',
        params: idPath,
        querystring: z.object(slice),
        response: { 200: pageOf(campaignAccount) },
      },
    },
    async ({ params: { id }, query }) => {
      const { total } = await mustShow(doors, id);
      const rows = await campaignAccounts(doors.db, id, query);
      const ids = rows.map(({ accountId }) => accountId);
      const names = await customerNames(doors.db, ids);
      return paged({ total, items: rows.map((row) => ({ ...row, name: names.get(row.accountId) ?? '' })) }, query);
    },
  );
}

type Control = 'pause' | 'resume' | 'cancel';

function serveControl(app: App, doors: Doors, operationId: Operation, kind: Control, summary: string): void {
  app.post(
    `/campaigns/:id/${kind}`,
    {
      config: { problems: ['not-found', 'refused'] },
      schema: { operationId, tags, summary, params: idPath, body: controlBody, response: { 200: campaignShown } },
    },
    async (request) => control(request, doors, kind),
  );
}

async function control(request: FastifyRequest, doors: Doors, kind: Control): Promise<CampaignShown> {
  const { id: campaignId } = idPath.parse(request.params);
  const { perMinute, status } = await mustShow(doors, campaignId);
  if (status === 'CANCELLED' || (status === 'DONE' && kind !== 'pause')) throw isOver(status);
  const instruction = { kind, ...actingAs(request), ...controlBody.parse(request.body) };
  if (status === 'DONE') {
    if (!(await pauseStarted(doors, { campaignId, perMinute }, instruction, await doors.now()))) throw isOver(status);
    return mustShow(doors, campaignId);
  }
  const result = await instructCampaign(doors.temporal, { campaignId, perMinute }, { id: randomUUID(), instruction });
  switch (result.status) {
    case 'refused':
      throw new Problem('refused', result.why, { code: result.code });
    case 'unanswered':
      throw new Problem('unavailable', 'No worker answered in time, so it is not known whether it was done. Look at the campaign, then try again.');
    case 'done':
      if (!becomes[kind].includes(result.progress.status)) throw isOver(result.progress.status);
      return mustShow(doors, campaignId);
    default:
      return result satisfies never;
  }
}

const isOver = (status: string): Problem => new Problem('refused', `The campaign is ${status.toLowerCase()} already.`, { code: 'CAMPAIGN_OVER' });

const becomes: Readonly<Record<Control, readonly string[]>> = { pause: ['PAUSED'], resume: ['RUNNING', 'DONE'], cancel: ['CANCELLED'] };

async function mustShow({ db }: Doors, id: string): Promise<CampaignShown> {
  const shown = await showCampaign(db, id);
  if (!shown) throw new Problem('not-found', `There is no campaign '${id}'. See the list of campaigns.`);
  return shown;
}

const noPolicy = (name: string, version: number | undefined): Problem =>
  new Problem('not-found', `Policy '${name}'${version ? ` has no version ${version}` : ' was never published'}. See the list of policies.`);
