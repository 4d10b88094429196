import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from isthmus_knowledge.conversion import put
from isthmus_knowledge.embedding import (
    PACKAGED,
    PACKAGED_SHA256,
    Embedder,
    ModelError,
    model_folder,
    open_embedder,
)
from isthmus_knowledge.index import Vector

TEXTS = [
    "The plant manager approves remote access of vendors.",
    "Fernwartung: Müller & Söhne 😀",
    "SR 1.13",
    "",
    "word " * 600,
]
REFERENCE = """
import json, sys
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
vectors = model.encode(json.load(sys.stdin), normalize_embeddings=True)
json.dump(vectors.tolist(), sys.stdout)
"""


def differ(some: Vector, others: Vector) -> float:
    """Give the largest difference from a cosine of 1 between rows of unit length.

    Single numbers differ in the third place where the processor computes in bfloat16.
    """
    return float(np.abs(1 - (some * others).sum(axis=1)).max())


def test_the_packaged_model_is_the_one_that_was_tested() -> None:
    weights = (model_folder(PACKAGED) / "model.safetensors").read_bytes()
    assert sha256(weights).hexdigest() == PACKAGED_SHA256


def test_vectors_equal_those_of_sentence_transformers(embedder: Embedder) -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", REFERENCE, str(model_folder(PACKAGED))],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        check=True,
    )
    expected = np.array(json.loads(done.stdout), np.float32)
    assert differ(embedder.embed(TEXTS), expected) < 1e-3


def test_vectors_have_unit_length_and_the_order_of_the_texts(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    assert differ(vectors, alone) < 1e-3


def test_a_vector_does_not_depend_on_how_wide_its_batch_is(embedder: Embedder) -> None:
    texts = ["patch " * words for words in range(1, 20)]
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    beside = np.concatenate([embedder.embed([text, "access " * 100])[:1] for text in texts])
    assert differ(alone, beside) < 1e-3


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_a_text_is_cut_after_what_the_model_reads(embedder: Embedder) -> None:
    long = embedder.embed(["access " * 400, "access " * 400 + "is never read " * 50])
    assert differ(long[:1], long[1:]) < 1e-3


def test_tokens_are_counted_beyond_what_the_model_reads(embedder: Embedder) -> None:
    assert embedder.count_tokens("") == 0
    assert embedder.count_tokens("access " * 400) == 400


def test_texts_of_one_meaning_are_nearer_than_others(embedder: Embedder) -> None:
    question, near, far = embedder.embed(
        [
            "Who approves vendor access?",
            "Suppliers may log in when the owner agrees.",
            "Bake a cake.",
        ]
    )
    assert question @ near > question @ far


def test_threads_embed_as_one_does(embedder: Embedder) -> None:
    short = TEXTS[:4]
    expected = embedder.embed(short)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: embedder.embed(short), range(12)))
    assert max(differ(result, expected) for result in results) < 1e-3


def test_the_model_is_converted_once(embedder: Embedder, models: Path) -> None:
    (converted,) = models.iterdir()
    before = (converted / "model.xml").stat().st_mtime_ns
    again = open_embedder(PACKAGED, models, threads=1)
    assert (converted / "model.xml").stat().st_mtime_ns == before
    assert list(models.iterdir()) == [converted]
    assert again.fingerprint == embedder.fingerprint
    assert differ(again.embed(TEXTS), embedder.embed(TEXTS)) < 1e-3


def test_the_fingerprint_names_the_model_and_its_weights(embedder: Embedder) -> None:
    assert embedder.fingerprint == f"packaged:{PACKAGED_SHA256[:16]}"


@pytest.mark.parametrize("model", ["no-such-folder", "~/no-such-folder", ""])
def test_a_model_that_is_not_there_is_an_error_that_says_what_to_do(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match="pip install"):
        open_embedder(model, tmp_path)


def test_a_model_of_ones_own_is_told_apart_by_its_weights(
    embedder: Embedder, models: Path, tmp_path: Path
) -> None:
    own = tmp_path / "plant-model"
    shutil.copytree(model_folder(PACKAGED), own)
    shutil.copytree(next(models.iterdir()), tmp_path / f"plant-model-{PACKAGED_SHA256[:16]}")
    opened = open_embedder(str(own), tmp_path)
    assert opened.fingerprint == f"plant-model:{PACKAGED_SHA256[:16]}"
    assert opened.fingerprint != embedder.fingerprint


def test_a_model_that_cannot_be_converted_is_an_error_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'Traceback:' >&2\necho 'ValueError: no weights' >&2\nexit 1")
    python.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(python))
    with pytest.raises(ModelError, match="could not be prepared: ValueError: no weights"):
        open_embedder(PACKAGED, tmp_path / "models")


def test_a_packaged_model_with_other_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isthmus_knowledge.embedding.PACKAGED_SHA256", "another")
    with pytest.raises(ModelError, match="not the one"):
        open_embedder(PACKAGED, tmp_path)


def converted(folder: Path, content: str) -> Path:
    folder.mkdir()
    (folder / "model.xml").write_text(content)
    return folder


def test_of_two_processes_that_convert_at_once_the_first_one_counts(tmp_path: Path) -> None:
    target = tmp_path / "model"
    put(converted(tmp_path / "first", "first"), target)
    put(converted(tmp_path / "second", "second"), target)
    assert (target / "model.xml").read_text() == "first"


def test_what_is_left_of_a_conversion_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.mkdir()
    (target / "model.bin").write_bytes(b"left")
    put(converted(tmp_path / "first", "first"), target)
    assert [each.name for each in target.iterdir()] == ["model.xml"]
