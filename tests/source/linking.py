"""Office documents that name what lies elsewhere, in each way that ODT and DOCX have."""

from __future__ import annotations

import io
import zipfile

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="html" ContentType="text/html"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
BLIP = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="{id}"/><a:stretch>'
    '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/>'
    '</a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    "</w:r></w:p>"
)
OLE = (
    '<w:p><w:r><w:object><v:shape id="s" style="width:90pt;height:90pt"/><o:OLEObject Type="Link" '
    'ProgID="Excel.Sheet.12" ShapeID="s" r:id="{id}" UpdateMode="Always"/></w:object></w:r></w:p>'
)
VML = '<w:p><w:r><w:pict><v:shape style="width:90pt;height:90pt"><v:imagedata {at}/></v:shape></w:pict></w:r></w:p>'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} "{url}" \\d </w:instrText></w:r><w:r>'
    '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def related(number: int, kind: str, url: str) -> str:
    return f'<Relationship Id="r{number}" Type="{R}/{kind}" Target="{url}" TargetMode="External"/>'


def in_docx(url: str) -> dict[str, tuple[str, str]]:
    """Return the ways of DOCX by name: what stands in the text, and the relationship that it names."""
    return {
        "a linked picture": (BLIP.format(id="r11"), related(11, "image", url)),
        "a linked picture that calls itself a link to click": (
            BLIP.format(id="r12"),
            related(12, "hyperlink", url),
        ),
        "a picture of the old kind": (VML.format(at='r:href="r13"'), related(13, "image", url)),
        "a picture of the old kind by its address": (VML.format(at=f'src="{url}"'), ""),
        "a linked object": (OLE.format(id="r15"), related(15, "oleObject", url)),
        "a part in another format": ('<w:altChunk r:id="r16"/>', related(16, "aFChunk", url)),
        "a template": ("", related(17, "attachedTemplate", url)),
    }


def fields(url: str) -> str:
    """Return the fields of DOCX that name a file, which LibreOffice shows as they were saved."""
    return FIELD.format(code="INCLUDEPICTURE", url=url) + FIELD.format(code="INCLUDETEXT", url=url)


def docx(body: str, relationships: str, **members: bytes) -> bytes:
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Target="word/document.xml" Type="{R}/officeDocument"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>年度</w:t></w:r></w:p>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relationships}</Relationships>',
    }
    return archive(parts, members)


NAMES = " ".join(
    f'xmlns:{name}="{at}"'
    for name, at in (
        *(
            ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
            ("xlink", "http://www.w3.org/1999/xlink"),
        ),
        *(
            (name, f"urn:oasis:names:tc:opendocument:xmlns:{at}:1.0")
            for name, at in (
                ("text", "text"),
                ("draw", "drawing"),
                ("style", "style"),
                ("svg", "svg-compatible"),
            )
        ),
    )
)
FRAME = (
    '<text:p><draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm">{}</draw:frame></text:p>'
)
LINK = 'xlink:href="{url}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
BACKGROUND = (
    '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties>'
    f"<style:background-image {LINK}/></style:paragraph-properties></style:style>"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">'
    '<image xlink:href="{url}" width="90" height="90"/></svg>'
)


def in_odt(url: str) -> dict[str, tuple[str, str, dict[str, bytes]]]:
    """Return the ways of ODT by name: what stands in the text, its styles, and further members."""
    link = LINK.format(url=url)
    spelled = LINK.format(url="".join(f"&#{ord(letter)};" for letter in url))
    return {
        "a picture": (FRAME.format(f"<draw:image {link}/>"), "", {}),
        "a picture whose address is spelled in numbers": (FRAME.format(f"<draw:image {spelled}/>"), "", {}),
        "a background": ('<text:p text:style-name="P1">背景</text:p>', BACKGROUND.format(url=url), {}),
        "an object": (FRAME.format(f"<draw:object {link}/>"), "", {}),
        "a section": (f'<text:section text:name="s"><text:section-source {link}/></text:section>', "", {}),
        "a frame of another page": (FRAME.format(f"<draw:floating-frame {link}/>"), "", {}),
        "a drawing that shows a picture": (
            FRAME.format(f"<draw:image {LINK.format(url='Pictures/a.svg')}/>"),
            "",
            {"Pictures/a.svg": SVG.format(url=url).encode()},
        ),
    }


def odt(body: str, styles: str = "", members: dict[str, bytes] | None = None, before: str = "") -> bytes:
    listed = {"/": "application/vnd.oasis.opendocument.text", "content.xml": "text/xml"}
    listed |= dict.fromkeys(members or {}, "image/svg+xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in listed.items()
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'{before}<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text><text:p>年度</text:p>{body}</office:text></office:body>"
        "</office:document-content>",
        "META-INF/manifest.xml": "<manifest:manifest "
        f'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</manifest:manifest>',
    }
    return archive(parts, members or {})


def archive(parts: dict[str, str], members: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as written:
        for name, content in (parts | members).items():
            written.writestr(name, content)
    return made.getvalue()
