// Which versions of the course are published beside this one, and the way to this page in each. The list is filled in when
// the site is published, in old versions too; where it is empty, in a folder or on one's own machine, nothing is shown.
(() => {
  const VERSIONS = [];
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  const here = root.pathname.split("/").at(-2);
  const own = VERSIONS.find(version => version.folder === here);
  if (!own) return;
  const page = location.pathname.slice(root.pathname.length) || "index.html";
  const address = version => new URL(`../${version.folder}/${version.pages.includes(page) ? page : "index.html"}`, root).href;
  const link = (version, text) => Object.assign(document.createElement("a"), { href: address(version), textContent: text });
  const menu = document.createElement("details");
  menu.className = "versions";
  const others = document.createElement("ul");
  for (const version of VERSIONS) {
    const item = document.createElement("li");
    if (version === own) {
      item.textContent = `${version.label} (this one)`;
      item.setAttribute("aria-current", "true");
    } else item.append(link(version, version.label));
    others.append(item);
  }
  menu.append(Object.assign(document.createElement("summary"), { textContent: `Version: ${own.label}` }), others);
  document.querySelector(".sidebar-primary-items__start")?.append(menu);
  const stable = VERSIONS.find(version => version.folder === "stable");
  const newest = stable && `v${stable.label.split(",")[0]}`;
  if (!stable || own === stable || own.folder === newest) return;
  const note = document.createElement("p");
  note.className = "version-note";
  const what = own.folder === "dev" ? "This is the next version, still in preparation." : "This is an older release.";
  note.append(`${what} `, link(stable, "See the newest release"), ".");
  document.querySelector(".bd-article")?.prepend(note);
})();
