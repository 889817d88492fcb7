"""Adds what WeasyPrint leaves out of a PDF that is both PDF/A-3a and PDF/UA-1, just before it writes the PDF's objects.

It relies on WeasyPrint's and pydyf's own structures, so their version is capped; each step names the upstream issue.
"""

import pydyf

PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def finish(document, pdf, titles):
    """Change the PDF in place: a WeasyPrint finisher. `titles`: a screen reader's words for a link, by address or anchor."""
    elements = {
        thing.number: thing
        for thing in pdf.objects
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
    }
    declare_pdf_ua(pdf)
    scope_header_cells(elements)
    mark_running_heads_as_artifacts(pdf, elements)
    describe_links(pdf, titles)
    list_files_once(pdf)
    mark_soft_hyphens(pdf)


def declare_pdf_ua(pdf):
    """Add the identifier of PDF/UA, and the schema PDF/A requires for it (Kozea/WeasyPrint#2783: one variant a file).

    They go into the one rdf:RDF that is there: validators do not read a second one, which `xmp_metadata=` makes.
    """
    xmp = pdf.objects[number(pdf.catalog["Metadata"])]
    xmp.stream = [part.replace(b"</rdf:RDF>", PDF_UA) for part in xmp.stream]


def scope_header_cells(elements):
    """Add Scope to header cells: many readers look for it, WeasyPrint writes only Headers (Kozea/WeasyPrint#2508)."""
    for cell in having(elements, "/TH"):
        part = elements[number(elements[number(cell["P"])]["P"])]
        cell["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"


def mark_running_heads_as_artifacts(pdf, elements):
    """Mark running headers and footers as artifacts (Kozea/WeasyPrint#1836: they are tagged, but not in the tree)."""
    root = pdf.objects[number(pdf.catalog["StructTreeRoot"])]
    in_tree, waiting = set(), [number(root["K"][0])]
    while waiting:
        found = waiting.pop()
        in_tree.add(found)
        waiting += [number(kid) for kid in elements[found]["K"] if isinstance(kid, bytes) and number(kid) in elements]
    repeated = {}
    for place, element in elements.items():
        if place not in in_tree:
            for kid in element["K"]:
                if isinstance(kid, int):
                    repeated.setdefault(number(element["Pg"]), set()).add(kid)
            element.clear()  # not free = "f": the indices of pydyf's cross-reference stream would shift
    parents = pdf.objects[number(root["ParentTree"])]["Nums"]
    for index, page in enumerate(pdf.pages["Kids"][::3]):
        drawing, content = pdf.objects[number(pdf.objects[page]["Contents"])].stream, parents[2 * index + 1]
        for at, mark in enumerate(drawing):
            if isinstance(mark, dict) and mark.get("MCID") in repeated.get(page, ()):
                content[mark["MCID"]] = "null"
                drawing[at - 1], drawing[at] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def describe_links(pdf, titles):
    """Let a screen reader say where a link leads: WeasyPrint writes its address (Kozea/WeasyPrint#2482 collects such)."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("Subtype") == "/Link":
            address = thing["Contents"].string
            thing["Contents"] = pydyf.String(titles.get(address, address))


def list_files_once(pdf):
    """List each associated file once (Kozea/WeasyPrint#2917: twice in version 70)."""
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def mark_soft_hyphens(pdf):
    """Make a hyphen of the layout a soft one in the text layer (ISO 32000-1, 14.8.2.2.3), so that a word is copied whole."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.stream[:1] == [b"/CIDInit /ProcSet findresource begin"]:
            thing.stream = [part.replace(b"> <2010>", b"> <00ad>") for part in thing.stream]


def having(elements, tag):
    return [element for element in elements.values() if element["S"] == tag]


def number(reference):
    """Return 12 for b"12 0 R"."""
    return int(reference.split()[0])
