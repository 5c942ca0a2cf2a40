-- What the model promises and Prisma's schema can't say: facts are added and never overwritten, money has its sign, a case is open once.

CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never forgotten: % is not possible', TG_TABLE_NAME, TG_OP;
END $$;

-- Written once: neither changed nor removed.
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "policy_version" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "assignment_version" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "decision" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "charge" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "import_batch" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "note" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "course_change" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON "instruction" FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- A ledger may move the due date of an item, word it anew, and take over one that Duly booked; what it is and how much never changes.
CREATE TRIGGER written_once BEFORE UPDATE OF "id", "account_id", "kind", "number", "instalment", "issued_on", "currency", "amount_minor", "recorded_at", "reason", "adjusts_id"
  ON "ledger_item" FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- Settled, lifted, closed or reversed, but never removed.
CREATE TRIGGER never_removed BEFORE DELETE ON "ledger_item" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "allocation" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "collection_case" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "case_strand" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "step_taken" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "contact_made" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "pending_payment" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "suppression" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "task" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "plan" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "instalment" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "dispute" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "disputed_item" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "item_policy" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "hold" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "placement" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "write_off_request" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "approval" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "campaign_pause" FOR EACH ROW EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_removed BEFORE DELETE ON "campaign" FOR EACH ROW EXECUTE FUNCTION forbid_change();

CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "ledger_item" FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "allocation" FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON "decision" FOR EACH STATEMENT EXECUTE FUNCTION forbid_change();

-- An allocation can be reversed, once; nothing else of it changes.
CREATE FUNCTION allow_reversal_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.reversed_at IS NOT NULL
    OR NEW.reversed_at IS NULL
    OR (OLD.id, OLD.credit_id, OLD.debit_id, OLD.amount_minor, OLD.on_date, OLD.recorded_at, OLD.batch_id)
       IS DISTINCT FROM (NEW.id, NEW.credit_id, NEW.debit_id, NEW.amount_minor, NEW.on_date, NEW.recorded_at, NEW.batch_id)
  THEN
    RAISE EXCEPTION 'allocation %: it can be reversed once, and nothing else of it changes', OLD.id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reversed_once BEFORE UPDATE ON "allocation" FOR EACH ROW EXECUTE FUNCTION allow_reversal_alone();

-- Money is conserved: an allocation ties a credit to a debit of the same account and currency, and takes no more of either than is there.
CREATE FUNCTION conserve_money() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong text;
BEGIN
  SELECT format('allocation %s ties %s %s to %s %s', f.id, c.currency, c.amount_minor, d.currency, d.amount_minor) INTO wrong
    FROM fresh f JOIN ledger_item c ON c.id = f.credit_id JOIN ledger_item d ON d.id = f.debit_id
    WHERE c.amount_minor >= 0 OR d.amount_minor <= 0 OR c.currency <> d.currency OR c.account_id <> d.account_id LIMIT 1;
  IF wrong IS NULL THEN
    SELECT format('%s allocated of %s %s of item %s', sum(a.amount_minor), i.currency, i.amount_minor, i.number) INTO wrong
      FROM (SELECT DISTINCT debit_id AS id FROM fresh) t JOIN ledger_item i ON i.id = t.id
      JOIN allocation a ON a.debit_id = i.id AND a.reversed_at IS NULL
      GROUP BY i.id HAVING sum(a.amount_minor) > i.amount_minor LIMIT 1;
  END IF;
  IF wrong IS NULL THEN
    SELECT format('%s allocated of %s %s of item %s', sum(a.amount_minor), i.currency, i.amount_minor, i.number) INTO wrong
      FROM (SELECT DISTINCT credit_id AS id FROM fresh) t JOIN ledger_item i ON i.id = t.id
      JOIN allocation a ON a.credit_id = i.id AND a.reversed_at IS NULL
      GROUP BY i.id HAVING sum(a.amount_minor) > -i.amount_minor LIMIT 1;
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'money is not conserved: %', wrong;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER money_conserved AFTER INSERT ON "allocation" REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION conserve_money();

ALTER TABLE "ledger_item"
  ADD CONSTRAINT "ledger_item_currency" CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "ledger_item_sign" CHECK (CASE kind
    WHEN 'INVOICE' THEN amount_minor > 0
    WHEN 'CHARGE' THEN amount_minor > 0
    WHEN 'REFUND' THEN amount_minor > 0
    WHEN 'CHARGEBACK' THEN amount_minor > 0
    WHEN 'CREDIT_NOTE' THEN amount_minor < 0
    WHEN 'PAYMENT' THEN amount_minor < 0
    WHEN 'WRITE_OFF' THEN amount_minor < 0
    WHEN 'ADJUSTMENT' THEN amount_minor <> 0
    ELSE false END);
ALTER TABLE "allocation"
  ADD CONSTRAINT "allocation_amount" CHECK (amount_minor > 0),
  ADD CONSTRAINT "allocation_reversal" CHECK ((reversed_on IS NULL) = (reversed_at IS NULL));
ALTER TABLE "entity" ADD CONSTRAINT "entity_currency" CHECK (currency ~ '^[A-Z]{3}$');
ALTER TABLE "plan"
  ADD CONSTRAINT "plan_currency" CHECK (currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "plan_total" CHECK (total_minor > 0);
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_amount" CHECK (amount_minor > 0 AND paid_minor >= 0);
ALTER TABLE "disputed_item" ADD CONSTRAINT "disputed_item_amount" CHECK (amount_minor > 0);
ALTER TABLE "hold" ADD CONSTRAINT "hold_span" CHECK (ends_on >= starts_on);
ALTER TABLE "account" ADD CONSTRAINT "account_id" CHECK (id = entity_code || '/' || customer_number);
ALTER TABLE "approval" ADD CONSTRAINT "approval_by_another" CHECK (decided_by IS NULL OR decided_by <> proposed_by);
ALTER TABLE "business_clock" ADD CONSTRAINT "business_clock_one" CHECK (id = 1 AND rate > 0);

CREATE UNIQUE INDEX "collection_case_open" ON "collection_case" (account_id) WHERE closed_at IS NULL;
