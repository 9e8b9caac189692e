"""Who is who: sides that meet by their mentions, by name, by the reserved id; and labels that agree through them."""

from __future__ import annotations

import msgspec
import pytest
from make import demand, entity, outcome, record

from parleybench.annotations.layers import Entity, Mention
from parleybench.eval.who import Both, cues, outcomes_agree, places


def named(id: str, name: str) -> Entity:
    return msgspec.structs.replace(entity(id), name=name)


GOLD = record(entities=[entity("a", (0, 10)), entity("b", (20, 30)), entity("c", (40, 50), principal="b")])


def test_issuers_must_all_be_right_and_at_least_one() -> None:
    pred = record(entities=[entity("x", (0, 10)), entity("y", (20, 30)), entity("z", (90, 95))])
    both = Both(GOLD, pred)
    wanted = demand("d", 60, 70, issuers=["a", "b"], addressees=["c"])

    def said(*issuers: str, to: tuple[str, ...] = ()) -> bool:
        return both.issuers_agree(demand("p", 60, 70, issuers=list(issuers), addressees=list(to)), wanted)

    assert said("x") and said("x", "y")
    assert not said() and not said("x", "z") and not said("z")


def test_addressees_must_be_silent_where_gold_is() -> None:
    both = Both(GOLD, record(entities=[entity("x", (0, 10)), entity("y", (20, 30))]))
    nobody, one = demand("d", 0, 1), demand("d", 0, 1, addressees=["c"])
    assert both.addressees_agree(demand("p", 0, 1), nobody)
    assert not both.addressees_agree(demand("p", 0, 1, addressees=["x"]), nobody)
    assert both.addressees_agree(demand("p", 0, 1, addressees=["y"]), one)  # y stands for b, whose c is
    assert not both.addressees_agree(demand("p", 0, 1), one)
    assert not both.addressees_agree(demand("p", 0, 1, addressees=["x"]), one)


def test_the_majority_of_mentions_decides() -> None:
    gold = record(entities=[entity("a", (0, 5), (10, 15)), entity("b", (20, 25))])
    pred = record(entities=[entity("x", (0, 5), (10, 15), (20, 25))])
    assert Both(gold, pred).resolved["x"] == "a"


def test_a_circle_of_principals_ends() -> None:
    gold = record(entities=[entity("a", (0, 5))])
    pred = record(entities=[entity("p", principal="q"), entity("q", principal="p")])
    assert Both(gold, pred).resolved == {"p": None, "q": None, "speaker": "speaker"}


def test_a_gold_side_without_mentions_is_matched_by_speaker() -> None:
    gold = record(entities=[entity("speaker")])
    assert Both(gold, record()).resolved == {"speaker": "speaker"}
    assert Both(gold, record(entities=[entity("p", (90, 95))])).resolved["p"] is None


def test_a_tie_is_unresolved() -> None:
    gold = record(entities=[entity("a", (0, 5)), entity("b", (10, 15))])
    pred = record(entities=[entity("p", (0, 5), (10, 15))])
    assert Both(gold, pred).resolved["p"] is None


def test_an_entity_without_paired_mentions_goes_through_its_principal() -> None:
    gold = record(entities=[entity("a", (0, 5))])
    pred = record(entities=[entity("p", (0, 5)), entity("m", (70, 75), principal="p")])
    assert Both(gold, pred).resolved["m"] == "a"


def test_a_mentionless_principal_goes_through_those_who_speak_for_it() -> None:
    gold = record(entities=[entity("a"), entity("m", (0, 5), principal="a")])
    pred = record(entities=[entity("p"), entity("q", (0, 5), principal="p")])
    assert Both(gold, pred).resolved["p"] == "a"


def test_the_one_silent_side_of_each_meets_the_other() -> None:
    gold = record(entities=[entity("a"), entity("b", (0, 5))])
    pred = record(entities=[entity("p"), entity("q", (0, 5))])
    assert Both(gold, pred).resolved["p"] == "a"


