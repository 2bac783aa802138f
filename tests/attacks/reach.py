"""Attacks that reach for what is not theirs. Each is the body of a function that returns something true when it got it.

The same text runs in a cell of a notebook inside, where it must get nothing, and as its own positive control in a
throw-away process outside, where it must get it. Both know SECRET (a file's path), PORT (a server of the tests on this
machine), VICTIM (a process of the tests), ROOT (this course's folder) and INSIDE (whether this is the sandbox).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """body: of the attack. first: what the control runs ahead of it. no_control: why there is none. machine: the only one
    the attack is written for. root: the control needs to be root."""

    body: str
    first: str = ""
    no_control: str | None = None
    machine: str | None = None
    root: bool = False


START = """
import ctypes, errno, gc, mmap, os, resource, signal, socket, struct, sys, time
libc = ctypes.CDLL(None, use_errno=True)

def call(*arguments):
    return libc.syscall(*(a if isinstance(a, (bytes, ctypes.Array)) else ctypes.c_long(a) for a in arguments)) != -1

def in_a_fork(function):
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if function() else 1)
        finally:
            os._exit(2)
    return os.waitpid(child, 0)[1] == 0

def apart(flag):
    # Outside, a namespace of its own, so that nothing of the control stays on the machine.
    return INSIDE or (libc.unshare(flag) == 0 and (flag != 0x20000 or libc.mount(b'x', b'/', None, 0x44000, None) == 0))
