// Choosing: documents, actors or conflicts, the system beside the gold, and what follows from a choice.
"use strict";
(() => {
  const { $, make, set, move, reveal } = Dom;
  const { documents, systems } = Records;
  const state = { by: "documents", at: { documents: 0, actors: null, conflicts: null }, chosen: false };
  const haystack = documents.map((d) => [d.id, d.title, d.stratum, d.genre, d.conflict, d.date, d.text].join(" ").toLowerCase());
  const titled = (doc) => doc.title || doc.id;
  const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  const system = () => Number($("system").value);
  const sides = () => ({ both: [0, 1], gold: [0], system: [1] })[$("labels").value];
  const inSplit = () => documents.filter((doc) => !$("split").value || doc.split === $("split").value.slice(1));

  // --- The list: what can be chosen, as { value, label, about, seek } ---

  const entries = {
    documents: () => inSplit().filter(erring).map((doc) => ({
      value: documents.indexOf(doc), label: titled(doc), seek: haystack[documents.indexOf(doc)],
      about: [doc.title && doc.id, doc.split, doc.stratum, errorsOf(doc)].filter(Boolean).join(" · "),
    })),
    actors: named,
    conflicts: named,
  };

  // Actors or conflicts with their documents, by the labels that the tables show; gathered anew only when these change.
  function index() {
    const side = sides()[0] ? system() + 1 : 0;
    const asked = JSON.stringify([state.by, $("split").value, side]);
    if (state.index?.asked !== asked) state.index = { asked, found: Views.index(state.by, inSplit(), side) };
    return state.index.found;
  }

  function named() {
    return index().map(({ name, label, docs, demands }) => ({
      value: name, label, seek: name, about: `${many(demands, "demand")} · ${many(docs.size, "document")}`,
    }));
  }

  function erring(doc) {
    const kind = $("kind").value;
    return !kind || (Records.errors(doc, system()) ?? []).some((error) => kind === "any" || error.kind === kind.slice(1));
  }

  function errorsOf(doc) {
    const found = Records.errors(doc, system());
    return found ? many(found.length, "error") : "";
  }

  const options = () => [...$("list").children];
  const option = () => options().find((node) => node.dataset.value === String(state.at[state.by]));

  function list() {
    const all = entries[state.by]();
    const text = $("search").value.toLowerCase();
    const found = all.filter((entry) => entry.seek.includes(text));
    $("list").replaceChildren(...found.map(({ value, label, about }) => {
      const node = make("li", { role: "option", tabindex: -1, "aria-selected": "false" }, label, make("small", {}, about));
      node.dataset.value = value;
      return node;
    }));
    $("found").textContent = `${found.length} of ${many(state.by === "documents" ? documents.length : all.length, state.by.slice(0, -1))}`;
    mark();
  }

  // Marks what is chosen, and brings it into sight within the list; the page itself stays where it is.
  function mark() {
    for (const node of $("list").querySelectorAll("[aria-selected=true], [tabindex='0']")) set(node, { "aria-selected": "false", tabindex: -1 });
    const [node, box] = [option(), $("list")];
    if (!node) return set(box.firstElementChild ?? box, { tabindex: 0 });
    set(node, { "aria-selected": "true", tabindex: 0 });
    if (node.offsetTop < box.scrollTop || node.offsetTop + node.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = node.offsetTop - box.clientHeight / 2;
  }

  // --- The view ---

  function choose(value) {
    state.at[state.by] = value;
    mark();
    show();
  }

  function show() {
    const reading = state.by === "documents";
    $("reading").hidden = !reading;
    reading ? showDocument(documents[state.at.documents]) : showAcross();
  }

  function showDocument(doc) {
    head(titled(doc), [doc.title && doc.id, doc.split, doc.stratum, doc.genre, doc.conflict, doc.date]);
    tables(doc.id, [doc], null);
    Text.show(doc, system());
    Errors.show(doc, system());
  }

  function showAcross() {
    const entry = index().find(({ name }) => name === state.at[state.by]);
    if (!entry) return head("", []), $("tables").replaceChildren(make("p", { class: "none" }, "Nothing to show."));
    head(entry.label, [many(entry.docs.size, "document"), $("split").value.slice(1) || "every split"]);
    tables(entry.label, state.by === "actors" ? inSplit() : [...entry.docs], state.by === "actors" ? entry.name : null);
  }

  function head(title, about) {
    $("title").textContent = title;
    $("meta").textContent = about.filter(Boolean).join(" · ");
  }

  function tables(name, docs, actor) {
    const given = { system: system(), sides: sides().filter((side) => !side || systems.length), actor };
    const kinds = ["demands", "stances", "deadlocks"];
    const open = new Set([...$("tables").children].flatMap((node, n) => (node.open ? [kinds[n]] : [])));
    const drawn = kinds.map((kind, n) => Views.draw(name, Views.table(kind, docs, given), $("tables").childElementCount === kinds.length ? open.has(kind) : !n));
    $("tables").replaceChildren(...drawn);
  }

  // From a row of a table to its place in the text.
  Views.onGo((doc, side, key) => {
    if (state.by !== "documents") by("documents");
    const at = documents.indexOf(doc);
    if (state.at.documents !== at) choose(at);
    const column = Text.columns[side];
    Text.light(column, key);
    const node = column.nodes.get(key)?.[0];
    node?.focus({ preventScroll: true });
    reveal(node);
  });

  // --- Choices ---

  function by(what) {
    state.by = what;
    $("by").querySelector(`[value=${what}]`).checked = true;
    $("search").value = "";
    for (const node of document.querySelectorAll(".errors")) node.hidden = !Errors.known || what !== "documents";
    list();
    state.at[what] ??= option()?.dataset.value ?? options()[0]?.dataset.value ?? null;
    mark();
    show();
  }

  // The best system of the split, until the reader chooses one.
  function suggest() {
    const best = Records.best.get($("split").value.slice(1)) ?? Records.best.get("");
    if (!state.chosen && best !== undefined) $("system").value = best;
  }

  // What is shown stays where the split has it; else its first document, actor or conflict follows.
  function chooseSplit() {
    suggest();
    chooseSystem();
    if (!option() && options().length) choose(valueOf(options()[0]));
  }

  function chooseSystem() {
    const kept = $("kind").value;
    const kinds = [...Errors.allKinds(system())].sort().map(([kind, count]) => make("option", { value: `:${kind}` }, `${kind} (${count})`));
    $("kind").replaceChildren(make("option", { value: "" }, "with or without"), make("option", { value: "any" }, "any kind"), ...kinds);
    $("kind").value = kept;
    if ($("kind").selectedIndex < 0) $("kind").value = "";
    list();
    show();
  }

  function step(by) {
    const nodes = options();
    const next = nodes[nodes.indexOf(option()) + by];
    if (next) choose(valueOf(next));
  }

  const valueOf = (node) => (state.by === "documents" ? Number(node.dataset.value) : node.dataset.value);

  // --- Start ---

  function listen() {
    $("system").addEventListener("change", () => { state.chosen = true; chooseSystem(); });
    $("split").addEventListener("change", chooseSplit);
    $("kind").addEventListener("change", list);
    $("search").addEventListener("input", list);
    $("labels").addEventListener("change", () => { list(); show(); });
    $("by").addEventListener("change", (event) => by(event.target.value));
    for (const id of ["layers", "signs"]) $(id).addEventListener("change", () => Text.show(documents[state.at.documents], system()));
    $("list").addEventListener("click", (event) => {
      const node = event.target.closest("[role=option]");
      if (node) choose(valueOf(node));
    });
    $("list").addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" || event.key === " ") event.target.click();
      if (by) step(by), option()?.focus();
      if (by || event.key === " ") event.preventDefault();
    });
    document.addEventListener("keydown", keys);
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("select, input:not([type=checkbox], [type=radio])")) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    if (event.key === "/") { event.preventDefault(); $("search").focus(); }
    if (event.key === "Escape" && state.by === "documents") Text.show(documents[state.at.documents], system());
  }

  function begin() {
    systems.forEach((name, n) => $("system").append(make("option", { value: n }, name)));
    for (const name of new Set(documents.map((d) => d.split).filter(Boolean))) $("split").append(make("option", { value: `:${name}` }, name));
    listen();
    $("browser").hidden = false;
    suggest();
    by("documents");
    chooseSystem();
  }

  let dark = matchMedia("(prefers-color-scheme: dark)").matches;
  set($("theme"), { "aria-pressed": dark }).hidden = false;
  $("theme").addEventListener("click", () => {
    dark = !dark;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    $("theme").setAttribute("aria-pressed", dark);
  });
  if (documents.length) begin();
})();
