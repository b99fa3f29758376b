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
RUN = """async ([parts, options]) => {
    const found = await axe.run(parts.length ? { include: parts.map((part) => [part]) } : document, options);
    return [...found.violations, ...found.incomplete.filter((rule) => rule.error)];
}"""


def faults(page: Page, within: Sequence[str] = (), more: Sequence[str] = (), colors_only: bool = False) -> list[str]:
    """What axe finds, one line for each kind, with the first place of it; a rule that could not be asked is a fault.

    `within` names parts of the page (selectors, each of which must find something); without it all of the page is
    looked at. `more` names tags of axe besides those of WCAG 2.2 AA. With `colors_only` nothing else is looked at:
    enough for a page that was faultless before it turned dark and on which everything stands where it stood.
    """
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(SCRIPT)
    everything = {
        "runOnly": {"type": "tag", "values": [*STANDARD, *more]},
        "rules": {rule: {"enabled": True} for rule in BEYOND},
    }
    asked = {"runOnly": {"type": "rule", "values": list(COLOR_RULES)}} if colors_only else everything
    options = {**asked, "resultTypes": ["violations"], "preload": False}
    return [_told(rule) for rule in page.evaluate(RUN, [list(within), options])]


def _told(rule: dict) -> str:
    """A rule that is broken, or could not be asked, in words."""
    if not rule["nodes"]:
        return f"{rule['id']} could not be asked: {rule.get('error')}"
    first = rule["nodes"][0]
    return f"{rule['id']} ({len(rule['nodes'])} places): {first['html'][:200]}\n{first.get('failureSummary')}"
