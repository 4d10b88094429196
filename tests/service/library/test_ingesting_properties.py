"""Any sequence of adding, changing and removing files ends as a simple model says."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from isthmus.storage import open_storage
from library_of_tests import LibraryOfTests, counts

NAMES = st.sampled_from(["a.md", "b.md", "sub/a.md", "sub/c d.md"])
TEXTS = st.sampled_from(["one", "two", "three"])
DAMAGED = "\0"


class Ingesting(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.root = Path(self.place.name) / "documents"
        (self.root / "sub").mkdir(parents=True)
        self.storage = open_storage(Path(self.place.name) / "data")
        self.storage.migrate()
        self.library = LibraryOfTests(self.storage)
        self.files: dict[str, str] = {}
        self.live: dict[str, str] = {}

    def teardown(self) -> None:
        self.storage.close()
        self.place.cleanup()

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        self._write(name, text)

    @rule(name=NAMES)
    def damage(self, name: str) -> None:
        self._write(name, DAMAGED)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)
        self.files.pop(name, None)

    @rule()
    def ingest(self) -> None:
        good = {name: text for name, text in self.files.items() if text != DAMAGED}
        kept = {name: text for name, text in self.live.items() if name in self.files}
        expected = (
            len(good.keys() - self.live.keys()),
            sum(self.live.get(name, text) != text for name, text in good.items()),
            sum(self.live.get(name) == text for name, text in good.items()),
            len(self.live.keys() - self.files.keys()),
            len(self.files) - len(good),
        )
        assert counts(self.library.add(self.root)) == expected
        self.live = kept | good

    @invariant()
    def the_live_documents_are_those_of_the_model(self) -> None:
        with self.library.read_by() as read:
            found = {
                each.description.title: read.revision(each.revision).text
                for each in read.documents()
            }
            paths = {each.source for each in read.documents()}
        assert paths == {(self.root / name).as_uri() for name in self.live}
        assert sorted(found) == sorted({Path(name).name for name in self.live})

    @invariant()
    def the_index_follows(self) -> None:
        self.library.upkeep.bring_up_to_date()
        texts = sorted(e.text.splitlines()[-1] for e in self.library.index.entries.values())
        assert texts == sorted(self.live.values())

    def _write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)
        self.files[name] = text


TestIngesting = Ingesting.TestCase
TestIngesting.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
