-- AlterTable
ALTER TABLE "experiment_phases" ADD COLUMN "group_ranges" JSONB;

-- A phase's part of its group is as frozen as its plan.
CREATE OR REPLACE FUNCTION refuse_phase_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.experiment_id, NEW.number, NEW.seed, NEW.plan, NEW.plan_hash, NEW.started_at, NEW.group_ranges)
     IS DISTINCT FROM (OLD.experiment_id, OLD.number, OLD.seed, OLD.plan, OLD.plan_hash, OLD.started_at, OLD.group_ranges) THEN
    RAISE EXCEPTION 'a phase of an experiment cannot be changed, only ended';
  END IF;
  RETURN NEW;
END $$;
