#!/bin/sh
# Whether the export of a record is FHIR R4: replays the tests' traces into a record, exports it, and validates fhir.json with fhir.resources
# (the models of R4B, which for these resources is R4) in a Python environment of its own. Does nothing, and says why, where PyPI can't be
# reached. Usage: check_fhir.sh [PROGRAM]   (default: target/release/legraise)
set -eu
cd "$(dirname "$0")/.."
program=$(realpath "${1:-target/release/legraise}")
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

if ! { "$python" -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check fhir.resources==8.0.0; } >"$work/log" 2>&1
then
    echo "FHIR not checked: fhir.resources could not be installed: $(tail -n 1 "$work/log")"
    exit 0
fi

for trace in tests/traces/*.jsonl; do
    # one without a verdict ends with an error of its own
    "$program" replay "$trace" --database "$work/record.sqlite" --save 'Ana <Ann> & "B"' --date 2026-05-03 >/dev/null || true
done
"$program" history export 'Ana <Ann> & "B"' --database "$work/record.sqlite" --to "$work/export" >/dev/null

"$work/venv/bin/python" - "$work/export/fhir.json" <<'PYTHON'
import collections, sys
from xml.etree import ElementTree
from fhir.resources.R4B.bundle import Bundle

bundle = Bundle.model_validate_json(open(sys.argv[1], encoding="utf-8").read())
names = {entry.fullUrl for entry in bundle.entry}
assert len(names) == len(bundle.entry), "a fullUrl is there twice"
kinds = collections.Counter()
for entry in bundle.entry:
    resource = entry.resource
    kinds[resource.get_resource_type()] += 1
    # dom-6: a resource should have a narrative, which is XHTML
    assert resource.text.status == "generated"
    assert "".join(ElementTree.fromstring(resource.text.div).itertext()).strip()
    if resource.get_resource_type() == "Observation":
        assert {resource.subject.reference, resource.device.reference} <= names
        # obs-6, and a value or why there is none
        assert (resource.valueQuantity is None) != (resource.dataAbsentReason is None)
assert kinds["Patient"] == 1 and kinds["Device"] >= 1 and kinds["Observation"] >= 5, kinds
print("FHIR R4:", ", ".join(f"{count} {kind}" for kind, count in kinds.items()), "are valid")
PYTHON
