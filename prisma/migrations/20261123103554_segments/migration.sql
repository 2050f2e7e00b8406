-- AlterTable
ALTER TABLE "experiment_units" ADD COLUMN     "segments" JSONB;

-- CreateTable
CREATE TABLE "segments" (
    "workspace_id" UUID NOT NULL,
    "attribute" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "values" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "segments_pkey" PRIMARY KEY ("workspace_id","attribute")
);

-- AddForeignKey
ALTER TABLE "segments" ADD CONSTRAINT "segments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The primary metric by segment: sums over an arm's users in it, by how many answers they have (lib/experiments/rollup).
CREATE TABLE experiment_segments (
  workspace_id uuid NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  experiment_id uuid NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  phase int NOT NULL,
  variant text NOT NULL,
  attribute text NOT NULL,
  -- Empty: every value that is not counted by name.
  value text NOT NULL,
  step smallint NOT NULL,
  sums double precision[] NOT NULL,
  PRIMARY KEY (experiment_id, phase, variant, attribute, value, step)
);

-- The segments of an answer when it was sampled or scored, by attribute.
ALTER TABLE online_samples ADD COLUMN segments jsonb;
ALTER TABLE online_scores ADD COLUMN segments jsonb;
