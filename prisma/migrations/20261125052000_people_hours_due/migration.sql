-- An hour that has to be counted again though usage_hours has the same number for it: part of it waits for ClickHouse, or a
-- user of it was deleted. Instances of the version before write a number that cannot be (interactions - 1, or -1) instead.
ALTER TABLE usage_people_hours ADD COLUMN is_due boolean NOT NULL DEFAULT false;
