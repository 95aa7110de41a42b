"""The bill of materials of what runs, as CycloneDX: ``make sbom`` writes ``sbom.cdx.json``.

Made from the pinned and hashed requirements, from what each installed package says of its licence, and from the
libraries that travel along in ``static/vendor``.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
TARGET = HOME / "sbom.cdx.json"
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([^\s\\;]+)")


def bill() -> dict[str, Any]:
    """The whole bill."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = {"type": "application", "name": project["name"], "version": project["version"]}
    own |= {"licenses": [{"license": {"id": project["license"]}}]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": [*packages(), *travelling()],
    }


def packages() -> Iterator[dict[str, Any]]:
    """The pinned packages that running needs, with every hash that may be installed."""
    component: dict[str, Any] = {}
    for line in (HOME / "requirements.txt").read_text(encoding="utf-8").splitlines():
        pin = _PIN.match(line)
        if pin:
            if component:
                yield component
            name = re.sub(r"[-_.]+", "-", pin[1]).lower()
            component = {"type": "library", "name": name, "version": pin[2], "purl": f"pkg:pypi/{name}@{pin[2]}"}
            component |= _licence(pin[1]) | {"hashes": []}
        elif line.strip().startswith("--hash=sha256:"):
            component["hashes"].append({"alg": "SHA-256", "content": line.strip(" \\").removeprefix("--hash=sha256:")})
    if component:
        yield component


def _licence(name: str) -> dict[str, Any]:
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return {}
    said = found.get("License-Expression") or found.get("License") or ""
    classified = [each.rsplit("::", 1)[-1].strip() for each in found.get_all("Classifier", []) if "License" in each]
    words = said if said and "\n" not in said and len(said) < 80 else " OR ".join(classified)
    return {"licenses": [{"license": {"name": words}}]} if words else {}


def travelling() -> Iterator[dict[str, Any]]:
    """What is in ``static/vendor``, each file with its own hash."""
    for path in sorted((HOME / "static" / "vendor").rglob("*")):
        if path.is_file() and path.suffix in (".js", ".css", ".woff2"):
            digest = sha256(path.read_bytes()).hexdigest()
            name = path.relative_to(HOME).as_posix()
            yield {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def main() -> int:
    """Writes the bill."""
    found = bill()
    TARGET.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {len(found['components'])} components\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
