// The data: packed rows become records, whose ids can be followed. Offsets count code points, strings here UTF-16 units.
"use strict";
const Records = (() => {
  const data = JSON.parse(Dom.$("data").textContent);
  const LAYERS = ["entities", "demands", "outcomes", "gates", "stances"];
  const SHARED = LAYERS.slice(0, 3); // an id names one thing among all of these; gates and stances have ids of their own
  const SIGNS = { support: "+", oppose: "−", conditional: "if" };
  const key = (layer, id) => `${layer}/${id}`;
  const rows = (table, packed) => packed && packed.map((row) => Object.fromEntries(data.columns[table].map((column, n) => [column, row[n]])));

  class Record {
    constructor(doc, packed) {
      this.doc = doc;
      this.items = new Map();
      for (const layer of LAYERS) {
        this[layer] = rows(layer, packed[layer])?.map((item) => ({ layer, key: key(layer, item.id), ...item })) ?? null;
        for (const item of this[layer] ?? []) this.items.set(item.key, item);
      }
      this.conflicts = packed.conflicts;
      this.deadlocks = packed.deadlocks.map(([kind, ...ends]) => ({ kind, ends: ends.map(([sides, demand, outcome]) => ({ sides, demand, outcome })) }));
      this.links = [...this.linked()].filter((link) => link.to);
    }

    get(layer, id) {
      return this.items.get(key(layer, id));
    }

    // What an id names: an entity, a demand or an outcome.
    find(id) {
      return SHARED.map((layer) => this.get(layer, id)).find(Boolean);
    }

    name(id) {
      return this.get("entities", id)?.name ?? id;
    }

    // The end of a chain of ids; a chain that runs in a circle ends where it began.
    end(id, next) {
      const seen = new Set();
      let at = id;
      while (!seen.has(at)) {
        seen.add(at);
        const to = next(at);
        if (!to || to === at) return at;
        at = to;
      }
      return id;
    }

    side(id) {
      return this.end(id, (at) => this.get("entities", at)?.principal);
    }

    // The demand that a restatement restates.
    first(id) {
      return this.end(id, (at) => this.get("demands", at)?.same_as);
    }

    gatesOf(demand) {
      return (this.gates ?? []).filter((gate) => gate.demand === demand);
    }

    // Every place as { item, start, end }; what was given without offsets has none.
    spans() {
      const places = (item) => (item.layer === "entities" ? item.mentions : [[item.start, item.end]]);
      const all = LAYERS.flatMap((layer) => (this[layer] ?? []).flatMap((item) => places(item).map(([start, end]) => ({ item, start, end }))));
      return all.filter((span) => span.start !== null && span.start < span.end);
    }

    // What hangs together, as { from, to, kind, sign }: keys of items; `via` is that of the gate whose cue says so.
    *linked() {
      const to = (id) => (id ? this.find(id)?.key : undefined);
      for (const e of this.entities ?? []) yield { from: e.key, to: to(e.principal), kind: "principal" };
      for (const d of this.demands ?? []) for (const id of [...d.issuers, ...d.addressees, d.same_as]) yield { from: d.key, to: to(id), kind: "party" };
      for (const g of this.gates ?? []) yield { from: key("demands", g.demand), to: to(g.outcome), kind: "gate", sign: g.marker ?? "", via: g.key };
      for (const s of this.stances ?? []) {
        yield { from: s.key, to: to(s.target), kind: "stance", sign: SIGNS[s.polarity] ?? s.polarity };
        yield { from: s.key, to: to(s.holder), kind: "party" };
      }
      for (const [a, b] of this.conflicts ?? []) yield { from: key("demands", a), to: to(b), kind: "conflict", sign: "×", pair: [a, b] };
    }

    // The item that an error names, and its place.
    named(task, name) {
      if (name === null) return null;
      const demand = (id) => this.get("demands", id);
      const seeking = {
        actors: () => this.spans().find((s) => s.item.layer === "entities" && `${s.start}-${s.end}` === name),
        preconditions: () => demand((this.gates ?? []).find((g) => `${g.demand}>${g.outcome}` === name)?.demand),
        stance: () => this.get("stances", name),
        conflicts: () => demand((this.conflicts ?? []).flatMap((pair) => [pair, pair.map((id) => this.first(id))]).map((pair) => [...pair].sort()).find((pair) => pair.join("+") === name)?.[0]),
      };
      const item = Object.hasOwn(seeking, task) ? seeking[task]() : demand(name);
      return item ? { key: (item.item ?? item).key, span: [item.start, item.end] } : null;
    }
  }

  // Records and errors are unpacked where they are looked at, and kept.
  const kept = new Map();
  const once = (doc, name, makes) => {
    if (!kept.has(doc)) kept.set(doc, new Map());
    const found = kept.get(doc);
    if (!found.has(name)) found.set(name, makes());
    return found.get(name);
  };
  const of = (doc, side) => once(doc, side, () => (doc.records[side] ? new Record(doc, doc.records[side]) : null));
  const chars = (doc) => once(doc, "chars", () => Array.from(doc.text));
  const spoken = (row) => ({ ...row, task: data.words[row.task], kind: data.words[row.kind] });
  const errors = (doc, system) => once(doc, `errors ${system}`, () => rows("errors", doc.errors[system] ?? null)?.map(spoken) ?? null);

  const best = new Map(Object.entries(data.best)); // split -> the system to be shown first

  return { ...data, best, LAYERS, SIGNS, of, chars, errors, once };
})();
