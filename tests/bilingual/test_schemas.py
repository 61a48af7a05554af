"""The XML formats hold to the schemas of their standards, whatever the text."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from lxml import etree

from tests.bilingual.schemas import tmx_dtd, xml_schema
from tests.bilingual.strategies import bitexts
from translate_pipe.bilingual import write_bitext
from translate_pipe.model import Bitext

LIGHT = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@LIGHT
@given(bitext=bitexts())
def test_tmx_is_valid_by_its_dtd(bitext: Bitext) -> None:
    dtd = tmx_dtd()
    assert dtd.validate(etree.fromstring(write_bitext(bitext, "tmx"))), dtd.error_log


@LIGHT
@given(bitext=bitexts())
def test_xliff_12_is_valid_by_the_strict_schema(bitext: Bitext) -> None:
    schema = xml_schema("xliff-core-1.2-strict.xsd")
    assert schema.validate(etree.fromstring(write_bitext(bitext, "xliff"))), schema.error_log


@LIGHT
@given(bitext=bitexts())
def test_xliff_21_is_valid_by_the_core_schema(bitext: Bitext) -> None:
    schema = xml_schema("xliff-core-2.0.xsd")
    assert schema.validate(etree.fromstring(write_bitext(bitext, "xliff2"))), schema.error_log


def test_a_schema_refuses_what_the_standard_does_not_allow() -> None:
    broken = etree.fromstring(b'<tmx version="1.4"><body/></tmx>')
    assert not tmx_dtd().validate(broken)
    namespace = "urn:oasis:names:tc:xliff:document:1.2"
    broken = etree.fromstring(f'<xliff xmlns="{namespace}" version="1.2"><file/></xliff>'.encode())
    assert not xml_schema("xliff-core-1.2-strict.xsd").validate(broken)
