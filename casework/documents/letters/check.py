"""Holds an uploaded template against the named fields: unknown, missing, or more than a field may be.

A template may name fields, ask whether one is empty, and repeat the rows of the form. Anything else, such
as a call, a filter or a loop over numbers, is refused by name before it is ever filled.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from casework.documents.letters import fields
from casework.law.errors import Refused
from casework.law.letters.kinds import TEMPLATE_KINDS, letter_kind
from casework.law.letters.text import SECTION_NAMES

_PLAIN_NODES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not)
_ROW_PARTS = {fields.SLIP: {"标题", "行", "附注"}}


def check_fields(kind: str, template: bytes) -> None:
    """Raise Refused naming the first field that is unknown, missing or misused."""
    tree = _parsed(template)
    rows = {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    for node in _walk(tree):
        _refuse_misuse(node, rows)
    named = meta.find_undeclared_variables(tree)
    unknown = sorted(named - fields.FIELDS.keys())
    if unknown:
        raise Refused(
            "template_field_unknown",
            f"模板里的字段“{unknown[0]}”不存在。可以使用的字段：{'、'.join(fields.FIELDS)}。",
            field="file",
        )
    missing = [name for name in required_fields(kind) if name not in named]
    if fields.BODY in missing and set(SECTION_NAMES.values()) <= named:
        missing.remove(fields.BODY)
    if missing:
        more = "（或者分别写明事实、申请内容、查明、决定、补充说明、救济、结尾）" if missing[0] == fields.BODY else ""
        raise Refused("template_field_missing", f"模板缺少必需的字段“{{{{ {missing[0]} }}}}”{more}。", field="file")


def required_fields(kind: str) -> list[str]:
    """Return the fields a template of that kind must hold."""
    if kind not in TEMPLATE_KINDS:
        raise Refused("template_kind_unknown", "没有这种文书模板，请重新选择。", field="kind")
    if kind == "reply":
        return [fields.NUMBER, fields.ADDRESSEE, fields.BODY, fields.SIGNATURE, fields.DATE]
    row = letter_kind(kind)
    if not row.series:
        return [fields.SLIP]
    return [fields.NUMBER, fields.ADDRESSEE, fields.BODY, fields.SIGNATURE, fields.DATE]


def _parsed(template: bytes) -> nodes.Template:
    try:
        opened = DocxTemplate(BytesIO(template))
        opened.init_docx()
        sources = [opened.patch_xml(opened.get_xml())]
        for uri in (opened.HEADER_URI, opened.FOOTER_URI):
            for _, part in opened.get_headers_footers(uri):
                sources.append(opened.patch_xml(opened.get_part_xml(part)))
    except (BadZipFile, OpcError, XMLSyntaxError, KeyError, ValueError):
        raise Refused(
            "template_unreadable", "这个文件不是完好的 Word 文档（.docx），请另存后重新上传。", field="file"
        ) from None
    try:
        return SandboxedEnvironment(autoescape=True).parse("".join(sources))
    except TemplateError as problem:
        raise Refused(
            "template_field_broken",
            f"模板里的字段写法有误：{problem.message}。字段应写成“{{{{ 文号 }}}}”的样子，前后大括号成对。",
            field="file",
        ) from None


def _walk(node: nodes.Node):
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _refuse_misuse(node: nodes.Node, rows: set[str]) -> None:
    if isinstance(node, _PLAIN_NODES):
        return
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        owner = node.node.name
        allowed = {"名称", "内容"} if owner in rows else _ROW_PARTS.get(owner, set())
        if node.attr in allowed:
            return
    if isinstance(node, nodes.For) and isinstance(node.iter, nodes.Getattr):
        inside = node.iter
        if isinstance(inside.node, nodes.Name) and (inside.node.name, inside.attr) == (fields.SLIP, "行"):
            return
    raise Refused(
        "template_not_plain",
        "模板里只能写字段、判断字段是否为空，以及逐行列出“表.行”，不能使用其他命令。",
        field="file",
    )
