// The map of the review: what acts on what. Without this script the page is one long table of edges; with it, a drawing of
// the part asked for, and of that table the rows in view. The address (#node=RANKL) is the state: every control writes it
// and every view is drawn from it, so that a view can be linked to and the back button works. No graph library: columns from
// cause to effect need no layout engine, and boxes that are links can be reached by keyboard and screen reader.
(() => {
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const START = "RANKL";
const MOST_PATHS = 60; // written out; a sentence counts the rest

// ---- The graph ------------------------------------------------------------------------------------------------------

/** Unfold the compact graph of _ext/map.py. */
function unfold(data) {
  const kinds = Object.keys(data.kinds);
  const nodes = data.nodes.map(([id, type, kind, definition, synonyms]) =>
    ({ id, type: data.types[type], kind: kinds[kind], definition, synonyms, into: [], outof: [], keys: keysOf(id, synonyms) }));
  const edges = data.edges.map(([id, source, target, relation, evidence, status, claim]) => {
    const [verb, sign] = data.relations[relation];
    return { id, source: nodes[source], target: nodes[target], verb, sign, rank: evidence,
      evidence: data.evidence[evidence], status: data.statuses[status], claim };
  });
  for (const edge of edges) {
    edge.source.outof.push(edge);
    edge.target.into.push(edge);
  }
  return { nodes, edges, byId: new Map(nodes.map((node) => [node.id, node])), evidence: data.evidence, types: data.types, kinds: data.kinds };
}

const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", κ: "kappa" };

/** What two spellings of one name have in common: TNF-α and TNF alpha, miRNA-143 and miR-143. */
function normal(text) {
  return text.toLowerCase().replace(/[αβγδκ]/g, (letter) => GREEK[letter]).normalize("NFD").replace(/[^a-z0-9]/g, "")
    .replace(/mi(cro)?rna/g, "mir");
}

/** Names to search by, the node's own first. "BMSC when from bone marrow" is found as BMSC too. */
function keysOf(id, synonyms) {
  return [id, ...synonyms].map((name) => normal(name.replace(/ when .*| \(.*/, ""))).filter(Boolean);
}

/** Nodes that a few typed letters may mean, the likeliest first. */
function search(nodes, text) {
  const asked = normal(text);
  if (!asked) return [];
  const cost = (node) => {
    let best = Infinity;
    node.keys.forEach((key, i) => {
      const how = key === asked ? 0 : key.startsWith(asked) ? 2 : key.includes(asked) ? 4 : Infinity;
      best = Math.min(best, how + (i > 0));
    });
    return best;
  };
  return nodes.map((node) => ({ node, cost: cost(node) })).filter((hit) => hit.cost < Infinity)
    .sort((a, b) => a.cost - b.cost || a.node.id.length - b.node.id.length || a.node.id.localeCompare(b.node.id))
    .map((hit) => hit.node);
}

/** Edges that say the same thing of the same two nodes, from different claims; the best supported one first. */
const alike = (edge, allowed) => edge.source.outof
  .filter((other) => other.target === edge.target && other.verb === edge.verb && allowed(other)).sort((a, b) => a.rank - b.rank);

/** All chains of edges from one node to another that pass no node twice, short ones first. Of alike edges the first one stands
 * for all, so that a path is told once. */
function pathsBetween(from, to, most, allowed) {
  const found = [], chain = [], passed = new Set([from]);
  (function walk(node) {
    for (const edge of node.outof) {
      if (!allowed(edge) || passed.has(edge.target) || alike(edge, allowed)[0] !== edge) continue;
      chain.push(edge);
      if (edge.target === to) found.push([...chain]);
      else if (chain.length < most) {
        passed.add(edge.target);
        walk(edge.target);
        passed.delete(edge.target);
      }
      chain.pop();
    }
  })(from);
  const weakness = (path) => Math.max(...path.map((edge) => edge.rank));
  return found.sort((a, b) => a.length - b.length || weakness(a) - weakness(b));
}

const signOf = (path) => path.reduce((sign, edge) => sign * edge.sign, 1);
const signWord = (path) => ({ 1: "positive", "-1": "negative", 0: "sign unknown" })[signOf(path)];
const weakest = (path) => path.reduce((worst, edge) => (edge.rank > worst.rank ? edge : worst)).evidence;
const inWords = (path) =>
  path.map((edge, i) => `${i ? "which" : edge.source.id} ${edge.verb} ${edge.target.id}`).join(", ");
const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

// ---- What to draw: columns of boxes, and links from a column to the next ---------------------------------------------
// Every link runs from left to right. A node that is both before and after the one in the middle stands on both sides.

/** The surroundings of a node, one or two steps before and after it. */
function around(focus, steps, allowed) {
  const into = focus.into.filter(allowed), outof = focus.outof.filter(allowed);
  const drawn = new Set([...into, ...outof]);
  const further = (edges) => edges.filter((edge) => allowed(edge) && !drawn.has(edge) && drawn.add(edge));
  const before = steps > 1 ? further([...new Set(into.map((e) => e.source))].flatMap((n) => n.into)) : [];
  const after = steps > 1 ? further([...new Set(outof.map((e) => e.target))].flatMap((n) => n.outof)) : [];
  const panels = [["2 steps upstream", before], ["upstream", into], ["downstream", outof], ["2 steps downstream", after]];
  return { edges: [...into, ...outof, ...before, ...after], into, outof, far: before.length + after.length,
    ...columnsOf(focus, panels) };
}

/** Boxes of four sets of edges: sources left of the middle, targets right of it. */
function columnsOf(focus, panels) {
  const middle = { heading: "", boxes: [boxOf(focus)] };
  const columns = [middle], links = [];
  const grow = (at, side) => {
    const [heading, edges] = panels[at];
    if (!edges.length) return;
    const inner = side === "source" ? columns[0] : columns.at(-1);
    const other = side === "source" ? "target" : "source";
    const column = { heading, boxes: [] };
    for (const edge of inOrder(edges)) {
      const box = column.boxes.find((b) => b.node === edge[side]) ?? column.boxes[column.boxes.push(boxOf(edge[side])) - 1];
      const near = inner.boxes.find((b) => b.node === edge[other]);
      const [a, b] = side === "source" ? [box, near] : [near, box];
      links.push(linkOf(edge, a, b));
    }
    if (inner !== middle) sortToward(column, inner);
    if (side === "source") columns.unshift(column);
    else columns.push(column);
  };
  grow(1, "source");
  grow(0, "source");
  grow(2, "target");
  grow(3, "target");
  return { columns, links };
}

function boxOf(node) {
  return { node, into: [], outof: [] };
}

function linkOf(edge, a, b) {
  const link = { edge, a, b };
  a.outof.push(link);
  b.into.push(link);
  return link;
}

/** Raising edges first, then lowering ones, then those without a sign; alike nodes together. */
function inOrder(edges) {
  const rank = (edge) => [1, -1, 0].indexOf(edge.sign);
  return [...edges].sort((a, b) => rank(a) - rank(b) || a.verb.localeCompare(b.verb) || a.source.kind.localeCompare(b.source.kind)
    || a.target.kind.localeCompare(b.target.kind));
}

/** Put an outer column into the order of the boxes it is linked with, so that few links cross. */
function sortToward(column, inner) {
  const place = (box) => {
    const near = [...box.into.map((l) => l.a), ...box.outof.map((l) => l.b)].map((b) => inner.boxes.indexOf(b));
    return near.reduce((sum, i) => sum + i, 0) / near.length;
  };
  column.boxes.sort((a, b) => place(a) - place(b));
}

/** A chain: one box a column, and all that says the same between two of them. */
function chainOf(path, allowed) {
  const boxes = [boxOf(path[0].source), ...path.map((edge) => boxOf(edge.target))];
  const links = path.flatMap((edge, i) => alike(edge, allowed).map((e) => linkOf(e, boxes[i], boxes[i + 1])));
  return { edges: links.map((link) => link.edge), links, chain: true, columns: boxes.map((box) => ({ heading: "", boxes: [box] })) };
}

// ---- Where it goes --------------------------------------------------------------------------------------------------

const TEXT = 13, LINE = 16, PAD = 6, ICON = 26, BOX = 30, ROOM = 7; // px
const NARROWEST = 122, WIDEST = 216, GAP = 46, LONGEST_GAP = 150;
const PORT = 11; // between the ends of two links at one side of a box
const HEADING = 24;
const ruler = document.createElement("canvas").getContext("2d");

const breadth = (text) => ruler.measureText(text.trimEnd()).width;

/** Break a name into lines that fit a width: at spaces, after a hyphen or slash, and, if it must be, in osteoclasto-genesis. */
function broken(name, width) {
  const words = name.split(/(?<=[ /-])/).flatMap((word) => (breadth(word) > width ? word.split(/(?<=clasto)/) : word));
  const lines = [""];
  for (const word of words) {
    const longer = lines.at(-1) + word;
    if (lines.at(-1) && breadth(longer) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => (line.endsWith("clasto") ? `${line}-` : line));
}

/** Give every box its place in `width` pixels; columns that do not fit beside each other go below, in panels that overlap by one. */
function arrange(view, width) {
  ruler.font = `600 ${TEXT}px ${getComputedStyle(document.body).fontFamily}`;
  const fit = Math.max(2, Math.floor((width + GAP) / (NARROWEST + GAP)));
  if (view.chain && view.columns.length > fit) return upright(view, width);
  const steps = view.columns.length - 1, count = Math.max(1, Math.ceil(steps / (fit - 1)));
  const panels = [];
  for (let i = 0, from = 0; i < count; i++) {
    const to = Math.round(((i + 1) * steps) / count);
    panels.push(panelOf(view, from, to));
    from = to;
  }
  let top = 0;
  for (const panel of panels) top = place(panel, width, top) + 28;
  return { panels, height: top - 28 };
}

/** A chain that is too long for the width runs downward. */
function upright(view, width) {
  let y = 2;
  for (const column of view.columns) {
    size(column, Math.min(WIDEST, width));
    const [box] = column.boxes;
    Object.assign(box, { x: (width - column.width) / 2, y, width: column.width });
    y += box.height + GAP;
  }
  for (const { a } of view.links)
    a.outof.forEach((link, i) => (link.down = [width / 2 + (i - (a.outof.length - 1) / 2) * 16, a.y + a.height]));
  return { panels: [view], height: y - GAP };
}

/** Columns `from` to `to` with boxes of their own: a column at the seam stands in two panels. */
function panelOf(view, from, to) {
  const twins = new Map();
  const columns = view.columns.slice(from, to + 1).map((column) => ({ heading: column.heading,
    boxes: column.boxes.map((box) => { const twin = boxOf(box.node); twins.set(box, twin); return twin; }) }));
  const links = view.links.filter((l) => twins.has(l.a) && twins.has(l.b)).map((l) => linkOf(l.edge, twins.get(l.a), twins.get(l.b)));
  return { columns, links };
}

function place(panel, width, top) {
  const { columns } = panel, n = columns.length;
  const cap = Math.min(WIDEST, (width - (n - 1) * GAP) / n);
  for (const column of columns) size(column, cap);
  const taken = columns.reduce((sum, column) => sum + column.width, 0);
  const gap = Math.min(LONGEST_GAP, n > 1 ? (width - taken) / (n - 1) : 0);
  let x = (width - taken - gap * (n - 1)) / 2;
  const first = top + (columns.some((column) => column.heading) ? HEADING : 2);
  for (const column of columns) {
    column.x = x;
    column.top = top;
    for (const box of column.boxes) Object.assign(box, { x, width: column.width });
    x += column.width + gap;
  }
  stack(columns, first);
  for (const box of columns.flatMap((column) => column.boxes)) ports(box);
  return Math.max(...columns.flatMap((column) => column.boxes.map((box) => box.y + box.height)));
}

function size(column, cap) {
  let widest = 0;
  for (const box of column.boxes) {
    box.lines = broken(box.node.id, cap - ICON - PAD);
    widest = Math.max(widest, ...box.lines.map(breadth));
    const ends = Math.max(box.into.length, box.outof.length);
    box.height = Math.max(BOX, box.lines.length * LINE + 2 * PAD, ends > 1 ? ends * PORT + 8 : 0);
  }
  column.width = Math.min(cap, Math.ceil(widest) + ICON + 2 * PAD);
}

const tall = (column) => column.boxes.reduce((sum, box) => sum + box.height + ROOM, -ROOM);

/** The tallest column is stacked without holes; from there outward each box seeks the height of those it is linked with. */
function stack(columns, first) {
  const most = columns.reduce((best, column, i) => (tall(column) > tall(columns[best]) ? i : best), 0);
  let y = first;
  for (const box of columns[most].boxes) {
    box.y = y;
    y += box.height + ROOM;
  }
  const bottom = y - ROOM;
  for (let i = most - 1; i >= 0; i--) settle(columns[i], (box) => box.outof.map((l) => l.b), first, bottom);
  for (let i = most + 1; i < columns.length; i++) settle(columns[i], (box) => box.into.map((l) => l.a), first, bottom);
}

function settle(column, partners, first, bottom) {
  const slack = (bottom - first - tall(column)) / 2;
  let floor = first, at = first + slack;
  for (const box of column.boxes) {
    const near = partners(box);
    const wish = near.length ? near.reduce((sum, b) => sum + b.y + b.height / 2, 0) / near.length - box.height / 2 : at;
    box.y = Math.max(floor, wish);
    floor = at = box.y + box.height + ROOM;
  }
  let ceiling = bottom; // back up what was pushed out below
  for (const box of [...column.boxes].reverse()) {
    box.y = Math.min(box.y, ceiling - box.height);
    ceiling = box.y - ROOM;
  }
}

/** Ends of links spread over a side of their box, in the order of where they come from. */
function ports(box) {
  const spread = (links, other, end) => {
    const middle = (b) => b.y + b.height / 2;
    links.sort((l, m) => middle(l[other]) - middle(m[other]));
    const step = Math.min(other === "a" ? 16 : 14, (box.height - 10) / links.length);
    links.forEach((link, i) => (link[end] = middle(box) + (i - (links.length - 1) / 2) * step));
  };
  spread(box.into, "a", "y2");
  spread(box.outof, "b", "y1");
}

// ---- Drawing --------------------------------------------------------------------------------------------------------

function add(parent, tag, attributes = {}, text) {
  const svg = parent.namespaceURI === SVG || tag === "svg";
  const node = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return parent.appendChild(node);
}

const tenth = (pixels) => Math.round(pixels * 10) / 10;

// One shape a type, 12 px wide around 0, 0. Those of `open` are lines, the others filled.
const SHAPES = {
  cell: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0",
  cytokine: "M0 -6.5L6.5 0L0 6.5L-6.5 0z",
  protein: "M-5 -5h10v10h-10z",
  hormone: "M-6 0L-3 -5.4L3 -5.4L6 0L3 5.4L-3 5.4z",
  miRNA: "M0 -6L6 5L-6 5z",
  lncRNA: "M-6.5 1.5C-4 -7 -2.5 -6 0 0S4 7 6.5 -1.5",
  circRNA: "M4.6 -3a5.5 5.5 0 1 0 .6 4.6",
  vesicle: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0M-2.3 0a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0 -4.6 0",
  process: "M-6 -5.5L0 0L-6 5.5M0 -5.5L6 0L0 5.5",
  drug: "M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
  condition: "M-6 -5L6 -5L0 6z",
};
const OPEN = new Set(["vesicle", "process", "lncRNA", "circRNA", "condition"]);
const shape = (parent, type, kind, x, y) =>
  add(parent, "path", { class: `shape ${OPEN.has(type) ? "open" : ""} kind-${kind}`, d: SHAPES[type] ?? SHAPES.protein,
    transform: `translate(${tenth(x)} ${tenth(y)})` });

/** The end of a link that comes from the left to x, y: arrow, bar or ring. */
function head(parent, sign, x, y) {
  if (sign > 0) add(parent, "path", { class: "head full", d: `M${x - 10} ${y - 5}L${x - 1} ${y}L${x - 10} ${y + 5}z` });
  else if (sign < 0) add(parent, "path", { class: "head", d: `M${x - 4} ${y - 6}v12` });
  else add(parent, "circle", { class: "head", cx: x - 5.5, cy: y, r: 3.5 });
}
const SHORT = { 1: 9, "-1": 4, 0: 9 }; // the line stops where its head begins

function drawLink(parent, { edge, a, b, y1, y2, down }) {
  // A link that runs downward is one that runs to the right, turned around the place where it starts.
  const [x1, x2, top, bottom] = down ? [0, GAP, 0, 0] : [a.x + a.width, b.x, y1, y2].map(tenth);
  const group = add(parent, "g", { class: `link ${edge.evidence.replace(" ", "-")}`, "data-edge": edge.id,
    ...(down ? { transform: `translate(${down.map(tenth).join(" ")}) rotate(90)` } : {}) });
  add(group, "title", {}, `${edge.source.id} ${edge.verb} ${edge.target.id} (${edge.evidence}, ${edge.claim})`);
  const end = x2 - SHORT[edge.sign], bend = tenth((end - x1) * 0.5);
  add(group, "path", { class: "line", d: `M${x1} ${top}C${x1 + bend} ${top} ${end - bend} ${bottom} ${end} ${bottom}` });
  head(group, edge.sign, x2, bottom);
  const mark = { disputed: "?", corrected: "✓" }[edge.status];
  if (mark) {
    // On a long link near its end, where the links of a fan have parted: the point of the curve at 3/4, else at 1/2.
    const late = end - x1 > 80;
    const x = tenth(late ? x1 + 0.7 * (end - x1) : (x1 + end) / 2), y = tenth(top + (late ? 0.844 : 0.5) * (bottom - top));
    add(group, "circle", { class: "mark", cx: x, cy: y, r: 9 });
    add(group, "text", { class: "mark-text", x, y: y + 4.5, ...(down ? { transform: `rotate(-90 ${x} ${y})` } : {}) }, mark);
  }
  return group;
}

function drawBox(parent, box, central, href) {
  const { node, x, y, width, height, lines } = box;
  const said = [...box.into, ...box.outof].map(({ edge }) => `${edge.source.id} ${edge.verb} ${edge.target.id}`);
  const label = central ? `${node.id}, ${node.type}, in the middle` : `${node.id}, ${node.type}: ${said.join("; ")}`;
  const link = add(parent, "a", { class: `box kind-${node.kind} ${central ? "central" : ""}`, href, tabindex: -1,
    "data-node": node.id, ...(central ? { "aria-current": "true" } : {}) });
  add(link, "title", {}, label); // the name for screen readers, and what the pointer is told
  add(link, "rect", { x: tenth(x), y: tenth(y), width: tenth(width), height: tenth(height), rx: 7 });
  shape(link, node.type, node.kind, x + 15, y + height / 2);
  const text = add(link, "text", { y: tenth(y + height / 2 + 4.5 - ((lines.length - 1) * LINE) / 2) });
  lines.forEach((line, i) => add(text, "tspan", { x: tenth(x + ICON), dy: i ? LINE : 0 }, line));
  return link;
}

function draw(stage, width, view, central, hrefOf, words) {
  const { panels, height } = arrange(view, width);
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ role: "group", "aria-label": words, width, height: Math.ceil(height + 4),
    viewBox: `0 0 ${width} ${Math.ceil(height + 4)}` })) svg.setAttribute(key, value);
  const drawn = new Map();
  for (const panel of panels) {
    const lines = add(svg, "g", { "aria-hidden": "true" });
    for (const column of panel.columns)
      if (column.heading) add(lines, "text", { class: "heading", x: tenth(column.x + column.width / 2), y: tenth(column.top + 13) }, column.heading);
    for (const link of panel.links) drawn.set(link, drawLink(lines, link));
    for (const box of panel.columns.flatMap((column) => column.boxes)) {
      const element = drawBox(svg, box, central(box.node), hrefOf(box.node));
      element.lit = [...box.into, ...box.outof].map((link) => drawn.get(link));
    }
  }
  walkable(svg);
  stage.replaceChildren(svg);
}

/** The drawing is one stop of the Tab key; arrow keys move in it. Links of the box under the pointer or in focus stand out. */
function walkable(svg) {
  const boxes = [...svg.querySelectorAll(".box")];
  (boxes.find((box) => box.classList.contains("central")) ?? boxes[0])?.setAttribute("tabindex", 0);
  const light = (box, on) => {
    svg.classList.toggle("lighting", on);
    for (const link of box.lit) link.classList.toggle("lit", on);
  };
  for (const box of boxes) {
    for (const [name, on] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]])
      box.addEventListener(name, () => light(box, on));
  }
  svg.addEventListener("keydown", (event) => {
    const from = event.target.closest(".box"), to = from && neighbor(boxes, from, event.key);
    if (!to) return;
    event.preventDefault();
    from.setAttribute("tabindex", -1);
    to.setAttribute("tabindex", 0);
    to.focus();
  });
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The nearest box in the direction of an arrow key. */
function neighbor(boxes, from, key) {
  const way = WAYS[key];
  if (!way) return null;
  const middle = (box) => {
    const { x, y, width, height } = box.querySelector("rect").getBBox();
    return [x + width / 2, y + height / 2];
  };
  const [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const box of boxes) {
    const [dx, dy] = [middle(box)[0] - x, middle(box)[1] - y];
    const along = dx * way[0] + dy * way[1], across = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (along > 4 && along + 3 * across < least) [best, least] = [box, along + 3 * across];
  }
  return best;
}

