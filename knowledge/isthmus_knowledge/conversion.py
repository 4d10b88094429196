"""Converts a sentence-transformers model to OpenVINO, once, in a process of its own.

``python -m isthmus_knowledge.conversion MODEL_FOLDER TARGET_FOLDER``; the target appears whole or
not at all.
"""

import shutil
import sys
import tempfile
from pathlib import Path


def convert(place: Path, target: Path) -> None:
    """Write ``model.xml``, ``model.bin`` and ``tokenizer.json`` for the model in ``place``."""
    import openvino  # noqa: PLC0415 - heavy, and only this process needs it
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    class Sentences(torch.nn.Module):
        """The whole pipeline, pooling and normalisation included, from tokens to unit vectors."""

        def __init__(self, model: SentenceTransformer) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            vectors = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=-1)

    model = SentenceTransformer(str(place), device="cpu", local_files_only=True).eval()
    example = torch.ones(2, 7, dtype=torch.long)
    inputs = {"input_ids": example, "attention_mask": example}
    with torch.no_grad():
        converted = openvino.convert_model(Sentences(model), example_input=inputs)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        made.mkdir()
        openvino.save_model(converted, str(made / "model.xml"), compress_to_fp16=False)
        shutil.copy(place / "tokenizer.json", made / "tokenizer.json")
        put(made, target)


def put(made: Path, target: Path) -> None:
    """Move a converted model into its place, unless another process was faster."""
    if target.exists() and not (target / "model.xml").exists():
        shutil.rmtree(target)
    try:
        made.rename(target)
    except OSError:
        if not (target / "model.xml").exists():
            raise


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
