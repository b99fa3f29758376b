// The explorer's drawing, the same in a notebook and on a page. It knows no model and no number of its own: the table,
// names, units, ticks, colors and wording rules all come from Python in `spec`. See table.py for what the table is.

const SVG = "http://www.w3.org/2000/svg";
const LINE = 14; // height of a line of text in the figure, px
let counter = 0; // for ids that labels point to

// ---- The table ------------------------------------------------------------------------------------------------------

function cumulate(steps) {
  let sum = 0;
  return Float64Array.from(steps, (step) => (sum += step));
}

/** What multiplies each coefficient of a slider: Chebyshev polynomials, or a 1 at the choice nearest to the value. */
function basis(slider, value, orders) {
  if (slider.choices) {
    const best = nearest(slider.stops, value);
    return Array.from({ length: orders }, (_, i) => (i === best ? 1 : 0));
  }
  const scale = slider.log ? Math.log : Number;
  const [low, high] = [scale(slider.low), scale(slider.high)];
  const x = (2 * scale(value) - (high + low)) / (high - low);
  const t = [1, x];
  while (t.length < orders) t.push(2 * x * t.at(-1) - t.at(-2));
  return t.slice(0, orders);
}

function nearest(stops, value) {
  return stops.reduce((best, stop, i) => (Math.abs(stop - value) < Math.abs(stops[best] - value) ? i : best), 0);
}

/** Prepare a packed table once; the function it returns gives all curves laid end to end at a setting. */
function reader(spec) {
  const { table, sliders } = spec;
  const mean = cumulate(table.mean), modes = table.modes.map(cumulate);
  const weights = Float64Array.from(table.weights.flatMap((row, m) => row.map((weight) => weight * table.quanta[m])));
  return (values) => {
    let rest = weights; // sum over the orders of one slider after the other, the last (fastest) first
    for (let i = sliders.length - 1; i >= 0; i--) {
      const factors = basis(sliders[i], values[sliders[i].name], table.orders[i]), n = factors.length;
      const next = new Float64Array(rest.length / n);
      for (let j = 0, k = 0; j < next.length; j++) for (let o = 0; o < n; o++) next[j] += rest[k++] * factors[o];
      rest = next;
    }
    const row = Float64Array.from(mean);
    modes.forEach((mode, m) => {
      for (let k = 0; k < row.length; k++) row[k] += rest[m] * mode[k];
    });
    for (const curve of spec.curves)
      for (let k = curve.from; k < curve.to; k++)
        row[k] = curve.low + Math.min(Math.max(row[k] * table.step, 0), 1) * (curve.high - curve.low);
    return row;
  };
}

// ---- A curve in words: the rules of osteolib.plot.describe ----------------------------------------------------------

function decimals(values, words) {
  const low = Math.min(...values), high = Math.max(...values), size = Math.max(Math.abs(low), Math.abs(high));
  if (size === 0) return 0;
  if (size >= 1e6 || size < 1e-4) return -1;
  let places = 3 - Math.floor(Math.log10(size));
  if (high - low > words.flat * size) places = Math.max(places, 1 - Math.floor(Math.log10(high - low)));
  return Math.min(Math.max(places, 0), 8);
}

function number(value, places) {
  if (places < 0) return value ? value.toExponential(3).replace("+", "") : "0";
  const told = Math.abs(value) >= 1e4 ? +value.toPrecision(4) : value;
  return told.toFixed(places).replace(/^-(0\.?0*)$/, "$1");
}

const bare = (text) => (text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text);
const withUnit = (text, unit) => (unit ? `${text} ${unit}` : text);
const headed = (label, unit) => (label && unit ? `${label} (${unit})` : label || unit);

function verb(name, word) {
  if (name.endsWith("s") && !/(ss|us|is)$/.test(name)) return word;
  return word === "have" ? "has" : word + "s";
}

