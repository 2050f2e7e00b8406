-- Phases whose users were counted without a snapshot of them yet: a rollup writes one in its last round. A process that
-- ends before that leaves the row, and the next rollup writes the snapshot. It has no model: SQL alone reads and writes it.
CREATE TABLE experiment_snapshots_due (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL,
  phase integer NOT NULL,
  PRIMARY KEY (experiment_id, phase),
  FOREIGN KEY (experiment_id, phase) REFERENCES experiment_phases (experiment_id, number) ON DELETE CASCADE
);
