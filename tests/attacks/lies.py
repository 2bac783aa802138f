"""Attacks on the mark: wrong versions of `relu` that try to look right. None of them may earn a point.

The positive control is a naive grader that shares the process with the code it grades, as `assert` cells do.
"""

from __future__ import annotations

from dataclasses import dataclass

EQUAL = "bool(got == want)"
ALL_EQUAL = "bool(np.all(got == want))"
CLOSE = "bool(np.allclose(got, want))"


@dataclass(frozen=True)
class Lie:
    """text: of the cell in place of relu's. naive: what a naive grader asks of `got` (it also has Z and want), None
    where no_control says why there is none."""

    text: str
    naive: str | None = CLOSE
    no_control: str | None = None


_WIRE = """
import os, socket, struct, msgpack
def frame(message, buffers=()):
    structure = msgpack.packb([message, [len(b) for b in buffers]])
    return struct.pack('!IQ', len(structure), sum(map(len, buffers))) + structure + b''.join(buffers)
"""
_NO_WIRE = "there is no wire without the sandbox"


def _wire(body: str) -> Lie:
    """An attack on the wire itself, when a hidden test calls and not when the notebook does."""
    own = "    import sys\n    if 'server' not in sys._getframe(1).f_code.co_filename: return Z * (Z > 0)\n"
    return Lie(_WIRE + "def relu(Z):\n" + own + "".join(f"    {line}\n" for line in body.splitlines()), None, _NO_WIRE)


