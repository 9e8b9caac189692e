// Arrows over a column: gates (demand to outcome, with the marker of their cue), stances (cue to target), conflicts
// (with a sign of their own for right and wrong, since no words of the text stand for them).
"use strict";
const Arrows = (() => {
  const { $, draw } = Dom;
  const KINDS = ["gate", "stance", "conflict"];

  // Those of the item in focus, and faintly all others where the reader wants them. Measures all before it draws.
  function show(column) {
    const links = (column.record?.links ?? []).filter((link) => KINDS.includes(link.kind));
    const near = (link) => [link.from, link.to, link.via].includes(column.focus);
    const frame = column.text.getBoundingClientRect();
    const parts = links.filter((link) => $("arrows").checked || near(link)).flatMap((link) => {
      const from = boxes(column, link.from)[0];
      const to = from && boxes(column, link.to).sort((a, b) => Math.abs(a.top - from.top) - Math.abs(b.top - from.top))[0];
      return to ? [draw("g", { class: `${link.kind}${column.focus && !near(link) ? " faint" : ""}` }, ...arrow(link, signed(column, link), from, to, frame))] : [];
    });
    column.svg.replaceChildren(...parts);
  }

  function signed(column, { sign, pair }) {
    const verdict = pair && $("signs").checked ? column.verdicts.ofConflict(column.side, pair) : null;
    return verdict ? `${sign} ${verdict.sign}` : sign;
  }

  function boxes(column, key) {
    return (column.nodes.get(key) ?? []).filter((node) => !node.classList.contains("more")).map((node) => node.getClientRects()[0]).filter(Boolean);
  }

  function arrow({ kind }, sign, from, to, frame) {
    const turn = Math.abs(to.top - from.top) < from.height ? 0 : Math.sign(to.top - from.top); // 0: the same line
    const x = (box) => box.left - frame.left + Math.min(box.width / 2, 60);
    const [x1, y1] = [x(from), (turn > 0 ? from.bottom : from.top) - frame.top];
    const [x2, y2] = [x(to), (turn > 0 ? to.top : to.bottom) - frame.top + (turn ? 0 : to.top - to.bottom)];
    const bend = turn ? turn * Math.max(14, Math.abs(y2 - y1) / 2) : -26;
    const [c1, c2] = [y1 + bend, turn ? y2 - bend : y2 + bend];
    const end = turn < 0 ? -6 : 6; // the head points down unless the target is above
    const parts = [draw("path", { class: "line", d: `M${x1} ${y1}C${x1} ${c1} ${x2} ${c2} ${x2} ${y2}` })];
    if (kind !== "conflict") parts.push(draw("path", { class: "head", d: `M${x2} ${y2}l-4.5 ${-end * 1.4}h9z` }));
    const middle = (y1 + 3 * c1 + 3 * c2 + y2) / 8 + 4;
    return [...parts, draw("text", { x: (x1 + x2) / 2 + 4, y: middle }, sign)];
  }

  const all = () => Text.columns.forEach(show);
  Text.onChange(all);
  $("arrows").addEventListener("change", all);
  new ResizeObserver(all).observe($("columns"));
  return { all };
})();
