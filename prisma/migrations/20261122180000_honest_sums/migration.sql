-- What resolve did for a call: 1 what is released, 2 an experiment's variant, 3 a version asked for by its number.
ALTER TABLE interactions ADD COLUMN reason smallint;

-- Outcomes count once their window has passed, so what a metric is counted over differs by metric.
ALTER TABLE "experiment_units" ADD COLUMN "thumbs_base" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "stars_base" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "edits_base" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "regenerations_base" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "completion_cost_usd" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN "is_mature" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN "is_heard" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "is_early" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "due_at" TIMESTAMPTZ(3),
ADD COLUMN "rest_until" TIMESTAMPTZ(3);
UPDATE experiment_units SET thumbs_base = interactions, stars_base = interactions, edits_base = interactions,
  regenerations_base = interactions, completion_cost_usd = cost_sum_usd, is_heard = interactions > 0;
CREATE INDEX experiment_units_due ON experiment_units (experiment_id, phase, due_at) WHERE due_at IS NOT NULL;

-- Sums over an arm's users by how many answers they have (the order of the numbers and the steps: lib/experiments/rollup).
-- Those of running experiments are made anew from their users by the next rollup.
DROP TABLE experiment_sums;
CREATE TABLE experiment_sums (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  step smallint NOT NULL,
  sums double precision[] NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, step)
);

-- Users, interactions and the primary metric by the day on which users were first exposed.
CREATE TABLE experiment_days (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  day date NOT NULL,
  sums double precision[] NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, day)
);

-- The users of an arm with the most of something: whose leaving out is tried before anybody is called better.
CREATE TABLE experiment_heavy_users (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  kind text NOT NULL,
  unit_id text NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, kind, unit_id)
);
