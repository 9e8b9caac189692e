// A column: the text with nested spans, and its labels as lists below. Paragraphs of both columns stand level.
"use strict";
const Text = (() => {
  const { $, make, set, move } = Dom;
  const PLAIN = new Set(["type", "direction", "issue", "kind", "polarity"]); // terms that a list leaves out
  const HINT = "Point at a span, or move to it with Tab and the arrow keys: its labels stand here.";
  const columns = [...document.querySelectorAll(".column")].map((node, side) => ({
    node, side, title: node.querySelector("h4"), text: node.querySelector(".text"), svg: node.querySelector(".arrows"),
    labels: node.querySelector(".labels"), nodes: new Map(), focus: null,
  }));
  let after = () => {}; // what is to be done when the spans or the focus have changed

  // Shows one document in both columns; `places` holds what is to be marked in each, or null.
  function show(doc, system, places = [null, null]) {
    const verdicts = Verdicts.of(doc, system);
    const cuts = paragraphs(Records.chars(doc));
    $("columns").style.setProperty("--rows", cuts.length - 1);
    for (const column of columns) {
      Object.assign(column, { record: verdicts.records[column.side], verdicts, doc, nodes: new Map() });
      const layers = new Set([...$("layers").querySelectorAll(":checked")].map((box) => box.value));
      const shown = (column.record?.spans() ?? []).filter((span) => layers.has(span.item.layer));
      const place = places[column.side];
      paint(column, cuts, place ? [...shown, { item: null, start: place[0], end: place[1] }] : shown);
      column.text.querySelector("[tabindex]")?.setAttribute("tabindex", "0");
      column.labels.replaceChildren(all(column));
    }
    columns[1].title.textContent = Records.systems[system] ?? "no system";
    light(null);
  }

  // Where paragraphs begin, and where the text ends.
  function paragraphs(chars) {
    const starts = chars.flatMap((sign, n) => (n && sign !== "\n" && chars[n - 1] === "\n" ? [n] : []));
    return [0, ...starts, chars.length];
  }

  // Spans that cross, or run over a paragraph's end, are cut, so that every piece nests; pieces after the first are `more`.
  function paint(column, cuts, spans) {
    const chars = Records.chars(column.doc);
    const starts = new Map();
    for (const span of spans) starts.set(span.start, [...(starts.get(span.start) ?? []), span]);
    const edges = [...new Set([...cuts, ...spans.flatMap((s) => [s.start, s.end])])].filter((e) => e <= chars.length).sort((a, b) => a - b);
    const begins = new Set(cuts.slice(0, -1));
    const blocks = [];
    let open = [];
    edges.slice(0, -1).forEach((at, n) => {
      const closed = begins.has(at) ? 0 : open.findIndex((o) => o.span.end <= at);
      const reopened = closed < 0 ? [] : open.splice(closed).map((o) => o.span).filter((s) => s.end > at);
      if (begins.has(at)) blocks.push(make("div", { class: "paragraph" }));
      for (const span of [...reopened, ...(starts.get(at) ?? [])].sort((a, b) => b.end - a.end)) {
        const node = piece(column, span, at !== span.start);
        (open.at(-1)?.node ?? blocks.at(-1)).append(node);
        open.push({ span, node });
      }
      (open.at(-1)?.node ?? blocks.at(-1)).append(chars.slice(at, edges[n + 1]).join(""));
    });
    column.text.replaceChildren(...blocks);
  }

  function piece(column, span, more) {
    const { item } = span;
    if (!item) return make("mark", { class: "hit" });
    const verdict = $("signs").checked ? column.verdicts.of(column.side, item, span) : null;
    const node = make("span", { class: ["span", item.layer, verdict?.shape, more && "more"].filter(Boolean).join(" ") });
    Object.assign(node.dataset, { id: item.id, key: item.key });
    if (!more) {
      const badge = [Words.badge(item), verdict?.sign].filter(Boolean).join(" ");
      set(node, { "data-badge": badge || null, tabindex: -1, role: "group", "aria-label": [Words.spoken(item), verdict?.kind].filter(Boolean).join(", ") });
    }
    column.nodes.set(item.key, [...(column.nodes.get(item.key) ?? []), node]);
    return node;
  }

  function lists({ record }) {
    const line = (item) => make("li", {}, Words.facts(record, item).map(([term, words], n) => (n && !PLAIN.has(term) ? `${term} ${words}` : words)).join(" · "));
    const conflicts = record.conflicts && record.conflicts.map(([a, b]) => make("li", {}, `${a} excludes ${b}`));
    const blocks = [...Records.LAYERS.map((layer) => [layer === "entities" ? "actors" : layer, record[layer]?.map(line) ?? null]), ["conflicts", conflicts]];
    const list = ([title, items]) => [
      make("h5", {}, title),
      items?.length ? make("ul", {}, ...items) : make("p", { class: "none" }, items ? "none" : "not attempted"),
    ];
    return blocks.flatMap(list);
  }

  // The lists are put into words when they are opened.
  function all(column) {
    if (!column.record) return make("p", { class: "none" }, "No labels for this document.");
    const node = make("details", {}, make("summary", {}, "All labels"));
    node.addEventListener("toggle", () => node.append(...lists(column)), { once: true });
    return node;
  }

  // Puts one item of a column in focus: its labels below, its partners outlined, its arrows drawn strong.
  function light(column, key) {
    for (const one of columns) {
      one.text.querySelectorAll(".lit, .partner").forEach((node) => node.classList.remove("lit", "partner"));
      one.focus = one === column ? key : null;
    }
    for (const other of column ? partners(column.record, key) : []) for (const node of column.nodes.get(other) ?? []) node.classList.add("partner");
    for (const node of column?.nodes.get(key) ?? []) node.classList.add("lit");
    const item = column?.record.items.get(key);
    const terms = item ? terming(column, item) : [];
    $("details").replaceChildren(item ? make("dl", {}, ...terms.map(([term, words]) => make("div", {}, make("dt", {}, term), make("dd", {}, Words.clip(words))))) : HINT);
    after();
  }

  const partners = (record, key) => new Set(record.links.filter((l) => [l.from, l.to, l.via].includes(key)).flatMap((l) => [l.from, l.to, l.via]));

  function terming(column, item) {
    const verdict = item.layer === "entities" ? null : column.verdicts.of(column.side, item);
    return [["in", column.title.textContent], ...(verdict ? [["scored", `${verdict.sign} ${verdict.kind}`]] : []), ...Words.facts(column.record, item)];
  }

  for (const column of columns) {
    const pointed = (event) => {
      const span = event.target.closest?.(".span");
      if (span && span.dataset.key !== column.focus) light(column, span.dataset.key);
    };
    column.text.addEventListener("pointerover", pointed);
    column.text.addEventListener("focusin", pointed);
    column.text.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) move(event, [...column.text.querySelectorAll("[tabindex]")], event.target, step);
    });
  }

  const onChange = (does) => { after = does; };
  return { columns, show, light, onChange };
})();
