"""Values come in, few or many; they go out again in any order. Many lie on the disk, not in memory."""

from __future__ import annotations

import contextlib
import io
import operator
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import IO, Any, TypeVar, cast, overload

from translate_pipe.files import temporary_space

Value = TypeVar("Value")

IN_MEMORY = 20_000
"""Values that a spool holds before it goes to the disk: tens of megabytes, if they are units."""


class Spool(Sequence[Value]):
    """A sequence of frozen values that may be too many for the memory.

    While they are few they are kept as they are; from one more than `IN_MEMORY` on, all lie in a nameless
    file in the folder for temporary files, and a value is read anew whenever it is asked for. A value can be
    replaced by another. For one thread at a time.

    Args:
        values: what it holds to begin with.
        places: how many empty places follow; none may be read before it has got its value.
    """

    def __init__(self, values: Iterable[Value] = (), *, places: int = 0) -> None:
        self._held: list[Value | None] = []
        self._file: IO[bytes] | None = None
        self._places, self._end = array("Q"), 0
        for value in values:
            self.append(value)
        self._held += [None] * places
        if len(self._held) > IN_MEMORY:
            self._move()

    def append(self, value: Value) -> None:
        """Add a value at the end.

        Raises:
            TranslatePipeError: the disk is full.
        """
        if self._file is None:
            self._held.append(value)
            if len(self._held) > IN_MEMORY:
                self._move()
        else:
            self._places.append(self._end)
            self._write(value)

    def __setitem__(self, index: int, value: Value) -> None:
        """Put another value in the place of one."""
        if self._file is None:
            self._held[index] = value
        else:
            # What stood there stays in the file, unread.
            self._places[index] = self._end
            self._write(value)

    def __len__(self) -> int:
        return len(self._held) if self._file is None else len(self._places)

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...
    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return cast("Value", self._held[index]) if self._file is None else self._read(self._places[index])

    def __iter__(self) -> Iterator[Value]:
        return (self[index] for index in range(len(self)))

    def settle(self) -> Sequence[Value]:
        """Return the values as a tuple if they are in memory, else the spool itself."""
        return cast("tuple[Value, ...]", tuple(self._held)) if self._file is None else self

    def _move(self) -> None:
        with temporary_space():
            self._file = tempfile.TemporaryFile(prefix="translate-pipe-")  # noqa: SIM115 - lives as long as this
        for value in self._held:
            self._places.append(self._end)
            if value is not None:
                self._write(value)
        self._held = []

    def _write(self, value: Value) -> None:
        assert self._file is not None
        content = _dump(value)
        with temporary_space():
            self._file.seek(self._end)
            self._file.write(content)
        self._end += len(content)

    def _read(self, place: int) -> Value:
        import pickle

        assert self._file is not None
        with temporary_space():
            self._file.seek(place)
            value: Value = pickle.load(self._file)  # noqa: S301 - nobody else can write to a nameless file
        return value

    def __del__(self) -> None:
        if getattr(self, "_file", None) is not None:
            with contextlib.suppress(OSError):
                self._file.close()  # type: ignore[union-attr]


Reduce = Callable[[object], tuple[Any, ...]]


class _Reducers(dict[type, Reduce]):
    """How to take dataclasses apart: by what makes them, in less than half of pickle's usual time."""

    def __missing__(self, kind: type) -> Reduce:
        if not is_dataclass(kind) or len(fields(kind)) < 2:
            raise KeyError(kind)
        arguments = operator.attrgetter(*(member.name for member in fields(kind)))

        def reduce(value: object) -> tuple[Any, ...]:
            return kind, arguments(value)

        self[kind] = reduce
        return reduce


_REDUCERS = _Reducers()


def _dump(value: object) -> bytes:
    # Loaded when it is needed, which few articles are long enough for.
    import pickle

    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return stream.getvalue()
