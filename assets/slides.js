// Turns the slides of a chapter. Without scripts they stand one below the other; the address names the slide that is shown.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const controls = document.querySelector(".deck-controls");
  const said = controls.querySelector("output");
  const lessons = controls.querySelector("select");
  const starts = [...lessons.options].map(option => Number(option.value));
  const notes = controls.querySelector("[data-notes]");
  const asked = () => Number(/^#slide-(\d+)$/.exec(location.hash)?.[1] ?? 1);
  let shown = 0;
  const show = number => {
    shown = Math.min(Math.max(number, 1), slides.length);
    slides.forEach((slide, i) => { slide.hidden = i + 1 !== shown; });
    said.textContent = `${shown} of ${slides.length}`;
    lessons.value = starts.findLast(start => start <= shown);
    controls.querySelector("[data-turn='-1']").disabled = shown === 1;
    controls.querySelector("[data-turn='1']").disabled = shown === slides.length;
    for (const box of slides[shown - 1].querySelectorAll(".matter, .formula")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
    scrollTo(0, 0);
  };
  const turn = by => {
    const next = Math.min(Math.max(shown + by, 1), slides.length);
    history.replaceState(null, "", `#slide-${next}`);
    show(next);
  };
  const tell = () => {
    const open = notes.getAttribute("aria-pressed") !== "true";
    notes.setAttribute("aria-pressed", open);
    for (const one of document.querySelectorAll(".notes")) one.open = open;
  };
  const darken = () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  };
  const keys = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
  // A slider, a menu or a button keeps the keys that are its own; page keys turn from everywhere.
  const busy = (event) => event.target.closest?.("input, select, textarea, [tabindex='0']") && !event.key.startsWith("Page");
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || busy(event)) return;
    if (event.key in keys) turn(keys[event.key]);
    else if (event.key === "n") tell();
    else return;
    event.preventDefault();
  });
  for (const button of controls.querySelectorAll("[data-turn]")) button.addEventListener("click", () => turn(Number(button.dataset.turn)));
  lessons.addEventListener("change", () => turn(Number(lessons.value) - shown));
  notes.addEventListener("click", tell);
  controls.querySelector("[data-dark]").addEventListener("click", darken);
  addEventListener("hashchange", () => show(asked()));
  addEventListener("beforeprint", () => slides.forEach(slide => { slide.hidden = false; }));
  addEventListener("afterprint", () => show(shown));
  controls.hidden = false;
  show(asked());
})();
