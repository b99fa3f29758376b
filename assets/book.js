// A formula wider than the window scrolls by itself; it can then be reached and scrolled with the keyboard.
const markScrollers = () => {
  for (const formula of document.querySelectorAll(".formula")) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  }
};
addEventListener("load", markScrollers);
addEventListener("resize", markScrollers);

// From a folder a page may not read another page: the search then lists titles, without the lines around a word.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
