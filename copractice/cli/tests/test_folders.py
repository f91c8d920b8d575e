"""Where the parts of a site lie, and who can reach them."""

import os
import pwd
import stat
from pathlib import Path

import pytest

from copractice.cli.folders import Home, binaries, home_from, make_home, require_reachable, server_user
from copractice.cli.refusals import CannotRun

SOCKET_PATH_LIMIT = 107


def test_a_named_home_wins() -> None:
    assert home_from({"DATA_DIR": "/srv/site"}) == Home(Path("/srv/site"))


def test_root_and_others_have_homes_of_their_own() -> None:
    folder = home_from({}).folder
    expected = "/var/lib/copractice" if os.geteuid() == 0 else ".data"
    assert expected in str(folder)


def test_the_socket_path_is_short_however_long_the_home() -> None:
    home = Home(Path("/srv", "very-long-name" * 40))
    assert len(str(home.sockets / ".s.PGSQL.5432")) < SOCKET_PATH_LIMIT


def test_two_homes_have_two_socket_folders() -> None:
    assert Home(Path("/srv/a")).sockets != Home(Path("/srv/b")).sockets


def test_a_home_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRun, match=r"^DATA_DIR: cannot make "):
        make_home(Home(tmp_path / "file" / "home"))


def test_a_home_that_the_server_cannot_pass_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    somebody = pwd.struct_passwd(("somebody", "x", tmp_path.stat().st_uid + 1, 1, "", "/", "/bin/false"))
    with pytest.raises(CannotRun, match=r"^DATA_DIR: the user somebody, "):
        require_reachable(tmp_path, somebody)


def test_the_server_can_be_run_by_its_user(tmp_path: Path) -> None:
    user = server_user(Home(tmp_path / "home"))
    programs = binaries(user)
    for name in ("initdb", "postgres"):
        assert (programs / name).stat().st_mode & stat.S_IXOTH or user is None
    if user:
        require_reachable(programs, user)
