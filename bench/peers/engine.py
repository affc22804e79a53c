"""One peer, timed on request: run by the bench, not by hand.

Usage: python engine.py ENGINE MODEL PRECISION BATCH THREADS
    ENGINE     pytorch (eager, channels-last), compile (torch.compile with freezing), onnxruntime or openvino
    MODEL      a torchvision model, filled by testkit/golden/formula.py
    PRECISION  fp32 or bf16 (PyTorch by autocast, OpenVINO by its hint; ONNX Runtime has none for convolutions)

Says its name and versions on the first line and the logits of the image "input" [BATCH, 3, 224, 224] on the second, then
answers every line that it reads: "SECONDS" is answered with the median of the milliseconds that the runs of so many
seconds took.
"""

import pathlib
import statistics
import sys
import tempfile
import time
import warnings

import numpy as np
import torch
import torchvision

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "testkit/golden"))
import formula


def version():
    return torch.__version__.split("+")[0]


def of_pytorch(net, image, precision):
    """A run of a PyTorch network in that precision, channels last."""
    image = torch.from_numpy(image).contiguous(memory_format=torch.channels_last)

    def run():
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            return net(image).float().numpy()

    return run


def pytorch(net, image, precision, threads):
    net = net.to(memory_format=torch.channels_last)
    return f"PyTorch {version()} eager, channels-last", of_pytorch(net, image, precision)


def compiled(net, image, precision, threads):
    torch._inductor.config.freezing = True
    net = torch.compile(net.to(memory_format=torch.channels_last), dynamic=False)
    return f"torch.compile {version()}, freezing", of_pytorch(net, image, precision)


def onnx(net, folder):
    """The network as an ONNX file of any batch size; PyTorch folds the norms as it exports."""
    path = f"{folder}/net.onnx"
    axes = {"x": {0: "batch"}, "y": {0: "batch"}}
    names = {"input_names": ["x"], "output_names": ["y"], "dynamic_axes": axes}
    warnings.simplefilter("ignore", DeprecationWarning)  # the newer exporter wants more packages and gives the same graph
    torch.onnx.export(net, (torch.zeros(1, 3, 224, 224),), path, dynamo=False, opset_version=17, **names)
    return path


def onnxruntime(net, image, precision, threads):
    import onnxruntime

    assert precision == "fp32", "ONNX Runtime convolves in float32 alone on this kind of processor"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    with tempfile.TemporaryDirectory() as folder:
        session = onnxruntime.InferenceSession(onnx(net, folder), options, providers=["CPUExecutionProvider"])
    return f"ONNX Runtime {onnxruntime.__version__}", lambda: session.run(None, {"x": image})[0]


def openvino(net, image, precision, threads):
    import openvino

    with tempfile.TemporaryDirectory() as folder:
        model = openvino.convert_model(onnx(net, folder))
    model.reshape(list(image.shape))
    settings = {
        "INFERENCE_PRECISION_HINT": {"fp32": "f32", "bf16": "bf16"}[precision],
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
    }
    request = openvino.Core().compile_model(model, "CPU", settings).create_infer_request()
    return f"OpenVINO {openvino.get_version().split('-')[0]}", lambda: next(iter(request.infer({0: image}, share_inputs=True).values()))


def median_milliseconds(run, seconds):
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


@torch.inference_mode()
def main(engine, model, precision, batch, threads):
    torch.set_num_threads(threads)
    net = formula.fill(getattr(torchvision.models, model)(weights=None)).eval()
    name, run = engine(net, formula.image("input", (batch, 3, 224, 224)), precision, threads)
    print(name)
    print(*np.asarray(run()).ravel(), flush=True)
    for line in sys.stdin:
        print(median_milliseconds(run, float(line)), flush=True)


if __name__ == "__main__":
    engines = {"pytorch": pytorch, "compile": compiled, "onnxruntime": onnxruntime, "openvino": openvino}
    main(engines[sys.argv[1]], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