def test_several_silent_sides_meet_by_name_alone() -> None:
    gold = record(entities=[named("a", "Orland"), named("b", "Vesk")])
    pred = record(entities=[named("p", "vesk"), named("q", "Orland"), named("r", "Tarn")])
    resolved = Both(gold, pred).resolved
    assert (resolved["p"], resolved["q"], resolved["r"]) == ("b", "a", None)


def test_a_silent_side_does_not_take_the_place_of_one_with_mentions() -> None:
    gold = record(entities=[entity("a", (0, 5))])
    assert Both(gold, record(entities=[entity("p")])).resolved["p"] is None


def test_a_side_votes_with_all_its_mentions() -> None:
    gold = record(entities=[entity("a", (0, 5), (10, 15)), entity("b", (20, 25))])
    pred = record(entities=[entity("p", (0, 5), (10, 15)), entity("q", (20, 25), principal="p")])
    assert Both(gold, pred).resolved == {"p": "a", "q": "a", "speaker": "speaker"}


def test_nobody_has_a_vote_for_each_mention_that_pairs_with_nothing() -> None:
    gold = record(entities=[entity("a", (0, 5), (10, 15))])
    one, two, three = (
        record(entities=[entity("p", (0, 5), *((100 * n, 100 * n + 5) for n in range(1, 1 + more)))])
        for more in (1, 2, 3)
    )
    assert [Both(gold, pred).resolved["p"] for pred in (one, two, three)] == ["a", None, None]


def test_a_side_that_no_mention_of_gold_meets_is_nobody_though_gold_has_a_silent_side() -> None:
    gold = record(entities=[entity("a"), entity("b", (0, 5))])
    assert Both(gold, record(entities=[entity("p", (50, 55))])).resolved["p"] is None


def test_a_mention_that_several_sides_claim_belongs_to_nobody() -> None:
    gold = record(entities=[entity("a", (0, 5), (10, 15)), entity("b", (0, 5), (20, 25))])
    pred = record(entities=[entity("p", (0, 5), (10, 15)), entity("q", (0, 5))])
    for ours in (gold, msgspec.structs.replace(gold, entities=(gold.entities or [])[::-1])):
        assert Both(ours, pred).resolved == {"p": "a", "q": None, "speaker": "speaker"}
    alone = record(entities=[entity("p", (0, 5))])  # its one mention is two gold sides': nobody
    assert Both(gold, alone).resolved["p"] is None
    twice = record(entities=[entity("p", (10, 15)), entity("m", (10, 15), principal="p")])
    assert Both(gold, twice).resolved["m"] == "a"


def test_the_reserved_id_has_a_side_whether_listed_or_not() -> None:
    gold = record(entities=[entity("a", (0, 5)), entity("m", (10, 15), principal="speaker")])
    listed = record(entities=[*(gold.entities or []), entity("speaker")])
    for ours in (gold, listed):
        for theirs in (gold, listed):
            both = Both(ours, theirs)
            assert both.gold_sides["m"] == both.pred_sides["m"] == "speaker"
            assert both.resolved == {"a": "a", "m": "speaker", "speaker": "speaker"}


def test_the_speaker_may_stand_for_the_only_silent_side_and_for_no_one_of_several() -> None:
    one = record(entities=[entity("speaker", (0, 5)), entity("a")])
    two = record(entities=[entity("speaker", (0, 5)), entity("a"), entity("b")])
    assert Both(one, record()).resolved["speaker"] == "a"
    assert Both(two, record()).resolved["speaker"] == "speaker"
    ruled = record(entities=[entity("speaker", principal="c"), entity("c", (0, 5)), entity("a"), entity("b")])
    assert Both(ruled, record()).resolved["speaker"] is None


def test_the_speakers_silent_side_is_taken_by_the_speaker_alone() -> None:
    gold = record(entities=[named("speaker", "Orland"), named("b", "Vesk"), named("c", "Tarn")])
    pred = record(
        entities=[named("p", "Orland"), named("q", "Vesk"), named("s", "Tarn"), entity("speaker", principal="s")]
    )
    resolved = Both(gold, pred).resolved
    assert resolved == {"p": None, "q": "b", "s": "speaker", "speaker": "speaker"}


