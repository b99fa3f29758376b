// What a badge says, in full: shown at the badge on hover and focus, gone with Escape. Without scripts its title says it.
(() => {
  const tip = Object.assign(document.createElement("div"), { className: "claim-tip", id: "claim-tip", role: "tooltip", hidden: true });
  let shown = null;
  let leaving = 0;
  const hide = () => {
    if (!shown) return;
    shown.title = tip.textContent;
    shown.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  };
  const show = badge => {
    clearTimeout(leaving);
    if (badge === shown) return;
    hide();
    shown = badge;
    tip.textContent = badge.title;
    badge.removeAttribute("title");
    badge.setAttribute("aria-describedby", "claim-tip");
    tip.hidden = false;
    const at = badge.getBoundingClientRect();
    const left = Math.max(12, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 12));
    const below = at.bottom + 6 + tip.offsetHeight < innerHeight || at.top < tip.offsetHeight + 12;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(below ? at.bottom + 6 : at.top - tip.offsetHeight - 6) + scrollY}px`;
  };
  // The pointer may go over to the text without losing it.
  const leave = () => { leaving = setTimeout(hide, 150); };
  const badgeOf = event => event.target.closest?.("a.claim[title], a.claim[aria-describedby]");
  addEventListener("DOMContentLoaded", () => document.body.append(tip));
  addEventListener("pointerover", event => {
    if (badgeOf(event)) show(badgeOf(event));
    else if (event.target === tip) clearTimeout(leaving);
    else if (shown && shown !== document.activeElement) leave();
  });
  addEventListener("focusin", event => badgeOf(event) ? show(badgeOf(event)) : hide());
  addEventListener("focusout", hide);
  addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
})();
