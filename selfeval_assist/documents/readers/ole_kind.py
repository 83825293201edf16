"""Which program an old Office file is of, told by its root directory."""


def holds(data: bytes, stream: str) -> bool:
    """Return whether an old Office file has a stream of its own, and not one of an object in it.

    A workbook may hold a letter as an object, whose streams lie in a folder of that object. Where
    the directory cannot be read, the name anywhere has to do: the file is refused in any case, and
    it is named by what it seems to be.
    """
    from selfeval_assist.documents.texts.ole import root

    name = stream.encode("utf-16-le")
    if name not in data:
        return False
    try:
        return stream in root(data)
    except Exception:  # the parser raises whatever a broken directory leads to
        return True
