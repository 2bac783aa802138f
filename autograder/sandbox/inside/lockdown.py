"""Turns a fresh fork of the zygote into a process that can harm nothing: namespaces, mounts, limits, no rights."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import struct
from dataclasses import dataclass

from . import seccomp

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _BIND, _REC, _PRIVATE = 1, 2, 4, 8, 0x1000, 0x4000, 0x40000
_SET_DUMPABLE, _CAPBSET_DROP, _SET_NO_NEW_PRIVS, _CAP_AMBIENT = 4, 24, 38, 47
_libc = ctypes.CDLL(None, use_errno=True)

#: The same as in bubblewrap.py, which makes it.
WORK = "/sandbox"


@dataclass(frozen=True)
class Bounds:
    """What one submission's processes may use. uid: the user to become where the zygote is root, else None. processes:
    how many, threads included; None where the kernel would count all of the user's. patience: see shell.timer."""

    memory_mb: int
    cpu_seconds: int
    uid: int | None
    processes: int | None
    files: int = 64
    disk_mb: int = 64
    inodes: int = 2000
    patience: float = 1.0


def fork_into_namespaces(bounds: Bounds) -> bool:
    """Fork into namespaces of its own. True in the new pid 1, False in the caller."""
    others = _NEWNS | _NEWIPC | _NEWUTS | _NEWNET
    if bounds.uid is None:
        return _fork_twice(others)
    # One fork where there are rights for it, a fork being most of what a child costs.
    with open("/proc/self/ns/pid") as own:
        _check(_libc.unshare(_NEWPID), "unshare")
        try:
            if os.fork():
                return False
        finally:
            if os.getpid() != 1:
                _check(_libc.setns(own.fileno(), _NEWPID), "setns")
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _check(_libc.unshare(others), "unshare")
    return True


def _fork_twice(others: int) -> bool:
    """As an ordinary user: a user namespace comes first, and the zygote itself must not enter it."""
    if os.fork():
        return False
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    uid, gid = os.getuid(), os.getgid()
    _check(_libc.unshare(_NEWUSER | _NEWPID | others), "unshare")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")
    if os.fork():
        os._exit(0)
    return True


def lock_down(bounds: Bounds) -> None:
    """Give up everything, in the new pid 1. Raises OSError where a step does not work: then nothing may run."""
    # A session, and so a process group, of its own: a signal to the zygote's would reach the zygote.
    os.setsid()
    _check(_libc.mount(b"none", b"/", None, _REC | _PRIVATE, None), "make mounts private")
    for place, size in (("/tmp", bounds.disk_mb), ("/dev/shm", 16), (WORK, bounds.disk_mb)):
        options = f"size={size}m,nr_inodes={bounds.inodes},mode=1777".encode()
        _check(_libc.mount(b"tmpfs", place.encode(), b"tmpfs", _NOSUID | _NODEV, options), f"mount {place}")
    # Nothing in a notebook needs /proc, and it would tell the paths of this machine (mountinfo).
    empty = _RDONLY | _NOSUID | _NODEV | _NOEXEC
    _check(_libc.mount(b"tmpfs", b"/proc", b"tmpfs", empty, b"size=4k,nr_inodes=2"), "cover /proc")
    # Mapped and shared it would be memory that nothing counts: see seccomp.py.
    _check(_libc.mount(b"/dev/null", b"/dev/zero", None, _BIND, None), "cover /dev/zero")
    os.chdir(WORK)
    _limit(bounds)
    _drop_rights(bounds.uid)
    seccomp.install()


def send_own_pidfd(channel: socket.socket) -> None:
    """Hand a descriptor of this very process to the other side, who can kill by it and by nothing else."""
    pidfd = os.pidfd_open(os.getpid())
    channel.sendmsg([b"!"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", pidfd))])
    os.close(pidfd)


def _limit(bounds: Bounds) -> None:
    megabyte = 1024 * 1024
    for what, value in (
        (resource.RLIMIT_AS, bounds.memory_mb * megabyte),
        (resource.RLIMIT_NOFILE, bounds.files),
        (resource.RLIMIT_FSIZE, bounds.disk_mb * megabyte),
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 256),
        (resource.RLIMIT_STACK, 8 * megabyte),
    ):
        resource.setrlimit(what, (value, value))
    if bounds.processes is not None:
        resource.setrlimit(resource.RLIMIT_NPROC, (bounds.processes, bounds.processes))


def _drop_rights(uid: int | None) -> None:
    for capability in range(64):
        if _libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        # Leaving root makes a process unreadable to itself: /proc/self would be root's.
        _check(_libc.prctl(_SET_DUMPABLE, 1, 0, 0, 0), "prctl dumpable")
    header = struct.pack("Ii", 0x20080522, 0)
    _check(_libc.capset(header, struct.pack("6I", 0, 0, 0, 0, 0, 0)), "capset")
    _libc.prctl(_CAP_AMBIENT, 4, 0, 0, 0)
    _check(_libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
