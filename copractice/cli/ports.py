"""Whether a port is free, and who has it: the web server would share a taken port without a word."""

import errno
import os
import re
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from copractice.cli.processes import LINUX, command_of
from copractice.cli.refusals import CannotRun

LISTENING = "0A"
LOCALHOST = ("127.0.0.1", "::1")  # a browser may take either for `localhost`


def require_free(port: int, address: str) -> None:
    """Refuse a port that somebody has, on the address to listen on or on one that `localhost` may mean."""
    for host in sorted({address, *LOCALHOST}):
        fault = _fault(host, port)
        if fault == errno.EADDRINUSE:
            free = port + 1 if port < 65535 else 8000
            raise CannotRun(
                f"PORT: {port} is taken by {owner(port)}; end it, or choose another: PORT={free} copractice serve"
            )
        if fault == errno.EACCES:
            raise CannotRun(f"PORT: {port} is for root alone; choose one from 1024 on")
        if fault and host == address:
            raise CannotRun(f"LISTEN: {address} is no address of this machine ({os.strerror(fault)})")


def owner(port: int) -> str:
    """Return in words which process listens on a port, as far as this user may know."""
    pids = _linux_owners(port) if LINUX else _other_owners(port)
    if not pids:
        return "a process of another user"
    return f"process {min(pids)} ({command_of(min(pids))[:80] or 'its name is hidden'})"


def _fault(host: str, port: int) -> int:
    """Return why the port cannot be opened, as an error number; 0 when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((host, port))
        with socket.socket(family) as client:  # some systems let a second server bind beside `0.0.0.0`
            client.settimeout(1)
            if client.connect_ex((host, port)) == 0:
                return errno.EADDRINUSE
    except OSError as error:
        return error.errno or errno.EADDRNOTAVAIL
    return 0


def _linux_owners(port: int) -> set[int]:
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    found = set()
    for entry in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if os.readlink(entry) in sockets:
                found.add(int(entry.parts[2]))
    return found


def _listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rsplit(":", 1)[1], 16) == port:
                    inodes.add(fields[9])
    return inodes


def _other_owners(port: int) -> set[int]:
    try:
        found = subprocess.run(
            ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fp"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return set()
    return {int(pid) for pid in re.findall(rb"^p(\d+)$", found.stdout, re.MULTILINE)}