function turningPoints(y, share) {
  const threshold = share * (Math.max(...y) - Math.min(...y)), turns = [];
  let high = 0, low = 0, way = 0;
  for (let i = 0; i < y.length; i++) {
    if (y[i] > y[high]) high = i;
    if (y[i] < y[low]) low = i;
    if (way >= 0 && y[high] - y[i] > threshold) {
      turns.push(high);
      way = -1, low = i, high = i;
    } else if (way <= 0 && y[i] - y[low] > threshold) {
      turns.push(low);
      way = 1, low = i, high = i;
    }
  }
  return turns.length && Math.abs(y[turns[0]] - y[0]) <= threshold ? turns.slice(1) : turns;
}

function describeCurve(name, x, y, unit, axis, words) {
  const kept = [...y.keys()].filter((i) => Number.isFinite(y[i]));
  if (!kept.length) return `${name} ${verb(name, "have")} no value`;
  const xs = kept.map((i) => x[i]), ys = kept.map((i) => y[i]);
  const places = decimals(ys, words), xPlaces = decimals(xs, words);
  const first = ys[0], last = ys.at(-1), low = Math.min(...ys), high = Math.max(...ys);
  const amount = (v) => withUnit(number(v, places), unit);
  const place = (v, preposition) => {
    const at = bare(number(v, xPlaces)), day = words.calendar[axis.unit];
    return day && axis.label === "time" ? `${preposition} ${day} ${at}` : withUnit(`at ${axis.label} ${at}`, axis.unit);
  };
  const way = (a, b) => verb(name, b > a ? "rise" : "fall");
  const end = place(xs.at(-1), "by");
  if (high - low <= words.flat * Math.max(Math.abs(low), Math.abs(high)))
    return `${name} ${verb(name, "stay")} at ${amount(last)}`;
  const turns = turningPoints(ys, words.turn);
  if (!turns.length) return `${name} ${way(first, last)} from ${amount(first)} to ${amount(last)} ${end}`;
  if (turns.length > 2)
    return `${name} ${verb(name, "swing")} between ${amount(low)} and ${amount(high)} ` +
      `and ${verb(name, "end")} at ${amount(last)} ${end}`;
  const path = [first, ...turns.map((i) => ys[i])];
  const steps = turns.map((i, k) => `${way(path[k], path[k + 1])} to ${amount(ys[i])} ${place(xs[i], "on")}`);
  const back = Math.abs(last - first) <= words.turn * (high - low);
  const close = back ? `${verb(name, "return")} to` : `${verb(name, "end")} at`;
  return `${name} ${steps.join(", ")} and ${close} ${amount(last)} ${end}`;
}

// ---- Elements -------------------------------------------------------------------------------------------------------

function add(parent, tag, attributes = {}, text) {
  const svg = parent.namespaceURI === SVG || tag === "svg";
  const node = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return parent.appendChild(node);
}

const tenth = (pixels) => Math.round(pixels * 10) / 10;

/** A line through points, to a tenth of a pixel; a value that is missing is passed over. */
function path(xs, ys, x, y) {
  let d = "";
  for (let i = 0; i < xs.length; i++)
    if (Number.isFinite(ys[i])) d += `${d ? "L" : "M"}${tenth(x(xs[i]))} ${tenth(y(ys[i]))}`;
  return d;
}

/** Place on an axis that runs from `low` to `high`, linear or logarithmic, between two pixels. */
function scaling(axis, from, to) {
  const scale = axis.log ? Math.log : Number;
  const low = scale(axis.low), span = scale(axis.high) - low;
  return (value) => from + ((scale(value) - low) / span) * (to - from);
}

/** Axes with ticks and headings; returns the two scales. */
function frame(svg, box, xAxis, yAxis, xHeading, yHeading) {
  const x = scaling(xAxis, box.left, box.right), y = scaling(yAxis, box.bottom, box.top);
  for (const [value, text] of yAxis.ticks) {
    add(svg, "line", { class: "grid", x1: box.left, x2: box.right, y1: y(value), y2: y(value) });
    add(svg, "text", { x: box.left - 6, y: y(value) + 4, "text-anchor": "end" }, text);
  }
  add(svg, "line", { class: "axis", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom });
  for (const [value, text] of xAxis.ticks) {
    add(svg, "line", { class: "axis", x1: x(value), x2: x(value), y1: box.bottom, y2: box.bottom + 4 });
    if (xHeading) add(svg, "text", { x: x(value), y: box.bottom + 17, "text-anchor": "middle" }, text);
  }
  if (xHeading) add(svg, "text", { x: box.right, y: box.bottom + 34, "text-anchor": "end" }, xHeading);
  add(svg, "text", { x: box.left, y: box.top - 9, class: "heading" }, yHeading);
  return { x, y };
}

