#!/usr/bin/env python3
"""Compares the ONNX models in models/ with the TFLite originals, output by output.

Both get the same inputs, ONNX Runtime computes the one and LiteRT (Google's own
runtime) the other, and the largest differences are printed as the table which is in
models/README.md. As a yardstick, LiteRT also computes every output in two ways, with
its fast kernels and its plain ones: rounding alone makes these differ. The inputs are
made here from a fixed seed: noise, which spans the whole range, and smooth patterns,
which are closer to pictures.

    venv/bin/pip install -r models/requirements.txt onnxruntime==1.24.4
    venv/bin/python models/verify.py [--source DIR]
"""

import argparse
import json
import sys
from pathlib import Path

from convert import MANIFEST, MODELS, ConversionError, read_originals

try:
    import numpy as np
    import onnxruntime
    from ai_edge_litert.interpreter import Interpreter, OpResolverType
except ImportError as missing:
    sys.exit(f"{missing}. The first lines of this script say what to install.")

INPUTS_OF_EACH_KIND = 10
SEED = 1


def make_inputs(model):
    """Pictures as the model wants them, NCHW."""
    random = np.random.default_rng(SEED)
    _, channels, height, width = model["input"]["shape"]
    low, high = model["input"]["range"]
    y, x = np.mgrid[0:1:height * 1j, 0:1:width * 1j]
    for _ in range(INPUTS_OF_EACH_KIND):
        noise = random.random((1, channels, height, width))
        waves = [np.sin(2 * np.pi * (a * x + b * y + c)) for a, b, c in random.uniform(-4, 4, (channels, 3))]
        for picture in (noise, (np.stack(waves)[None] + 1) / 2):
            yield (low + (high - low) * picture).astype(np.float32)


def start_litert(content, kernels):
    """A function from an NCHW picture to the original's outputs by name, as NCHW."""
    interpreter = Interpreter(model_content=content, experimental_op_resolver_type=kernels)
    interpreter.allocate_tensors()
    picture = interpreter.get_input_details()[0]["index"]

    def run(image):
        interpreter.set_tensor(picture, np.ascontiguousarray(image.transpose(0, 2, 3, 1)))
        interpreter.invoke()
        outputs = {out["name"]: interpreter.get_tensor(out["index"]) for out in interpreter.get_output_details()}
        return {name: v.transpose(0, 3, 1, 2) if v.ndim == 4 else v for name, v in outputs.items()}

    return run


def largest(values):
    return float(np.abs(values).max())


def session(model):
    return onnxruntime.InferenceSession(MODELS / model["file"], providers=["CPUExecutionProvider"])


def looks_at_pictures(model):
    return "input" in model


def start_onnx(model, models):
    """A function from an NCHW picture to this model's outputs by name.

    A model that reads feature maps gets them from the one that was made of the same original.
    """
    names = [output["name"] for output in model["outputs"]]
    own = session(model)
    if looks_at_pictures(model):
        return lambda image: dict(zip(names, own.run(names, {model["input"]["name"]: image})))
    eye = next(m for m in models if looks_at_pictures(m) and m["source_file"] == model["source_file"])
    maps, seen_by = [tensor["name"] for tensor in model["inputs"]], session(eye)
    return lambda image: dict(zip(names, own.run(names, dict(zip(maps, seen_by.run(maps, {eye["input"]["name"]: image}))))))


def compare(model, original, models):
    """For every output that the original has, too, a row: name, largest value, largest difference, and the yardstick."""
    run_onnx = start_onnx(model, models)
    run_fast = start_litert(original, OpResolverType.AUTO)
    run_plain = start_litert(original, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    rows = {}
    eye = next(m for m in models if looks_at_pictures(m) and m["source_file"] == model["source_file"])
    for image in make_inputs(eye):
        fast, plain, computed = run_fast(image), run_plain(image), run_onnx(image)
        for output in (output for output in model["outputs"] if output["source"] in plain):
            a, b, values = fast[output["source"]], plain[output["source"]], computed[output["name"]]
            found = [largest(b), largest(values - b), largest(a - b)]
            rows[output["name"]] = [max(pair) for pair in zip(rows.get(output["name"], found), found)]
    return [(name, *row) for name, row in rows.items()]


def main():
    parser = argparse.ArgumentParser(description="Compares the ONNX models with the TFLite originals.")
    parser.add_argument("--source", type=Path, metavar="DIR",
                        help="a folder with the npm packages' tarballs (default: fetch them with npm)")
    arguments = parser.parse_args()
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    originals = read_originals(arguments.source, manifest)
    print("| model | output | largest value | ONNX from LiteRT | LiteRT from itself |")
    print("| --- | --- | ---: | ---: | ---: |")
    for model in manifest["models"]:
        for name, value, difference, yardstick in compare(model, originals[model["source_file"]], manifest["models"]):
            print(f"| {model['name']} | `{name}` | {value:.3g} | {difference:.1e} | {yardstick:.1e} |")


if __name__ == "__main__":
    try:
        main()
    except (ConversionError, OSError) as error:
        sys.exit(f"error: {error}")
