-- Whether texts were sent along: without them scorers have nothing to read, and the page says so.
ALTER TABLE online_samples ADD COLUMN has_content boolean NOT NULL DEFAULT true;

-- Judgements whose price nobody knows: they are not in cost_usd.
ALTER TABLE online_spend ADD COLUMN unpriced int NOT NULL DEFAULT 0;
