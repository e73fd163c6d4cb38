"""Runs a model in Python for Lehr, which talks to it over the standard streams.

    python bridge.py       the first frame that comes in says which model

A frame is 16 bytes of head (``LEHR``, a letter, 3 zeros, the length as u64) and a body, all little-endian.

    in   S  JSON: python, kind, settings, path (of directories to import from)
         E  i64 id, i32 systems, i32 atoms, i32 atoms of each system, i32 atomic numbers, u8 pbc (3 a system),
            f64 cells (9 a system, rows), f64 positions (3 an atom)
    out  H  JSON: what the model is (the answer to S)
         P  i64 id, i32 systems done: a sign of life
         N  JSON: system, message: why this one has no numbers
         R  i64 id, u8 whether energies of atoms follow, 7 zeros, f64 energies (1 a system), stresses (9 a
            system), forces (3 an atom), energies of atoms
         X  JSON: kind (start, out-of-memory, broken), message, trace

Only the standard library is needed here. What a model prints goes to standard error.
"""

import json
import os
import struct
import sys
import threading
import time
import traceback
from array import array

import errors

_HEAD = struct.Struct("<4sB3xQ")
_MAGIC = b"LEHR"
_NAN = float("nan")


class Wire:
    """Frames on two file descriptors that nobody else has."""

    def __init__(self):
        self._in = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
        self._out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
        # A print somewhere in a package must not end up between the frames.
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        sys.stdout = sys.stderr

    def read(self):
        head = self._in.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return None, b""
        magic, kind, length = _HEAD.unpack(head)
        if magic != _MAGIC:
            raise SystemExit("bridge: what came in is not a frame: %r" % (head,))
        return chr(kind), self._in.read(length)

    def write(self, kind, *parts):
        length = sum(len(part) for part in parts)
        self._out.write(_HEAD.pack(_MAGIC, ord(kind), length))
        for part in parts:
            self._out.write(part)
        self._out.flush()

    def say(self, letter, /, **values):
        self.write(letter, json.dumps(values).encode())


class Batch:
    """The systems of one request, as arrays one behind another."""

    def __init__(self, body):
        self.id, self.systems, self.atoms = struct.unpack_from("<qii", body)
        self._body = memoryview(body)
        self._at = 16
        self.counts = self._take("i", self.systems)
        self.numbers = self._take("i", self.atoms)
        self.pbc = self._take("B", 3 * self.systems)
        self.cells = self._take("d", 9 * self.systems)
        self.positions = self._take("d", 3 * self.atoms)
        self.first = [0]
        for count in self.counts:
            self.first.append(self.first[-1] + count)

    def _take(self, code, length):
        values = array(code)
        size = values.itemsize * length
        values.frombytes(self._body[self._at:self._at + size])
        self._at += size
        return swapped(values)


def swapped(values):
    if sys.byteorder == "big" and values.itemsize > 1:
        values.byteswap()
    return values


class Results:
    """What is known of a batch so far; NaN where nothing is."""

    def __init__(self, batch):
        self.batch = batch
        self.energy = array("d", [_NAN]) * batch.systems
        self.stress = array("d", [_NAN]) * (9 * batch.systems)
        self.forces = array("d", [_NAN]) * (3 * batch.atoms)
        self.energies = array("d", [_NAN]) * batch.atoms
        self.has_energies = True

    def put(self, system, energy, forces, stress=None, energies=None):
        """Numbers of one system as sequences; lengths are checked."""
        first, last = self.batch.first[system], self.batch.first[system + 1]
        self.energy[system] = float(energy)
        self._fill(self.forces, "forces", forces, 3 * first, 3 * last)
        if stress is not None:
            self._fill(self.stress, "stress", stress, 9 * system, 9 * system + 9)
        if energies is None:
            self.has_energies = False
        else:
            self._fill(self.energies, "energies", energies, first, last)

    @staticmethod
    def _fill(target, name, values, first, last):
        values = values if isinstance(values, array) else array("d", values)
        if len(values) != last - first:
            raise ValueError("%s: found %d numbers, expected %d" % (name, len(values), last - first))
        target[first:last] = values

    def write(self, wire):
        parts = [self.energy, self.stress, self.forces] + ([self.energies] if self.has_energies else [])
        head = struct.pack("<qB7x", self.batch.id, 1 if self.has_energies else 0)
        wire.write("R", head, *[swapped(part).tobytes() for part in parts])


def evaluate(wire, model, batch):
    results = Results(batch)

    def done(systems):
        wire.write("P", struct.pack("<qi", batch.id, systems))

    def note(system, error):
        wire.say("N", system=system, message="%s: %s" % (type(error).__name__, error))

    try:
        model.evaluate(batch, results, done, note)
    except Exception as error:
        if errors.out_of_memory(error):
            free_memory()
            wire.say("X", kind="out-of-memory", message=str(error)[:2000], trace="")
            return
        wire.say("X", kind="broken", message="%s: %s" % (type(error).__name__, error),
                 trace=traceback.format_exc()[-4000:])
        raise
    results.write(wire)


def free_memory():
    import gc

    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()


def leave_with(parent):
    """A process whose parent is gone has nothing left to do, whatever it is busy with."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main():
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True).start()
    wire = Wire()
    kind, body = wire.read()
    if kind is None:
        return
    asked = json.loads(body)
    try:
        import adapters

        model = adapters.load(asked)
        about = model.about()
    except BaseException as error:
        wire.say("X", kind="start", message="%s: %s" % (type(error).__name__, error),
                 trace=traceback.format_exc()[-4000:])
        raise SystemExit(1)
    wire.say("H", **about)
    while True:
        kind, body = wire.read()
        if kind is None:
            return
        evaluate(wire, model, Batch(body))


if __name__ == "__main__":
    main()
