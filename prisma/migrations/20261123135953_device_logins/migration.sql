-- CreateTable
CREATE TABLE "device_logins" (
    "id" UUID NOT NULL,
    "device_hash" TEXT NOT NULL,
    "user_hash" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "device_name" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "interval_seconds" INTEGER NOT NULL,
    "last_polled_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'open',
    "workspace_id" UUID,
    "user_id" UUID,
    "key_name" TEXT,
    "rights" TEXT[],
    "all_environments" BOOLEAN NOT NULL DEFAULT false,
    "environment_ids" UUID[],
    "key_days" INTEGER,

    CONSTRAINT "device_logins_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "device_logins_device_hash_key" ON "device_logins"("device_hash");

-- CreateIndex
CREATE UNIQUE INDEX "device_logins_user_hash_key" ON "device_logins"("user_hash");

-- CreateIndex
CREATE INDEX "device_logins_expires_at_idx" ON "device_logins"("expires_at");

-- CreateIndex
CREATE INDEX "device_logins_user_id_idx" ON "device_logins"("user_id");

-- CreateIndex
CREATE INDEX "device_logins_workspace_id_idx" ON "device_logins"("workspace_id");

-- AddForeignKey
ALTER TABLE "device_logins" ADD CONSTRAINT "device_logins_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_logins" ADD CONSTRAINT "device_logins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