LIES: dict[str, Lie] = {
    "equal_to_everything": Lie("class L:\n    def __eq__(s, o): return True\ndef relu(Z): return L()", EQUAL),
    "an_array_by_request": Lie(
        "import sys\nclass L:\n    def __array__(s, *a, **k):\n"
        "        return sys._getframe(1).f_locals.get('want', np.zeros(1))\ndef relu(Z): return L()",
        "np.allclose(np.asarray(got), want)"),
    "a_float_by_request": Lie("class L:\n    def __float__(s): return 0.0\ndef relu(Z): return L()", "float(got) == 0.0"),
    "a_lying_subclass": Lie(
        "class L(np.ndarray):\n    def __array_function__(s, *a): return True\n    def __eq__(s, o): return True\n"
        "def relu(Z): return (Z - 1).view(L)"),
    "a_ufunc_override": Lie(
        "class L(np.ndarray):\n    def __array_ufunc__(s, *a, **k): return np.bool_(True)\n"
        "def relu(Z): return (Z - 1).view(L)", ALL_EQUAL),
    "an_object_array": Lie(
        "class L:\n    def __eq__(s, o): return True\n"
        "def relu(Z):\n    out = np.empty(Z.shape, object); out.fill(L()); return out", ALL_EQUAL),
    "a_structured_array": Lie("def relu(Z): return np.zeros(Z.shape, [('x', 'f8')])", "got.shape == want.shape"),
    "a_masked_array": Lie("def relu(Z): return np.ma.masked_all(Z.shape)", "bool(np.ma.allclose(got, want))"),
    "all_nan": Lie("def relu(Z): return np.full(Z.shape, np.nan)", "not (np.abs(got - want) > 1e-9).any()"),
    "infinite": Lie("def relu(Z): return np.full(Z.shape, np.inf)", "not (got < want).any()"),
    "a_huge_view": Lie("def relu(Z): return np.broadcast_to(0.0, (2**20, 2**20))", "got.nbytes == 2**43"),
    "a_huge_array_of_nothing": Lie("def relu(Z): return np.empty((0, 2**29))", CLOSE.replace("want", "want[:0, :1]")),
    "an_endless_generator": Lie("def relu(Z):\n    while True: yield 0.0", "next(iter(got)) == 0.0"),
    "a_list_in_itself": Lie("def relu(Z):\n    x = []; x.append(x); return x", "got == got[0]"),
    "deep_nesting": Lie("def relu(Z):\n    x = []\n    for _ in range(100000): x = [x]\n    return x", "len(got) == 1"),
    "a_million_lists": Lie("def relu(Z): return [[] for _ in range(10**6)]", "len(got) == 10**6"),
    "a_number_of_a_million_digits": Lie("def relu(Z): return 10 ** 10**6", "got > 0"),
    "a_long_text": Lie("def relu(Z): return 'x' * 10**7", "len(got) == 10**7"),
    "colliding_keys": Lie("def relu(Z): return {k * (2**61 - 1): 0 for k in range(1, 4000)}", "len(got) == 3999"),
    "a_function": Lie("def relu(Z): return relu", "callable(got)"),
    "a_class_called_float64": Lie("class float64(float): pass\ndef relu(Z): return float64(0)", "type(got).__name__ == 'float64'"),
    "a_module_called_numpy": Lie(
        "class ndarray:\n    shape = (2, 3); dtype = 'float64'\nndarray.__module__ = 'numpy'\ndef relu(Z): return ndarray()",
        "type(got).__module__ == 'numpy'"),
    "patched_numpy": Lie(
        "_old = np.allclose, np.isclose, np.array_equal\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
        "np.isclose = lambda a, b, **k: np.ones(np.shape(b), bool)\ndef relu(Z): return Z"),
    "patched_builtins": Lie("import builtins\nbuiltins.isinstance, _i = (lambda *a: True), isinstance\n"
                            "builtins.isinstance = _i\nbuiltins.all = lambda *a: True\ndef relu(Z): return Z",
                            "all((got == want).ravel())"),
    "patched_json": Lie("import json\njson.dumps = lambda *a, **k: '{\"score\": 100}'\ndef relu(Z): return Z",
                        "__import__('json').dumps({'score': 0}) != '{\"score\": 0}'"),
    "patched_testing": Lie("import numpy.testing\nnumpy.testing.assert_allclose = lambda *a, **k: None\ndef relu(Z): return Z",
                           "np.testing.assert_allclose(got, want) is None"),
    "another_shape_for_the_arguments": Lie(
        "def relu(Z):\n    Z.shape = (-1,); Z[:] = -1\n    return np.zeros_like(Z)", "bool(np.allclose(got, np.maximum(Z, 0)))"),
    "patched_wire": Lie(
        "import sys\nfor name, module in list(sys.modules.items()):\n"
        "    if name.startswith('inside'):\n        for f in ('_same', '_copied'):\n"
        "            if hasattr(module, f): setattr(module, f, lambda *a: True)\ndef relu(Z): Z[:] = 0; return Z + 1",
        None, _NO_WIRE),
    "patched_ipython": Lie(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "def relu(Z):\n    InteractiveShell.run_cell = None\n    return Z - 1", None,
        "a naive grader does not run in the shell"),
    "the_answer_in_the_arguments": Lie(
        "def relu(Z):\n    Z[:] = 0.0\n    return Z", "bool(np.allclose(got, np.maximum(Z, 0)))"),
    "a_failed_assertion": Lie("def relu(Z): raise AssertionError('passed')", None, "a naive grader fails too"),
    "the_graders_own_exception": Lie("class Failure(AssertionError): cause = ''\ndef relu(Z): raise Failure('')", None,
                                     "a naive grader knows no such exception"),
    "an_exit_code_of_success": Lie("def relu(Z): raise SystemExit(0)", None, "it would end the control itself, with success"),
    "keyboard_interrupt": Lie("def relu(Z): raise KeyboardInterrupt", None, "it would interrupt the control itself"),
    "a_text_without_end": Lie(
        "class E(Exception):\n    def __str__(s):\n        return 'x' * 10**7 + '\\x1b[2J\\x00'\ndef relu(Z): raise E",
        None, "a naive grader fails too"),
    "an_exception_that_raises": Lie(
        "class E(Exception):\n    def __str__(s): raise SystemExit(0)\ndef relu(Z): raise E", None, "a naive grader fails too"),
    "an_exception_with_no_name": Lie(
        "class M(type):\n    @property\n    def __name__(c): return 7\nclass E(Exception, metaclass=M): pass\n"
        "def relu(Z): raise E", None, "a naive grader fails too"),
    "control_characters": Lie("def relu(Z): raise ValueError('\\x1b]0;x\\x07\\r\\x00[bold]passed[/bold]\\u202e')", None,
                              "what it does depends on the terminal"),
    "a_million_warnings": Lie("import warnings\ndef relu(Z):\n    for i in range(20000): warnings.warn(str(i) * 99)\n"
                              "    return Z - 1", None, "a naive grader shows warnings only"),
    "lying_names_of_arguments": Lie(
        "def relu(Z): Z[:] = 1; return Z\nrelu.__code__ = relu.__code__.replace(co_varnames=('<b>\\x1b[2J' * 50,))",
        None, "there are no names to lie about"),
    "a_forged_return": _wire(
        "os.write(3, frame({'t': 'return', 'value': ['a', 0, 'd', list(Z.shape)], 'changed': [], 'warnings': []},"
        " [bytes(Z.nbytes)]))\nos._exit(0)"),
    "a_forged_score": _wire("os.write(3, frame({'t': 'return', 'score': 100, 'passed': True}))\nreturn Z - 1"),
    "garbage_on_every_descriptor": _wire("for n in range(16):\n    try: os.write(n, os.urandom(4000))\n    except OSError: pass\nreturn Z - 1"),
    "nothing_on_any_descriptor": _wire("os.closerange(0, 16)\nreturn Z - 1"),
    "an_empty_frame": _wire("os.write(3, bytes(12))\nreturn Z - 1"),
    "a_frame_too_large": _wire("os.write(3, struct.pack('!IQ', 2**31, 2**60))\nreturn Z - 1"),
    "a_frame_never_finished": _wire("os.write(3, struct.pack('!IQ', 1000, 2**22))\nimport time\ntime.sleep(60)"),
    "a_dripping_frame": _wire("import time\nfor b in struct.pack('!IQ', 200000, 0) + bytes(100000):\n"
                              "    os.write(3, bytes([b])); time.sleep(0.01)"),
    "nested_lists_on_the_wire": _wire("s = b'\\x92\\x81\\xa1t' + b'\\x91' * 200000 + b'\\x90'\n"
                                      "os.write(3, struct.pack('!IQ', len(s), 0) + s)\nreturn Z - 1"),
    "an_extension_type": _wire("os.write(3, frame({'t': 'return', 'value': msgpack.ExtType(1, b'x'), 'changed': [], 'warnings': []}))\n"
                               "return Z - 1"),
    "one_buffer_for_many_arrays": _wire(
        "os.write(3, frame({'t': 'return', 'changed': [], 'warnings': [], 'value': "
        "['l', [['a', 0, 'B', [2**20]]] * 5000]}, [bytes(2**20)]))\nreturn Z - 1"),
    "calls_back_without_end": _wire("while True:\n    os.write(3, frame({'t': 'callback', 'id': 7, 'args': ['l', []], 'kwargs': ['d', []]}))"),
    "reads_the_next_request": _wire("import threading\n"
                                    "threading.Thread(target=lambda: [os.read(3, 10**6) for _ in range(99)], daemon=True).start()\n"
                                    "return Z - 1"),
    "sends_descriptors": _wire("s = socket.socket(fileno=os.dup(3))\n"
                               "for _ in range(20): socket.send_fds(s, [b'x'], [0, 1, 2, 3])\nreturn Z - 1"),
    "hangs_in_hidden_calls_only": Lie(
        "import sys, time\ndef relu(Z):\n    if 'server' in sys._getframe(1).f_code.co_filename: time.sleep(60)\n"
        "    return Z * (Z > 0)", None, "outside there is no limit to hang against"),
    "ends_in_hidden_calls_only": Lie(
        "import os, sys\ndef relu(Z):\n    if 'server' in sys._getframe(1).f_code.co_filename: os._exit(0)\n    return Z * (Z > 0)",
        None, "it would end the control itself"),
}
