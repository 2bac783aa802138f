"""The wire: what is right travels unchanged, what is wrong is refused early and cheaply."""

import contextlib
import socket
import struct
import threading
import time
import tracemalloc

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox import answer
from autograder.sandbox.inside.values import Decoder, Encoder, Stranger
from autograder.sandbox.inside.wire import ANSWER, BUFFERS, STRUCTURE, Closed, TooLate, WireError, receive, send, unpack

_HEADER = struct.Struct("!IQ")


def there_and_back(value):
    encoder = Encoder()
    encoded = encoder.encode(value)
    return Decoder([bytearray(b) for b in encoder.buffers]).decode(msgpack.unpackb(msgpack.packb(encoded)))


@pytest.mark.parametrize("value", [
    None, True, 3, -2.5, "Z", 2**70, -(10**40), float("inf"), [1, [2.0, "x"]], (1, (2,)), {"a": 1, (1, 2): [None]},
    np.float64(0.5), np.int32(7), np.bool_(True),
])
def test_a_plain_value_travels_as_it_is(value):
    got = there_and_back(value)
    assert got == value and type(got) is type(value)


@pytest.mark.parametrize("array", [
    np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3).T, np.zeros((0, 4)), np.array(2.5), np.arange(4, dtype=">i4"),
    np.array([True, False]), np.array([1 + 2j]), np.arange(10.0)[::-3], np.array([np.nan, np.inf]), np.float16([1.5]),
])
def test_an_array_travels_bit_by_bit(array):
    got = there_and_back(array)
    assert got.shape == array.shape and got.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(got, array)


def test_a_random_generator_goes_on_where_it_was():
    rng = np.random.default_rng(5)
    rng.normal(size=3)
    got = there_and_back(rng)
    np.testing.assert_array_equal(got.normal(size=4), rng.normal(size=4))


@pytest.mark.parametrize("value", [
    np.array([object()]), np.zeros(2, [("x", "f8")]), np.array(["text"]), np.ma.zeros(2), object(), iter([]),
    np.broadcast_to(0.0, (2**20, 2**20)), "x" * 20_000, list(range(30_000)), {i: i for i in range(2000)}, 10**5000,
], ids=lambda value: type(value).__name__)
def test_what_cannot_travel_is_only_named(value):
    got = there_and_back(value)
    assert isinstance(got, Stranger) and 3 < len(got.kind) <= 200


def test_a_value_nested_in_itself_ends():
    value = []
    value.append(value)
    assert there_and_back(value)


@pytest.mark.parametrize("encoded, buffers", [
    (["a", 0, "O", [1]], [8]), (["a", 0, "V", [1]], [8]), (["a", 0, "d", [2]], [8]), (["a", 0, "d", [-1]], [8]),
    (["a", 1, "d", [1]], [8]), (["a", -1, "d", [1]], [8]), (["a", 0, "d", [2**40] * 32], [8]), (["a", 0, "d", [1] * 33], [8]),
    (["a", 0, "d", [0, 2**40]], [0]), (["a", 0, "d", [1.0]], [8]), (["a", True, "d", [1]], [8, 8]), (["a", 0, "dd", [1]], [8]),
    (["a", 0, [], [1]], [8]), (["l", [["a", 0, "d", [1]], ["a", 0, "d", [1]]]], [8]), (["l"], []), (["l", 3], []), ([], []),
    (["q", 1], []), (["", []], []), (["lt", []], []), ([["l"], []], []), (["d", [[1]]], []), (["d", [[["l", []], 1]]], []),
    (["d", [[i, 0] for i in range(1001)]], []), (["i", "1" * 5000], []), (["i", "-"], []), (["i", "1e9"], []), (["i", "٣" * 5], []),
    (["g", ["x", "1", 0, 0]], []), (["g", [[], "1", 0, 0]], []), (["g", ["9" * 60, "1", 0, 0]], []), (["g", 1], []),
    ({"a": 1}, []), (b"bytes", []), (["x", 7], []), (["f", "name"], []), (["f", 1, 2], []), (["f", 1, "c" * 65], []),
])
def test_what_is_no_value_is_refused(encoded, buffers):
    with pytest.raises(WireError):
        Decoder([bytearray(n) for n in buffers]).decode(encoded)


def test_deep_nesting_is_refused():
    value = ["l", []]
    for _ in range(100):
        value = ["l", [value]]
    with pytest.raises(WireError):
        Decoder([]).decode(value)


