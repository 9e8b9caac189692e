// Making elements. Data reach the page only as text nodes and attributes; nothing here parses a string as markup.
"use strict";
const Dom = (() => {
  const $ = (id) => document.getElementById(id);

  function set(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    return node;
  }

  function make(tag, attributes = {}, ...children) {
    const node = set(document.createElement(tag), attributes);
    node.append(...children);
    return node;
  }

  function draw(tag, attributes, ...children) {
    const node = set(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
    node.append(...children);
    return node;
  }

  // A button that does one thing.
  function button(words, does, attributes = {}) {
    const node = make("button", { type: "button", ...attributes }, ...[words].flat());
    node.addEventListener("click", () => does(node));
    return node;
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

  // Brings an element into sight, at once for readers who want no motion.
  function reveal(node) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }

  return { $, set, make, draw, button, move, reveal };
})();
