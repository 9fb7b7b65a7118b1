"""Writes npy, npz and safetensors files into a folder, and index.json, which says what is in them.

Each entry has a path, the file's name for the array (null in an npy file), the shape, the dtype of the tensor that it
must become, and the bytes of that tensor, lowest byte first, in hexadecimal: NumPy's own conversion.
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors import TensorSpec, serialize
from safetensors.numpy import save_file

folder = Path(sys.argv[1])
random = np.random.default_rng(0)
shapes = [(), (0,), (1,), (7,), (2, 0, 3), (2, 3), (3, 1, 2, 2)]
floats = ["f8", "f4", "f2"]
wholes = ["i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"]
entries = []


def values(code, shape):
    """Random bits for floats, infinities and NaNs among them; for whole numbers those that an int32 can hold."""
    if code in floats:
        bits = random.bytes(int(np.prod(shape)) * np.dtype(code).itemsize)
        return np.frombuffer(bits, code).reshape(shape)
    if code == "b1":
        return random.integers(0, 2, shape).astype("b1")
    limits = np.iinfo(code)
    low, high = max(limits.min, -(2**31)), min(limits.max, 2**31 - 1)
    chosen = random.integers(low, high, shape, endpoint=True)
    return np.asarray(np.where(random.integers(0, 4, shape) == 0, random.choice([low, high], shape), chosen), code)


def widened(array):
    """As the tensor that it becomes, with the payload of each NaN kept."""
    code = array.dtype.str[1:]
    if code == "f2":
        bits = array.view("u2").astype("u4")
        is_nan = np.isnan(array)
        kept = (bits & 0x8000) << 16 | 0x7F800000 | (bits & 0x3FF) << 13
        with np.errstate(invalid="ignore"):
            plain = array.astype("<f4").view("u4")
        return np.where(is_nan, kept, plain).astype("<u4").view("<f4")
    return array.astype({"f8": "<f8", "f4": "<f4"}.get(code, "<i4"))


def expect(path, name, array, tensor=None):
    tensor = widened(array) if tensor is None else tensor
    dtype = {"f8": "float64", "f4": "float32", "i4": "int32"}[tensor.dtype.str[1:]]
    entries.append(dict(path=path, name=name, shape=array.shape, dtype=dtype, bytes=tensor.tobytes().hex()))


def arrays():
    for code in floats + wholes:
        for shape in shapes:
            yield f"{code}_{'x'.join(map(str, shape))}", values(code, shape)


for name, array in arrays():
    for order in "<>":
        path = f"{name}_{'little' if order == '<' else 'big'}.npy"
        # Swapped as bytes: converted as numbers, a NaN may lose some of its bits.
        ordered = array if order == "<" else array.byteswap().view(array.dtype.newbyteorder(">"))
        np.save(folder / path, ordered)
        expect(path, None, array)
    np.save(folder / f"{name}_fortran.npy", np.array(array, order="F"))
    expect(f"{name}_fortran.npy", None, array)

grid = np.arange(6, dtype="<f4").reshape(2, 3)
for version in [(1, 0), (2, 0), (3, 0)]:
    path = f"version{version[0]}.npy"
    with open(folder / path, "wb") as file:
        np.lib.format.write_array(file, grid, version)
    expect(path, None, grid)

named = {"weight": grid, "層.é😀": grid[:, :1].copy(), "a b/c": np.asarray(3, "i8"), "steps": values("i4", (50_000,))}
for path, save in [("stored.npz", np.savez), ("deflated.npz", np.savez_compressed)]:
    everything = {**dict(arrays()), **named, "zeros": np.zeros(100_000, "<f4")}
    save(folder / path, **everything)
    for name, array in everything.items():
        expect(path, name, array)

path = "all.safetensors"
everything = {**dict(arrays()), **named}
contiguous = {name: np.array(array, order="C") for name, array in everything.items()}
save_file(contiguous, folder / path, {"format": "np", "é": "層"})
for name, array in everything.items():
    expect(path, name, array)

path = "bfloat16.safetensors"
halves = np.frombuffer(random.bytes(2 * 500), "<u2").reshape(20, 25)
tensor = (halves.astype("<u4") << 16).view("<f4")
spec = TensorSpec(dtype="bfloat16", shape=halves.shape, data_ptr=halves.ctypes.data, data_len=halves.nbytes)
(folder / path).write_bytes(serialize({"x": spec}))
expect(path, "x", halves, tensor)

(folder / "index.json").write_text(json.dumps(entries))
