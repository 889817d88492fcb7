"""What WeasyPrint leaves out of an accessible archive file, put into the PDF's own objects just before they are written."""

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
    """A WeasyPrint finisher. `titles`: what a screen reader says for a link, by its address or anchor."""
    elements = {
        thing.number: thing
        for thing in pdf.objects
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
    }
    say_it_is_pdf_ua(pdf)
    scope_header_cells(elements)
    take_head_and_foot_out(pdf, elements)
    name_links(pdf, titles)
    name_files_once(pdf)
    mark_soft_hyphens(pdf)


def say_it_is_pdf_ua(pdf):
    """The identifier, and the schema PDF/A asks for beside it, inside the one rdf:RDF: a second is not read."""
    xmp = pdf.objects[number(pdf.catalog["Metadata"])]
    xmp.stream = [part.replace(b"</rdf:RDF>", PDF_UA) for part in xmp.stream]


def scope_header_cells(elements):
    """WeasyPrint writes only which header a cell has; many readers look for Scope."""
    for cell in having(elements, "/TH"):
        part = elements[number(elements[number(cell["P"])]["P"])]
        cell["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"


def take_head_and_foot_out(pdf, elements):
    """WeasyPrint tags what is repeated on each page but leaves it out of the tree; it becomes artifacts instead."""
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
            element.clear()  # not free = "f": pydyf's table of objects would miscount
    parents = pdf.objects[number(root["ParentTree"])]["Nums"]
    for index, page in enumerate(pdf.pages["Kids"][::3]):
        drawing, content = pdf.objects[number(pdf.objects[page]["Contents"])].stream, parents[2 * index + 1]
        for at, mark in enumerate(drawing):
            if isinstance(mark, dict) and mark.get("MCID") in repeated.get(page, ()):
                content[mark["MCID"]] = "null"
                drawing[at - 1], drawing[at] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def name_links(pdf, titles):
    """A screen reader should say where a link goes, not spell its address."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("Subtype") == "/Link":
            address = thing["Contents"].string
            thing["Contents"] = pydyf.String(titles.get(address, address))


def name_files_once(pdf):
    """WeasyPrint lists each associated file twice."""
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def mark_soft_hyphens(pdf):
    """A hyphen that the layout made is a soft one in the text layer: who copies "hjem-mehjælper" gets the word whole."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.stream[:1] == [b"/CIDInit /ProcSet findresource begin"]:
            thing.stream = [part.replace(b"> <2010>", b"> <00ad>") for part in thing.stream]


def having(elements, tag):
    return [element for element in elements.values() if element["S"] == tag]


def number(reference):
    """12 of b"12 0 R"."""
    return int(reference.split()[0])
