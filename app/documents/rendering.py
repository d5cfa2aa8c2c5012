"""Word documents from Word templates: what a template may say wrong is said in a sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from app.errors import Conflict
from app.notices import qr

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
QR_SIDE = Mm(30)
_NAME = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
_PLACEHOLDER = re.compile(r"\{[{%#].{0,60}?(?:[}%#]\}|$)")
_TAGS = re.compile(r"<[^>]*>")
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Picture:
    """A picture in a document, so many millimetres wide."""

    data: bytes
    width_mm: int


class TemplateFaulty(Conflict, slug="template-faulty", title="文书模板有误"):
    """The template cannot be filled in; the sentence names the file and what is wrong in it."""


def render(template: bytes, file: str, body: Mapping[str, Any]) -> bytes:
    """The Word document that a template makes of a body.  Raises TemplateFaulty."""
    try:
        made = DocxTemplate(BytesIO(template))
        made.init_docx()
        made.render(_as_shown(made, body), _environment(), autoescape=True)
        out = BytesIO()
        made.save(out)
        return _undated(out)
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise _faulty(file, "它不是 Word 文档。请用 Word 或 WPS 另存为 .docx 后重放") from error
    except UndefinedError as error:
        raise _faulty(file, _unknown(error, body)) from error
    except TemplateSyntaxError as error:
        raise _faulty(file, _where(error)) from error
    except SecurityError as error:
        raise _faulty(file, "占位符里用了不允许的写法。只写名字，如 {{ number }}") from error
    except (TemplateError, XMLSyntaxError, TypeError) as error:
        raise _faulty(
            file, "占位符打断了文档结构。每个占位符要写在同一段、同一格式里，重新输入一遍"
        ) from error


def plain(text: str) -> str:
    """Text without the characters that no Word document can hold; line breaks stay."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\t", " ").replace("\r", "\n"))


def _undated(made: BytesIO) -> bytes:
    """The same words are the same bytes, whenever the file is asked for."""
    out = BytesIO()
    with ZipFile(made) as found, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in found.namelist():
            kept.writestr(ZipInfo(name), found.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _as_shown(made: DocxTemplate, value: Any) -> Any:
    """The body as the template sees it: lines become paragraphs, an address also its picture."""
    if isinstance(value, str):
        return value.replace("\n", "\a")
    if isinstance(value, list):
        return [_as_shown(made, one) for one in value]
    if isinstance(value, Picture):
        return InlineImage(made, BytesIO(value.data), width=Mm(value.width_mm))
    if not isinstance(value, Mapping):
        return value
    shown = {name: _as_shown(made, one) for name, one in value.items()}
    if url := value.get("url"):
        shown["qr"] = InlineImage(made, BytesIO(qr.png(url)), width=QR_SIDE)
    return shown


def _faulty(file: str, why: str) -> TemplateFaulty:
    return TemplateFaulty(f"文书模板 {file} 有误：{why}。")


def _unknown(error: UndefinedError, body: Mapping[str, Any]) -> str:
    found = _NAME.search(error.message or "")
    name = next((part for part in found.groups() if part), "") if found else ""
    return f"没有“{name}”这项内容。可以用的有：{'、'.join(_names(body))}"


def _names(body: Mapping[str, Any]) -> Iterator[str]:
    for name, value in body.items():
        yield name
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"（{name} 里每条：{'、'.join(value[0])}）"


def _where(error: TemplateSyntaxError) -> str:
    lines = (error.source or "").splitlines()
    line = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    said = _PLACEHOLDER.search(_TAGS.sub("", line))
    what = f"占位符“{said.group()}”写法不对" if said else "有一个占位符写法不对"
    return f"{what}：{{{{ 与 }}}}、{{% 与 %}} 要成对，for 要有 endfor，if 要有 endif"
