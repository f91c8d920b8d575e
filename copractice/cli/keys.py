"""The keys file: what a backup must not hold, because an old backup would bring it back.

It holds the keys that link persons to their acts in the log, and the site's secret key. Erasing a person
drops their key here with the next backup; so only the newest keys file is kept, and fits every older backup.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from copractice.cli import archive
from copractice.cli.dump import Server
from copractice.cli.refusals import CannotRun

Stamp = tuple[int, str]  # a person's number and instant of making: numbers come again after a restore
KEYS = (
    "SELECT person.id, person.created_at, key.key"
    " FROM people_logkey AS key JOIN people_person AS person ON person.id = key.person_id ORDER BY person.id"
)


@dataclass(frozen=True)
class Keys:
    """What the newest keys file says."""

    secret_key: str
    of_persons: dict[Stamp, UUID]

    def of(self, persons: Iterable[Stamp]) -> dict[int, UUID]:
        """Return the keys of those persons that still have one."""
        return {stamp[0]: self.of_persons[stamp] for stamp in persons if stamp in self.of_persons}


def keys_beside(file: Path) -> Path:
    """Return where a backup's keys lie when nobody names another place."""
    return file.with_name(f"{file.name}.keys")


def write(path: Path, server: Server, facts: Mapping[str, Any], *, secret_key: str) -> int:
    """Write the keys as of the connection's instant; returns how many persons have one."""
    rows = [[person, made.isoformat(), str(key)] for person, made, key in server.execute(KEYS)]
    content = {"site": facts["site"], "made_at": facts["made_at"], "secret_key": secret_key, "keys": rows}
    with archive.whole_file(path) as stream:
        stream.write(json.dumps(content, indent=1).encode())
    return len(rows)


def read(path: Path, manifest: Mapping[str, Any]) -> Keys:
    """Return what a keys file says; refuse another site's, and one older than the backup.

    To an older one the newest persons of the backup would be unknown, and they would count as erased.
    """
    try:
        content = json.loads(path.read_bytes())
        site, made_at = str(content["site"]), str(content["made_at"])
        of_persons = {(person, made): UUID(key) for person, made, key in content["keys"]}
        keys = Keys(content["secret_key"], of_persons)
    except OSError as error:
        raise CannotRun(
            f"{path} cannot be read: {error.strerror}; name the newest keys file with --keys"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise CannotRun(f"{path} is no keys file made by `copractice backup`, or is damaged") from None
    if site != manifest["site"]:
        raise CannotRun(f"{path} belongs to another site; name the newest keys file of this one with --keys")
    if made_at < manifest["made_at"]:
        raise CannotRun(f"{path} is older than the backup; name the newest keys file with --keys")
    return keys
