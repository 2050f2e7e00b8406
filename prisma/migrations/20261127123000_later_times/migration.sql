-- The times of a user's answers after the tenth, by the step of the answer's place. They are also in
-- `experiment_histograms`; a snapshot subtracts those past the cap of answers per user.
CREATE TABLE experiment_later_times (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  is_ttft boolean NOT NULL,
  step smallint NOT NULL,
  user_group smallint NOT NULL,
  buckets smallint[] NOT NULL,
  counts bigint[] NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, is_ttft, step, user_group)
) WITH (fillfactor = 70);