// ---- View: curves over one axis, one panel a unit, and a phase plane if asked ---------------------------------------

function curvesView(spec, stage) {
  const svg = add(stage, "svg", { role: "img" });
  const axis = spec.axis, curves = spec.curves.filter((c) => !c.scalar);
  const piece = (row, curve) => row.subarray(curve.from, curve.to);
  const read = reader(spec), start = read(startOf(spec)); // a thin line keeps the start setting in view
  let parts = [], row;

  function line(name, curve, width) {
    return add(svg, "path", { class: name, "data-curve": curve.name, fill: "none", stroke: curve.color,
      "stroke-width": width, "stroke-dasharray": curve.dash.map((d) => d * width).join(" ") });
  }

  function layout(width) {
    svg.replaceChildren();
    parts = [];
    const narrow = width < 520, beside = spec.phase && width >= 640;
    const right = beside ? Math.round(width * 0.6) : width;
    const height = narrow ? 130 : spec.panels.length > 1 ? 140 : 190;
    const left = spec.gutter;
    let top = 24;
    spec.panels.forEach((panel, p) => {
      const drawn = curves.filter((c) => c.panel === p), last = p === spec.panels.length - 1;
      const labels = drawn.map((c) => (drawn.length > 1 ? split(c.label, narrow) : [""]));
      const box = { left, right: right - 8, top, bottom: top + height };
      const probe = labels.map((l) => endLabel(l));
      box.right -= Math.max(...probe.map((text) => Math.max(0, ...[...text.children].map((t) => t.getComputedTextLength())))) + 12;
      probe.forEach((text) => text.remove());
      panel.edge = box.right;
      top = box.bottom + (last ? 52 : 40);
      parts.push({ box, panel, drawn, labels });
    });
    const edge = Math.min(...parts.map((part) => part.box.right));
    for (const part of parts) {
      part.box.right = edge;
      const heading = part.drawn.length > 1 ? headed("", part.panel.unit) : headed(part.drawn[0].label, part.panel.unit);
      part.scale = frame(svg, part.box, axis, part.panel, part === parts.at(-1) ? headed(axis.label, axis.unit) : "", heading);
      for (const c of part.drawn)
        line("ghost", c, 1).setAttribute("d", path(axis.values, piece(start, c), part.scale.x, part.scale.y));
      part.lines = part.drawn.map((c) => line("curve", c, 2.2));
      part.leaders = part.drawn.map((c) => add(svg, "line", { stroke: c.color, class: "leader" }));
      part.texts = part.labels.map((l) => endLabel(l));
    }
    let bottom = top - 12;
    if (spec.phase) {
      const box = beside
        ? { left: right + spec.gutter + 4, right: width - 12, top: 24, bottom: bottom - 40 }
        : { left, right: edge, top: top + 12, bottom: top + 12 + Math.min(260, edge - left) };
      bottom = Math.max(bottom, box.bottom + 40);
      const [cx, cy] = [spec.phase.x, spec.phase.y].map((name) => curves.find((c) => c.name === name));
      const scale = frame(svg, box, spec.phase.xAxis, spec.phase.yAxis, headed(cx.label, cx.unit), headed(cy.label, cy.unit));
      const look = { ...spec.phase, name: "phase", dash: [] };
      line("ghost", look, 1).setAttribute("d", path(piece(start, cx), piece(start, cy), scale.x, scale.y));
      const phase = { cx, cy, scale, line: line("curve", look, 2) };
      // from a ring (start) to a dot (end), as osteolib.plot.phase draws it
      phase.ring = add(svg, "circle", { r: 4.5, fill: "none", stroke: spec.phase.color, "stroke-width": 1.5 });
      phase.dot = add(svg, "circle", { r: 3.5, fill: spec.phase.color });
      parts.phase = phase;
    }
    svg.setAttribute("viewBox", `0 0 ${width} ${bottom}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", bottom);
    if (row) draw(row);
  }

  function endLabel(lines) {
    const text = add(svg, "text", { class: "label" });
    lines.forEach((part, i) => add(text, "tspan", { dy: i ? LINE : 0 }, part));
    return text;
  }

  /** Labels at the ends of their lines, pushed apart so that none covers another. */
  function place(part) {
    const { box, drawn, scale, labels } = part;
    const wish = drawn.map((c, i) => ({ i, at: scale.y(row[c.to - 1]), size: labels[i].length * LINE + 2 }));
    wish.sort((a, b) => a.at - b.at);
    let floor = -Infinity;
    for (const w of wish) floor = (w.top = Math.max(w.at - w.size / 2, floor)) + w.size;
    let ceiling = box.bottom + 10;
    for (const w of wish.reverse()) ceiling = w.top = Math.min(w.top, ceiling - w.size);
    for (const w of wish) {
      const y = w.top + w.size / 2, leader = part.leaders[w.i];
      part.texts[w.i].setAttribute("y", w.top + LINE - 3);
      for (const t of part.texts[w.i].children) t.setAttribute("x", box.right + 10);
      for (const [key, value] of Object.entries({ x1: box.right + 1, x2: box.right + 8, y1: w.at, y2: y })) leader.setAttribute(key, value);
    }
  }

  function draw(newRow) {
    row = newRow;
    const values = axis.values;
    for (const part of parts) {
      part.drawn.forEach((curve, i) =>
        part.lines[i].setAttribute("d", path(values, piece(row, curve), part.scale.x, part.scale.y)));
      if (part.drawn.length > 1) place(part);
    }
    if (parts.phase) {
      const { cx, cy, scale, line, ring, dot } = parts.phase;
      line.setAttribute("d", path(piece(row, cx), piece(row, cy), scale.x, scale.y));
      for (const [mark, i, j] of [[ring, cx.from, cy.from], [dot, cx.to - 1, cy.to - 1]]) {
        mark.setAttribute("cx", scale.x(row[i]));
        mark.setAttribute("cy", scale.y(row[j]));
      }
    }
  }

  const words = (row) => curves.filter((c) => c.panel !== null)
    .map((c) => describeCurve(c.label, axis.values, piece(row, c), c.unit, axis, spec.words)).join("; ");

  function rows(row) {
    const head = [headed(axis.label, axis.unit), ...curves.map((c) => headed(c.label, c.unit))];
    return { head, body: Array.from(axis.values, (x, i) => [x, ...curves.map((c) => row[c.from + i])]) };
  }

  /** The rows of the table on request: both ends and a few between. */
  function sample(row) {
    const { head, body } = rows(row);
    return { head, body: every(body.length, spec.rows).map((k) => body[k]) };
  }

  return { svg, layout, draw, words, rows, sample, read };
}

/** About `count` positions of a list of `length`, evenly apart, with both ends. */
function every(length, count) {
  const step = Math.max(1, Math.ceil((length - 1) / (count - 1)));
  const at = Array.from({ length: Math.ceil((length - 1) / step) }, (_, k) => k * step);
  return [...at, length - 1];
}

function split(label, narrow) {
  const middle = label.length / 2, spaces = [...label.matchAll(/ /g)].map((m) => m.index);
  if (!narrow || !spaces.length) return [label];
  const at = spaces.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a));
  return [label.slice(0, at), label.slice(at + 1)];
}

// ---- View: bars, one panel a variable and one bar a name --------------------------------------------------------------

const BAR = 24; // from one bar to the next, px

/** The rules of osteolib.plot: bar_decimals and describe_bars. */
function barDecimals(values, words) {
  const places = decimals([0, ...values.map((v) => +v.toPrecision(3))], words);
  return places < 0 ? places : Math.max(places - 1, 0);
}

function describeBars(name, labels, values, unit, words) {
  const places = barDecimals(values, words);
  const seen = labels.map((label, i) => ({ label, text: number(values[i], places), value: values[i] })).filter((one) => +one.text);
  seen.sort((a, b) => b.value - a.value);
  return `${name}: ${seen.map((one) => `${one.label} ${withUnit(one.text, unit)}`).join(", ") || "none"}`;
}

function barsView(spec, stage) {
  const svg = add(stage, "svg", { role: "img" });
  const { values: names, shown } = spec.axis, curves = spec.curves.filter((c) => !c.scalar);
  const read = reader(spec), start = read(startOf(spec)); // a thin mark keeps the start setting in view
  const all = (row, curve) => Array.from(row.subarray(curve.from, curve.to));
  let parts = [], row;

  function layout(width) {
    svg.replaceChildren();
    const beside = curves.length > 1 && width >= 600, height = shown.length * BAR + 6;
    const room = (width - spec.gutter) / (beside ? curves.length : 1);
    parts = curves.map((curve, p) => {
      const left = spec.gutter + (beside ? p * room : 0), top = 24 + (beside ? 0 : p * (height + 64));
      const box = { left, right: left + room - 56, top, bottom: top + height }, panel = spec.panels[curve.panel];
      const { x } = frame(svg, box, panel, { low: 0, high: 1, ticks: [] }, curve.unit || " ", curve.label);
      const lines = shown.map((k, i) => {
        const y = top + (i + 0.5) * BAR + 3, from = tenth(x(0)), was = tenth(x(start[curve.from + k]));
        if (!(beside && p)) add(svg, "text", { x: left - 8, y: y + 4, "text-anchor": "end" }, names[k]);
        const bar = add(svg, "path", { class: "curve", "data-curve": curve.name, "data-bar": names[k], fill: "none", stroke: curve.color, "stroke-width": 14 });
        add(svg, "path", { class: "ghost", d: `M${was} ${y - 9}L${was} ${y + 9}`, stroke: "currentColor", "stroke-width": 1 });
        return { k, y, from, bar, text: add(svg, "text", { y: y + 4 }) };
      });
      return { curve, x, lines, bottom: box.bottom };
    });
    const bottom = parts.at(-1).bottom + 42;
    svg.setAttribute("viewBox", `0 0 ${width} ${bottom}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", bottom);
    if (row) draw(row);
  }

  function draw(newRow) {
    row = newRow;
    for (const { curve, x, lines } of parts) {
      const places = barDecimals(all(row, curve), spec.words);
      for (const { k, y, from, bar, text } of lines) {
        const value = row[curve.from + k], end = tenth(x(value));
        bar.setAttribute("d", `M${from} ${y}L${end} ${y}`);
        text.setAttribute("x", end + 6);
        text.textContent = withUnit(number(value, places), curve.unit);
      }
    }
  }

  const words = (row) => curves.map((c) => describeBars(c.label, names, all(row, c), c.unit, spec.words)).join("; ");

  function rows(row) {
    const head = [spec.axis.label, ...curves.map((c) => headed(c.label, c.unit))];
    return { head, body: names.map((name, i) => [name, ...curves.map((c) => row[c.from + i])]) };
  }

  return { svg, layout, draw, words, rows, sample: rows, read };
}

// ---- View: a field, one stored image a setting ----------------------------------------------------------------------

function fieldView(spec, stage) {
  const svg = add(stage, "svg", { role: "img" }), field = spec.field, [ny, nx] = field.shape;
  const bytes = Uint8Array.from(atob(field.images), (c) => c.charCodeAt(0)), urls = new Map();
  const colors = field.palette.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  const canvas = document.createElement("canvas");
  let image, row;

  /** Index of the stored image nearest to a setting. */
  const index = (values) => spec.sliders.reduce((i, s) => i * s.stops.length + nearest(s.stops, values[s.name]), 0);

  function read(values) {
    const at = index(values), levels = new Uint8Array(ny * nx);
    for (let k = 0, level = 0; k < levels.length; k++) levels[k] = level = (level + bytes[at * levels.length + k]) & 255;
    const result = Float64Array.from(levels, (v) => field.low + (v / 255) * (field.high - field.low));
    return Object.assign(result, { at, levels, scalars: spec.readouts.map((r) => r.values[at]) });
  }

  function url({ at, levels }) {
    if (urls.has(at)) return urls.get(at);
    canvas.width = nx, canvas.height = ny;
    const context = canvas.getContext("2d"), pixels = context.createImageData(nx, ny);
    levels.forEach((level, k) => {
      const up = (ny - 1 - Math.floor(k / nx)) * nx + (k % nx); // the first row lies at the bottom
      pixels.data.set([...colors[level], 255], 4 * up);
    });
    context.putImageData(pixels, 0, 0);
    urls.set(at, canvas.toDataURL());
    return urls.get(at);
  }

  function layout(width) {
    svg.replaceChildren();
    const bar = 74, room = Math.min(width - spec.gutter - bar, 440);
    const tall = (field.yAxis.high - field.yAxis.low) / (field.xAxis.high - field.xAxis.low);
    const w = field.equal ? Math.min(room, 400 / tall) : room, h = field.equal ? w * tall : Math.min(300, room);
    const box = { left: spec.gutter, right: spec.gutter + w, top: 24, bottom: 24 + h };
    image = add(svg, "image", { x: box.left, y: box.top, width: w, height: h, preserveAspectRatio: "none" });
    frame(svg, box, field.xAxis, field.yAxis, field.xHeading, field.yHeading);
    const slices = 32, y = scaling(field, box.bottom, box.top);
    for (let i = 0; i < slices; i++)
      add(svg, "rect", { x: box.right + 18, y: box.bottom - ((i + 1) * h) / slices, width: 14, height: h / slices + 0.5,
        fill: field.palette[Math.round((i / (slices - 1)) * (field.palette.length - 1))] });
    for (const [value, text] of field.ticks) add(svg, "text", { x: box.right + 37, y: y(value) + 4 }, text);
    add(svg, "text", { x: box.right + bar, y: box.top - 9, class: "heading", "text-anchor": "end" }, headed(field.label, field.unit));
    svg.setAttribute("viewBox", `0 0 ${width} ${box.bottom + 42}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", box.bottom + 42);
    if (row) draw(row);
  }

  function draw(newRow) {
    row = newRow;
    image.setAttribute("href", url(row));
  }

  const at = (axis, n, i) => axis.first + (i / Math.max(n - 1, 1)) * (axis.last - axis.first);

  function words(row) {
    const places = decimals(row, spec.words);
    const extreme = (value) => {
      const k = row.indexOf(value), [column, line] = [k % nx, Math.floor(k / nx)];
      const spot = [[field.xName, at(field.xAxis, nx, column), field.xUnit], [field.yName, at(field.yAxis, ny, line), field.yUnit]];
      const where = spot.map(([name, x, unit]) => withUnit(`${name} ${+x.toPrecision(3)}`, unit)).join(", ");
      return `${withUnit(number(value, places), field.unit)} at ${where}`;
    };
    return `map of ${field.label}, lowest ${extreme(Math.min(...row))}, highest ${extreme(Math.max(...row))}`;
  }

  function rows(row) {
    const body = Array.from(row, (v, k) => [at(field.xAxis, nx, k % nx), at(field.yAxis, ny, Math.floor(k / nx)), v]);
    return { head: [field.xHeading, field.yHeading, headed(field.label, field.unit)], body };
  }

  /** The table on request: the field at a coarse grid, top row first. */
  function sample(row) {
    const columns = every(nx, field.columns), lines = every(ny, field.columns).reverse();
    const head = [`${field.yHeading} \\ ${field.xHeading}`, ...columns.map((i) => String(+at(field.xAxis, nx, i).toPrecision(3)))];
    return { head, body: lines.map((j) => [at(field.yAxis, ny, j), ...columns.map((i) => row[j * nx + i])]) };
  }

  return { svg, layout, draw, words, rows, sample, read };
}

/** Every slider where it stands at first. */
const startOf = (spec) => Object.fromEntries(spec.sliders.map((s) => [s.name, s.value]));

// ---- The explorer ---------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const spec = model.get("spec"), id = `explorer-${++counter}`;
  const root = add(el, "div", { class: "explorer", role: "group", "aria-label": spec.title, "data-name": spec.name });
  const stage = add(root, "div", { class: "explorer-stage" });
  const view = { field: fieldView, bars: barsView, curves: curvesView }[spec.view](spec, stage);
  const readouts = add(root, "p", { class: "explorer-readouts" });
  const panel = add(root, "div", { class: "explorer-controls" });
  const controls = spec.sliders.map((slider, i) => control(slider, `${id}-${i}`));
  const buttons = add(root, "div", { class: "explorer-buttons" });
  const summary = add(root, "p", { class: "explorer-summary", role: "status" });
  const table = add(root, "div", { class: "explorer-table", role: "region", "aria-label": `Data as a table (explorer ${counter})`, tabindex: 0, hidden: "" });
  const note = add(root, "p", { class: "explorer-note" });
  const message = add(root, "p", { class: "explorer-message", role: "alert", hidden: "" });
  if (spec.caption && !el.closest("figure[data-explorer]")) add(root, "p", { class: "explorer-caption" }, spec.caption);

  const setting = () => Object.fromEntries(spec.sliders.map((s) => [s.name, model.get(s.name)]));
  const initial = startOf(spec), me = Math.random();
  let row, later, seq = 0, waiting = false;

  button("Reset", () => change(initial));
  button("Download these data (CSV)", download);
  const toggle = button("Show as table", () => {
    table.hidden = !table.hidden;
    toggle.setAttribute("aria-expanded", String(!table.hidden));
    toggle.textContent = table.hidden ? "Show as table" : "Hide table";
    fillTable();
  });
  toggle.setAttribute("aria-expanded", "false");

  /** A box to tick, for what is only on or off. */
  function tickBox(slider, inputId) {
    const box = add(panel, "div", { class: "explorer-switch" });
    const input = add(box, "input", { type: "checkbox", id: inputId, "data-slider": slider.name });
    add(box, "label", { for: inputId }).innerHTML = slider.html;
    input.addEventListener("input", () => change({ [slider.name]: +input.checked }));
    return { slider, show: (value) => (input.checked = value > 0.5) };
  }

  function control(slider, inputId) {
    if (slider.switch) return tickBox(slider, inputId);
    const box = add(panel, "div", { class: "explorer-slider" });
    const label = add(box, "label", { for: inputId });
    label.innerHTML = slider.html;
    const range = slider.stops ? [0, slider.stops.length - 1, 1] : [slider.low, slider.high, slider.step ?? "any"];
    const input = add(box, "input", { type: "range", id: inputId, min: range[0], max: range[1], step: range[2], "data-slider": slider.name });
    const output = add(box, "output", { for: inputId, "aria-live": "off" });
    input.addEventListener("input", () => change({ [slider.name]: slider.stops ? slider.stops[+input.value] : +input.value }));
    input.addEventListener("dblclick", () => change({ [slider.name]: slider.value }));
    return { input, output, slider, show(value) {
      input.value = slider.stops ? nearest(slider.stops, value) : value;
      const shown = slider.choices ? slider.stops[nearest(slider.stops, value)] : value;
      const even = slider.places < 0 || Math.abs(shown - +shown.toFixed(slider.places)) < 1e-9;
      const amount = withUnit(even ? number(shown, slider.places) : String(+shown.toPrecision(3)), slider.unit);
      const text = slider.names ? slider.names[nearest(slider.stops, value)] : amount;
      output.textContent = text;
      input.setAttribute("aria-valuetext", text);
    } };
  }

  function button(text, action) {
    const node = add(buttons, "button", { type: "button" }, text);
    node.addEventListener("click", action);
    return node;
  }

  /** Set sliders; the models tell every listener, this view among them. */
  function change(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
    refresh();
  }

  let last = "";
  function refresh() {
    const values = setting(), key = JSON.stringify(values);
    if (key === last) return;
    last = key;
    seq += 1;
    controls.forEach((c) => c.show(values[c.slider.name]));
    message.hidden = true;
    present(view.read(values), "table");
    root.dispatchEvent(new CustomEvent("explorer-moved", { detail: { values, start: initial } })); // a quiz may wait for it
    ask();
  }

  function present(newRow, source) {
    row = newRow;
    view.draw(row);
    root.dataset.source = source;
    spec.curves.forEach((c) => root.setAttribute(`data-end-${c.id}`, row[c.to - 1].toPrecision(6)));
    const scalars = spec.view === "field" ? row.scalars : spec.curves.filter((c) => c.scalar).map((c) => row[c.from]);
    spec.readouts.forEach((r, i) => root.setAttribute(`data-end-${r.id}`, scalars[i].toPrecision(6)));
    readouts.textContent = spec.readouts.map((r, i) => `${r.label} ${withUnit(number(scalars[i], r.places), r.unit)}`).join("  ·  ");
    note.textContent = source === "kernel" ? spec.exactNote : spec.note;
    clearTimeout(later);
    later = setTimeout(settle, 250);
  }

  /** What need not follow every step of a slider: the words, and the table if it is open. */
  function settle() {
    const words = view.words(row);
    summary.textContent = words.charAt(0).toUpperCase() + words.slice(1) + ".";
    view.svg.setAttribute("aria-label", summary.textContent);
    fillTable();
  }

  /** Ask Python for the exact curves, one question at a time, so that a slow model is never buried in questions. */
  function ask() {
    if (!waiting && spec.view !== "field") waiting = model.send({ kind: "solve", view: me, seq, values: setting() }) !== false;
  }

  function answer(reply) {
    if (reply.view !== me) return;
    waiting = false;
    if (reply.seq !== seq) ask(); // the slider has moved on
    else if (reply.kind === "solved") present(Float64Array.from(reply.row), "kernel");
    else {
      message.textContent = reply.message;
      message.hidden = false;
    }
  }

  function fillTable() {
    if (table.hidden) return;
    const { head, body } = view.sample(row);
    // a column of a curve has its own decimals; a field has one scale
    const column = (i) => (i && spec.field ? [spec.field.low, spec.field.high] : body.map((values) => values[i]));
    const places = head.map((_, i) => (i || spec.view !== "bars" ? decimals(column(i), spec.words) : 0));
    const first = (v) => (spec.view === "bars" ? v : spec.axis?.log ? String(+v.toPrecision(3)) : bare(number(v, places[0])));
    table.replaceChildren();
    const grid = add(table, "table"), heading = add(add(grid, "thead"), "tr"), lines = add(grid, "tbody");
    head.forEach((text) => add(heading, "th", { scope: "col" }, text));
    for (const values of body) {
      const line = add(lines, "tr");
      values.forEach((v, i) => (i ? add(line, "td", {}, number(v, places[i])) : add(line, "th", { scope: "row" }, first(v))));
    }
  }

  function download() {
    const { head, body } = view.rows(row), quote = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const where = spec.sliders.map((s) => withUnit(`${s.name} = ${model.get(s.name)}`, s.unit)).join("; ");
    const scalars = readouts.textContent ? [`# ${readouts.textContent}`] : [];
    const text = [`# ${spec.name}: ${where}`, ...scalars, head.map(quote).join(","), ...body.map((r) => r.map((v) => (v.toPrecision ? +v.toPrecision(6) : quote(v))).join(","))];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text.join("\n") + "\n"], { type: "text/csv" }));
    link.download = `${spec.name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  let width = 0;
  function resize() {
    const now = Math.max(260, Math.min(Math.floor(stage.clientWidth), 760));
    if (!stage.clientWidth || now === width) return;
    view.layout((width = now));
  }
  const observer = new ResizeObserver(resize);
  observer.observe(stage);
  width = 0;
  view.layout(Math.max(260, Math.min(stage.clientWidth || 640, 760)));
  spec.sliders.forEach((s) => model.on(`change:${s.name}`, refresh));
  model.on("msg:custom", answer);
  refresh();
  settle();
  return () => {
    observer.disconnect();
    clearTimeout(later);
    spec.sliders.forEach((s) => model.off(`change:${s.name}`, refresh));
    model.off("msg:custom", answer);
  };
}

export default { render };
