"""Results as JSON and back: what an analysis stored can be read again, field by field.

A result is a frozen dataclass whose fields are text, numbers, truth values, `None`, tuples, arrays and
further such dataclasses. JSON has no NaN, so a result has none either.
"""

import dataclasses
import math
import types
import typing
from typing import Any, TypeVar

import numpy as np

Result = TypeVar("Result")


def as_json(value: object) -> Any:
    """Turn a result (or a part of one) into what `json.dumps` writes.

    Raises:
        ValueError: a number that JSON cannot hold (NaN or infinity).

    >>> from copractice.engine.shares import elect
    >>> as_json(elect([0, 1], [0, 0], items=1, seats=1))["winners"]
    [0]
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "f" and not np.isfinite(value).all():
            raise ValueError("a result holds a number that is not finite")
        return value.tolist()
    if isinstance(value, tuple | list):
        return [as_json(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a result holds a number that is not finite")
    return value.item() if isinstance(value, np.generic) else value


def from_json(kind: type[Result], data: dict[str, Any]) -> Result:
    """Rebuild a result of `kind` from what `as_json` made of it.

    Raises:
        ValueError: a field is missing, or one is unknown.
    """
    hints = typing.get_type_hints(kind)
    if set(hints) != set(data):
        odd = ", ".join(sorted(set(hints) ^ set(data)))
        raise ValueError(f"this is no {kind.__name__}: fields {odd} are missing or unknown")
    return kind(**{name: _read(hint, data[name]) for name, hint in hints.items()})


def _read(hint: Any, data: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        hint = next(option for option in arguments if option is not types.NoneType)
        return None if data is None else _read(hint, data)
    if origin is tuple:
        parts = arguments[:1] * len(data) if arguments[1:] == (...,) else arguments
        return tuple(_read(part, value) for part, value in zip(parts, data, strict=True))
    if origin is np.ndarray:
        return np.array(data, dtype=typing.get_args(arguments[1])[0])
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_json(hint, data)
    return data
