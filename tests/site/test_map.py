"""The map in a browser: that it shows what the graph holds, finds what is meant, and serves every reader."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections import Counter
from itertools import pairwise
from math import prod
from urllib.parse import parse_qs, quote

import networkx as nx
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from osteolib.evidence import graph_json
from tests.site.axe import faults
from tests.site.test_pages import in_both_colors
from tools.book import ROOT

MAP = "evidence/map.html"
GRAPH = graph_json()
EDGES = {e["id"]: e for e in GRAPH["edges"]}
WEIGHT = 200_000  # gzip, of the page with its data and of its own script and style
REDRAW, SLOWDOWN = 200, 4  # ms
SIGNS = {1: "positive", -1: "negative", 0: "sign unknown"}


def at(**state: object) -> str:
    return f"{MAP}#" + "&".join(f"{key.rstrip('_')}={quote(str(value))}" for key, value in state.items())


def kept(view: str = "taught") -> list[dict]:
    """Edges of one of the two readings."""
    left_out = "disputed" if view == "taught" else "corrected"
    return [e for e in GRAPH["edges"] if e["status"] != left_out]


def touching(node: str, view: str = "taught") -> set[str]:
    return {e["id"] for e in kept(view) if node in (e["source"], e["target"])}


def two_steps(node: str) -> set[str]:
    before = {e["source"] for e in kept() if e["target"] == node}
    after = {e["target"] for e in kept() if e["source"] == node}
    further = {e["id"] for e in kept() if e["target"] in before or e["source"] in after}
    return touching(node) | further


def in_table(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.map tbody tr')].map((row) => row.dataset.edge)")


def drawn(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.map-stage .link')].map((link) => link.dataset.edge)")


SHOWN = """(expected) => {
    const ids = (kind) => [...document.querySelectorAll(kind)].map((e) => e.dataset.edge).sort();
    return String(ids(".map tbody tr")) === String(expected)
        && String([...new Set(ids(".map-stage .link"))]) === String(expected);
}"""


def check_shown(page: Page, expected: set[str]) -> None:
    """Table and drawing hold these edges, or will as soon as the browser has told the page of its new address."""
    try:
        page.wait_for_function(SHOWN, arg=sorted(expected), timeout=5_000)
    except TimeoutError:
        assert Counter(in_table(page)) == Counter(expected)
        assert set(drawn(page)) == expected
        raise


PATHS = "() => [...document.querySelectorAll('.map-paths small')].map((small) => small.innerText)"


def in_turn(page: Page, addresses: list[str], read: str) -> list:
    """Go from one address of the map to the next, as links do, and read something at each."""
    return page.evaluate(
        f"""async (addresses) => {{
            const found = [];
            for (const address of addresses) {{
                await new Promise((done) => {{
                    addEventListener("hashchange", done, {{ once: true }});
                    location.hash = address;
                }});
                found.push(({read})());
            }}
            return found;
        }}""",
        [address.removeprefix(MAP) for address in addresses],
    )


def summary(page: Page) -> Locator:
    return page.locator(".map-summary")


def best_connected() -> str:
    ends = Counter(end for e in kept() for end in (e["source"], e["target"]))
    return ends.most_common(1)[0][0]


# ---- What is shown is what the graph holds


@pytest.mark.parametrize("node", ["RANKL", "osteoclast", "CD4+ T cell", "RANKL/OPG ratio", best_connected()])
def test_surroundings_are_those_of_the_graph(open_page, node):
    page = open_page(at(node=node))
    check_shown(page, touching(node))
    into = sum(e["target"] == node for e in kept())
    expect(summary(page)).to_have_text(f"{node}: {into} edge{'s' * (into != 1)} in, {len(touching(node)) - into} out.")
    page.get_by_role("radio", name="2", exact=True).check()
    check_shown(page, two_steps(node))


def test_a_row_says_everything_about_its_edge(open_page):
    page = open_page(at(node="RANKL"))
    edge = next(e for e in kept() if e["source"] == "RANKL" and e["via"] and e["refs"])
    cells = page.locator(f"tr[data-edge={edge['id']}] td")
    assert cells.first.inner_text() == "RANKL"
    assert f"via {edge['via']}" in cells.nth(1).inner_text()
    assert cells.nth(2).inner_text() == edge["target"]
    assert edge["evidence"] in cells.nth(3).inner_text()
    claim = cells.nth(4).locator("a")
    assert (claim.inner_text(), claim.get_attribute("href")) == (edge["claim"], f"ledger.html#{edge['claim']}")
    assert f"ref. {', '.join(map(str, edge['refs']))}" in cells.nth(4).inner_text()


def test_sign_and_evidence_of_an_edge_are_in_its_shape(open_page):
    page = open_page(at(node="osteoblast"))
    for edge in drawn(page):
        link, sign = page.locator(f".map-stage [data-edge={edge}]"), EDGES[edge]["sign"]
        kinds = [link.locator(kind).count() for kind in ("path.head.full", "path.head:not(.full)", "circle.head")]
        assert kinds == [int(sign == s) for s in (1, -1, 0)], edge
    page = open_page(at(node=best_connected()))
    styles = {
        EDGES[edge]["evidence"]: page.locator(f".map-stage [data-edge={edge}] .line").evaluate(
            "line => { const s = getComputedStyle(line); return s.strokeWidth + s.strokeDasharray; }"
        )
        for edge in drawn(page)
    }
    assert len(styles) >= 3
    assert len(set(styles.values())) == len(styles)


def test_evidence_filter_leaves_the_rest_and_stands_in_the_address(open_page):
    page = open_page(at(node="osteoporosis"))
    before = set(in_table(page))
    commonest = Counter(EDGES[e]["evidence"] for e in before).most_common(1)[0][0]
    page.get_by_role("checkbox", name=commonest).uncheck()
    rest = {e for e in before if EDGES[e]["evidence"] != commonest}
    assert 0 < len(rest) < len(before)
    check_shown(page, rest)
    page.reload()
    check_shown(page, rest)
    for box in page.locator(".map-evidence input").all():
        box.uncheck()
    expect(summary(page)).to_have_text("osteoporosis: no edge with this choice of evidence.")
    assert in_table(page) == []


def test_printed_and_taught_differ_in_the_disputed_edge(open_page):
    ends = ("BMSC exosome", "miR-150-3p")
    disputed = {e["id"] for e in GRAPH["edges"] if (e["source"], e["target"]) == ends and e["status"] == "disputed"}
    assert len(disputed) == 1
    page = open_page(at(node="miR-150-3p"))
    check_shown(page, touching("miR-150-3p"))
    assert not disputed & set(in_table(page))
    page.get_by_role("radio", name="as printed").check()
    check_shown(page, touching("miR-150-3p", "printed"))
    assert disputed <= set(in_table(page))
    edge = page.locator(f".map-stage [data-edge={disputed.pop()}]")
    assert edge.locator("text").text_content() == "?"
    assert edge.locator("path.head:not(.full)").count() == 1, "a bar"


def test_a_corrected_edge_is_marked_and_only_taught(open_page):
    page = open_page(at(node="RANKL"))
    edge = in_table(page)[0]
    page.evaluate(
        """(edge) => {
            const island = document.querySelector(".map-data"), data = JSON.parse(island.textContent);
            data.edges.find((e) => e[0] === edge)[5] = data.statuses.indexOf("corrected");
            island.textContent = JSON.stringify(data);
        }""",
        edge,
    )
    page.add_script_tag(path=ROOT / "assets" / "map" / "map.js")  # once more, with the changed data
    assert page.locator(f".map-stage [data-edge={edge}] text").text_content() == "✓"
    page.get_by_role("radio", name="as printed").check()
    assert edge not in in_table(page) and edge not in drawn(page)


# ---- Paths


def test_malat1_raises_osterix_by_lowering_what_lowers_it(open_page):
    page = open_page(MAP)
    page.get_by_role("radio", name="Paths between two").check()
    for field, text in (("From", "malat1"), ("To", "SP7")):
        page.get_by_role("combobox", name=field, exact=True).fill(text)
        page.keyboard.press("Enter")
    path = page.locator(".map-paths a", has_text="MALAT1 inhibits miR-143, which inhibits osterix.")
    expect(path).to_contain_text("positive, 2 steps, weakest evidence: in vitro")
    path.click()
    expect(path).to_have_attribute("aria-current", "true")
    links = [(EDGES[e]["source"], EDGES[e]["target"]) for e in drawn(page)]
    assert links == [("MALAT1", "miR-143"), ("miR-143", "osterix")]
    assert in_table(page) == drawn(page)


def test_choices_that_follow_each_other_at_once_are_all_kept(open_page):
    """The browser tells the page of a new address a moment later."""
    page = open_page(MAP)
    page.evaluate(
        """() => {
            const form = document.querySelector(".map-controls");
            form.querySelector("[name=mode][value=path]").click();
            for (const [name, text] of [["from", "MALAT1"], ["to", "osterix"]]) {
                const field = form.elements[name];
                field.value = text;
                field.dispatchEvent(new Event("input", { bubbles: true }));
                field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
            }
            form.querySelector("[name=max][value='2']").click();
        }"""
    )
    expect(summary(page)).to_contain_text("MALAT1 to osterix: 2 paths of at most 2 steps")
    assert parse_qs(page.evaluate("location.hash.slice(1)")) == {"from": ["MALAT1"], "to": ["osterix"], "max": ["2"]}
    page.go_back()
    expect(summary(page)).to_contain_text("of at most 3 steps")


@pytest.mark.parametrize(("start", "end"), [("exosome", "osteoporosis"), ("aging", "osteoclast"), ("estrogen", "OPG")])
def test_paths_and_their_signs_are_those_of_the_graph(open_page, start, end):
    page = open_page(MAP)
    net = nx.MultiDiGraph()
    net.add_edges_from((e["source"], e["target"], e["id"]) for e in kept())
    for most in (2, 3, 4):
        [listed] = in_turn(page, [at(from_=start, to=end, max=most)], PATHS)
        paths = [[EDGES[k] for *_, k in p] for p in nx.all_simple_edge_paths(net, start, end, cutoff=most)]
        # Edges that say the same of the same two nodes make one path.
        expected = list({tuple((e["source"], e["relation"], e["target"]) for e in p): p for p in paths}.values())
        assert Counter(text.strip().split(", ")[0] for text in listed) == Counter(
            SIGNS[prod(e["sign"] for e in path)] for path in expected
        )
        lengths = [int(text.split(", ")[1].split()[0]) for text in listed]
        assert lengths == sorted(len(path) for path in expected)
        count = f"{len(expected)} path{'s' * (len(expected) != 1)}" if expected else "no path"
        expect(summary(page)).to_contain_text(f"{start} to {end}: {count} of at most {most} steps")


def test_a_step_shows_all_that_states_it(open_page):
    page = open_page(at(from_="estrogen", to="osteoclastogenesis"))
    expect(page.locator(".map-paths a").first).to_contain_text(
        "estrogen inhibits RANKL, which activates osteoclastogenesis."
    )
    steps = [("estrogen", "inhibits", "RANKL"), ("RANKL", "activates", "osteoclastogenesis")]
    stated = {e["id"] for e in kept() if (e["source"], e["relation"], e["target"]) in steps}
    assert len(stated) > len(steps)
    check_shown(page, stated)


# ---- Finding a node


def test_search_finds_what_is_meant(open_page):
    page = open_page(MAP)
    field = page.get_by_role("combobox", name="Node")
    for typed, found in [
        ("TNFa", "TNF-alpha"),
        ("bmsc", "MSC"),
        ("tnf-α", "TNF-alpha"),
        ("miRNA-214-3p", "miR-214-3p"),
        ("osteoprotegerin", "OPG"),
        ("nfkb", "NF-kB"),
        ("Cd4 t", "CD4+ T cell"),
    ]:
        field.fill(typed)
        assert field.get_attribute("aria-expanded") == "true", typed
        active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
        assert active.get_attribute("aria-selected") == "true", typed
        assert active.evaluate("option => option.firstChild.data") == found
        page.keyboard.press("Enter")
        check_shown(page, touching(found))
        assert field.input_value() == found


def test_a_name_that_no_node_has_is_answered(open_page):
    page = open_page(MAP)
    page.get_by_role("combobox", name="Node").fill("unobtainium")
    page.keyboard.press("Enter")
    expect(summary(page)).to_have_text("No node is called unobtainium.")
    assert in_table(page) == []


# ---- The address


def test_address_opens_a_view_and_back_returns(open_page):
    page = open_page(at(node="OPG"))
    check_shown(page, touching("OPG"))
    page.locator(".map-stage .box[data-node=RANKL]").click()
    expect(summary(page)).to_contain_text("RANKL:")
    assert page.evaluate("location.hash") == "#node=RANKL"
    page.locator(".map tbody").get_by_role("link", name="osteoclast", exact=True).click()
    expect(summary(page)).to_contain_text("osteoclast:")
    page.go_back()
    expect(summary(page)).to_contain_text("RANKL:")
    page.go_back()
    expect(summary(page)).to_contain_text("OPG:")
    check_shown(page, touching("OPG"))


def test_address_of_another_place_on_the_page_leaves_the_map_alone(open_page):
    page = open_page(f"{MAP}#main-content")
    shown = in_table(page)
    assert shown
    page.evaluate("location.hash = '#map-of-the-review'")
    expect(page).to_have_url(re.compile("#map-of-the-review$"))
    assert in_table(page) == shown


# ---- Every reader


def test_all_of_it_by_keyboard(open_page):
    page = open_page(MAP)
    page.locator(".map-mode input:checked").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "map-node"
    page.keyboard.type("opg")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(summary(page)).to_contain_text("OPG:")
    for _ in range(1 + 5 + 1 + 1):  # steps, five check boxes, edges, the drawing
        page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.node"
    assert page.evaluate(focused) == "OPG"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "RANKL"
    page.keyboard.press("Enter")
    expect(summary(page)).to_contain_text("RANKL:")
    assert page.evaluate(focused) == "RANKL", "the focus stays in the drawing"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY", "the drawing is one stop"


def test_the_live_sentence_and_the_names_of_boxes(open_page):
    page = open_page(at(node="RANKL"))
    assert summary(page).get_attribute("aria-live") == "polite"
    page.get_by_role("link", name="OPG, protein: OPG inhibits RANKL").click()
    expect(page.get_by_role("link", name="OPG, protein, in the middle")).to_have_attribute("aria-current", "true")


BOXES = """() => [...document.querySelectorAll('.map-stage .box')].map((box) => {
    const edge = (element) => { const r = element.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
    return { node: box.dataset.node, rect: edge(box.querySelector('rect')), text: edge(box.querySelector('text')) };
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_every_node_is_drawn_legibly(open_page, width):
    page = open_page(MAP, width=width)
    nodes = [n["id"] for n in GRAPH["nodes"]]
    for node, boxes in zip(nodes, in_turn(page, [at(node=node, steps=2) for node in nodes], BOXES), strict=True):
        check_boxes(boxes, node, width)


def check_boxes(boxes: list[dict], node: str, width: int) -> None:
    """Each label inside its box, no box over another, none outside the window, and each large enough to touch."""
    rects, texts = (np.array([box[part] for box in boxes]) for part in ("rect", "text"))
    assert (rects[:, [0, 1]] <= texts[:, [0, 1]] + 1).all(), node
    assert (rects[:, [2, 3]] >= texts[:, [2, 3]] - 1).all(), node
    assert rects[:, 0].min() >= 0 and rects[:, 2].max() <= width, node
    assert (rects[:, 2:] - rects[:, :2]).min() >= 24, node
    apart = (rects[:, None, 2] <= rects[None, :, 0]) | (rects[:, None, 3] <= rects[None, :, 1])
    assert (apart | apart.T | np.eye(len(rects), dtype=bool)).all(), node


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("view", ["#node=exosome&steps=2", "#from=exosome&to=osteoporosis&as=printed"])
def test_every_view_fits_and_axe_finds_nothing(open_page, view, width):
    page = open_page(f"{MAP}{view}", width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    field = page.locator("[role=combobox]:visible").first
    field.fill("mir")
    expect(page.locator("[role=option]:visible").first).to_be_visible()
    for color, moved in in_both_colors(page):
        assert not faults(page, colors_only=not moved), color


def test_drawing_follows_the_color_mode(open_page):
    page = open_page(MAP)
    ink = "getComputedStyle(document.querySelector('.map-stage .box text')).fill"
    line = "getComputedStyle(document.querySelector('.map-stage .line')).stroke"
    colors = []
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        colors.append((page.evaluate(ink), page.evaluate(line)))
    assert all(a != b for a, b in zip(*colors, strict=True))


def test_targets_are_large_enough_to_touch(open_page):
    page = open_page(at(from_="exosome", to="osteoporosis"), width=390)
    heights = page.evaluate(
        """() => [...document.querySelectorAll('.map :is(label:has(input), [role=combobox], a, summary)')]
            .filter((e) => e.checkVisibility())
            .map((e) => e.getBoundingClientRect().height)"""
    )
    assert len(heights) > 15
    assert min(heights) >= 24


def test_without_scripts_every_edge_can_be_read(open_page):
    page = open_page(MAP, javascript=False)
    assert in_rows(page) == [e["id"] for e in GRAPH["edges"]]
    assert page.locator(".map tbody tr").last.is_visible()
    assert page.locator(".map-noscript").is_visible()
    assert not page.locator(".map-controls").is_visible()


def in_rows(page: Page) -> list[str]:
    return [row.get_attribute("data-edge") for row in page.locator(".map tbody tr").all()]


# ---- Weight and speed


def test_page_is_light(book):
    parts = [book / MAP, *(book / "_static" / "map").iterdir()]
    assert {part.suffix for part in parts} == {".html", ".js", ".css"}
    assert sum(len(gzip.compress(part.read_bytes())) for part in parts) < WEIGHT


def test_only_the_page_with_a_map_loads_it(book):
    loading = [page for page in book.rglob("*.html") if "map/map.js" in page.read_text(encoding="utf-8")]
    assert loading == [book / MAP]


@pytest.mark.alone
def test_best_connected_node_is_drawn_at_once(open_page):
    page = open_page(MAP, own=True)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    script = """(node) => new Promise((done) => {
        const before = performance.now();
        addEventListener("hashchange", () => {
            document.querySelector(".map").getBoundingClientRect(); // what is new is also laid out
            done(performance.now() - before);
        }, { once: true });
        location.hash = `#node=${node}`;
    })"""
    # The median of several: other processes of the machine take their turns.
    times = [page.evaluate(script, node) for _ in range(7) for node in (best_connected(), "RANKL")][::2]
    check_shown(page, touching("RANKL"))
    assert np.median(times) < REDRAW, times


def test_map_works_from_a_folder(open_page, book):
    page = open_page(f"file://{book / MAP}#node=OPG")
    check_shown(page, touching("OPG"))
    page.locator(".map-stage .box[data-node=RANKL]").click()
    expect(summary(page)).to_contain_text("RANKL:")
    page.get_by_role("checkbox", name="review").uncheck()
    check_shown(page, {e for e in touching("RANKL") if EDGES[e]["evidence"] != "review"})


# ---- The data in the page


def extension() -> object:
    spec = importlib.util.spec_from_file_location("map_of_the_book", ROOT / "_ext" / "map.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_text_of_the_graph_can_end_the_script(open_page):
    module = extension()
    node = {"id": "</script><b>", "type": "cell", "kind": "other", "definition": "a < b", "synonyms": []}
    text = module.island({"nodes": [node], "edges": []})
    assert text.count("</script>") == 1
    body = text.removeprefix('<script type="application/json" class="map-data">').removesuffix("</script>")
    assert json.loads(body)["nodes"][0][0] == node["id"]


def test_every_type_has_a_shape_of_its_own(open_page):
    page = open_page(MAP)
    shapes = page.evaluate(
        "[...document.querySelectorAll('.map-groups div:last-child .shape')]"
        ".map((shape) => shape.getAttribute('d') + shape.classList.contains('open'))"
    )
    assert len(shapes) == len({n["type"] for n in GRAPH["nodes"]})
    assert all(a != b for a, b in pairwise(sorted(shapes)))
