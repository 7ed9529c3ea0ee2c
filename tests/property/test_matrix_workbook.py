"""JSON to workbook to JSON is the identity, over the whole format."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from bandingdesk.matrix import files
from bandingdesk.matrix.files import Bundle
from bandingdesk.matrix.workbook import reading as workbook_reading
from bandingdesk.matrix.workbook import writing as workbook
from tests.support.any_framework import bundles


@given(bundle=bundles())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=40)
def test_what_is_written_as_a_workbook_reads_back_the_same(bundle: Bundle) -> None:
    again = workbook_reading.read(workbook.write(bundle), "made.xlsx")
    assert again == bundle
    assert files.canonical(again.file.definition) == files.canonical(bundle.file.definition)
