"""The app package that an administrator uploads: the manifest and two icons in one ZIP."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from isthmus_integrations.teams import icons
from isthmus_integrations.teams.manifest import COLOR, OUTLINE

_ALWAYS: Final = (2026, 1, 1, 0, 0, 0)  # as the time of each file: the same package is the same ZIP


def package(manifest: Mapping[str, Any]) -> bytes:
    described = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    contents = {"manifest.json": described, COLOR: icons.color(), OUTLINE: icons.outline()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
