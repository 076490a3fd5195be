"""Values of a declared type <-> bytes that cannot run code: what is kept between runs and what crosses processes.

Comes in: a value and its type: plain values, lists, tuples, dicts, unions and dataclasses of them; arrays of numbers; a
pydantic model, which stands as its own JSON.  Goes out: MessagePack, and from it an equal value.  Whatever else the
bytes hold is a ``DamagedError``: reading never calls what the bytes name, since they name nothing but the members of a
union, by their place in it.

Both directions are built once for a type, from its annotations, so that a dataclass that gains a field needs no line
here.  A dataclass stands as an array of its fields, one in a union with others as its tag and that array.
"""

from __future__ import annotations

import types
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

Value = TypeVar("Value")
Convert = Callable[[Any], Any]


class DamagedError(Exception):
    """Bytes do not hold a value of the type."""


class Numbers:
    """What ``array[float]`` in an annotation means here: the class itself takes no type before Python 3.12."""

    def __class_getitem__(cls, kind: type) -> type[Numbers]:
        return cls


class Step(NamedTuple):
    """How values of a type are written: ``wire`` is what MessagePack holds; None converts nothing."""

    wire: Any
    pack: Convert | None = None
    unpack: Convert | None = None


@dataclass(frozen=True, slots=True)
class Codec:
    """Both directions for one type."""

    step: Step
    encoder: msgspec.msgpack.Encoder
    decoder: msgspec.msgpack.Decoder[Any]

    def encode(self, value: Any) -> bytes:
        """Return a value as bytes.

        Raises:
            TypeError: it is not of the type, or not of one that can be written.
        """
        return self.encoder.encode(self.step.pack(value) if self.step.pack else value)

    def decode(self, content: bytes) -> Any:
        """Return the value that bytes hold.

        Raises:
            DamagedError: they hold none of this type.
        """
        try:
            value = self.decoder.decode(content)
            return self.step.unpack(value) if self.step.unpack else value
        # What a class says of values that are not its own is a ValueError; pydantic's errors are, and msgspec's.
        except (ValueError, RecursionError) as error:
            raise DamagedError(str(error)) from error


@cache
def codec(kind: Any) -> Codec:
    """Return what writes and reads values of a type, or of the one that a function returns, which is loaded late.

    Raises:
        TypeError: values of this type cannot be written.
    """
    step = _step(kind() if isinstance(kind, types.FunctionType) else kind)
    return Codec(step, msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(step.wire))


@cache
def _step(kind: Any) -> Step:
    if kind in (None, type(None), bool, int, float, str, bytes, Any):
        return Step(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return Step(kind)
    if origin in (Union, types.UnionType):
        return _union(inner)
    if origin in (list, tuple, dict):
        return _container(origin, inner)
    if kind is Numbers:
        return Step(bytes, _pack_array, _unpack_array)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind)
    if hasattr(kind, "model_validate_json"):
        return Step(bytes, lambda model: model.model_dump_json().encode(), kind.model_validate_json)
    raise TypeError(f"values of {kind} cannot be written")


def _dataclass(kind: type) -> Step:
    names = [field.name for field in fields(kind)]
    hints = get_type_hints(kind, localns={"array": Numbers})
    steps = [_step(hints[name]) for name in names]
    wire = msgspec.defstruct(
        kind.__name__,
        [(name, step.wire) for name, step in zip(names, steps, strict=True)],
        array_like=True,
        forbid_unknown_fields=True,
    )
    values = _getter(names)
    packs = [(at, step.pack) for at, step in enumerate(steps) if step.pack]
    unpacks = [(at, step.unpack) for at, step in enumerate(steps) if step.unpack]

    def pack(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} stands where {kind.__name__} should")
        return _converted(values(value), packs)

    return Step(wire, pack, lambda value: kind(*_converted(values(value), unpacks)))


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the fields of a value as a tuple, which ``attrgetter`` does for two or more."""
    if len(names) < 2:
        return lambda value: tuple(getattr(value, name) for name in names)
    return attrgetter(*names)


def _converted(values: tuple[Any, ...], converts: list[tuple[int, Convert]]) -> Any:
    if not converts:
        return values
    made = list(values)
    for at, convert in converts:
        made[at] = convert(made[at])
    return made


def _container(origin: Any, inner: tuple[Any, ...]) -> Step:
    if origin is dict:
        return _dict(*(_step(each) for each in inner))
    if origin is list or inner[1:] == (Ellipsis,):
        return _sequence(origin, _step(inner[0]))
    steps = [_step(each) for each in inner]
    wire = tuple.__class_getitem__(tuple(step.wire for step in steps))
    packs = [(at, step.pack) for at, step in enumerate(steps) if step.pack]
    unpacks = [(at, step.unpack) for at, step in enumerate(steps) if step.unpack]
    if not packs:
        return Step(wire)
    return Step(wire, lambda value: _converted(value, packs), lambda value: tuple(_converted(value, unpacks)))


def _sequence(origin: Any, item: Step) -> Step:
    wire = list.__class_getitem__(item.wire) if origin is list else tuple.__class_getitem__((item.wire, ...))
    pack, unpack = item.pack, item.unpack
    if pack is None or unpack is None:
        return Step(wire)
    if origin is list:
        return Step(wire, lambda value: [*map(pack, value)], lambda value: [*map(unpack, value)])
    return Step(wire, lambda value: [*map(pack, value)], lambda value: tuple(map(unpack, value)))


def _dict(key: Step, item: Step) -> Step:
    if key.pack:
        raise TypeError("the keys of a dict are plain values")
    wire = dict.__class_getitem__((key.wire, item.wire))
    pack, unpack = item.pack, item.unpack
    if pack is None or unpack is None:
        return Step(wire)
    return Step(
        wire,
        lambda value: {name: pack(each) for name, each in value.items()},
        lambda value: {name: unpack(each) for name, each in value.items()},
    )


def _union(members: tuple[Any, ...]) -> Step:
    """Write a value as it is where MessagePack tells the members apart, else as its place among them and itself."""
    steps = [_step(member) for member in members]
    if any(step.pack for step in steps):
        return _tagged(members, steps)
    return Step(_any_of(step.wire for step in steps))


def _tagged(members: tuple[Any, ...], steps: list[Step]) -> Step:
    """Tell members apart by their class."""
    wires = [
        msgspec.defstruct(f"Member{at}", [("value", step.wire)], array_like=True, tag=at)
        for at, step in enumerate(steps)
    ]
    classes = [get_origin(member) or member for member in members]
    packs = {kind: (at, step.pack) for at, (kind, step) in enumerate(zip(classes, steps, strict=True))}
    unpacks = {wire: step.unpack for wire, step in zip(wires, steps, strict=True)}

    def pack(value: Any) -> Any:
        if type(value) not in packs:
            raise TypeError(f"{type(value).__name__} is no member of the union")
        at, convert = packs[type(value)]
        return (at, convert(value) if convert else value)

    def unpack(value: Any) -> Any:
        convert = unpacks[type(value)]
        return convert(value.value) if convert else value.value

    return Step(_any_of(wires), pack, unpack)


def _any_of(wires: Iterable[Any]) -> Any:
    return Union[tuple(wires)]  # noqa: UP007  of types that are known only now


def _pack_array(value: array[Any]) -> bytes:
    return value.typecode.encode() + value.tobytes()


def _unpack_array(content: bytes) -> array[Any]:
    if content[:1] not in (b"d", b"f", b"i", b"I", b"l", b"L", b"q", b"Q"):
        raise ValueError("no array of numbers")
    return array(content[:1].decode(), content[1:])
