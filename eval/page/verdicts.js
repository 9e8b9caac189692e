// Right and wrong: what the errors of a system say of each item, in gold and in its prediction.
"use strict";
const Verdicts = (() => {
  const TASKS = { entities: "actors", demands: "demands", gates: "preconditions", stances: "stance" };
  const SIGNS = { right: "✓", differs: "≠", missed: "✗", spurious: "✗" };
  const told = (shape, kind = shape) => ({ shape, kind, sign: SIGNS[shape] });

  function overlap(a, b) {
    const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
    return shared > 0 ? shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start)) : 0;
  }

  class Verdicts {
    constructor(doc, system) {
      const errors = Records.errors(doc, system);
      this.records = [Records.of(doc, 0), Records.of(doc, system + 1)];
      this.known = errors !== null;
      this.wrong = [new Map(), new Map()];
      for (const error of errors ?? []) {
        [error.gold, error.pred].forEach((name, side) => this.wrong[side].set(`${error.task} ${name}`, error));
      }
      this.pairs = this.paired();
      this.unscored = new Set(this.pairs.filter((pair) => pair.gold?.vague).flatMap(({ gold, pred }) => [gold, pred]));
    }

    // How an item (a mention, by its place) of gold (side 0) or prediction (1) fared; null where nothing was scored.
    of(side, item, span) {
      const task = TASKS[item.layer];
      return task && !this.unscored.has(item) ? this.judged(side, task, item.layer, this.names(side, item, span)) : null;
    }

    // How a conflict between two demands fared: in gold it stands by their first mentions.
    ofConflict(side, pair) {
      const names = [pair, pair.map((id) => this.records[side].first(id))].map((ids) => [...ids].sort().join("+"));
      return this.judged(side, "conflicts", "conflicts", names);
    }

    judged(side, task, layer, names) {
      if (!this.known || !this.records[1]?.[layer]) return null;
      const error = names.map((name) => this.wrong[side].get(`${task} ${name}`)).find(Boolean);
      if (!error) return told("right");
      return error.gold !== null && error.pred !== null ? told("differs", error.kind) : told(side ? "spurious" : "missed", error.kind);
    }

    // The names under which an item may stand among the errors: of gold stances that say the same only one does.
    names(side, item, span) {
      if (item.layer === "entities") return [`${span.start}-${span.end}`];
      if (item.layer === "gates") return [`${item.demand}>${item.outcome}`];
      if (item.layer !== "stances" || side) return [item.id];
      const record = this.records[side];
      const same = this.content(record, item);
      return record.stances.filter((other) => this.content(record, other) === same).map((other) => other.id);
    }

    content(record, { holder, target, polarity }) {
      const item = record.find(target);
      const about = { entities: () => record.side(target), outcomes: () => item.kind !== "other" && item.kind }[item?.layer]?.();
      return JSON.stringify([record.side(holder), polarity, about || (item ? [item.start, item.end] : target)]);
    }

    // Demands of gold and prediction that were meant for one another, in the order of the text: wrong pairs as the
    // errors tell them, right ones by their overlap, the rest alone.
    paired() {
      const [golds, preds] = this.records.map((record) => record?.demands ?? []);
      const pairs = [], left = [new Set(golds), new Set(preds)];
      const pair = (gold, pred) => {
        pairs.push({ gold, pred });
        left[0].delete(gold);
        left[1].delete(pred);
      };
      const alone = [golds, preds].map((demands, side) => demands.filter((d) => this.wrong[side].has(`demands ${d.id}`)));
      for (const gold of alone[0]) {
        const pred = alone[1].find((d) => d.id === this.wrong[0].get(`demands ${gold.id}`).pred);
        pair(gold, pred);
      }
      for (const pred of alone[1]) if (left[1].has(pred)) pair(undefined, pred);
      const near = [...left[0]].flatMap((gold) => [...left[1]].map((pred) => [gold, pred, overlap(gold, pred)])).filter(([, , share]) => share > 0);
      for (const [gold, pred] of near.sort((a, b) => b[2] - a[2])) if (left[0].has(gold) && left[1].has(pred)) pair(gold, pred);
      for (const gold of left[0]) pair(gold, undefined);
      for (const pred of left[1]) pair(undefined, pred);
      const start = ({ gold, pred }) => (gold ?? pred).start;
      return pairs.sort((a, b) => start(a) - start(b));
    }
  }

  const of = (doc, system) => Records.once(doc, `verdicts ${system}`, () => new Verdicts(doc, system));
  return { of };
})();