// ---- A field that suggests nodes (the combobox of the ARIA practices) ----------------------------------------------

function lookup(input, nodes, choose, chosen) {
  const list = input.nextElementSibling;
  let hits = [], at = 0;

  function show(open) {
    list.hidden = !open || !hits.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) return input.removeAttribute("aria-activedescendant");
    list.replaceChildren();
    hits.forEach((node, i) => {
      const item = add(list, "li", { role: "option", id: `${list.id}-${i}`, "aria-selected": String(i === at) }, node.id);
      add(item, "small", {}, ` ${node.type}${alias(node)}`);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(node); });
    });
    input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  /** The synonym that was typed, if it was one. */
  function alias(node) {
    const asked = normal(input.value);
    const other = node.keys[0].includes(asked) ? null : node.synonyms.find((name) => normal(name).includes(asked));
    return other ? `, ${other}` : "";
  }

  function take(node) {
    input.value = node.id;
    show(false);
    choose(node);
  }

  input.addEventListener("input", () => {
    hits = search(nodes, input.value).slice(0, 8);
    at = 0;
    show(true);
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    show(false);
    const exact = nodes.find((node) => node.keys.includes(normal(input.value)));
    if (exact && exact.id !== chosen()) take(exact);
    else input.value = chosen();
  });
  input.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      if (list.hidden) hits = input.value ? search(nodes, input.value).slice(0, 8) : nodes;
      else at = (at + move + hits.length) % hits.length;
      show(true);
    } else if (event.key === "Escape") show(false);
    else if (event.key === "Enter") {
      const node = list.hidden ? search(nodes, input.value)[0] : hits[at];
      if (node ?? input.value.trim()) take(node ?? { id: input.value.trim() });
    } else return;
    event.preventDefault();
  });
}

