-- The retention job looks at every comment once an hour, and at the feedback of the last weeks.
CREATE INDEX feedback_comments ON feedback (workspace_id, interaction_id) WHERE comment IS NOT NULL;
CREATE INDEX feedback_age ON feedback USING brin (at);
