"""Reads the npy, npz and safetensors files of a folder and says, as JSON, what NumPy and safetensors find in them.

Arrays are given by path and name ("" in an npy file), with shape, type and bytes in hexadecimal. For npy and safetensors
files, "same" says whether the library, given what it read, writes the same bytes.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save

found = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    raw = path.read_bytes()
    if path.suffix == ".npy":
        arrays = {"": np.load(path, allow_pickle=False)}
        again = io.BytesIO()
        np.save(again, arrays[""])
        same = again.getvalue() == raw
    elif path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        same = None
    elif path.suffix == ".safetensors":
        arrays = load_file(path)
        with safe_open(path, "np") as file:
            metadata = file.metadata()
        same = save(arrays, metadata) == raw
    else:
        continue
    found[path.name] = {
        "same": same,
        "arrays": {
            name: {"shape": array.shape, "type": array.dtype.str, "bytes": array.tobytes().hex()}
            for name, array in arrays.items()
        },
    }
print(json.dumps(found))
