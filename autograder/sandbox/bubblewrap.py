"""The bubblewrap command line: what of this machine a zygote sees, which is Python, its libraries and the runner."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

#: The folder a notebook runs in, empty but for its data.
WORK = "/sandbox"

INSIDE = Path(__file__).parent / "inside"

_SYSTEM = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache",
           "/etc/alternatives")

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": WORK,
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "IPYTHONDIR": "/tmp/ipython",
    "TERM": "dumb",
}

_START = """
import sys
sys.path[:] = ["/runner", *sys.path, *sys.argv[3:]]
from inside.zygote import main
main(int(sys.argv[1]), sys.argv[2].split())
"""

#: Where Debian's Python keeps its packages.
_DEBIAN = "/usr/lib/python3/dist-packages"


def command(as_root: bool, descriptor: int, warm: Sequence[str] = ()) -> list[str]:
    """The command that starts a zygote.

    descriptor: its control socket. warm: packages that it imports ahead. as_root: whether the caller is root; then the
    zygote keeps the rights to make namespaces and to become another user, which each child gives up. An ordinary user gets
    a user namespace instead.
    """
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise FileNotFoundError("bwrap")
    words = [
        bwrap, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--clearenv", "--hostname", "grader",
    ]
    if as_root:
        for capability in ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP", "SYS_RESOURCE", "KILL"):
            words += ["--cap-add", f"CAP_{capability}"]
    else:
        words += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    for name, value in _ENVIRONMENT.items():
        words += ["--setenv", name, value]
    for folder in _parents([*_seen(), "/runner/inside", WORK + "/"]):
        # bubblewrap would make them for root's eyes only, and a child is not root.
        words += ["--perms", "0755", "--dir", folder]
    for place in _seen():
        words += ["--ro-bind-try", place, place]
    for link in ("/lib", "/lib32", "/lib64"):
        if os.path.islink(link):
            words += ["--symlink", os.readlink(link), link]
    for place in _covered():
        words += ["--tmpfs", place, "--remount-ro", place]
    packages = {place: f"/runner/packages{number}" for number, place in enumerate(_packages())}
    for place, shown in packages.items():
        words += ["--ro-bind", place, shown]
        if (Path(place) / "autograder").is_dir():
            # This very package, where it is installed beside the libraries: it holds the hidden tests.
            words += ["--tmpfs", f"{shown}/autograder", "--remount-ro", f"{shown}/autograder"]
    words += ["--ro-bind", str(INSIDE), "/runner/inside"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", WORK]
    words += ["--remount-ro", "/dev", "--remount-ro", "/"]
    return [*words, _python(), "-I", "-B", "-c", _START, str(descriptor), " ".join(warm), *packages.values()]


def _packages() -> list[str]:
    """The folders numpy and the others lie in. They are bound under another name: a virtual environment may lie in a
    home or a temporary folder, and nothing of those is to be seen inside."""
    own = [sysconfig.get_path(kind) for kind in ("purelib", "platlib")]
    others = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages") and Path(p).is_dir()]
    return list(dict.fromkeys([*own, *others]))


def _covered() -> list[str]:
    """Folders within what is seen that an empty one is to hide: all packages, which are shown elsewhere, and the one
    this package lies in."""
    base = {"base": sys.base_prefix, "platbase": sys.base_prefix}
    places = {*_packages(), *(sysconfig.get_path(kind, vars=base) for kind in ("purelib", "platlib")), _DEBIAN,
              str(Path(__file__).parents[2])}
    return sorted(p for p in places if Path(p).is_dir() and any(p.startswith(q + "/") for q in _seen()))


def _seen() -> list[str]:
    """Folders bound read-only where they are, without those that lie in another one of them."""
    base = str(Path(_python()).resolve().parent.parent)
    places = {sysconfig.get_path("stdlib", vars={"base": sys.base_prefix})}
    for prefix in {sys.base_prefix, base} - {"/usr"}:
        # Not all of it: /usr/local, say, may hold anything.
        places |= {f"{prefix}/lib", *map(str, Path(prefix, "bin").glob("python3*"))}
    if "/usr" in (base, sys.base_prefix):
        places |= {str(p) for p in Path("/usr/bin").glob("python3*")}
    places = {p for p in places if os.path.exists(p)}
    places |= {p for p in _SYSTEM if os.path.exists(p) and not os.path.islink(p)}
    return sorted(p for p in places if not any(p != q and p.startswith(q + "/") for q in places))


def _parents(places: list[str]) -> list[str]:
    """The folders above `places`, outermost first."""
    above = {str(parent) for place in places for parent in Path(place + "x").parents} - {"/"}
    return sorted(above - set(_seen()))


def _python() -> str:
    """The interpreter itself, not a virtual environment's link to it, nor a link beside it: `python` may be one."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
