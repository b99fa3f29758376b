"""What axe finds on a page: the same rules for the book, its slides and the reports of the grader."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from playwright.sync_api import Page

PLAIN = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
BEYOND = ("label-content-name-mismatch", "region")
COLOR_RULES = ("color-contrast", "link-in-text-block")  # all that is asked of colors, and nothing else

# Unaided, axe spends most of its time on colors. It keeps the six numbers of each in six weak maps, which are dear to
# fill and to clear away: here an object holds them itself. It reads the same few texts again and again: here once.
SCRIPT = f"""(() => {{
    class Held {{
        #place = Symbol();
        has(object) {{ return this.#place in object; }}
        get(object) {{ return object[this.#place]; }}
        set(object, value) {{ object[this.#place] = value; return this; }}
        add(object) {{ return this.set(object, true); }}
    }}
    let WeakMap = Held, WeakSet = Held; // those of the colors are made while axe is loaded
    {PLAIN};
    ({{ WeakMap, WeakSet }} = globalThis);
    const color = axe.commons.color.Color.prototype, read = color.parseString, known = new Map();
    color.parseString = function (text) {{
        if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
        else {{
            read.call(this, text);
            known.set(text, [this.r, this.g, this.b, this.alpha]);
        }}
        return this;
    }};
}})()"""
# What axe's judgment on the color of a text depends on: the color, the grounds it stands on, whether it is large; of a
# link also its line and the words around it. Of pictures axe judges none. The kinds of texts that are not among the
# known ones; `unseen` holds their elements.
GROUNDS = """([parts, known]) => {
    const kinds = new Map(), grounds = new Map();
    const ground = e => {
        if (!e) return "canvas";
        if (!grounds.has(e)) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(e);
            const plain = backgroundImage === "none" && opacity === "1";
            const own = [backgroundColor, backgroundImage, opacity].join(" ");
            if (plain && backgroundColor === "rgba(0, 0, 0, 0)") grounds.set(e, ground(e.parentElement));
            else if (plain && backgroundColor.startsWith("rgb(")) grounds.set(e, own);
            else grounds.set(e, `${own} on ${ground(e.parentElement)}`);
        }
        return grounds.get(e);
    };
    const look = e => {
        const { color, fontSize, fontWeight, textShadow, textDecorationLine } = getComputedStyle(e);
        // Large is 18 points, or 14 in bold.
        const link = e.closest("a"), large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
        const kind = [color, large, textShadow, ground(e),
            link ? `link ${textDecorationLine} in ${getComputedStyle(link.parentElement).color}` : ""].join("; ");
        if (!kinds.has(kind)) kinds.set(kind, new Set());
        kinds.get(kind).add(link ?? e);
    };
    for (const part of parts.length ? document.querySelectorAll(parts.join()) : [document.body]) {
        const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const e = texts.currentNode.parentElement;
            if (texts.currentNode.data.trim() && !e.closest("svg") && e.checkVisibility()) look(e);
        }
        part.querySelectorAll("input, select, textarea").forEach(look);
    }
    known.forEach(kind => kinds.delete(kind));
    globalThis.unseen = [...kinds.values()].flatMap(elements => [...elements]);
    return [...kinds.keys()];
}"""
known: set[str] = set()  # texts on their grounds with which axe has found nothing wrong in this process

RUN = """async ([parts, everything, colors]) => {
    const where = parts.length ? { include: parts.map((part) => [part]) } : document, found = [];
    if (everything) found.push(await axe.run(where, everything));
    if (unseen.length) found.push(await axe.run({ include: unseen }, colors));
    return found.flatMap(({ violations, incomplete }) => [...violations, ...incomplete.filter((rule) => rule.error)]);
}"""


def faults(page: Page, within: Sequence[str] = (), more: Sequence[str] = (), colors_only: bool = False) -> list[str]:
    """What axe finds, one line for each kind, with the first place of it; a rule that could not be asked is a fault.

    Axe is asked of the colors of texts that stand on a ground on which it has not seen them yet. `within` names parts
    of the page (selectors, each of which must find something); without it all of the page is looked at. `more` names
    tags of axe besides those of WCAG 2.2 AA. With `colors_only` nothing but colors is looked at: enough for a page that
    was faultless before it turned dark and on which everything stands where it stood.
    """
    texts = page.evaluate(GROUNDS, [list(within), sorted(known)])
    if colors_only and not texts:
        return []
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(SCRIPT)
    asked = {"resultTypes": ["violations"], "preload": False}
    rules = dict.fromkeys(BEYOND, {"enabled": True}) | dict.fromkeys(COLOR_RULES, {"enabled": False})
    everything = {"runOnly": {"type": "tag", "values": [*STANDARD, *more]}, "rules": rules} | asked
    colors = {"runOnly": {"type": "rule", "values": list(COLOR_RULES)}} | asked
    told = [_told(rule) for rule in page.evaluate(RUN, [list(within), None if colors_only else everything, colors])]
    if not told:
        known.update(texts)
    return told


def _told(rule: dict) -> str:
    """A rule that is broken, or could not be asked, in words."""
    if not rule["nodes"]:
        return f"{rule['id']} could not be asked: {rule.get('error')}"
    first = rule["nodes"][0]
    return f"{rule['id']} ({len(rule['nodes'])} places): {first['html'][:200]}\n{first.get('failureSummary')}"
