"""A month of a small compound: nothing that was acknowledged is lost, and its figures recompute, one changed number not."""

import hashlib
import json
import zipfile

import pytest

from yuanba import verify
from yuanba.cases.models import Case
from yuanba.simulation.living import simulate

pytestmark = pytest.mark.django_db


def test_a_month_loses_nothing_and_its_figures_are_recomputed(tmp_path) -> None:
    target = tmp_path / "life.zip"
    report = simulate(dwellings=120, days=40, seed=5, bundle_file=target)
    assert (report["cases"], report["lost"]) == (Case.objects.count(), 0)
    assert report["cases"] > 5
    assert set(report["states"]) <= {"ANSWERED", "CLOSED", "LAPSED", "IN_HAND", "ACCEPTED", "REPORTED", "WAITING"}
    assert {"screening_rate", "complaint_rate", "response_rate", "satisfaction_rate"} <= set(report["figures"])
    assert "base_period" in report["figures"]["complaint_rate"]
    assert verify.verify(target) == []
    with zipfile.ZipFile(target) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for key, figure in json.loads(files["figures.json"]).items():
        stated = json.loads(files["figures.json"])
        stated[key]["numerator"] = figure["numerator"] + 1
        assert _refused(tmp_path, files | {"figures.json": _line(stated)}), key
    lines = files["cases.jsonl"].splitlines()
    for place in range(len(lines)):
        assert _refused(
            tmp_path, files | {"cases.jsonl": b"".join(b + b"\n" for b in lines[:place] + lines[place + 1 :])}
        )


def _line(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _refused(folder, files) -> bool:
    """With every hash made anew, as somebody who forges would."""
    manifest = json.loads(files["manifest.json"])
    for name in manifest["files"]:
        manifest["files"][name] = {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
    forged = files | {"manifest.json": _line(manifest)}
    forged["ROOT"] = hashlib.sha256(forged["manifest.json"]).hexdigest().encode() + b"\n"
    target = folder / "forged.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in forged.items():
            archive.writestr(name, data)
    return bool(verify.verify(target))
