"""The system calls a student's process may make: a list of what numpy, matplotlib and IPython need, all else refused.

Left out on purpose although harmless-looking: setsid (the scheduler shares time by session: a child's processes are
to have one share), flock (locks on the machine's own files), memfd_create (memory that nothing counts). Refused with
EPERM, so that an attempt is an ordinary exception in the student's code; a call by another machine's numbers (int 0x80,
x32) ends the process. clone3 is "not implemented", so that libc falls back to clone, whose flags a filter can see.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct

_X86_64 = """
    read=0 write=1 close=3 fstat=5 stat=4 lstat=6 newfstatat=262 statx=332 poll=7 ppoll=271 select=23
    pselect6=270 lseek=8 mprotect=10 munmap=11 brk=12 rt_sigaction=13 rt_sigprocmask=14 rt_sigreturn=15
    rt_sigtimedwait=128 rt_sigpending=127 rt_sigsuspend=130 sigaltstack=131 pread64=17 pwrite64=18 readv=19
    writev=20 preadv=295 pwritev=296 access=21 faccessat=269 pipe=22 pipe2=293 sched_yield=24 mremap=25
    msync=26 mincore=27 madvise=28 dup=32 dup2=33 dup3=292 pause=34 nanosleep=35 clock_nanosleep=230
    getitimer=36 alarm=37 setitimer=38 getpid=39 gettid=186 getppid=110 getpgid=121 getpgrp=111 getsid=124
    sendfile=40 socketpair=53 sendto=44 recvfrom=45 sendmsg=46 recvmsg=47 shutdown=48 getsockopt=55
    setsockopt=54 getsockname=51 getpeername=52 fork=57 vfork=58 wait4=61 waitid=247 exit=60 exit_group=231
    uname=63 fcntl=72 fsync=74 fdatasync=75 truncate=76 ftruncate=77 getdents=78 getdents64=217
    getcwd=79 chdir=80 fchdir=81 rename=82 renameat=264 renameat2=316 mkdir=83 mkdirat=258 rmdir=84 creat=85
    link=86 linkat=265 unlink=87 unlinkat=263 symlink=88 symlinkat=266 readlink=89 readlinkat=267 chmod=90
    fchmod=91 fchmodat=268 umask=95 gettimeofday=96 getrlimit=97 setrlimit=160 prlimit64=302 getrusage=98
    sysinfo=99 times=100 time=201 getuid=102 getgid=104 geteuid=107 getegid=108 getresuid=118 getresgid=120
    getgroups=115 setpgid=109 capget=125 sched_getaffinity=204 sched_getparam=143
    sched_getscheduler=145 getpriority=140 futex=202 set_robust_list=273 get_robust_list=274
    set_tid_address=218 restart_syscall=219 arch_prctl=158 getrandom=318 openat=257 open=2
    epoll_create=213 epoll_create1=291 epoll_ctl=233 epoll_wait=232 epoll_pwait=281 eventfd=284 eventfd2=290
    timerfd_create=283 timerfd_settime=286 timerfd_gettime=287 kill=62 tgkill=234 tkill=200 rseq=334
    membarrier=324 clock_gettime=228 clock_getres=229 copy_file_range=326 utimensat=280 fallocate=285
    statfs=137 fstatfs=138 fadvise64=221 close_range=436 getcpu=309 pidfd_open=434
"""

_AARCH64 = """
    read=63 write=64 close=57 fstat=80 newfstatat=79 statx=291 ppoll=73 pselect6=72 lseek=62
    mprotect=226 munmap=215 brk=214 rt_sigaction=134 rt_sigprocmask=135 rt_sigreturn=139 rt_sigtimedwait=137
    rt_sigpending=136 rt_sigsuspend=133 sigaltstack=132 pread64=67 pwrite64=68 readv=65 writev=66 preadv=69
    pwritev=70 faccessat=48 pipe2=59 sched_yield=124 mremap=216 msync=227 mincore=232 madvise=233 dup=23
    dup3=24 nanosleep=101 clock_nanosleep=115 getitimer=102 setitimer=103 getpid=172 gettid=178 getppid=173
    getpgid=155 getsid=156 sendfile=71 socketpair=199 sendto=206 recvfrom=207 sendmsg=211 recvmsg=212
    shutdown=210 getsockopt=209 setsockopt=208 getsockname=204 getpeername=205 wait4=260 waitid=95 exit=93
    exit_group=94 uname=160 fcntl=25 fsync=82 fdatasync=83 truncate=45 ftruncate=46 getdents64=61
    getcwd=17 chdir=49 fchdir=50 renameat=38 renameat2=276 mkdirat=34 linkat=37 unlinkat=35 symlinkat=36
    readlinkat=78 fchmod=52 fchmodat=53 umask=166 gettimeofday=169 getrlimit=163 setrlimit=164 prlimit64=261
    getrusage=165 sysinfo=179 times=153 getuid=174 getgid=176 geteuid=175 getegid=177 getresuid=148
    getresgid=150 getgroups=158 setpgid=154 capget=90 sched_getaffinity=123 sched_getparam=121
    sched_getscheduler=120 getpriority=141 futex=98 set_robust_list=99 get_robust_list=100 set_tid_address=96
    restart_syscall=128 getrandom=278 openat=56 epoll_create1=20 epoll_ctl=21 epoll_pwait=22
    eventfd2=19 timerfd_create=85 timerfd_settime=86 timerfd_gettime=87 kill=129 tgkill=131 tkill=130 rseq=293
    membarrier=283 clock_gettime=113 clock_getres=114 copy_file_range=285 utimensat=88 fallocate=47 statfs=43
    fstatfs=44 fadvise64=223 close_range=436 getcpu=168 pidfd_open=434
