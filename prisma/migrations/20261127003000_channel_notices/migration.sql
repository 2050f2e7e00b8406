-- A channel may also get notices: releases, new versions, change requests. `notice_environments`: whether releases and
-- change requests of every environment are sent, or only those of protected ones.
CREATE TYPE notice_environments AS ENUM ('protected', 'all');
ALTER TABLE alert_channels
  ADD COLUMN notices text[] NOT NULL DEFAULT '{}',
  ADD COLUMN notice_environments notice_environments NOT NULL DEFAULT 'protected';
