"""XML that came from outside, parsed within bounds and without anything it refers to."""

from functools import lru_cache

from lxml import etree

from selfeval_assist.documents.errors import DocumentError

MARKS = 1_000_000
"""Tags and attributes of the largest part; a parsed one takes up to 240 bytes. A form has 5,000."""

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)


def parse(data: bytes, name: str) -> etree._Element:
    """Return the root of an XML part.

    Args:
        data: the bytes of the part.
        name: the file's name, for messages.

    Raises:
        DocumentError: the part is broken, too large to hold in memory, or declares entities, which
            no office program writes.
    """
    if data.count(b"<") + (data.count(b'"') + data.count(b"'")) // 2 > MARKS:
        raise DocumentError(
            name,
            f"内容过多，超过 {MARKS // 10_000} 万个单元格和格式",
            "请删除表外多余的行和列，或把自评表复制到新的文件里再读",
        )
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            name, "文件的内部结构已损坏", "请用 Excel、Word 或 WPS 打开后另存一份再读"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(
            name,
            "文件里有实体声明，不像办公软件生成的文件",
            "请用 Excel、Word 或 WPS 打开后另存再读",
        )
    return root


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return _without_namespace(element.tag)


@lru_cache(maxsize=1024)
def _without_namespace(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