"""

_X86 = "x86_64"
_NOT_BUILT = "whether it works outside depends on how the kernel was built"

REACH: dict[str, Reach] = {
    # files
    "read_a_hidden_test": Reach("return 'def test_' in open(ROOT + '/assignments/week1/hidden/test_relu.py').read()"),
    "read_the_solutions": Reach("return open(ROOT + '/source/week1/week1.ipynb').read()"),
    "read_another_submission": Reach("return open(SECRET).read()"),
    "read_the_course_settings": Reach("return open(ROOT + '/course.toml').read()"),
    "read_the_users": Reach("return open('/etc/passwd').read()"),
    "find_the_tests_anywhere": Reach(
        "for folder, _, files in os.walk('/' if INSIDE else ROOT + '/assignments'):\n"
        "    if {'test_relu.py', 'course.toml', 'test_mlp_forward.py', 'week1.ipynb'} & set(files): return folder"),
    "list_the_home_folders": Reach("return os.listdir('/home') + os.listdir('/root')"),
    "follow_a_symlink_out": Reach("os.symlink(SECRET, 'link'); return open('link').read()"),
    "climb_out_by_dotdot": Reach("return open('../' * 12 + SECRET[1:]).read()"),
    "through_the_root_of_a_process": Reach("return open(f'/proc/{VICTIM}/root{SECRET}').read()"),
    "write_where_others_read": Reach(
        "folders = [f for f, _, _ in os.walk('/')] if INSIDE else [os.path.dirname(SECRET)]\n"
        "for folder in folders:\n"
        "    if folder.startswith(('/tmp', '/dev/shm', '/sandbox')) and INSIDE: continue\n"
        "    try: open(folder + '/left-behind', 'w').close(); return folder\n"
        "    except OSError: pass"),
    "append_to_the_runner": Reach("open('/runner/inside/wire.py' if INSIDE else SECRET + '2', 'a').write('#'); return True"),
    "append_to_numpy": Reach("import numpy; open(numpy.__file__ if INSIDE else SECRET + '3', 'a').write('#'); return True"),
    "make_a_device": Reach("os.mknod('device', 0o20666, os.makedev(1, 3)); return os.path.exists('device')", root=True),
    "open_by_handle": Reach(
        "handle = ctypes.create_string_buffer(struct.pack('Ii', 128, 0) + bytes(128)); mount = (ctypes.c_int * 1)()\n"
        "place = b'/sandbox' if INSIDE else b'/etc'\n"
        "return call(303, -100, place, ctypes.addressof(handle), ctypes.addressof(mount), 0)", machine=_X86, root=True),
    # what surrounds it
    "read_the_environment": Reach("return 'CANARY' in os.environ",),
    "read_the_graders_environment": Reach(
        "return any(b'CANARY' in open(f'/proc/{p}/environ', 'rb').read() for p in os.listdir('/proc') if p == str(VICTIM))", root=True),
    "read_the_arguments_of_others": Reach("return open(f'/proc/{VICTIM}/cmdline').read()"),
    "read_the_mounts": Reach("return open('/proc/self/mountinfo').read()"),
    "read_the_kernels_own": Reach("return open('/proc/version').read() + open('/proc/cmdline').read()"),
    "list_the_processes": Reach("return [p for p in os.listdir('/proc') if p.isdigit()]"),
    "see_the_hosts_name": Reach("return os.uname().nodename != 'grader'"),
    "other_descriptors": Reach(
        "found = []\n"
        "for n in range(4, 1024):\n"
        "    try: found.append(os.fstat(n))\n"
        "    except OSError: pass\n"
        "return found", first="_kept = [os.dup(0) for _ in range(3)]"),
    "modules_of_the_grader": Reach("return [m for m in sys.modules if m.split('.')[0] in ('autograder', 'nbgrader', 'pytest')]",
                                   first="import pytest"),
    "expected_values_in_frames": Reach(
        "frame = sys._getframe()\n"
        "while frame:\n"
        "    if 'want' in frame.f_locals or 'hidden' in frame.f_code.co_filename: return frame.f_locals\n"
        "    frame = frame.f_back", first="want = 1.0"),
    "expected_values_in_gc": Reach(
        "return [o for o in gc.get_objects() if isinstance(o, dict) and 'expected_by_the_test' in o]",
        first="kept = {'expected_by_the_test': []}"),
    "secrets_in_memory": Reach(
        "word = '-'.join(['CANARY', 'IN', 'MEMORY'])\n"
        "return [o for o in gc.get_objects() if type(o) is list and any(type(e) is str and e == word for e in o)]",
        first="held = ['CANARY-IN-MEMORY', []]"),
    # the network
    "connect_by_tcp": Reach("socket.create_connection(('127.0.0.1', PORT), 1); return True"),
    "send_by_udp": Reach("return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))"),
    "fetch_a_page": Reach("import urllib.request; return urllib.request.urlopen(f'http://127.0.0.1:{PORT}/', timeout=1)"),
    "look_up_a_name": Reach("return socket.getaddrinfo('localhost', 80)"),
    "abstract_socket": Reach("s = socket.socket(socket.AF_UNIX); s.connect('\\0canary-%d' % PORT); return True"),
    "named_socket": Reach("s = socket.socket(socket.AF_UNIX); s.connect(SECRET + '.sock'); return True"),
    "netlink": Reach("return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)"),
    # programs
    "os_system": Reach("return os.system('true') == 0"),
    "subprocess": Reach("import subprocess; return subprocess.run([sys.executable, '-c', '']).returncode == 0"),
    "shell_magic": Reach("from IPython.utils.process import getoutput; return getoutput('echo yes').strip() == 'yes'"),
    "exec_itself": Reach("return in_a_fork(lambda: os.execv(sys.executable, [sys.executable, '-c', '']))"),
    "run_from_memory": Reach(
        "program = os.memfd_create('x')\n"
        "os.write(program, open('/bin/true', 'rb').read())\n"
        "return in_a_fork(lambda: os.execve(program, ['x'], {}))"),
    # rights
    "a_user_namespace": Reach("return in_a_fork(lambda: libc.unshare(0x10000000) == 0)", root=True),
    "clone_into_a_namespace": Reach(
        "if not INSIDE: return in_a_fork(lambda: libc.unshare(0x20000000) == 0)\n"
        "child = libc.syscall(56, ctypes.c_long(0x10000000 | 17), 0, 0, 0, 0)\n"
        "if child == 0: os._exit(0)\n"
        "return child > 0", machine=_X86, root=True),
    "clone3_into_a_namespace": Reach(
        "arguments = ctypes.create_string_buffer(struct.pack('QQQQQQQQ', 0x10000000, 0, 0, 0, 17, 0, 0, 0))\n"
        "child = libc.syscall(435, arguments, ctypes.c_long(64))\n"
        "if child == 0: os._exit(0)\n"
        "return child > 0", root=True),
    "join_a_namespace": Reach("return in_a_fork(lambda: libc.setns(os.open('/proc/self/ns/net', os.O_RDONLY), 0) == 0)", root=True),
    "mount": Reach("os.makedirs('m', exist_ok=True); return in_a_fork(lambda: apart(0x20000) "
                   "and libc.mount(b'x', b'm', b'tmpfs', 0, None) == 0)", root=True),
    "unmount_a_cover": Reach("os.makedirs('u', exist_ok=True)\n"
                             "return in_a_fork(lambda: libc.umount2(b'/proc', 2) == 0 if INSIDE else apart(0x20000) "
                             "and libc.mount(b'x', b'u', b'tmpfs', 0, None) == 0 and libc.umount2(b'u', 2) == 0)", root=True),
    "chroot": Reach("return in_a_fork(lambda: os.chroot('.') is None)", root=True),
    "become_root": Reach("os.setuid(0); return os.geteuid() == 0 and (not INSIDE or os.getuid() == 0)", root=True),
    "raise_a_limit": Reach("soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)\n"
                           "resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard + 10)); return True",
                           no_control="it takes CAP_SYS_RESOURCE, which not even every root has"),
    "raise_memory_by_prlimit": Reach("resource.prlimit(0, resource.RLIMIT_AS, (2**40, 2**41)); return True", root=True),
    "a_higher_priority": Reach("os.nice(-5); return True", root=True),
    "real_time": Reach("os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)); return True", root=True),
    "a_session_of_its_own": Reach("return in_a_fork(lambda: os.setsid() is None)"),
    "rename_the_host": Reach("return in_a_fork(lambda: apart(0x04000000) "
                             "and socket.sethostname('x') is None)", root=True),
    # other processes
    "kill_by_number": Reach("os.kill(VICTIM, 0); return VICTIM > 40"),
    "signal_the_grader_by_its_socket": Reach(
        "ours = socket.socket(fileno=os.dup(3)) if INSIDE else socket.socketpair()[0]\n"
        "pidfd = ours.getsockopt(socket.SOL_SOCKET, 77)\n"
        "signal.pidfd_send_signal(pidfd, 0); return True"),
    "trace_a_sibling": Reach(
        "child = os.fork()\n"
        "if child == 0: time.sleep(2); os._exit(0)\n"
        "attached = libc.ptrace(16, child, 0, 0) == 0\n"
        "os.kill(child, 9); return attached", root=True),
    "read_a_siblings_memory": Reach(
        "text = ctypes.create_string_buffer(b'secret'); got = ctypes.create_string_buffer(6)\n"
        "child = os.fork()\n"
        "if child == 0: time.sleep(2); os._exit(0)\n"
        "theirs = struct.pack('QQ', ctypes.addressof(text), 6); ours = struct.pack('QQ', ctypes.addressof(got), 6)\n"
        "count = libc.process_vm_readv(child, ours, ctypes.c_ulong(1), theirs, ctypes.c_ulong(1), ctypes.c_ulong(0))\n"
        "os.kill(child, 9); return count == 6", root=True),
    # the kernel
    "bpf": Reach("return call(321, 0, struct.pack('IIII', 2, 4, 4, 1) + bytes(64), 80)", machine=_X86, root=True),
    "io_uring": Reach("return call(425, 4, ctypes.create_string_buffer(120))", root=True),
    "userfaultfd": Reach("return call(323, 1)", machine=_X86, root=True),
    "keys": Reach("return call(248, b'user', b'canary', b'x', 1, -1)", machine=_X86),
    "perf_events": Reach("return call(298, struct.pack('IIQ', 1, 112, 0) + bytes(96) , 0, -1, -1, 0)", machine=_X86, root=True),
    "personality": Reach("return in_a_fork(lambda: libc.personality(0x0040000) != -1)"),
    "shared_memory_of_system_v": Reach("return in_a_fork(lambda: apart(0x08000000) and libc.shmget(0, 4096, 0o1600) != -1)",
                                         root=True),
    "a_message_queue": Reach("return in_a_fork(lambda: apart(0x08000000) and call(240, b'canary', 0o102, 0o600, 0))", machine=_X86,
                             root=True),
    "watch_files": Reach("return libc.inotify_init() != -1"),
    "memory_without_a_file": Reach("return os.memfd_create('x')"),
    "shared_memory_without_a_file": Reach("return mmap.mmap(-1, 4096)"),
    "shared_memory_by_dev_zero": Reach("return mmap.mmap(os.open('/dev/zero', os.O_RDWR), 4096)"),
    "lock_the_machines_files": Reach("import fcntl; fcntl.flock(open(os.__file__), fcntl.LOCK_EX); return True"),
    "calls_by_32_bit_numbers": Reach(
        "code = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)\n"
        "code.write(bytes.fromhex('b814000000 cd80 c3'))\n"
        "run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))\n"
        "return in_a_fork(lambda: run() > 0)", no_control=_NOT_BUILT, machine=_X86),
    "calls_by_x32_numbers": Reach("return in_a_fork(lambda: call(0x40000000 + 39))", no_control=_NOT_BUILT, machine=_X86),
    "type_into_the_terminal": Reach("import fcntl; fcntl.ioctl(0, 0x5412, b'x'); return True",
                                    no_control="it would type into the terminal of whoever runs the tests"),
    "restart_the_machine": Reach("return call(169, 0xfee1dead, 672274793, 0x89abcdef, 0)",
                                 no_control="even switching Ctrl-Alt-Del off would be left on the machine", machine=_X86),
    "set_the_clock": Reach("time.clock_settime(time.CLOCK_REALTIME, time.time()); return True",
                           no_control="it would set the machine's clock"),
}
