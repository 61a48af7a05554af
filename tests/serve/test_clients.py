"""Many clients at once: nothing mixed up, nothing lost, and no more kept than there is work."""

from __future__ import annotations

import resource
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from libretranslatepy import LibreTranslateAPI

from tests.serve.conftest import Running, Start
from translate_pipe.serve.glossaries import GlossaryShelf
from translate_pipe.serve.translators import Lane, Translators, Work

pytestmark = pytest.mark.long

CLIENTS = 32
SUBJECTS = ("The councillor", "The president", "The journalist", "The woman", "The Kremlin")
VERBS = ("supported", "criticised", "discussed", "remembered", "rejected")
OBJECTS = ("the petition", "the law", "the report", "the plan", "the decision")
SENTENCES = [" ".join(words) + "." for words in product(SUBJECTS, VERBS, OBJECTS)]


@pytest.fixture(scope="module")
def alone(pocket_packages: Path, glossary_files: list[Path]) -> dict[str, dict[str, str]]:
    """What each sentence gives with each glossary when it is translated alone, one after the other."""
    translators = Translators(GlossaryShelf(glossary_files), packages_dir=pocket_packages)
    return {
        name: {
            sentence: translators.translate(Lane("en", "ru", names), [Work((sentence.encode(),), "txt")])[0][
                0
            ].content.decode()
            for sentence in SENTENCES
        }
        for name, names in (("news", ("news",)), ("sport", ("sport",)), ("none", ()))
    }


def test_sentences_differ_enough_for_a_mistake_to_show(alone: dict[str, dict[str, str]]) -> None:
    for targets in alone.values():
        assert max(Counter(targets.values()).values()) <= 2
    assert all("прошени" in alone["news"][one] for one in SENTENCES if "petition" in one)
    assert all("ходатайств" in alone["sport"][one] for one in SENTENCES if "petition" in one)


def test_32_clients_at_once_get_each_its_own(server: Running, alone: dict[str, dict[str, str]]) -> None:
    def work(number: int) -> list[tuple[str, str, str]]:
        """Ask for 20 sentences, from another place on than the others, with one glossary or another."""
        glossary = ("news", "sport", "none")[number % 3]
        own = [SENTENCES[(number * 37 + k) % len(SENTENCES)] for k in range(20)]
        got = []
        for at, sentence in enumerate(own):
            fields = {"source": "en", "target": "ru", "glossary": glossary}
            if at % 5 == 0:
                several = own[at : at + 3]
                answer = server.post("/translate", {"q": several, **fields}).json["translatedText"]
                got += list(zip([glossary] * 3, several, answer, strict=False))
            else:
                answer = server.post_form("/translate", {"q": sentence, **fields}).json["translatedText"]
                got.append((glossary, sentence, answer))
        return got

    with ThreadPoolExecutor(CLIENTS) as pool:
        results = list(pool.map(work, range(CLIENTS)))
    assert [len(found) for found in results] == [16 + 4 * 3] * CLIENTS
    wrong = [one for found in results for one in found if alone[one[0]][one[1]] != one[2]]
    assert wrong == []


def test_32_real_clients_at_once(server: Running, alone: dict[str, dict[str, str]]) -> None:
    def work(number: int) -> list[tuple[str, str]]:
        client = LibreTranslateAPI(server.url)
        own = [SENTENCES[(number * 5 + k) % len(SENTENCES)] for k in range(5)]
        return [(one, client.translate(one, "en", "ru")) for one in own]

    with ThreadPoolExecutor(CLIENTS) as pool:
        results = [one for found in pool.map(work, range(CLIENTS)) for one in found]
    assert len(results) == CLIENTS * 5
    assert [target for _, target in results] == [alone["news"][source] for source, _ in results]


def test_headlines_in_capitals_learn_nothing_from_other_clients(server: Running) -> None:
    """One text shows how it writes its headline words; the same headline of another stays."""
    headline = "THE PARTY SUPPORTED THE LAW."
    fields = {"source": "en", "target": "ru", "glossary": "none"}
    usual = server.post("/translate", {"q": headline, **fields}).json["translatedText"]
    other = f"{headline}\n\nThe woman supported the PARTY and the Law.\n"

    def ask(number: int) -> str:
        text = headline if number % 2 else other
        return str(server.post("/translate", {"q": text, **fields}).json["translatedText"])

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(ask, range(64)))
    assert set(answers[1::2]) == {usual}
    assert len(set(answers[::2])) == 1


def test_memory_does_not_grow_with_requests(start: Start) -> None:
    server = start()
    fields = {"source": "en", "target": "ru"}

    def work(number: int) -> int:
        texts = [SENTENCES[(number + k) % len(SENTENCES)] for k in range(10)]
        return server.post("/translate", {"q": texts, **fields}).status

    def run(requests: int) -> int:
        with ThreadPoolExecutor(CLIENTS) as pool:
            assert set(pool.map(work, range(requests))) == {200}
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    before = run(100)
    after = run(300)
    assert after - before < 40 * 2**20


def test_requests_in_work_are_answered_before_the_server_ends(start: Start) -> None:
    server = start()
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(server.post, "/translate", {"q": SENTENCES[:100], "source": "en", "target": "ru"})
            for _ in range(4)
        ]
        while not server.server.server_state.tasks:
            pass
        server.server.should_exit = True
        answers = [one.result(60) for one in asked if not _refused(one)]
    assert answers
    assert all(len(answer.json["translatedText"]) == 100 for answer in answers)


def _refused(one: object) -> bool:
    """A client that had not come through yet finds nobody there any more."""
    error = one.exception(60)  # type: ignore[attr-defined]
    assert error is None or isinstance(error, ConnectionError)
    return error is not None
