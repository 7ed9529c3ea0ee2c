"""Every error has a code of its own and three texts that can be filled; every op kind has a golden file."""

import ast
import importlib
import json
import string
from collections import Counter

import pytest

from bandingdesk import ops
from tests.support import source

OPS_FILES = [path for path in source.files(source.PACKAGE, "ops.py") if path.parent != source.PACKAGE]
GOLDEN = source.ROOT / "tests" / "data" / "ops"
FAMILIES = {"DeskError", "RefusedError", "InvalidError", "MissingError", "StoreError", "SyncError"}


def error_classes():
    """Yield (path, class) of each class in the package that sets a `code`."""
    for path in source.files(source.PACKAGE, "*.py"):
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and node.name not in FAMILIES:
                yield path, node


def own_values(node):
    """Return {name: value node} of the assignments in the body of class NODE."""
    return {
        target.id: statement.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def test_error_codes_are_two_letters_and_two_figures_and_stand_once():
    codes = Counter()
    for path, node in error_classes():
        value = own_values(node).get("code")
        if isinstance(value, ast.Constant):
            code = str(value.value)
            assert code[:2].isupper(), f"{source.name(path)}: {code}"
            assert code[2] == "-", f"{source.name(path)}: {code}"
            assert code[3:].isdigit(), f"{source.name(path)}: {code}"
            codes[code] += 1
    twice = [code for code, count in codes.items() if count > 1]
    assert len(codes) > 5
    assert not twice


def test_texts_of_errors_are_marked_for_the_translator_and_name_their_fields():
    for path, node in error_classes():
        for name, value in own_values(node).items():
            if name not in ("message", "kept", "do"):
                continue
            where = f"{source.name(path)}: {node.name}.{name}"
            if isinstance(value, ast.Call):
                assert source.call_name(value) == "QT_TRANSLATE_NOOP", where
                text = ast.literal_eval(value.args[1])
                assert all(field is None or field.isidentifier() for _, field, _, _ in string.Formatter().parse(text))
            else:
                assert isinstance(value, ast.Name), where  # a sentence that several errors share


def kinds():
    for path in OPS_FILES:
        module = importlib.import_module(".".join(path.relative_to(source.ROOT).with_suffix("").parts))
        for kind, spec in module.KINDS.items():
            yield from ((kind, version, spec, module.KINDS) for version in range(1, spec.version + 1))


def test_op_kinds_are_noun_and_participle_and_stand_once():
    names = [kind for kind, version, spec, _ in kinds() if version == spec.version]
    assert len(names) == len(set(names))
    assert all(kind.count(".") == 1 and kind == kind.lower() for kind in names)


@pytest.mark.parametrize(("kind", "version", "spec", "table"), list(kinds()), ids=lambda value: str(value)[:40])
def test_every_op_kind_has_a_golden_file_that_can_be_read(kind, version, spec, table):
    golden = GOLDEN / f"{kind}.{version}.json"
    assert golden.exists(), f"write {source.name(golden)}: the canonical body of one {kind}, as version {version}"
    data = golden.read_bytes()
    body = ops.body_of(table, kind, version, data)
    assert isinstance(body, spec.body)
    if version == spec.version:
        assert json.loads(ops.canonical(body)) == json.loads(data)
