// Filters of the ledger. Everything is on the page already; a filter only hides rows. The choice stands in the address.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".ledger-filter");
  const rows = [...document.querySelectorAll("table.ledger tbody tr")];
  const count = form.querySelector("output");
  const menus = [...form.querySelectorAll("select")];
  const said = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
  const fits = row => menus.every(({ name, value }) => {
    if (!value) return true;
    if (name !== "lesson") return row.dataset[name] === value;
    const lessons = JSON.parse(row.dataset.lessons);
    return value === "none" ? !lessons.length : lessons.includes(value);
  });
  const apply = () => {
    const words = form.elements.words.value.toLowerCase().split(/[\s,]+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(fits(row) && words.every(word => said.get(row).includes(word)));
      shown += !row.hidden;
    }
    count.textContent = shown === rows.length ? `All ${shown} claims` : `${shown} of ${rows.length} claims`;
  };
  const remember = () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${chosen.size ? `?${chosen}` : ""}`);
  };
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  // A link to a row must find it, whatever was filtered before.
  const reveal = () => {
    const row = document.getElementById(location.hash.slice(1));
    if (row?.hidden) { form.reset(); apply(); }
    row?.scrollIntoView();
  };
  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();
  if (location.hash) reveal();
});