// ---- The page -------------------------------------------------------------------------------------------------------

function start(root) {
  const graph = unfold(JSON.parse(root.querySelector(".map-data").textContent));
  const part = (name) => root.querySelector(`.map-${name}`);
  const form = part("controls"), stage = part("stage"), summary = part("summary"), tbody = root.querySelector("tbody");
  const rows = new Map([...tbody.rows].map((row) => [row.dataset.edge, row]));
  const caption = root.querySelector("caption"), scroller = part("table");
  let state = null, shown = null, width = 0, view = null;

  const named = (name) => graph.byId.get(name) ?? graph.nodes.find((node) => node.keys.includes(normal(name)));

  // The state and the address

  /** What an address asks for, or null if it is about something else, such as a heading. */
  function read(hash) {
    const asked = new URLSearchParams(hash.slice(1));
    if (hash && !["node", "from", "to"].some((key) => asked.has(key))) return null;
    const number = (key, usual, most) => Math.min(Math.max(1, parseInt(asked.get(key), 10) || usual), most);
    return {
      mode: asked.has("from") || asked.has("to") ? "path" : "node",
      node: asked.get("node") ?? START, from: asked.get("from") ?? "", to: asked.get("to") ?? "",
      steps: number("steps", 1, 2), max: number("max", 3, 4), path: number("path", 1, Infinity),
      evidence: asked.has("evidence") ? graph.evidence.filter((e) => asked.get("evidence").split(",").includes(e)) : graph.evidence,
      as: asked.get("as") === "printed" ? "printed" : "taught",
    };
  }

  function write(s) {
    const parts = s.mode === "node" ? { node: s.node, steps: s.steps > 1 && s.steps }
      : { from: s.from, to: s.to, max: s.max !== 3 && s.max, path: s.path > 1 && s.path };
    Object.assign(parts, { evidence: s.evidence.length < graph.evidence.length && (s.evidence.join() || "none"), as: s.as === "printed" && s.as });
    return "#" + Object.entries(parts).filter(([, v]) => v !== false).map(([k, v]) => `${k}=${encodeURIComponent(v).replace(/%2C/g, ",")}`).join("&");
  }

  /** Go to another view. A filter only changes the present one, so it adds no step to the way back. */
  function go(change, filter = false) {
    const address = write({ ...state, ...change });
    if (filter) history.replaceState(null, "", address);
    else location.hash = address;
    update();  // at once: what is chosen next builds on this
  }

  const hrefOf = (node) => write({ ...state, mode: "node", node: node.id });
  const allowed = (edge) => state.evidence.includes(edge.evidence) && edge.status !== (state.as === "taught" ? "disputed" : "corrected");

  // From the state to the page

  function update() {
    if (location.hash === shown) return;
    const asked = read(location.hash) ?? (state ? null : read(""));
    if (!asked) return;
    state = asked;
    shown = location.hash;
    const inside = [stage, scroller, part("paths")].some((element) => element.contains(document.activeElement));
    fill();
    if (state.mode === "node") showNode();
    else showPaths();
    if (inside) (stage.querySelector(".central") ?? stage.querySelector(".box"))?.focus();
  }

  /** Controls follow the state. */
  function fill() {
    for (const name of ["mode", "steps", "max", "as"])
      for (const input of form.elements[name]) input.checked = input.value === String(state[name]);
    for (const input of form.elements.evidence) input.checked = state.evidence.includes(input.value);
    for (const name of ["node", "from", "to"]) form.elements[name].value = named(state[name])?.id ?? state[name];
    for (const row of form.querySelectorAll("[data-mode]")) row.hidden = row.dataset.mode !== state.mode;
  }

  function showNode() {
    const node = named(state.node);
    part("paths").hidden = true;
    if (!node) return show(null, `No node is called ${state.node}.`);
    const surroundings = around(node, state.steps, allowed);
    const { into, outof, far } = surroundings;
    const words = into.length + outof.length
      ? `${node.id}: ${counted(into.length, "edge")} in, ${outof.length} out${state.steps > 1 ? `, ${far} more at two steps` : ""}.`
      : `${node.id}: no edge with this choice of evidence.`;
    show(surroundings, words, (other) => other === node, about(node));
  }

  function about(node) {
    const also = node.synonyms.length ? ` Also: ${node.synonyms.join("; ")}.` : "";
    const type = node.type.endsWith("RNA") ? node.type : node.type[0].toUpperCase() + node.type.slice(1);
    return `${type}. ${node.definition}${also}`;
  }

  function showPaths() {
    const from = named(state.from), to = named(state.to);
    part("paths").hidden = true;
    if (!from || !to) return show(null, missing([state.from, from], [state.to, to]));
    if (from === to) return show(null, "Choose two different nodes.");
    const paths = pathsBetween(from, to, state.max, allowed);
    const chosen = Math.min(state.path, paths.length, MOST_PATHS) - 1;
    const signs = ["positive", "negative", "sign unknown"].map((word) => [paths.filter((p) => signWord(p) === word).length, word]);
    const tally = signs.filter(([n]) => n).map(([n, word]) => `${n} ${word === "sign unknown" ? "of unknown sign" : word}`).join(", ");
    const rest = paths.length > MOST_PATHS ? ` The first ${MOST_PATHS} are listed.` : "";
    listPaths(paths, chosen);
    show(paths.length ? chainOf(paths[chosen], allowed) : null, `${from.id} to ${to.id}: ${paths.length ? counted(paths.length, "path") : "no path"} of at most `
      + `${counted(state.max, "step")}${tally ? ` (${tally})` : ""}.${rest}`, (node) => node === from || node === to);
  }

  function missing(...ends) {
    const unknown = ends.find(([name, node]) => name && !node);
    return unknown ? `No node is called ${unknown[0]}.` : "Choose where the paths start and where they end.";
  }

  function listPaths(paths, chosen) {
    const list = part("paths");
    list.hidden = !paths.length;
    list.replaceChildren();
    paths.slice(0, MOST_PATHS).forEach((path, i) => {
      const link = add(add(list, "li"), "a", { href: write({ ...state, path: i + 1 }), ...(i === chosen ? { "aria-current": "true" } : {}) });
      add(link, "span", { class: "map-sign", "aria-hidden": "true" }, { 1: "+", "-1": "−", 0: "?" }[signOf(path)]);
      add(link, "span", {}, `${inWords(path)}.`);
      add(link, "small", {}, ` ${signWord(path)}, ${counted(path.length, "step")}, weakest evidence: ${weakest(path)}`);
    });
    const current = list.children[chosen];
    if (current) list.scrollTop = current.offsetTop + current.offsetHeight / 2 - list.clientHeight / 2;
  }

  function show(next, words, central, more = "") {
    view = next && { ...next, central, words };
    if (summary.textContent !== words) summary.textContent = words;
    part("about").textContent = more;
    part("about").hidden = !more;
    const edges = next ? next.edges : [];
    tbody.replaceChildren(...edges.map((edge) => linked(rows.get(edge.id))));
    caption.textContent = edges.length ? `The ${counted(edges.length, "edge")} in view` : "No edge in view";
    redraw();
  }

  /** A row whose two nodes are links; made so when it is first shown. Its roles hold where a narrow page shows it as a sentence. */
  function linked(row) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) cell.setAttribute("role", "cell");
    for (const cell of [row.cells[0], row.cells[2]]) {
      const node = graph.byId.get(cell.textContent), link = cell.firstElementChild ?? add((cell.textContent = "", cell), "a", {}, node.id);
      link.setAttribute("href", hrefOf(node));
    }
    return row;
  }

  function redraw() {
    if (view) draw(stage, width, view, view.central, hrefOf, `${view.words} Arrow keys move between the nodes, Enter puts one in the middle.`);
    else stage.replaceChildren();
  }

  // From the controls to the state

  for (const name of ["node", "from", "to"]) lookup(form.elements[name], graph.nodes, (node) => go({ [name]: node.id, path: 1 }),
    () => named(state[name])?.id ?? state[name]);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target.name === "mode") go(target.value === "path" ? { mode: "path", from: state.from || named(state.node)?.id || "", path: 1 }
      : { mode: "node", node: state.from || state.node });
    else if (target.name === "steps" || target.name === "max") go({ [target.name]: +target.value, path: 1 });
    else if (target.name === "as") go({ as: target.value, path: 1 }, true);
    else if (target.name === "evidence")
      go({ evidence: [...form.elements.evidence].filter((input) => input.checked).map((input) => input.value), path: 1 }, true);
  });
  addEventListener("hashchange", update);
  // Sizes are asked for when they change and not while drawing, where each question would lay out the page once more.
  const measured = () => Math.max(280, stage.clientWidth);
  const sizes = new ResizeObserver(() => {
    if (width !== measured()) {
      width = measured();
      redraw();
    }
    if (scroller.scrollWidth > scroller.clientWidth) scroller.setAttribute("tabindex", 0);
    else scroller.removeAttribute("tabindex");
  });

  form.hidden = false;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", "Edges in view");
  legend(part("legend"), graph);
  width = measured();
  update();
  for (const element of [stage, scroller.firstElementChild]) sizes.observe(element);
}

