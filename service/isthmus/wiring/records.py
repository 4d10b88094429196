"""The records and the audit trail, and the work that was promised in them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from isthmus.access.store import AccessStore
from isthmus.audit.model import Verdict, Witness
from isthmus.audit.service import Audit, examine
from isthmus.audit.store import Act, AuditStore, NotedHead
from isthmus.jobs.calendar import Schedule
from isthmus.jobs.desk import RESTORED, Jobs
from isthmus.jobs.durable import Durable
from isthmus.jobs.handling import Kind
from isthmus.jobs.store import JobStore, enqueued_in
from isthmus.llm.desk import LanguageModels
from isthmus.llm.model import Models
from isthmus.people import OPERATOR
from isthmus.settings import Settings
from isthmus.storage import Storage


@dataclass(frozen=True)
class Records:
    """What everything is kept in; subclasses add the features that keep it."""

    settings: Settings
    storage: Storage
    clock: Callable[[], datetime]

    @contextmanager
    def recording(self) -> Iterator[Act]:
        """Write, with the audit trail; afterwards its head is noted in the data folder too."""
        with self.storage.transaction() as connection:
            trail = AuditStore(connection)
            before = trail.head()
            yield Act(connection, Audit(trail, self.clock))
            after = trail.head()
            noted = self.noted_head.witnesses()
            extends = all(trail.holds(each.head) for each in noted)  # else it is kept as evidence
            enqueued = enqueued_in(connection)
        if after != before and extends:
            self.noted_head.note(after)
        if enqueued:
            self.durable.wake()

    @cached_property
    def models(self) -> Models:
        """Language models, as far as the settings name any."""
        return self.language_models.models

    @cached_property
    def language_models(self) -> LanguageModels:
        return LanguageModels(self.settings, self.storage, self.recording, self.clock)

    @cached_property
    def durable(self) -> Durable:
        """Durable work: jobs and schedules, and who does them."""
        return Durable(
            storage=self.storage,
            recording=self.recording,
            clock=self.clock,
            kinds=lambda: self.kinds,
            schedules=lambda: self.standing_schedules,
        )

    @property
    def jobs(self) -> Jobs:
        """Durable work as administrators see it."""
        return self.durable.desk

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Give the kinds of job that the features add."""
        return ()

    @property
    def standing_schedules(self) -> tuple[Schedule, ...]:
        """Give the schedules of the features that every installation has."""
        return ()

    def start_work(self) -> None:
        """Do what is due from now on, where the settings say so."""
        self.language_models.start()
        if self.settings.worker:
            self.durable.workers.start()

    def stop_work(self) -> None:
        if self.settings.worker:
            self.durable.workers.stop()

    def restored(self, archive: str, digest: str) -> None:
        """Record that the records were replaced; nobody is signed in on those of an archive.

        What it had still to do becomes dead letters: it may have been done since, or sent.

        The head that was noted before goes into the entry: what it saw later than the archive is
        gone from this trail.
        """
        noted = ", ".join(str(each.head) for each in self.noted_head.witnesses())
        with self.storage.transaction() as connection:
            AccessStore(connection).forget_all_visits()
            JobStore(connection).set_aside(RESTORED, self.clock())
            audit = Audit(AuditStore(connection), self.clock)
            details = {"sha256": digest, "head before": noted}
            entry = audit.record("backup.restored", OPERATOR, archive, details)
        self.noted_head.note(entry.head)

    @cached_property
    def noted_head(self) -> NotedHead:
        return NotedHead(self.settings.data_dir)

    @contextmanager
    def audited(self) -> Iterator[AuditStore]:
        """Open the audit trail to look at it."""
        with self.storage.reading() as connection:
            yield AuditStore(connection)

    def verify_audit(self, *noted: Witness) -> Verdict:
        """Verify the whole audit trail, also against heads that were noted elsewhere."""
        with self.audited() as trail:
            return examine(trail, [*self.noted_head.witnesses(), *noted])

    @property
    def today(self) -> date:
        return self.clock().date()

    def close(self) -> None:
        self.storage.close()
