// What answers a quiz, the same in a notebook and on a page. The forms come from Python (page.py) and can be read without
// this script; it takes the answers out of their envelopes (sealing.py), and keeps what a reader did in this browser only.

const SHELF = "osteolib.quiz.";

function fingerprint(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

function unseal(sealed, key) {
  let state = fingerprint(key) || 1;
  const bytes = Uint8Array.from(atob(sealed), (char) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return char.charCodeAt(0) ^ (state >>> 24);
  });
  return JSON.parse(new TextDecoder().decode(bytes));
}

// A browser may refuse its storage, to private windows or to files; the quiz then forgets, and works.
function recall(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(SHELF + key));
    return kept?.constructor === Object ? kept : {};
  } catch {
    return {};
  }
}
function keep(key, value) {
  try {
    if (value) localStorage.setItem(SHELF + key, JSON.stringify(value));
    else localStorage.removeItem(SHELF + key);
  } catch {
    return;
  }
}

const all = (root, selector) => [...root.querySelectorAll(selector)];
const boxes = (form) => all(form, "input[name=answer]");
const steps = (form) => all(form, "[data-step]");
const ticked = (form) => boxes(form).flatMap((box, i) => (box.checked ? [i] : []));
const tick = (form, answer) => boxes(form).forEach((box, i) => (box.checked = answer.includes(i)));
const right = (say) => ({ right: true, say });
const wrong = (say) => ({ right: false, say });
const ask = (say) => ({ say });

// ---- The kinds: what was answered, how to put an answer back, and what to say of it ------------------------------------

const choice = {
  read: ticked,
  write: tick,
  judge: ([place], secret) => (place === undefined ? ask("Choose an answer first.") : { right: secret.right[place], say: secret.say[place] }),
};

const kinds = {
  single: choice,
  predict: choice,
  multiple: {
    read: ticked,
    write: tick,
    judge(answer, secret) {
      if (!answer.length) return ask("Tick at least one answer first.");
      const bad = answer.filter((i) => !secret.right[i]);
      const missing = secret.right.filter((is, i) => is && !answer.includes(i)).length;
      if (!bad.length && !missing) return right(answer.map((i) => secret.say[i]).join(" "));
      const gap = missing ? [`${bad.length ? "And s" : "What you ticked holds. S"}omething is still missing: ${missing} more.`] : [];
      return wrong([...bad.map((i) => secret.say[i]), ...gap].join(" "));
    },
  },
  numeric: {
    read: (form) => boxes(form)[0].value,
    write: (form, answer) => (boxes(form)[0].value = answer),
    judge(answer, secret) {
      if (answer === "") return ask("Type a number first, such as 12.5 or 3e-4, with a point and without a unit.");
      const near = (number) => Math.abs(answer - number) <= secret.tolerance * Math.abs(number) * (1 + 1e-9);
      if (near(secret.number)) return right(secret.say);
      return wrong(secret.slips.find(([number]) => near(number))?.[1] ?? secret.hint);
    },
  },
  order: {
    read: (form) => steps(form).map((step) => +step.dataset.step),
    write: (form, answer) => answer.forEach((key) => form.querySelector("ol").append(form.querySelector(`[data-step="${key}"]`))),
    judge(answer, secret) {
      const place = answer.findIndex((key, i) => key !== secret.keys[i]);
      if (place < 0) return right(secret.say);
      return wrong(`Place ${place + 1} is the first that is not right: what stands there comes too early. ${secret.early[answer[place]]}`);
    },
  },
};

// ---- Showing -----------------------------------------------------------------------------------------------------------

/** A verdict by sign and word, then what is said of it. */
function show(place, { right, say }) {
  place.replaceChildren();
  if (!say) return;
  const text = document.createElement("p");
  text.dataset.verdict = right === undefined ? "note" : right ? "right" : "wrong";
  if (right !== undefined) text.innerHTML = `<span aria-hidden="true">${right ? "✓" : "✗"}</span> <b>${right ? "Right." : "Not yet."}</b> `;
  text.innerHTML += say;
  place.append(text);
}

/** Move a step by one place and leave the focus on its button, or on the other one at an end of the list. */
function moveStep(button) {
  const step = button.closest("[data-step]"), by = +button.dataset.move;
  if (by < 0) step.previousElementSibling?.before(step);
  else step.nextElementSibling?.after(step);
  markEnds(step.closest("form"));
  (button.disabled ? step.querySelector("[data-move]:enabled") : button).focus();
}

function markEnds(form) {
  steps(form).forEach((step, i, list) => {
    for (const button of all(step, "[data-move]")) {
      button.disabled = i === (button.dataset.move < 0 ? 0 : list.length - 1);
      const where = `${button.lastChild.textContent.trim()}: ${step.firstElementChild.textContent}, now ${i + 1} of ${list.length}`;
      button.setAttribute("aria-label", where);
    }
  });
}