"""

#: machine -> (AUDIT_ARCH, allowed calls, numbers of clone, clone3, ioctl, prctl, openat2, mmap)
_MACHINES = {
    "x86_64": (0xC000003E, _X86_64, (56, 435, 16, 157, 437, 9)),
    "aarch64": (0xC00000B7, _AARCH64, (220, 435, 29, 167, 437, 222)),
}

#: Any of these in clone's flags asks for a namespace: NEWTIME, NEWNS, CGROUP, UTS, IPC, USER, PID, NET.
_CLONE_NEW = 0x80 | 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000

#: Shared memory without a file, like memfd_create's, can be held while no process maps it: nothing would count it.
_MAP_SHARED, _MAP_ANONYMOUS, _MAP_HUGETLB = 0x01, 0x20, 0x40000

#: Is this a terminal, how large, how much is there to read, close on exec, do not block. No TIOCSTI.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)

#: Set and get the name, the parent's death signal, dumpable?, capability bound?, name a mapping.
_PRCTLS = (1, 3, 15, 16, 23, 0x53564D41)

_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050000 | 1, 0x00050000 | 38
_LOAD, _JEQ, _JSET, _RET = 0x20, 0x15, 0x45, 0x06
_NR, _ARCH, _ARG0, _ARG1, _ARG3 = 0, 4, 16, 24, 40


def supported() -> bool:
    """Whether the filter knows this machine's calls."""
    return platform.machine() in _MACHINES


def machines() -> list[str]:
    """The processors whose calls the filter knows."""
    return sorted(_MACHINES)


def program(machine: str) -> bytes:
    """The filter as BPF for `machine` ("x86_64" or "aarch64")."""
    arch, allowed, (clone, clone3, ioctl, prctl, openat2, mmap) = _MACHINES[machine]
    code = [
        (_LOAD, 0, 0, _ARCH),
        (_JEQ, 1, 0, arch),
        (_RET, 0, 0, _KILL),
        (_LOAD, 0, 0, _NR),
        # x32 calls carry this bit on x86_64; nothing else does.
        (_JSET, 0, 1, 0x40000000),
        (_RET, 0, 0, _KILL),
    ]
    for number in sorted({int(entry.split("=")[1]) for entry in allowed.split()}):
        code += [(_JEQ, 0, 1, number), (_RET, 0, 0, _ALLOW)]
    for number in (clone3, openat2):
        code += [(_JEQ, 0, 1, number), (_RET, 0, 0, _ENOSYS)]
    code += [
        (_JEQ, 0, 4, clone),
        (_LOAD, 0, 0, _ARG0),
        (_JSET, 0, 1, _CLONE_NEW),
        (_RET, 0, 0, _EPERM),
        (_RET, 0, 0, _ALLOW),
        (_JEQ, 0, 6, mmap),
        (_LOAD, 0, 0, _ARG3),
        (_JSET, 2, 0, _MAP_HUGETLB),
        (_JSET, 0, 2, _MAP_ANONYMOUS),
        (_JSET, 0, 1, _MAP_SHARED),
        (_RET, 0, 0, _EPERM),
        (_RET, 0, 0, _ALLOW),
    ]
    for call, argument, values in ((ioctl, _ARG1, _IOCTLS), (prctl, _ARG0, _PRCTLS)):
        code += [(_JEQ, 0, 2 * len(values) + 2, call), (_LOAD, 0, 0, argument)]
        for value in values:
            code += [(_JEQ, 0, 1, value), (_RET, 0, 0, _ALLOW)]
        code += [(_RET, 0, 0, _EPERM)]
    code += [(_RET, 0, 0, _EPERM)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def install() -> None:
    """Put the filter on this process and all it starts, for good. no_new_privs must be set. Raises OSError."""
    text = program(platform.machine())
    buffer = ctypes.create_string_buffer(text, len(text))

    class Filter(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    wanted = Filter(len(text) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(22, 2, ctypes.byref(wanted), 0, 0) != 0:  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
        raise OSError(ctypes.get_errno(), f"seccomp: {os.strerror(ctypes.get_errno())}")
