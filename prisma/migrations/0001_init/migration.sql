-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "entity" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "address_lines" TEXT[],
    "email" TEXT,
    "phone" TEXT,
    "iban" TEXT,
    "bic" TEXT,
    "bank_name" TEXT,
    "default_policy" TEXT,
    "debt_role" TEXT NOT NULL DEFAULT 'FIRST_PARTY',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entity_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "customer" (
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'BUSINESS',
    "language" TEXT NOT NULL DEFAULT 'en',
    "country" TEXT,
    "region" TEXT,
    "postcode" TEXT,
    "city" TEXT,
    "address_lines" TEXT[],
    "time_zone" TEXT,
    "segment" TEXT,
    "risk_class" TEXT,
    "tags" TEXT[],
    "parent_number" TEXT,
    "bill_to_parent" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "entity_code" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "collector_id" TEXT,
    "policy_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" TEXT NOT NULL,
    "customer_number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'accounts_payable',
    "language" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "mobile" TEXT,
    "time_zone" TEXT,
    "rank" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression" (
    "id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pending_payment" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "item_ids" INTEGER[],
    "expected_on" DATE NOT NULL,
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "end_reason" TEXT,

    CONSTRAINT "pending_payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_batch" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "semantics" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "as_of" DATE NOT NULL,
    "entity_codes" TEXT[],
    "rows" INTEGER NOT NULL,
    "created" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "cleared" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "control_totals" JSONB NOT NULL,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_item" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "instalment" INTEGER NOT NULL DEFAULT 0,
    "issued_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "text" TEXT,
    "purchase_order" TEXT,
    "terms" TEXT,
    "dunned_level" INTEGER,
    "dunned_on" DATE,
    "batch_id" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "adjusts_id" INTEGER,

    CONSTRAINT "ledger_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allocation" (
    "id" SERIAL NOT NULL,
    "credit_id" INTEGER NOT NULL,
    "debit_id" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "on_date" DATE NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "reversed_on" DATE,
    "reversed_at" TIMESTAMPTZ(3),
    "batch_id" TEXT,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charge" (
    "item_id" INTEGER NOT NULL,
    "charge_id" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "act_key" TEXT NOT NULL,
    "does" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "case_id" TEXT,
    "step" TEXT,
    "round" INTEGER NOT NULL,
    "for_items" INTEGER[],
    "on_invoice" BOOLEAN NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "on_date" DATE NOT NULL,
    "from_date" DATE,
    "to_date" DATE,
    "percent" TEXT,
    "periods" TEXT,
    "policy_line" INTEGER,
    "reason" TEXT,
    "booked_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charge_pkey" PRIMARY KEY ("item_id")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("name","version")
);

-- CreateTable
CREATE TABLE "assignment_version" (
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assignment_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "item_policy" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "item_id" INTEGER NOT NULL,
    "policy_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "given_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "item_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "criteria" JSONB NOT NULL,
    "as_of" DATE NOT NULL,
    "policy_name" TEXT,
    "policy_version" INTEGER,
    "per_minute" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "launched_by" TEXT NOT NULL,
    "launched_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_pause" (
    "id" SERIAL NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "campaign_pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_launch" (
    "key" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "preview" JSONB NOT NULL,

    CONSTRAINT "campaign_launch_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "campaign_account" (
    "campaign_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "planned_step" TEXT,
    "planned_at" TIMESTAMPTZ(3),
    "planned_act" JSONB,
    "reason" TEXT NOT NULL,
    "overdue_minor" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "case_id" TEXT,

    CONSTRAINT "campaign_account_pkey" PRIMARY KEY ("campaign_id","account_id")
);

-- CreateTable
CREATE TABLE "collection_case" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "episode" INTEGER NOT NULL,
    "policy_name" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "campaign_id" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "entry_step" TEXT,
    "status" TEXT NOT NULL,
    "step" TEXT,
    "step_at" TIMESTAMPTZ(3),
    "next_look_at" TIMESTAMPTZ(3),
    "wait_reason" TEXT,
    "assessed_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "collection_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_strand" (
    "case_id" TEXT NOT NULL,
    "strand" TEXT NOT NULL,
    "policy_name" TEXT,
    "policy_version" INTEGER,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "entry_step" TEXT,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "case_strand_pkey" PRIMARY KEY ("case_id","strand")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" SERIAL NOT NULL,
    "case_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verdict" JSONB NOT NULL,
    "inputs" JSONB NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step_taken" (
    "case_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "on_date" DATE NOT NULL,
    "reason" TEXT,
    "item_ids" INTEGER[],
    "turn" INTEGER,
    "strand" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "step_taken_pkey" PRIMARY KEY ("case_id","strand","step","round")
);

-- CreateTable
CREATE TABLE "contact_made" (
    "key" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "case_id" TEXT,
    "strand" TEXT NOT NULL DEFAULT '',
    "step" TEXT,
    "round" INTEGER NOT NULL DEFAULT 0,
    "channel" TEXT NOT NULL,
    "direction" TEXT NOT NULL DEFAULT 'OUT',
    "automatic" BOOLEAN NOT NULL DEFAULT true,
    "contact_id" TEXT,
    "address" TEXT,
    "language" TEXT,
    "template" TEXT,
    "subject" TEXT,
    "amounts" JSONB NOT NULL,
    "item_ids" INTEGER[],
    "cc" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "deadline_on" DATE,
    "spoken_for" JSONB,
    "gate" JSONB NOT NULL,
    "day_slot" TEXT,
    "status" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "not_before" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "detail" TEXT,
    "actor" TEXT NOT NULL,
    "outcome" TEXT,
    "place" TEXT,

    CONSTRAINT "contact_made_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "contact_correction" (
    "id" TEXT NOT NULL,
    "contact_key" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "outcome" TEXT,
    "contact_id" TEXT,
    "address" TEXT,
    "item_ids" INTEGER[],
    "place" TEXT,
    "removed" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "contact_correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" TEXT NOT NULL,
    "contact_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inconvenience" (
    "id" TEXT NOT NULL,
    "contact_id" TEXT NOT NULL,
    "channels" TEXT[],
    "weekdays" INTEGER[],
    "from_time" TEXT,
    "to_time" TEXT,
    "place" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "inconvenience_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "case_id" TEXT,
    "kind" TEXT NOT NULL,
    "step" TEXT,
    "round" INTEGER NOT NULL DEFAULT 0,
    "title" TEXT NOT NULL,
    "role" TEXT,
    "brief" JSONB NOT NULL,
    "due_on" DATE NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "assignee_id" TEXT,
    "status" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "outcome" TEXT,
    "note" TEXT,
    "joined_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "item_ids" INTEGER[],
    "level" INTEGER NOT NULL DEFAULT 1,
    "grace_days" INTEGER NOT NULL,
    "tolerance_percent" DECIMAL(65,30) NOT NULL,
    "baseline_minor" BIGINT NOT NULL,
    "owed_minor" BIGINT,
    "approval_id" TEXT,
    "status" TEXT NOT NULL,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL,
    "agreed_by" TEXT NOT NULL,
    "note" TEXT,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instalment" (
    "plan_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "due_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "judged_at" TIMESTAMPTZ(3),

    CONSTRAINT "instalment_pkey" PRIMARY KEY ("plan_id","number")
);

-- CreateTable
CREATE TABLE "dispute" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "owner_id" TEXT,
    "status" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "raised_by" TEXT NOT NULL,
    "respond_by" DATE NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "resolution" TEXT,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disputed_item" (
    "dispute_id" TEXT NOT NULL,
    "item_id" INTEGER NOT NULL,
    "amount_minor" BIGINT,

    CONSTRAINT "disputed_item_pkey" PRIMARY KEY ("dispute_id","item_id")
);

-- CreateTable
CREATE TABLE "hold" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "item_id" INTEGER,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "placed_by" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,
    "lift_reason" TEXT,
    "lifted_on" DATE,
    "amount_minor" BIGINT,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'AGENCY',
    "email" TEXT,
    "fee_percent" DECIMAL(65,30) NOT NULL DEFAULT 0,

    CONSTRAINT "agency_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "placement" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "case_id" TEXT,
    "agency_code" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amounts" JSONB NOT NULL,
    "item_ids" INTEGER[],
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "approval_id" TEXT,
    "file_name" TEXT,
    "file_sha256" TEXT,
    "handed_over_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "recalled_at" TIMESTAMPTZ(3),
    "returned_at" TIMESTAMPTZ(3),
    "close_reason" TEXT,

    CONSTRAINT "placement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "write_off_request" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "case_id" TEXT,
    "status" TEXT NOT NULL,
    "amounts" JSONB NOT NULL,
    "item_ids" INTEGER[],
    "evidence" JSONB NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by" TEXT NOT NULL,
    "approval_id" TEXT,
    "booked_at" TIMESTAMPTZ(3),
    "reversed_at" TIMESTAMPTZ(3),

    CONSTRAINT "write_off_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_draft" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "strand" TEXT NOT NULL DEFAULT '',
    "step" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "lapses_on" DATE NOT NULL,
    "asked" JSONB NOT NULL,
    "preview" JSONB NOT NULL,
    "approval_id" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "notice_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "note" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instruction" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "result" JSONB NOT NULL,
    "follows" JSONB NOT NULL,

    CONSTRAINT "instruction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "language" TEXT NOT NULL DEFAULT 'en',
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_role" (
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "user_role_pkey" PRIMARY KEY ("user_id","role")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "seq" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "account_id" TEXT,
    "change" JSONB NOT NULL,
    "reason" TEXT,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "course_change" (
    "id" SERIAL NOT NULL,
    "key" TEXT,
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "item_id" INTEGER,
    "from" TEXT,
    "to" TEXT,
    "on_date" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "days" INTEGER,
    "actions" TEXT[],
    "step" TEXT,
    "by" TEXT NOT NULL,
    "reason" TEXT,
    "policy_name" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "line" INTEGER,

    CONSTRAINT "course_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nudge" (
    "account_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "nudge_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "daily_look" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "on_date" DATE NOT NULL,

    CONSTRAINT "daily_look_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "business_clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "anchor_real" TIMESTAMPTZ(3) NOT NULL,
    "anchor_business" TIMESTAMPTZ(3) NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL DEFAULT 1,

    CONSTRAINT "business_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_preview" (
    "fingerprint" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "said" JSONB NOT NULL,

    CONSTRAINT "campaign_preview_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateIndex
CREATE INDEX "account_customer_number_idx" ON "account"("customer_number");

-- CreateIndex
CREATE INDEX "account_collector_id_idx" ON "account"("collector_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_entity_code_customer_number_key" ON "account"("entity_code", "customer_number");

-- CreateIndex
CREATE UNIQUE INDEX "contact_customer_number_name_role_key" ON "contact"("customer_number", "name", "role");

-- CreateIndex
CREATE INDEX "suppression_address_idx" ON "suppression"("address");

-- CreateIndex
CREATE INDEX "pending_payment_account_id_idx" ON "pending_payment"("account_id");

-- CreateIndex
CREATE INDEX "import_batch_sha256_kind_idx" ON "import_batch"("sha256", "kind");

-- CreateIndex
CREATE INDEX "ledger_item_account_id_due_on_idx" ON "ledger_item"("account_id", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_item_account_id_number_instalment_kind_key" ON "ledger_item"("account_id", "number", "instalment", "kind");

-- CreateIndex
CREATE INDEX "allocation_credit_id_idx" ON "allocation"("credit_id");

-- CreateIndex
CREATE INDEX "allocation_debit_id_idx" ON "allocation"("debit_id");

-- CreateIndex
CREATE INDEX "charge_account_id_act_key_idx" ON "charge"("account_id", "act_key");

-- CreateIndex
CREATE UNIQUE INDEX "charge_account_id_key_key" ON "charge"("account_id", "key");

-- CreateIndex
CREATE INDEX "item_policy_account_id_idx" ON "item_policy"("account_id");

-- CreateIndex
CREATE INDEX "campaign_pause_campaign_id_idx" ON "campaign_pause"("campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_launch_campaign_id_key" ON "campaign_launch"("campaign_id");

-- CreateIndex
CREATE INDEX "campaign_account_campaign_id_position_idx" ON "campaign_account"("campaign_id", "position");

-- CreateIndex
CREATE INDEX "campaign_account_account_id_idx" ON "campaign_account"("account_id");

-- CreateIndex
CREATE INDEX "collection_case_status_idx" ON "collection_case"("status");

-- CreateIndex
CREATE UNIQUE INDEX "collection_case_account_id_episode_key" ON "collection_case"("account_id", "episode");

-- CreateIndex
CREATE INDEX "decision_case_id_at_idx" ON "decision"("case_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "contact_made_day_slot_key" ON "contact_made"("day_slot");

-- CreateIndex
CREATE INDEX "contact_made_account_id_claimed_at_idx" ON "contact_made"("account_id", "claimed_at");

-- CreateIndex
CREATE INDEX "contact_made_provider_id_idx" ON "contact_made"("provider_id");

-- CreateIndex
CREATE INDEX "contact_correction_contact_key_at_idx" ON "contact_correction"("contact_key", "at");

-- CreateIndex
CREATE INDEX "consent_contact_id_idx" ON "consent"("contact_id");

-- CreateIndex
CREATE INDEX "inconvenience_contact_id_idx" ON "inconvenience"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_key_key" ON "task"("key");

-- CreateIndex
CREATE INDEX "task_status_due_on_idx" ON "task"("status", "due_on");

-- CreateIndex
CREATE INDEX "task_account_id_idx" ON "task"("account_id");

-- CreateIndex
CREATE INDEX "task_joined_keys_idx" ON "task" USING GIN ("joined_keys");

-- CreateIndex
CREATE INDEX "plan_account_id_status_idx" ON "plan"("account_id", "status");

-- CreateIndex
CREATE INDEX "dispute_account_id_status_idx" ON "dispute"("account_id", "status");

-- CreateIndex
CREATE INDEX "hold_account_id_idx" ON "hold"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "placement_approval_id_key" ON "placement"("approval_id");

-- CreateIndex
CREATE INDEX "placement_account_id_idx" ON "placement"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "write_off_request_approval_id_key" ON "write_off_request"("approval_id");

-- CreateIndex
CREATE INDEX "write_off_request_account_id_idx" ON "write_off_request"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_draft_approval_id_key" ON "notice_draft"("approval_id");

-- CreateIndex
CREATE INDEX "notice_draft_account_id_idx" ON "notice_draft"("account_id");

-- CreateIndex
CREATE INDEX "notice_draft_case_id_idx" ON "notice_draft"("case_id");

-- CreateIndex
CREATE INDEX "notice_draft_status_idx" ON "notice_draft"("status");

-- CreateIndex
CREATE INDEX "approval_status_idx" ON "approval"("status");

-- CreateIndex
CREATE INDEX "approval_account_id_idx" ON "approval"("account_id");

-- CreateIndex
CREATE INDEX "note_account_id_at_idx" ON "note"("account_id", "at");

-- CreateIndex
CREATE INDEX "instruction_account_id_idx" ON "instruction"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_sha256_key" ON "api_key"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_prev_hash_key" ON "audit_entry"("prev_hash");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_hash_key" ON "audit_entry"("hash");

-- CreateIndex
CREATE INDEX "audit_entry_account_id_idx" ON "audit_entry"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "course_change_key_key" ON "course_change"("key");

-- CreateIndex
CREATE INDEX "course_change_account_id_id_idx" ON "course_change"("account_id", "id");

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_parent_number_fkey" FOREIGN KEY ("parent_number") REFERENCES "customer"("number") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_entity_code_fkey" FOREIGN KEY ("entity_code") REFERENCES "entity"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_collector_id_fkey" FOREIGN KEY ("collector_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_customer_number_fkey" FOREIGN KEY ("customer_number") REFERENCES "customer"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pending_payment" ADD CONSTRAINT "pending_payment_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_item" ADD CONSTRAINT "ledger_item_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_item" ADD CONSTRAINT "ledger_item_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "import_batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_item" ADD CONSTRAINT "ledger_item_adjusts_id_fkey" FOREIGN KEY ("adjusts_id") REFERENCES "ledger_item"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_credit_id_fkey" FOREIGN KEY ("credit_id") REFERENCES "ledger_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_debit_id_fkey" FOREIGN KEY ("debit_id") REFERENCES "ledger_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "import_batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "ledger_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "ledger_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_policy" ADD CONSTRAINT "item_policy_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_policy" ADD CONSTRAINT "item_policy_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "ledger_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_pause" ADD CONSTRAINT "campaign_pause_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_launch" ADD CONSTRAINT "campaign_launch_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_account" ADD CONSTRAINT "campaign_account_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_account" ADD CONSTRAINT "campaign_account_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_case" ADD CONSTRAINT "collection_case_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_case" ADD CONSTRAINT "collection_case_policy_name_policy_version_fkey" FOREIGN KEY ("policy_name", "policy_version") REFERENCES "policy_version"("name", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_strand" ADD CONSTRAINT "case_strand_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step_taken" ADD CONSTRAINT "step_taken_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_made" ADD CONSTRAINT "contact_made_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_made" ADD CONSTRAINT "contact_made_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disputed_item" ADD CONSTRAINT "disputed_item_dispute_id_fkey" FOREIGN KEY ("dispute_id") REFERENCES "dispute"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disputed_item" ADD CONSTRAINT "disputed_item_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "ledger_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold" ADD CONSTRAINT "hold_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "placement" ADD CONSTRAINT "placement_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "placement" ADD CONSTRAINT "placement_agency_code_fkey" FOREIGN KEY ("agency_code") REFERENCES "agency"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "placement" ADD CONSTRAINT "placement_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "write_off_request" ADD CONSTRAINT "write_off_request_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "write_off_request" ADD CONSTRAINT "write_off_request_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_draft" ADD CONSTRAINT "notice_draft_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_draft" ADD CONSTRAINT "notice_draft_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_draft" ADD CONSTRAINT "notice_draft_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instruction" ADD CONSTRAINT "instruction_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_role" ADD CONSTRAINT "user_role_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_change" ADD CONSTRAINT "course_change_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
