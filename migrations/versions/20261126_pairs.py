"""PostgreSQL: pairs of neighbouring characters of each issue's texts, to search Chinese by."""

from alembic import op

revision = "0007_pairs"
down_revision = "0006_ledger_desk"

# Costly to the planner, so that a page found otherwise is judged by LIKE first.
FUNCTION = """
CREATE FUNCTION bigrams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
  SELECT array_agg(first || second) FROM unnest(
    string_to_array(words, NULL), (string_to_array(words, NULL))[2:]
  ) AS pair (first, second) WHERE second IS NOT NULL
$$
"""
# A short list of what is not yet sorted in: a search reads all of it.
INDEX = """
CREATE INDEX ix_issue_words ON issue
USING gin (bigrams(entity_name || E'\\n' || description || E'\\n' || item_text))
WITH (gin_pending_list_limit = 256)
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        op.execute(INDEX)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_issue_words")
        op.execute("DROP FUNCTION bigrams(text)")
