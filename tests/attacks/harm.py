"""Attacks on the machine, the grader and the class: cells that end, hang, fill and outlive.

All of the notebook's own exercises stand in other cells and must keep their marks, unless `keeps` is False: the attack
spoils the student's own process for good, by means a grader cannot undo; then only time and machine must hold.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Harm:
    """text: of a cell of its own. control: code that shows, in a small way, that it works where nothing stops it; it ends
    with exit code 0 then. no_control: why there is none. keeps: the other cells' marks. big: it goes for memory.
    """

    text: str
    control: str | None = None
    no_control: str | None = None
    keeps: bool = True
    big: bool = False


_TOO_MUCH = "it would do to this machine what the sandbox is there to stop"
_HANG = "a control would hang"
_FORKED = "import os\nchild = os.fork()\nif child == 0:\n    {}\n    os._exit(0)\nstatus = os.waitpid(child, 0)[1]\n"
_DIES = _FORKED + "raise SystemExit(0 if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) else 1)"


HARM: dict[str, Harm] = {
    # endings
    "sys_exit": Harm("import sys; sys.exit()", _DIES.format("raise SystemExit(1)")),
    "os_exit": Harm("import os; os._exit(3)", _DIES.format("os._exit(3)")),
    "abort": Harm("import os; os.abort()", _DIES.format("os.abort()")),
    "segmentation_fault": Harm("import ctypes; ctypes.string_at(0)", _DIES.format("import ctypes; ctypes.string_at(0)")),
    "kill_the_parent_and_group": Harm("import os\nos.kill(os.getppid() or 1, 9); os.killpg(0, 9)", no_control=_TOO_MUCH),
    "kill_everyone": Harm("import os\ntry: os.kill(-1, 9)\nexcept OSError: pass", no_control=_TOO_MUCH),
    "stop_itself": Harm("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", no_control=_HANG),
    "recursion_in_c": Harm("import ctypes\nf = ctypes.CFUNCTYPE(None)(lambda: f())\nimport sys; sys.setrecursionlimit(10**9)\nf()",
                           _DIES.format("import ctypes, sys; sys.setrecursionlimit(10**9); f = ctypes.CFUNCTYPE(None)(lambda: f()); f()")),
    # hanging
    "an_endless_loop": Harm("while True: pass", no_control=_HANG),
    "a_loop_that_catches_all": Harm("while True:\n    try:\n        while True: pass\n    except BaseException: pass", no_control=_HANG),
    "all_signals_blocked": Harm("import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
                                no_control=_HANG),
    "the_timer_switched_off": Harm("import signal, time\nsignal.setitimer(signal.ITIMER_REAL, 0); time.sleep(10**6)",
                                   no_control=_HANG),
    "a_loop_in_c": Harm("3 ** 10**9", no_control=_HANG),
    "a_catastrophic_pattern": Harm("import re; re.match('(a+)+$', 'a' * 60 + 'b')", no_control=_HANG),
    "waits_for_input": Harm("answer = input('? ')", "raise SystemExit(0)"),
    # bombs
    "forks": Harm("import os, time\nwhile True:\n    try: os.fork()\n    except OSError: time.sleep(0.1)", no_control=_TOO_MUCH),
    "threads": Harm("import threading, time\nfor _ in range(5000): threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
                    "import threading, time\nfor _ in range(200): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
                    "import os; os._exit(0)", keeps=False),
    "memory": Harm("x = bytearray(10**11)", "x = bytearray(10**9)"),
    "memory_by_and_by": Harm("x = []\nwhile True: x.append(bytearray(10**6))",
                             "x = [bytearray(10**6) for _ in range(300)]", keeps=False, big=True),
    "memory_of_a_cell_that_lets_it_go": Harm("x = []\ntry:\n    while True: x.append(b'x' * 10**6)\nfinally: x.clear()",
                                             "x = [b'x' * 10**6 for _ in range(300)]", big=True),
    "memory_of_many_processes": Harm(
        "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n        x = b'x' * 2 * 10**8; time.sleep(99)\ntime.sleep(99)",
        "x = b'x' * 2 * 10**8", big=True),
    "memory_while_a_frame_drips": Harm(
        "import os, struct, time\nif os.fork() == 0:\n    x = []\n    while True: x.append(b'x' * 10**7)\n"
        "os.write(3, struct.pack('!IQ', 99999, 0))\nwhile True: os.write(3, b'x'); time.sleep(0.001)",
        "x = [b'x' * 10**7 for _ in range(30)]", big=True),
    "shared_memory_let_go": Harm(
        "import mmap\nkept = []\nfor _ in range(10):\n    m = mmap.mmap(-1, 10**8); m.write(b'x' * 10**8); m.madvise(mmap.MADV_DONTNEED); kept.append(m)",
        "import mmap\nm = mmap.mmap(-1, 10**8); m.write(b'x' * 10**8); m.madvise(mmap.MADV_DONTNEED)\n"
        "held = next(int(l.split()[1]) for l in open('/proc/self/status') if l.startswith('RssShmem'))\n"
        "raise SystemExit(0 if held < 1000 and m[5] == 120 else 1)"),
    "disk": Harm("for i in range(10**4): open(f'/tmp/{i}', 'wb').write(bytes(10**7))",
                 "import tempfile, os\nf = tempfile.TemporaryFile(); f.write(bytes(10**8)); f.flush()"),
    "shared_memory_files": Harm("for i in range(10**4): open(f'/dev/shm/{i}', 'wb').write(bytes(10**6))",
                                "import tempfile\nf = tempfile.TemporaryFile(); f.write(bytes(10**8)); f.flush()"),
    "inodes": Harm("for i in range(10**6): open(f'{i}', 'w').close()",
                   "import tempfile, os\nwith tempfile.TemporaryDirectory() as d:\n    for i in range(3000): open(f'{d}/{i}', 'w').close()"),
    "a_sparse_giant": Harm("f = open('big', 'wb'); f.truncate(10**13)",
                           "import tempfile\nf = tempfile.TemporaryFile(); f.truncate(10**13)"),
    "descriptors": Harm("kept = []\nimport os\nwhile True: kept.append(os.dup(0))",
                        "import os\nfor _ in range(200): os.dup(0)", keeps=False),
    "sockets_full": Harm(
        "import socket\nkept = []\nwhile True:\n    a, b = socket.socketpair(); a.setblocking(False); kept += [a, b]\n"
        "    try:\n        while True: a.send(bytes(10**5))\n    except BlockingIOError: pass",
        "import socket\nkept = [socket.socketpair() for _ in range(90)]", keeps=False),
    # output
    "a_gigabyte_on_stdout": Harm("for _ in range(1000): print('x' * 10**6)", "print(len('x' * 10**6))", big=True),
    "a_gigabyte_on_stderr": Harm("import sys\nfor _ in range(1000): sys.stderr.write('x' * 10**6)", "print()", big=True),
    "a_million_displays": Harm("from IPython.display import display\nfor i in range(10**6): display(i)", "print()"),
    "a_hundred_pictures": Harm(
        "import matplotlib.pyplot as plt\nfrom IPython.display import Image, display\nimport io\n"
        "f, a = plt.subplots(); b = io.BytesIO(); f.savefig(b); plt.close(f)\nfor _ in range(100): display(Image(b.getvalue()))",
        "print()"),
    "bombs_of_pictures": Harm(
        "import struct, zlib\nfrom IPython.display import Image, display\n"
        "def part(k, d): return struct.pack('>I', len(d)) + k + d + struct.pack('>I', zlib.crc32(k + d))\n"
        "png = b'\\x89PNG\\r\\n\\x1a\\n' + part(b'IHDR', struct.pack('>IIBBBBB', 4096, 4096, 8, 6, 0, 0, 0)) + "
        "part(b'IDAT', zlib.compress(bytes(4096 * (4 * 4096 + 1)), 9)) + part(b'IEND', b'')\n"
        "for _ in range(40): display(Image(png))", "import zlib; assert len(zlib.compress(bytes(10**7), 9)) < 10**5", big=True),
    "sixty_megabytes_as_pictures": Harm(
        "import os, struct, msgpack\n"
        "s = msgpack.packb([{'t': 'cell', 'outputs': [['png', '']] * 3, 'error': None, 'note': None, 'overtime': False}, [20 * 2**20] * 3])\n"
        "data = struct.pack('!IQ', len(s), 60 * 2**20) + s + bytes(60 * 2**20)\n"
        "while data: data = data[os.write(3, data):]\nos._exit(0)", no_control="there is no wire without the sandbox", keeps=False, big=True),
    # what stays behind
    "a_daemon": Harm("import os, time\nif os.fork() == 0:\n    if os.fork() == 0:\n        time.sleep(10**6)\n    os._exit(0)\nos.wait()",
                     "import os\nif os.fork() == 0:\n    if os.fork() == 0: os._exit(0)\n    os._exit(0)\nos.wait()"),
    "at_exit": Harm("import atexit, time; atexit.register(time.sleep, 10**6)",
                    "import atexit; atexit.register(print, 'still here')"),
    "a_thread_that_outlives": Harm(
        "import threading\ndef spin():\n    while True: pass\nfor _ in range(4): threading.Thread(target=spin).start()",
        no_control=_HANG, keeps=False),
    "a_trace_function": Harm("import sys\ndef trace(*a):\n    raise SystemExit\nsys.settrace(trace); sys.setprofile(trace)",
                             "import sys; sys.settrace(None)", keeps=False),
    "a_destructor": Harm("class D:\n    def __del__(s):\n        while True: pass\nd = D()", no_control=_HANG),
    "nothing_left_of_builtins": Harm("import builtins\nfor n in list(vars(builtins)):\n    if not n.startswith('__'): delattr(builtins, n)",
                                     "import builtins; del builtins.sum", keeps=False),
    "numpy_gone": Harm("import sys\nfor m in list(sys.modules):\n    if m.startswith('numpy'): del sys.modules[m]",
                       "import sys, numpy; del sys.modules['numpy']", keeps=False),
    "imports_what_is_not_here": Harm("import google.colab", _DIES.format("import no_such_module")),
}
