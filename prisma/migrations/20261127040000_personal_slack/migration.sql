-- A person may get messages in Slack instead of by e-mail: the address of an incoming webhook, encrypted.
ALTER TABLE users
  ADD COLUMN slack_target text,
  ADD COLUMN slack_hint text,
  ADD COLUMN slack_failure text;