/** What shapes, colors, line styles and line ends mean, drawn with the same functions as the map. */
function legend(place, graph) {
  const groups = add(place, "div", { class: "map-groups" });
  const group = (title, entries) => {
    const box = add(groups, "div");
    add(box, "p", {}, title);
    const list = add(box, "ul");
    for (const [words, drawing] of entries) {
      const item = add(list, "li"), svg = add(item, "svg", { width: 44, height: 18, viewBox: "0 0 44 18", "aria-hidden": "true" });
      drawing(svg);
      item.append(words);
    }
  };
  const sample = (svg, evidence, sign, status) =>
    drawLink(svg, { edge: { evidence, sign, status, source: {}, target: {} }, a: { x: 0, width: 2 }, b: { x: 42 }, y1: 9, y2: 9 })
      .firstChild.remove();
  group("Ends and marks", [["raises, produces, carries", 1], ["lowers", -1], ["sign not stated", 0],
    ["disputed", 1, "disputed"], ["taught in its place", 1, "corrected"]]
    .map(([words, sign, status]) => [words, (svg) => sample(svg, "animal", sign, status)]));
  group("Line: evidence", graph.evidence.map((e) => [e, (svg) => sample(svg, e, 1)]));
  group("Color", Object.entries(graph.kinds).map(([kind, words]) => [words, (svg) =>
    add(svg, "rect", { class: `swatch kind-${kind}`, x: 13, y: 2, width: 22, height: 14, rx: 4 })]));
  group("Shape", graph.types.map((type) => [type, (svg) => shape(svg, type, "other", 24, 9)]));
  place.hidden = false;
  place.open = place.clientWidth > 600;
}

for (const root of document.querySelectorAll(".map")) start(root);
})();
