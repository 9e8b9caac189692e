// What records say, in words.
"use strict";
const Words = (() => {
  const LETTERS = { demands: "d", outcomes: "o", gates: "g", stances: "s" };
  const VERBS = { support: "supports", oppose: "opposes", conditional: "supports on a condition" };
  const LONG = 160; // characters of a quote that a line shows

  const clip = (words) => {
    const chars = Array.from(words);
    return chars.length > LONG ? `${chars.slice(0, LONG).join("")}…` : words;
  };
  const plain = (doc, start, end) => Records.chars(doc).slice(start, end).join("").replace(/\s+/g, " ");
  const quote = (doc, [start, end]) => (start === null ? "" : `“${plain(doc, start, end)}”`);
  const quoted = (record, item) => quote(record.doc, [item.start, item.end]);

  // An entity by the name of its side, with its own beside it where that is another.
  function party(record, id) {
    const [own, side] = [record.name(id), record.name(record.side(id))];
    return own === side ? own : `${side} (${own})`;
  }
  const parties = (record, ids) => ids.map((id) => party(record, id)).join(", ");

  // What an id names, in words.
  function thing(record, id) {
    const item = record.find(id);
    if (!item) return id;
    return item.layer === "entities" ? record.name(id) : `${id} ${quoted(record, item)}`;
  }

  const verb = (polarity) => VERBS[polarity] ?? polarity;

  // Outcomes that wait for a demand, each with the cue that says so, its marker, and what `sign` says of the gate.
  function before(record, demand, sign = () => "") {
    const one = (gate) => {
      const [outcome, cue] = [record.get("outcomes", gate.outcome), quoted(record, gate)];
      return [sign(gate), outcome ? quoted(record, outcome) : gate.outcome, cue && `[${gate.marker}: ${cue}]`].filter(Boolean).join(" ");
    };
    return record.gatesOf(demand.id).map(one).join(", ");
  }

  // How others stand to a demand.
  function answers(record, demand) {
    const own = new Set(demand.issuers.map((id) => record.side(id)));
    const said = (record.stances ?? []).filter((s) => record.first(s.target) === record.first(demand.id) && !own.has(record.side(s.holder)));
    return [...new Set(said.map((s) => `${party(record, s.holder)} ${verb(s.polarity)}`))].join(", ");
  }

  // The deadlocks that a demand is in.
  function stuck(record, demand) {
    const first = record.first(demand.id);
    const found = record.deadlocks.filter((lock) => lock.ends.some((end) => end.demand === first));
    return found.map(({ kind, ends }) => {
      const other = ends.find((end) => end.demand !== first) ?? ends[1];
      const who = other.sides.map((id) => record.name(id)).join(", ") || "nobody named";
      return kind === "opposed" ? `⊘ opposed by ${who}` : `⊘ ${kind} with ${other.demand} (${who})`;
    }).join(", ");
  }

  // The letter of its layer, in its id or before it, and a sign; actors have their underline and no badge.
  function badge(item) {
    if (item.layer === "entities") return "";
    const id = item.id.startsWith(LETTERS[item.layer]) ? item.id : `${LETTERS[item.layer]} ${item.id}`;
    if (item.layer === "stances") return `${id} ${Records.SIGNS[item.polarity] ?? item.polarity}`;
    if (item.layer === "gates") return `${id} ${item.marker ?? ""}`;
    return item.layer === "demands" && item.direction === "refuse" ? `${id} not` : id;
  }

  const spoken = (item) => (item.layer === "entities" ? `actor ${item.name}` : `${item.layer.slice(0, -1)} ${item.id}`);

  // What a record says of one of its items, as [term, words] pairs.
  function facts(record, item) {
    const found = {
      entities: () => [["actor", item.name], ["type", item.type], ["speaks for", item.principal && record.name(item.principal)]],
      demands: () => [
        ["demand", `${item.id}${item.vague ? ", vague" : ""}`], ["direction", item.direction], ["issue", item.issue],
        ["by", parties(record, item.issuers) || "nobody named"], ["of", parties(record, item.addressees)],
        ["before", before(record, item)], ["others", answers(record, item)], ["same as", item.same_as && thing(record, item.same_as)],
        ["deadlock", stuck(record, item)],
      ],
      outcomes: () => [["outcome", item.id], ["kind", item.kind]],
      gates: () => [["gate", item.id], ["marker", item.marker], ["must be met", thing(record, item.demand)], ["before", thing(record, item.outcome)]],
      stances: () => [["stance", item.id], ["holder", party(record, item.holder)], ["polarity", item.polarity], ["to", thing(record, item.target)]],
    }[item.layer]();
    return found.filter(([, words]) => words);
  }

  return { clip, quote, quoted, party, parties, thing, verb, before, answers, stuck, badge, spoken, facts };
})();
