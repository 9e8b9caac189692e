// Tables of a view: who demands what of whom, before what; who stands how to it; what is stuck. Of one document or many.
"use strict";
const Views = (() => {
  const { make, button } = Dom;
  const LINKS = ["document", "demand", "stance", "kind"]; // columns that lead to the place in the text
  const MOST = 300; // groups of rows that are drawn; a file holds all
  let go = () => {};

  const COLUMNS = {
    demands: ["scored", "demand", "who", "direction, issue", "what", "of whom", "before what", "others", "deadlock"],
    stances: ["scored", "stance", "who", "polarity", "in the words", "to what"],
    deadlocks: ["kind", "one side", "its demand", "before what", "other side", "the other's demand", "before what else"],
  };
  const TITLES = {
    demands: "Who demands what of whom, before what", stances: "Who stands how to what", deadlocks: "Deadlocks: what blocks what",
  };
  const WRONG = { direction: "direction, issue", issue: "direction, issue", boundary: "what", issuer: "who", addressee: "of whom" };
  const mark = (verdict) => (verdict ? `${verdict.sign} ${verdict.kind}` : "");

  // A row in words as { key, shape, cells, wrong }: the item that it tells of, how it fared, and the column that is wrong.
  function demand(verdicts, side, item) {
    const [record, verdict] = [verdicts.records[side], verdicts.of(side, item)];
    const first = record.first(item.id);
    const cells = [
      mark(verdict), item.id + (first === item.id ? "" : ` = ${first}`), Words.parties(record, item.issuers),
      `${item.direction}, ${item.issue}${item.vague ? ", vague" : ""}`, Words.quoted(record, item), Words.parties(record, item.addressees),
      Words.before(record, item, (gate) => verdicts.of(side, gate)?.sign), Words.answers(record, item), Words.stuck(record, item),
    ];
    return { key: item.key, shape: verdict?.shape, cells, wrong: verdict?.shape === "differs" ? WRONG[verdict.kind] : null };
  }

  function stance(verdicts, side, item) {
    const [record, verdict] = [verdicts.records[side], verdicts.of(side, item)];
    const cells = [mark(verdict), item.id, Words.party(record, item.holder), item.polarity, Words.quoted(record, item), Words.thing(record, item.target)];
    return { key: item.key, shape: verdict?.shape, cells };
  }

  function deadlock(verdicts, side, { kind, ends }) {
    const record = verdicts.records[side];
    const end = ({ sides, demand, outcome }) => [
      sides.map((id) => record.name(id)).join(", ") || "nobody named", demand ? Words.thing(record, demand) : "opposes it", outcome ? Words.thing(record, outcome) : "",
    ];
    const first = record.get("demands", ends.find((one) => one.demand)?.demand);
    return { key: first?.key ?? null, cells: [kind, ...ends.flatMap(end)] };
  }

  // The parties of an item, by the folded names of their sides.
  const fold = (words) => words.trim().toLowerCase();
  const sideOf = (record, id) => record.name(record.side(id));
  const involved = {
    demands: (record, d) => [...d.issuers, ...d.addressees, ...(record.stances ?? []).filter((s) => s.target === d.id).map((s) => s.holder)],
    stances: (record, s) => [s.holder, ...(record.get("entities", s.target) ? [s.target] : [])],
    deadlocks: (record, lock) => lock.ends.flatMap((end) => end.sides),
  };
  const parties = (kind, record, item) => involved[kind](record, item).map((id) => sideOf(record, id));

  // What one document has of a kind, as groups of { doc, side, item }: gold and the prediction that was meant for it.
  function groups(kind, doc, system, sides, actor) {
    const verdicts = Verdicts.of(doc, system);
    const fits = ({ side, item }) => actor === null || parties(kind, verdicts.records[side], item).some((name) => fold(name) === actor);
    const [golds, preds] = verdicts.records.map((record) => record?.[kind] ?? []);
    const pairs = kind === "demands" ? verdicts.pairs.map(({ gold, pred }) => [gold, pred]) : [...golds.map((item) => [item]), ...preds.map((item) => [undefined, item])];
    return pairs
      .map((pair) => pair.map((item, side) => ({ doc, side, item })).filter(({ side, item }) => item && sides.includes(side)))
      .filter((group) => group.some(fits));
  }

  // A table over documents as { title, heads, groups, tell, note }: rows are put into words where they are drawn or saved.
  // `sides` are 0 for gold and 1 for the system; `actor` is the folded name of a side, or null for all.
  function table(kind, docs, { system, sides, actor = null }) {
    const own = [...(docs.length > 1 || actor !== null ? ["document"] : []), ...(sides.length > 1 ? ["labels of"] : [])];
    const about = { document: ({ doc }) => doc.id, "labels of": ({ side }) => (side ? Records.systems[system] : "gold") };
    const words = { demands: demand, stances: stance, deadlocks: deadlock }[kind];
    const tell = (row) => {
      const told = words(Verdicts.of(row.doc, system), row.side, row.item);
      return { ...row, ...told, cells: [...own.map((name) => about[name](row)), ...told.cells] };
    };
    const silent = sides.includes(1) && docs.every((doc) => !Records.of(doc, system + 1)?.[kind]);
    return {
      title: TITLES[kind], heads: [...own, ...COLUMNS[kind]], tell, note: silent ? `Not attempted by ${Records.systems[system]}.` : "",
      groups: docs.flatMap((doc) => groups(kind, doc, system, sides, actor)),
    };
  }

  // A table as a closed or open part of the page, with a button that saves the whole of it.
  function draw(name, { title, heads, groups: found, tell, note }, open) {
    const count = found.length;
    const notes = [note, count > MOST && `${MOST} of ${count} are drawn; the file holds all.`, !count && "None."].filter(Boolean);
    const parts = [make("summary", {}, title, " ", make("small", {}, String(count))), ...notes.map((words) => make("p", { class: "none" }, words))];
    if (count) {
      const rows = found.slice(0, MOST).map((group) => group.map(tell));
      const filled = heads.map((_, n) => rows.some((group) => group.some((row) => row.cells[n]))); // an empty column is not drawn
      const body = rows.map((group) => make("tbody", {}, ...group.map((row) => line(heads, row, filled))));
      const head = make("thead", {}, make("tr", {}, ...heads.filter((_, n) => filled[n]).map((head) => make("th", { scope: "col" }, head))));
      const save = () => Csv.save(`parleybench ${name} ${title}`, heads, found.flat().map((row) => tell(row).cells));
      parts.push(make("div", { class: "wide", role: "region", tabindex: 0, "aria-label": title }, make("table", { class: "rows" }, head, ...body)));
      parts.push(button("Save as CSV", save, { class: "save", "aria-label": `Save as CSV: ${title}` }));
    }
    return make("details", open ? { open: "" } : {}, ...parts);
  }

  function line(heads, row, filled) {
    const cells = row.cells.map((words, n) => {
      const [head, wrong, shown] = [heads[n], row.wrong === heads[n], Words.clip(words)];
      const jump = () => button(shown, () => go(row.doc, row.side, row.key), { class: "jump", "aria-label": `${head} ${words}: show in the text` });
      const inner = row.key && words && LINKS.includes(head) ? jump() : shown;
      return make("td", { "data-head": head, class: wrong ? "wrong" : head === "scored" ? row.shape : null }, ...(wrong ? ["≠ "] : []), inner);
    });
    return make("tr", { class: row.side ? "prediction" : "gold" }, ...cells.filter((_, n) => filled[n]));
  }

  // The actors or the conflicts of documents as name -> { label, docs, demands }, those with most demands first.
  function index(by, docs, side) {
    const found = new Map();
    const add = (label, doc, demands) => {
      const name = fold(label);
      if (!found.has(name)) found.set(name, { label, docs: new Set(), demands: 0 });
      const entry = found.get(name);
      entry.docs.add(doc);
      entry.demands += demands;
    };
    for (const doc of docs) {
      const record = Records.of(doc, side);
      if (by === "conflicts") add(doc.conflict, doc, record?.demands?.length ?? 0);
      else for (const kind of ["demands", "stances"]) for (const item of record?.[kind] ?? []) for (const name of new Set(parties(kind, record, item))) add(name, doc, Number(kind === "demands"));
    }
    return [...found].map(([name, entry]) => ({ name, ...entry })).sort((a, b) => b.demands - a.demands || a.label.localeCompare(b.label));
  }

  const onGo = (does) => { go = does; };
  return { table, draw, index, fold, onGo };
})();