def test_a_name_that_two_silent_sides_bear_tells_nothing() -> None:
    gold = record(entities=[named("a", "Orland"), named("b", "Orland"), named("c", "Vesk")])
    pred = record(entities=[named("p", "Orland"), named("q", "VESK")])
    resolved = Both(gold, pred).resolved
    assert (resolved["p"], resolved["q"]) == (None, "c")


def test_two_silent_sides_without_names_are_not_told_apart() -> None:
    gold = record(entities=[entity("a"), entity("b"), entity("x", (0, 5))])
    assert Both(gold, record(entities=[entity("p"), entity("y", (0, 5))])).resolved["p"] is None
    assert Both(record(entities=[entity("a")]), record(entities=[entity("p"), entity("q")])).resolved["p"] is None


def test_outcomes_agree_by_kind_and_others_by_span_too() -> None:
    assert outcomes_agree(outcome("o", 0, 5), outcome("p", 50, 55))
    assert not outcomes_agree(outcome("o", 0, 5), outcome("p", 0, 5, "ceasefire"))
    assert outcomes_agree(outcome("o", 0, 5, "other"), outcome("p", 0, 10, "other"))  # IoU of just a half
    assert not outcomes_agree(outcome("o", 0, 5, "other"), outcome("p", 0, 11, "other"))


def test_demands_and_outcomes_stand_in_order_of_the_text() -> None:
    made = record(
        demands=[demand("x", 20, 30), demand("b", 0, 9, issue="nuclear"), demand("a", 0, 9, direction="refuse")],
        outcomes=[outcome("o", 9, 12), outcome("p", 3, 5)],
    )
    both = Both(made, made)
    assert [d.id for d in both.gold_demands] == [d.id for d in both.pred_demands] == ["a", "b", "x"]
    assert both.pred_demand_spans == both.gold_demand_spans == [(0, 9), (0, 9), (20, 30)]
    assert [o.id for o in both.gold_outcomes] == list(both.pred_outcome) == ["p", "o"]


def test_spans_without_offsets_are_refused_and_cues_without_them_are_none() -> None:
    waiting = Mention(quote="talks", nth=1)
    assert places([Mention(3, 5), Mention(1, 2)]) == [(3, 5), (1, 2)]
    for bad in (waiting, Mention(3), Mention(end=3)):
        with pytest.raises(ValueError, match="parley anchor"):
            places([Mention(3, 5), bad])
        assert cues([Mention(3, 5), bad, Mention(1, 2), Mention(3, 5)]) == {(1, 2), (3, 5)}


def test_a_mention_without_both_offsets_is_refused() -> None:
    for waiting in (Mention(quote="talks", nth=1), Mention(3), Mention(end=3)):
        people = [msgspec.structs.replace(entity("a"), mentions=[waiting])]
        with pytest.raises(ValueError, match="parley anchor"):
            _ = Both(record(entities=people), record()).gold_mentions


def test_restatements_are_of_the_class_of_the_first_mention() -> None:
    made = [demand("p", 0, 9), demand("q", 20, 29, same_as="p"), demand("r", 40, 49, same_as="q")]
    assert Both(record(demands=made), record()).gold_classes == {"p": "p", "q": "p", "r": "p"}
    astray = [demand("p", 0, 9, same_as="gone"), demand("q", 20, 29, same_as="r"), demand("r", 40, 49, same_as="q")]
    assert Both(record(demands=astray), record()).gold_classes == {"p": "p", "q": "q", "r": "r"}


def test_all_demands_on_one_span_share_its_classes() -> None:
    gold = record(demands=[demand("d", 0, 10), demand("e", 0, 10, issue="nuclear"), demand("f", 20, 30)])
    pred = record(demands=[demand("x", 0, 9), demand("y", 0, 9, direction="refuse"), demand("z", 50, 60)])
    shared = frozenset(("d", "e"))
    assert Both(gold, pred).homes == {"x": shared, "y": shared, "z": frozenset()}
