// The document browser. Data reach the page only as text nodes and attributes; nothing here parses a string as markup.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const LAYERS = { entities: "", demands: "d", outcomes: "o", gates: "g", stances: "s" };
  const SIGNS = { support: "+", oppose: "−", conditional: "if" };
  const $ = (id) => document.getElementById(id);
  const state = { doc: 0, system: 0, layers: new Set(Object.keys(LAYERS)), without: new Set(), error: null };
  const anyErrors = data.documents.some((d) => d.errors.some(Boolean));

  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    set(node, attributes).append(...children);
    return node;
  }

  function draw(tag, attributes) {
    return set(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
  }

  function set(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    return node;
  }

  // --- Data: rows become records ---

  const named = (table, row) => Object.fromEntries(data.columns[table].map((column, n) => [column, row[n]]));
  const rows = (table, packed) => packed && packed.map((row) => named(table, row));
  const KIND = data.columns.errors.indexOf("kind");

  // A record with its spans, what each id names, and the links between ids.
  function unpack(packed) {
    if (!packed) return null;
    const record = { conflicts: packed.conflicts, spans: [], items: new Map(), links: [] };
    for (const layer of Object.keys(LAYERS)) {
      record[layer] = rows(layer, packed[layer]);
      for (const item of record[layer] || []) {
        record.items.set(item.id, { layer, ...item });
        const places = layer === "entities" ? item.mentions : [[item.start, item.end]];
        for (const [start, end] of places) if (start !== null) record.spans.push({ layer, item, start, end });
      }
    }
    const link = (from, kind, ends, sign = "") => {
      for (const to of ends) if (to) record.links.push({ from, to, kind, sign });
    };
    for (const e of record.entities || []) link(e.id, "principal", [e.principal]);
    for (const d of record.demands || []) {
      link(d.id, "party", [...d.issuers, ...d.addressees, d.same_as]);
    }
    for (const g of record.gates || []) link(g.demand, "gate", [g.outcome]);
    for (const s of record.stances || []) {
      link(s.id, "stance", [s.target], SIGNS[s.polarity] || s.polarity);
      link(s.id, "party", [s.holder]);
    }
    for (const [a, b] of record.conflicts || []) link(a, "conflict", [b], "×");
    return record;
  }

  // --- Words for labels ---

  const PLAIN = new Set(["type", "direction", "issue", "kind", "polarity"]); // terms that a list leaves out
  const LONG = 80; // characters of a quote that a line shows
  const clip = (chars, [start, end]) => `“${chars.slice(start, Math.min(end, start + LONG)).join("")}${end - start > LONG ? "…" : ""}”`;

  // The letter of its layer, in its id or before it, and a sign; actors have their underline and no badge.
  function badge(layer, item) {
    if (layer === "entities") return null;
    const id = item.id.startsWith(LAYERS[layer]) ? item.id : `${LAYERS[layer]} ${item.id}`;
    if (layer === "stances") return `${id} ${SIGNS[item.polarity] || item.polarity}`;
    return layer === "demands" && item.direction === "refuse" ? `${id} not` : id;
  }

  const spoken = (layer, item) => (layer === "entities" ? `actor ${item.name}` : `${layer.slice(0, -1)} ${item.id}`);

  // What a record says of one id, as [term, words] pairs.
  function facts(column, id) {
    const { record, chars } = column;
    const item = record.items.get(id);
    if (!item) return [["unknown", id]];
    const who = (name) => record.items.get(name)?.name || name;
    const what = (name) => {
      const other = record.items.get(name);
      return !other ? name : other.layer === "entities" ? who(name) : `${name} ${clip(chars, [other.start, other.end])}`;
    };
    const others = record.links.filter((l) => l.kind === "conflict" && (l.from === id || l.to === id));
    const found = {
      entities: () => [["actor", item.name], ["type", item.type], ["speaks for", item.principal && who(item.principal)]],
      demands: () => [
        ["demand", `${id}${item.vague ? ", vague" : ""}`], ["direction", item.direction], ["issue", item.issue],
        ["by", item.issuers.map(who).join(", ") || "nobody named"], ["of", item.addressees.map(who).join(", ")],
        ["before", record.links.filter((l) => l.kind === "gate" && l.from === id).map((l) => what(l.to)).join(", ")], ["same as", item.same_as && what(item.same_as)],
        ["excludes", others.map((l) => what(l.from === id ? l.to : l.from)).join(", ")],
      ],
      outcomes: () => [["outcome", id], ["kind", item.kind]],
      gates: () => [["gate", id], ["must be met", what(item.demand)], ["before", what(item.outcome)]],
      stances: () => [["stance", id], ["holder", who(item.holder)], ["polarity", item.polarity], ["to", what(item.target)]],
    }[item.layer]();
    return found.filter(([, words]) => words);
  }

  // --- A column: text with nested spans, arrows over it, lists below it ---

  const columns = [...document.querySelectorAll(".column")].map((node) => ({
    node, text: node.querySelector(".text"), svg: node.querySelector(".arrows"), labels: node.querySelector(".labels"), nodes: new Map(), focus: null,
  }));

  function showColumn(column, doc, packed, places) {
    column.record = unpack(packed);
    column.chars = Array.from(doc.text); // offsets count code points; strings here count UTF-16 units
    column.focus = null;
    column.nodes = new Map();
    column.text.replaceChildren();
    const shown = column.record ? column.record.spans.filter((s) => state.layers.has(s.layer)) : [];
    paint(column, [...shown, ...places.map(([start, end]) => ({ layer: "hit", item: null, start, end }))]);
    column.text.querySelector("[tabindex]")?.setAttribute("tabindex", "0");
    column.labels.replaceChildren(...(column.record ? lists(column) : [make("p", { class: "none" }, "No labels for this document.")]));
  }

  // Spans that cross are cut where one ends, so that every piece nests; pieces after the first are marked `more`.
  function paint(column, spans) {
    const { chars, text } = column;
    const starts = new Map();
    for (const span of spans) if (span.start < span.end) starts.set(span.start, [...(starts.get(span.start) || []), span]);
    const edges = [...new Set([0, chars.length, ...spans.flatMap((s) => [s.start, s.end])])].filter((e) => e <= chars.length).sort((a, b) => a - b);
    let open = [];
    edges.forEach((at, n) => {
      const closed = open.findIndex((o) => o.span.end <= at);
      const reopened = closed < 0 ? [] : open.splice(closed).map((o) => o.span).filter((s) => s.end > at);
      const fresh = [...reopened, ...(starts.get(at) || [])].sort((a, b) => b.end - a.end);
      for (const span of fresh) {
        const node = piece(column, span, reopened.includes(span));
        (open.at(-1)?.node || text).append(node);
        open.push({ span, node });
      }
      if (n + 1 < edges.length) (open.at(-1)?.node || text).append(chars.slice(at, edges[n + 1]).join(""));
    });
  }

  function piece(column, { layer, item }, more) {
    if (!item) return make("mark", { class: "hit" });
    const node = make("span", { class: `span ${layer}${more ? " more" : ""}` });
    node.dataset.id = item.id;
    if (!more) set(node, { "data-badge": badge(layer, item), tabindex: -1, role: "group", "aria-label": spoken(layer, item) });
    column.nodes.set(item.id, [...(column.nodes.get(item.id) || []), node]);
    return node;
  }

  function lists(column) {
    const { record } = column;
    const line = (id) => make("li", {}, facts(column, id).map(([term, words], n) => (n && !PLAIN.has(term) ? `${term} ${words}` : words)).join(" · "));
    const blocks = Object.keys(LAYERS).map((layer) => [layer === "entities" ? "actors" : layer, record[layer] && record[layer].map((item) => line(item.id))]);
    const conflicts = record.conflicts && record.conflicts.map(([a, b]) => make("li", {}, `${a} excludes ${b}`));
    const list = ([title, items]) => [
      make("h5", {}, title),
      items?.length ? make("ul", {}, ...items) : make("p", { class: "none" }, items ? "none" : "not attempted"),
    ];
    return [...list(["conflicts", conflicts]), make("details", {}, make("summary", {}, "All labels"), ...blocks.flatMap(list))];
  }

  function light(column, id) {
    for (const one of columns) one.text.querySelectorAll(".lit, .partner").forEach((n) => n.classList.remove("lit", "partner"));
    columns.forEach((one) => { one.focus = one === column ? id : null; });
    if (column) {
      const partners = new Set(column.record.links.filter((l) => l.from === id || l.to === id).flatMap((l) => [l.from, l.to]));
      for (const other of partners) for (const node of column.nodes.get(other) || []) node.classList.add("partner");
      for (const node of column.nodes.get(id) || []) node.classList.add("lit");
    }
    const pairs = column ? [["in", column.node.querySelector("h4").textContent], ...facts(column, id)] : [];
    const terms = pairs.map(([term, words]) => make("div", {}, make("dt", {}, term), make("dd", {}, words)));
    $("details").replaceChildren(column ? make("dl", {}, ...terms) : "Point at a span, or move to it with Tab and the arrow keys: its labels stand here.");
    columns.forEach(drawArrows);
  }

  // Gates (demand to outcome), stances (cue to target) and conflicts, of the span in focus or of all.
  function drawArrows(column) {
    column.svg.replaceChildren();
    if (!column.record) return;
    const frame = column.text.getBoundingClientRect();
    const boxes = (id) => (column.nodes.get(id) || []).filter((n) => !n.classList.contains("more")).map((n) => n.getClientRects()[0]).filter(Boolean);
    for (const link of column.record.links) {
      if (!["gate", "stance", "conflict"].includes(link.kind)) continue;
      if (!$("arrows").checked && link.from !== column.focus && link.to !== column.focus) continue;
      const from = boxes(link.from)[0];
      const to = from && boxes(link.to).sort((a, b) => Math.abs(a.top - from.top) - Math.abs(b.top - from.top))[0];
      if (to) column.svg.append(...arrow(link, from, to, frame));
    }
  }

  function arrow({ kind, sign }, from, to, frame) {
    const turn = Math.abs(to.top - from.top) < from.height ? 0 : Math.sign(to.top - from.top); // 0: the same line
    const x = (box) => box.left - frame.left + Math.min(box.width / 2, 60);
    const [x1, y1] = [x(from), (turn > 0 ? from.bottom : from.top) - frame.top];
    const [x2, y2] = [x(to), (turn > 0 ? to.top : to.bottom) - frame.top + (turn ? 0 : to.top - to.bottom)];
    const bend = turn ? turn * Math.max(14, Math.abs(y2 - y1) / 2) : -26;
    const [c1, c2] = [y1 + bend, turn ? y2 - bend : y2 + bend];
    const end = turn < 0 ? -6 : 6; // the head points down unless the target is above
    const parts = [draw("path", { class: `line ${kind}`, d: `M${x1} ${y1}C${x1} ${c1} ${x2} ${c2} ${x2} ${y2}` })];
    if (kind !== "conflict") parts.push(draw("path", { class: `head ${kind}`, d: `M${x2} ${y2}l-4.5 ${-end * 1.4}h9z` }));
    const word = draw("text", { class: kind, x: (x1 + x2) / 2 + 4, y: (y1 + 3 * c1 + 3 * c2 + y2) / 8 + 4 });
    word.append(sign);
    return [...parts, word];
  }

  for (const column of columns) {
    const pointed = (event) => {
      const span = event.target.closest?.(".span");
      if (span && span.dataset.id !== column.focus) light(column, span.dataset.id);
    };
    column.text.addEventListener("pointerover", pointed);
    column.text.addEventListener("focusin", pointed);
    column.text.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) move(event, [...column.text.querySelectorAll("[tabindex]")], event.target, step);
    });
  }

  // Moves the one tab stop of a group of elements, and the focus with it.
  function move(event, nodes, from, step) {
    const next = nodes[nodes.indexOf(from) + step];
    event.preventDefault();
    if (!next) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  // --- Errors ---

  function kindsOf(docs) {
    const counts = new Map();
    for (const doc of docs) for (const row of doc.errors[state.system] || []) counts.set(row[KIND], (counts.get(row[KIND]) || 0) + 1);
    return counts;
  }

  function showErrors() {
    const doc = data.documents[state.doc];
    const recorded = rows("errors", doc.errors[state.system]);
    const found = recorded || [];
    const seen = found.filter((e) => !state.without.has(e.kind));
    $("errors-title").textContent = recorded ? `Errors of ${data.systems[state.system]}: ${seen.length} of ${found.length} shown` : "Errors: not recorded";
    const chars = Array.from(doc.text);
    $("error-list").replaceChildren(...seen.map((error) => {
      const side = (name, id, span) => (id || span ? `${name} ${id || ""} ${span ? clip(chars, span) : ""}` : `nothing in ${name}`);
      const words = `${side("gold", error.gold, error.gold_span)} → ${side("prediction", error.pred, error.pred_span)}`;
      const button = make("button", { type: "button" }, make("b", {}, error.kind), ` ${error.task}: ${words}`);
      button.addEventListener("click", () => point(error, button));
      return make("li", {}, button);
    }));
  }

  function showKinds() {
    const [all, here] = [kindsOf(data.documents), kindsOf([data.documents[state.doc]])];
    const boxes = [...all.keys()].sort().map((kind) => {
      const box = make("input", { type: "checkbox", value: kind });
      box.checked = !state.without.has(kind);
      box.addEventListener("change", () => {
        state.without[box.checked ? "delete" : "add"](kind);
        showErrors();
      });
      return make("label", {}, box, ` ${kind} `, make("small", {}, String(here.get(kind) || 0)));
    });
    $("kinds").replaceChildren($("kinds").firstElementChild, ...boxes);
  }

  // Marks the places of an error in both columns; where one side has nothing, the other side's place is shown there.
  function point(error, button) {
    state.error = error;
    $("error-list").querySelector("[aria-current]")?.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    showColumns();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const ids = [error.gold, error.pred];
    const side = columns.findIndex((column, n) => column.nodes.has(ids[n]));
    if (side >= 0) light(columns[side], ids[side]);
    document.querySelector(".hit")?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }

  // --- Choosing ---

  function showColumns() {
    const doc = data.documents[state.doc];
    const { gold_span: gold, pred_span: pred } = state.error || {};
    const sides = [[0, gold || pred], [state.system + 1, pred || gold]];
    sides.forEach(([n, place], c) => showColumn(columns[c], doc, doc.records[n], place ? [place] : []));
    columns[1].node.querySelector("h4").textContent = data.systems[state.system] ?? "no system";
    light(null);
  }

  function show(n) {
    const doc = data.documents[n];
    const options = $("list").children;
    set(options[state.doc], { "aria-selected": "false", tabindex: -1 });
    state.doc = n;
    state.error = null;
    set(options[n], { "aria-selected": "true", tabindex: 0 });
    const [top, list] = [options[n].offsetTop, $("list")]; // the page itself stays where it is
    if (top < list.scrollTop || top + options[n].offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 2;
    $("title").textContent = doc.title || doc.id;
    $("meta").textContent = [doc.title && doc.id, doc.split, ...doc.about].filter(Boolean).join(" · ");
    showColumns();
    showKinds();
    showErrors();
  }

  const haystack = data.documents.map((d) => [d.id, d.title, ...d.about, d.text].join(" ").toLowerCase());

  function filter() {
    const [text, split, kind] = [$("search").value.toLowerCase(), $("split").value, $("kind").value];
    let shown = 0;
    data.documents.forEach((doc, n) => {
      const errors = doc.errors[state.system] || [];
      const fits = !kind || errors.some((row) => kind === "any" || row[KIND] === kind.slice(1));
      const option = $("list").children[n];
      option.hidden = !(fits && (!split || doc.split === split.slice(1)) && haystack[n].includes(text));
      option.querySelector("small").textContent = [doc.split, anyErrors && doc.errors[state.system] ? `${errors.length} error${errors.length === 1 ? "" : "s"}` : ""].filter(Boolean).join(" · ");
      shown += !option.hidden;
    });
    $("found").textContent = `${shown} of ${data.documents.length} documents`;
  }

  function chooseSystem() {
    state.system = Number($("system").value);
    const chosen = $("kind").value;
    const kinds = [...kindsOf(data.documents)].sort().map(([kind, count]) => make("option", { value: `:${kind}` }, `${kind} (${count})`));
    $("kind").replaceChildren(make("option", { value: "" }, "with or without"), make("option", { value: "any" }, "any kind"), ...kinds);
    $("kind").value = chosen;
    if ($("kind").selectedIndex < 0) $("kind").value = "";
    filter();
    show(state.doc);
  }

  function step(by) {
    const options = [...$("list").children];
    for (let n = state.doc + by; n >= 0 && n < options.length; n += by) {
      if (!options[n].hidden) return show(n);
    }
  }

  // --- Start ---

  function begin() {
    data.systems.forEach((name, n) => $("system").append(make("option", { value: n }, name)));
    for (const name of new Set(data.documents.map((d) => d.split).filter(Boolean))) $("split").append(make("option", { value: `:${name}` }, name));
    $("list").append(...data.documents.map((doc) => make("li", { role: "option", tabindex: -1, "aria-selected": "false" }, doc.id, make("small"))));
    document.querySelectorAll(".errors").forEach((node) => { node.hidden = !anyErrors; });
    $("system").addEventListener("change", chooseSystem);
    for (const id of ["search", "split", "kind"]) $(id).addEventListener("input", filter);
    $("list").addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) show([...$("list").children].indexOf(option));
    });
    $("list").addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      step(by);
      $("list").children[state.doc].focus();
    });
    $("layers").addEventListener("change", (event) => {
      state.layers[event.target.checked ? "add" : "delete"](event.target.value);
      showColumns();
    });
    $("arrows").addEventListener("change", () => columns.forEach(drawArrows));
    new ResizeObserver(() => columns.forEach(drawArrows)).observe($("columns"));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input:not([type=checkbox])")) return;
      if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
      if (event.key === "/") { event.preventDefault(); $("search").focus(); }
      if (event.key === "Escape") { state.error = null; showColumns(); }
    });
    $("browser").hidden = false;
    chooseSystem();
  }

  let dark = matchMedia("(prefers-color-scheme: dark)").matches;
  set($("theme"), { "aria-pressed": dark }).hidden = false;
  $("theme").addEventListener("click", () => {
    dark = !dark;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    $("theme").setAttribute("aria-pressed", dark);
  });
  if (data.documents.length) begin();
})();
