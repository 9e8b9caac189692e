"""How the scorer is proven: `python -m proof differential|power|speed|mutation`, each writing its table into eval/README.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from parleybench.corpus import tables

from . import differential as against_peers
from . import page
from . import power as trust
from . import speed as timing


def differential(args: argparse.Namespace) -> int:
    """Hold our figures against those of independent scorers (needs the extra `peers`)."""
    rows = against_peers.table(args.inputs, args.seed)
    print(tables.plain(against_peers.HEADER, [row.cells() for row in rows]))
    print(f"wrote {against_peers.write(rows)}", file=sys.stderr)
    faults = sum(row.fault for row in rows)
    if faults:
        print(f"{faults} sound comparisons disagree", file=sys.stderr)
    return int(bool(faults))


def power(args: argparse.Namespace) -> int:
    """Simulate how far figures on splits of this size can be trusted."""
    return keep(trust, trust.table(args.draws, args.seed))


def speed(args: argparse.Namespace) -> int:
    """Time ours beside independent scorers (needs the extra `peers`; some twenty minutes)."""
    return keep(timing, timing.table(args.documents, args.repeats))


def mutation(args: argparse.Namespace) -> int:
    """Change the scorer's core in small ways and count what the tests notice (some fifteen minutes)."""
    from . import mutation as proof

    rows = proof.table(proof.run(tuple(args.modules) or proof.CORE))
    if args.modules and args.keep:
        rows = proof.merged(rows, page.rows(proof.BLOCK))
    return keep(proof, rows, kept=args.keep or not args.modules)


def keep(proof: Any, rows: Sequence[Sequence[str]], *, kept: bool = True) -> int:
    """Print a table of proof, and keep it in the page of the harness."""
    print(tables.plain(proof.HEADER, rows))
    if kept:
        print(f"wrote {page.fill(proof.BLOCK, proof.HEADER, rows)}", file=sys.stderr)
    return 0


def main() -> int:
    """Run one proof and return its exit code."""
    top = argparse.ArgumentParser(prog="proof", description=__doc__)
    proofs = top.add_subparsers(required=True, metavar="PROOF")
    for run in (differential, power, speed, mutation):
        one = proofs.add_parser(run.__name__, help=run.__doc__)
        one.set_defaults(run=run)
        one.add_argument("--seed", type=int, default=20240229)
        if run is differential:
            one.add_argument("--inputs", type=int, default=1000, metavar="N", help="made-up inputs a comparison")
        elif run is power:
            one.add_argument("--draws", type=int, default=1000, metavar="N")
        elif run is speed:
            one.add_argument("--documents", type=int, default=10_000, metavar="N")
            one.add_argument("--repeats", type=int, default=5, metavar="N")
        else:
            one.add_argument("modules", nargs="*", metavar="MODULE", help="only these modules of eval/")
            one.add_argument("--keep", action="store_true", help="put the rows of these modules into the table")
    args = top.parse_args()
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
