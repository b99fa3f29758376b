// Mounts every explorer of a static page: no kernel, no request to anyone.
//
// This is not a module. `osteolib.explorer.page_script()` joins explorer.js (without its last line, which a module exports with) and this
// file into one classic script, which also works from file://, where browsers refuse modules. Put that script at the end
// of the body or load it with `defer`, and `page_style()` in the head.

/** A stand-in for the widget model of Jupyter: the same six calls, answered by the page itself. */
function standIn(spec) {
  const state = { spec }, listeners = {};
  for (const slider of spec.sliders) state[slider.name] = slider.value;
  const tell = (event) => (listeners[event] ?? []).forEach((listener) => listener());
  return {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      tell(`change:${name}`);
    },
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    off: (event, listener) => (listeners[event] = (listeners[event] ?? []).filter((l) => l !== listener)),
    save_changes() {},
    send: () => false, // nobody there to solve
  };
}

function mountExplorers() {
  for (const figure of document.querySelectorAll("figure[data-explorer]:not([data-mounted])")) {
    const island = figure.querySelector("script[type='application/json']");
    const fallback = figure.querySelector(".explorer-fallback");
    const el = document.createElement("div");
    fallback.before(el);
    render({ model: standIn(JSON.parse(island.textContent)), el });
    fallback.hidden = true;
    figure.dataset.mounted = "";
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountExplorers);
else mountExplorers();