// ---- Predictions: an explorer tells every move of its sliders by an event ----------------------------------------------

function explorerOf(secret) {
  const named = all(document, `.explorer[data-name="${secret.explorer}"]`).filter((e) => e.querySelector(`[data-slider="${secret.slider}"]`));
  return named[secret.which - 1];
}

/** Wait beside the explorer until its slider is where it should be, all others at their start. */
function waitAt(form, secret, explorer, done) {
  const aside = document.createElement("div");
  aside.className = "quiz quiz-aside";
  aside.innerHTML = `<div role="status"></div><a href="#${form.id}">Back to the question</a>`;
  explorer.querySelector(".explorer-controls").before(aside); // near the slider, so that both are seen at once
  const line = aside.firstChild;
  aside.lastChild.addEventListener("click", (event) => {
    event.preventDefault();
    form.scrollIntoView({ block: "center" });
    form.querySelector("input:checked")?.focus();
  });
  show(line, ask(`You made a prediction. Now move ${secret.task}.`));
  const hear = (event) => {
    const { values, start } = event.detail;
    if (Math.abs(values[secret.slider] - secret.to) > secret.within) return;
    const other = Object.keys(start).some((name) => name !== secret.slider && values[name] !== start[name]);
    if (other) return show(line, ask(`Another slider has been moved too. Press Reset, then move ${secret.task}.`));
    explorer.removeEventListener("explorer-moved", hear);
    show(line, done());
  };
  explorer.addEventListener("explorer-moved", hear);
  const slider = explorer.querySelector(`[data-slider="${secret.slider}"]`);
  slider.focus({ preventScroll: true });
  slider.scrollIntoView({ block: "center" });
  return () => {
    explorer.removeEventListener("explorer-moved", hear);
    aside.remove();
  };
}

// ---- The quiz ----------------------------------------------------------------------------------------------------------

function enliven(section) {
  const name = section.dataset.quiz, forms = all(section, "form"), kept = recall(name);
  const progress = section.querySelector(".quiz-progress");
  const count = () => {
    const got = forms.filter((form) => kept[form.id]?.right).length;
    progress.textContent = `${got} of ${forms.length} right`;
  };
  const ends = forms.map((form) => enlivenForm(form, kept, () => (keep(name, kept), count())));
  section.querySelector(".quiz-clear").addEventListener("click", () => {
    for (const key of Object.keys(kept)) delete kept[key];
    ends.forEach((end) => end.clear());
    keep(name, null);
    count();
  });
  all(section, ".quiz-foot, input, button").forEach((element) => (element.hidden = false));
  section.querySelector(".quiz-needs").hidden = true;
  count();
  return () => ends.forEach((end) => end.stop());
}

function enlivenForm(form, kept, changed) {
  const secret = unseal(form.dataset.sealed, form.id), version = fingerprint(form.dataset.sealed);
  const kind = kinds[form.dataset.kind], said = form.querySelector(".quiz-feedback"), first = kind.read(form);
  let stop = () => {};

  function judge() {
    const answer = kind.read(form), verdict = kind.judge(answer, secret);
    show(said, verdict);
    if (verdict.right === undefined) delete kept[form.id];
    else kept[form.id] = { version, answer, right: verdict.right };
    changed();
    return verdict;
  }

  /** A prediction is judged by the explorer, if there is one; asked again, the page says what comes. */
  function predict() {
    stop();
    stop = () => {};
    const explorer = explorerOf(secret), noted = form.dataset.noted === String(kind.read(form));
    if (!kind.read(form).length || (noted && !explorer)) return judge();
    form.dataset.noted = String(kind.read(form));
    if (!explorer) return show(said, ask(`Your prediction is noted. This page has no explorer for it. ${secret.instead} Then press the button again.`));
    show(said, ask(`Your prediction is noted. Move ${secret.task}: the answer comes beside the explorer and here.`));
    stop = waitAt(form, secret, explorer, judge);
  }

  /** What was said belongs to another answer now. */
  function forget() {
    stop();
    delete form.dataset.noted;
    show(said, {});
    if (kept[form.id]) {
      delete kept[form.id];
      changed();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.dataset.kind === "predict" ? predict() : judge();
  });
  form.addEventListener("input", forget);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) moveStep(button), forget();
  });
  if (kept[form.id]?.version === version) {
    kind.write(form, kept[form.id].answer);
    judge();
  } else delete kept[form.id];
  markEnds(form);
  return { stop: () => stop(), clear: () => (forget(), form.reset(), kind.write(form, first), markEnds(form)) };
}

function render({ model, el }) {
  el.innerHTML = model.get("html");
  return enliven(el.firstElementChild);
}

export default { render };