@pytest.mark.parametrize("structure", [
    b"", b"\x00", b"\xc1", b"\x91" * 200_000 + b"\x90", b"\x81\x90\x00", b"\x92\x80\x80", b"\x92\x80\x91\xff", b"\x93\x80\x90\x90",
    msgpack.packb([{}, [2**63]]), msgpack.packb([{}, [True]]), msgpack.packb([{}, [0] * 30_000]), msgpack.packb([[], []]),
    msgpack.packb([msgpack.ExtType(1, b"x"), []]), msgpack.packb([msgpack.Timestamp(1), []]), b"\xdd\xff\xff\xff\xff",
    b"\xdf\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff", b"\x92\x81\xa1\xff\x00\x90",
])
def test_what_is_no_message_is_refused_at_once(structure):
    with pytest.raises(WireError):
        unpack(structure)


@pytest.mark.parametrize("value", [
    ["l", [[] for _ in range(250_000)]], ["l", [["l", []]] * 80_000], ["l", [["a", 0, "d", [0]]] * 20_000],
    ["d", [[["i", str(k * (2**61 - 1))], 0] for k in range(1, 1000)]],
], ids=["not values", "lists", "one buffer", "keys that collide"])
def test_the_largest_structure_costs_little(value):
    structure = msgpack.packb([{"t": "return", "value": value}, [0]])
    assert 20_000 < len(structure) <= STRUCTURE + 200_000
    tracemalloc.start()
    message, _ = unpack(structure)
    with contextlib.suppress(WireError):
        Decoder([bytearray()]).decode(message["value"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6


def over_a_socket(*sent: bytes, within: float = 1.0, most: int = BUFFERS):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for piece in sent:
            theirs.sendall(piece)
        theirs.shutdown(socket.SHUT_WR)
        ours.setblocking(False)
        return receive(ours, time.monotonic() + within, most)


def test_a_message_arrives_with_its_buffers():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        writer = threading.Thread(target=send, args=(theirs, {"t": "x"}, [b"abc", np.arange(10**5)]))
        writer.start()
        message, buffers = receive(ours)
        writer.join()
    assert message == {"t": "x"} and buffers[0] == b"abc" and len(buffers[1]) == 8 * 10**5


@pytest.mark.parametrize("header", [(STRUCTURE + 1, 0), (2**32 - 1, 0), (10, BUFFERS + 1), (10, 2**64 - 1)])
def test_a_message_too_large_is_refused_before_it_comes(header):
    with pytest.raises(WireError, match="too large"):
        over_a_socket(_HEADER.pack(*header))


def test_an_answer_has_a_smaller_bound_than_a_cell():
    with pytest.raises(WireError, match="too large"):
        over_a_socket(_HEADER.pack(10, ANSWER + 1), most=ANSWER)


def test_buffers_must_be_as_long_as_announced():
    structure = msgpack.packb([{"t": "x"}, [5]])
    with pytest.raises(WireError, match="announced"):
        over_a_socket(_HEADER.pack(len(structure), 4), structure, b"abcd")


@pytest.mark.parametrize("sent", [b"", b"\x00" * 5, _HEADER.pack(100, 0) + b"x"])
def test_a_message_cut_off_means_the_other_side_is_gone(sent):
    with pytest.raises(Closed):
        over_a_socket(sent)


def test_a_message_that_drips_is_too_late():
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def drip():
        for byte in _HEADER.pack(1000, 0) + bytes(1000):
            theirs.send(bytes([byte]))
            if stop.wait(0.01):
                return

    dripping = threading.Thread(target=drip)
    with ours, theirs:
        ours.setblocking(False)
        dripping.start()
        with pytest.raises(TooLate):
            receive(ours, time.monotonic() + 0.3)
        stop.set()
        dripping.join()


def test_one_who_does_not_read_is_too_late():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        with pytest.raises(TooLate):
            send(ours, {"t": "x"}, [bytes(10**7)], time.monotonic() + 0.3)


_MESSAGES = st.recursive(
    st.none() | st.booleans() | st.integers(-2**63, 2**64 - 1) | st.floats() | st.text(max_size=5) | st.binary(max_size=5)
    | st.sampled_from(["a", "s", "l", "t", "d", "i", "x", "f", "g", "return", "raise", "png", "stdout", "O"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(
        st.sampled_from(["t", "value", "outputs", "error", "fate", "left_out", "changed", "warnings", "text", "line", "shapes", "type"]), inner, max_size=7),
    max_leaves=25)


@settings(max_examples=500, deadline=None)
@given(_MESSAGES, st.lists(st.binary(max_size=20), max_size=3))
def test_nothing_at_all_gets_past_the_decoder(value, buffers):
    with contextlib.suppress(WireError):
        Decoder([bytearray(b) for b in buffers]).decode(value)
    message = {"t": "return", **(value if isinstance(value, dict) else {})}
    for read in (lambda: answer.cell_run(message, buffers, 10), lambda: answer.outcome(message, buffers, 1.0)):
        with contextlib.suppress(WireError, KeyError, TypeError, ValueError, IndexError):
            read()
