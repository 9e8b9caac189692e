// The errors of the system in the document shown: by kind, and each with the places that it is about.
"use strict";
const Errors = (() => {
  const { $, make, button, reveal } = Dom;
  const hidden = new Set(); // kinds that the reader has put aside
  const totals = new Map(); // system -> the kinds of all its errors
  const known = Records.documents.some((doc) => doc.errors.some(Boolean));

  function kinds(docs, system) {
    const counts = new Map();
    for (const doc of docs) for (const { kind } of Records.errors(doc, system) ?? []) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts;
  }

  function allKinds(system) {
    if (!totals.has(system)) totals.set(system, kinds(Records.documents, system));
    return totals.get(system);
  }

  function show(doc, system) {
    const [all, here] = [allKinds(system), kinds([doc], system)];
    const boxes = [...all.keys()].sort().map((kind) => {
      const box = make("input", { type: "checkbox", value: kind });
      box.checked = !hidden.has(kind);
      box.addEventListener("change", () => {
        hidden[box.checked ? "delete" : "add"](kind);
        list(doc, system);
      });
      return make("label", {}, box, ` ${kind} `, make("small", {}, String(here.get(kind) ?? 0)));
    });
    $("kinds").replaceChildren($("kinds").firstElementChild, ...boxes);
    list(doc, system);
  }

  function list(doc, system) {
    const found = Records.errors(doc, system);
    const seen = (found ?? []).filter((error) => !hidden.has(error.kind));
    $("errors-title").textContent = found ? `Errors of ${Records.systems[system]}: ${seen.length} of ${found.length} shown` : "Errors: not recorded";
    $("error-list").replaceChildren(...seen.map((error) => {
      const sides = places(doc, system, error);
      const side = (name, id, place) => (id === null ? `nothing in ${name}` : `${name} ${id} ${place ? Words.clip(Words.quote(doc, place.span)) : ""}`);
      const words = `${side("gold", error.gold, sides[0])} → ${side("prediction", error.pred, sides[1])}`;
      return make("li", {}, button([make("b", {}, error.kind), ` ${error.task}: ${words}`], (node) => point(doc, system, sides, node)));
    }));
  }

  const places = (doc, system, { task, gold, pred }) => [[0, gold], [system + 1, pred]].map(([side, name]) => Records.of(doc, side)?.named(task, name) ?? null);

  // Marks the places of an error in both columns; where one side has nothing, the other side's place is shown there.
  function point(doc, system, [gold, pred], node) {
    $("error-list").querySelector("[aria-current]")?.removeAttribute("aria-current");
    node.setAttribute("aria-current", "true");
    Text.show(doc, system, [(gold ?? pred)?.span, (pred ?? gold)?.span]);
    const side = Text.columns.findIndex((column, n) => column.nodes.has([gold, pred][n]?.key));
    if (side >= 0) Text.light(Text.columns[side], [gold, pred][side].key);
    reveal(document.querySelector(".hit"));
  }

  return { show, allKinds, known };
})();
