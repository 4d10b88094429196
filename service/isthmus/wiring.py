"""The parts of the service, put together; `main.py` chooses them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property, partial
from threading import BoundedSemaphore
from typing import Final, Protocol

from isthmus.access.accounts import Accounts
from isthmus.access.attempts import Failures, Limits
from isthmus.access.keys import KeyCheck
from isthmus.access.model import Grant, Lifetime
from isthmus.access.passwords import Passwords
from isthmus.access.service import Access
from isthmus.access.signing_in import SigningIn
from isthmus.access.store import AccessStore
from isthmus.actions.dates import Asked, Weekday, today_in
from isthmus.actions.desk import Actions
from isthmus.actions.desk import Parts as ActionParts
from isthmus.actions.feeds import Feeds
from isthmus.actions.feeds import Parts as FeedParts
from isthmus.actions.model import Action, Event
from isthmus.actions.webhooks import Parts as WebhookParts
from isthmus.actions.webhooks import Webhooks
from isthmus.actions.webhooks.desk import KIND as WEBHOOK
from isthmus.actions.webhooks.sending import Telling
from isthmus.actions.webhooks.store import WebhookStore
from isthmus.answers.drafting import Drafting, Finding
from isthmus.answers.searching import Found, search
from isthmus.answers.service import Answering
from isthmus.answers.store import AnswerStore
from isthmus.assistant import Assistant
from isthmus.audit.model import Verdict, Witness
from isthmus.audit.service import Audit, examine
from isthmus.audit.store import Act, AuditStore, NotedHead
from isthmus.hearing.parts import Parts as HearingParts
from isthmus.inquiry.service import Inquiry, Parts
from isthmus.jobs.calendar import Schedule
from isthmus.jobs.desk import RESTORED, Jobs
from isthmus.jobs.durable import Durable
from isthmus.jobs.handling import Kind
from isthmus.jobs.store import JobStore, enqueued_in
from isthmus.library.caring import Care, retire, take_care
from isthmus.library.fetching import Fetcher, Patience
from isthmus.library.indexing import Derived, Index, IndexUpkeep
from isthmus.library.model import Document
from isthmus.library.ports import Embedding, Library, Readers
from isthmus.library.posting import LARGEST_REPLY, Poster
from isthmus.library.reading import LibraryReading
from isthmus.library.recording import RecordedIngest, RecordedStore
from isthmus.library.run import Progress, silent
from isthmus.library.service import Corpus
from isthmus.library.store import LibraryStore
from isthmus.library.websites import Websites
from isthmus.people import OPERATOR, SERVICE, Audience, Person, alone
from isthmus.programme.desk import Parts as ProgrammeParts
from isthmus.programme.desk import Programme
from isthmus.raci.desk import Charts
from isthmus.raci.desk import Parts as ChartParts
from isthmus.raci.hearing.meaning import people_named
from isthmus.raci.rules import Thresholds
from isthmus.reminding.desk import Reminding
from isthmus.reminding.hearing import Hearing
from isthmus.reminding.mail import Mail, Server
from isthmus.reminding.occasions import EVERY_NIGHT as ARRANGED_EVERY_NIGHT
from isthmus.reminding.occasions import Occasions
from isthmus.reminding.parts import Parts as RemindingParts
from isthmus.reminding.ways import Way
from isthmus.roles.desk import Parts as RoleParts
from isthmus.roles.desk import Roles
from isthmus.settings import Settings
from isthmus.storage import Storage
from isthmus.talks.store import TalkStore

MOST_AT_ONCE: Final = 4  # documents that people add, in one process


class OwnedIndex(Index, Protocol):
    """An index that knows whether this process keeps it on disk."""

    @property
    def owns_folder(self) -> bool: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Wiring:
    """Everything a command or the service works with; models and indexes open when first used."""

    settings: Settings
    storage: Storage
    clock: Callable[[], datetime]
    readers: Readers
    corpus: Corpus
    open_index: Callable[[], OwnedIndex]
    open_finding: Callable[[OwnedIndex, Embedding], Finding]

    @cached_property
    def index(self) -> OwnedIndex:
        return self.open_index()

    @cached_property
    def upkeep(self) -> IndexUpkeep:
        derived = Derived(self._changing, self._looking)
        return IndexUpkeep(derived, self.index, self.readers.embedding())

    @cached_property
    def ingest(self) -> RecordedIngest:
        """Indexes what it is handed; an upload is recorded as its person's, the rest ours."""
        largest = self.settings.max_document_bytes
        return RecordedIngest(self._library_as, self.readers, self.clock, largest)

    def websites(self, by: Person = OPERATOR) -> Websites:
        """Indexes what people name by address, recorded as this person's."""
        return Websites(self._library_as(by), self.readers, self.clock, self._fetch)

    @cached_property
    def _fetch(self) -> Fetcher:
        hosts = frozenset(host.lower() for host in self.settings.fetch_hosts)
        return Fetcher(self.settings.max_document_bytes, hosts)

    @cached_property
    def slots(self) -> BoundedSemaphore:
        """Limits how many documents people add at once: each takes memory and a processor."""
        return BoundedSemaphore(MOST_AT_ONCE)

    @cached_property
    def finding(self) -> Finding:
        return self.open_finding(self.index, self.readers.embedding())

    @property
    def answers(self) -> AnswerStore:
        return AnswerStore(self.storage)

    @contextmanager
    def answering(self) -> Iterator[Answering]:
        """Open questions and answers, on an index that is in step with the records."""
        self.upkeep.bring_up_to_date()
        with self.storage.reading() as connection:
            library = partial(LibraryReading, connection)
            yield Answering(Drafting(self.finding), library, self.answers, self.clock)

    @cached_property
    def inquiry(self) -> Inquiry:
        """Conversations, feedback, unanswered questions and notices."""
        return Inquiry(
            Parts(
                storage=self.storage,
                answering=self.answering,
                recording=self.recording,
                embedding=self.readers.embedding,
                person=self._person,
                clock=self.clock,
            )
        )

    @cached_property
    def charts(self) -> Charts:
        """Charts of responsibilities: kept, checked, accepted, approved and published."""
        return Charts(
            ChartParts(
                storage=self.storage,
                recording=self.recording,
                thresholds=self._chart_thresholds,
                readers=self.readers,
                person=self._person,
                definitions=self.roles.printed,
                clock=self.clock,
            )
        )

    @cached_property
    def roles(self) -> Roles:
        """Role definitions: put together, kept, compared with their sources, approved."""
        return Roles(
            RoleParts(
                storage=self.storage,
                recording=self.recording,
                reading=self.reading,
                readers=self.readers,
                person=self._person,
                clock=self.clock,
            )
        )

    @cached_property
    def assistant(self) -> Assistant:
        """Hears messages of every channel."""
        return Assistant(
            HearingParts(
                inquiry=self.inquiry,
                charts=self.charts,
                roles=self.roles,
                actions=self.actions,
                reminding=self.reminding,
                talks=TalkStore(self.storage),
                find=self.people_named,
                asked_for=self.asked_for,
                readers_of=self.readers_of,
                clock=self.clock,
                public_url=self.settings.base_url,
            )
        )

    @property
    def _chart_thresholds(self) -> Thresholds:
        settings = self.settings
        return Thresholds(
            responsible=settings.chart_most_responsible,
            consulted=settings.chart_most_consulted,
            informed=settings.chart_most_informed,
            accountable_share=settings.chart_accountable_share,
            rows=settings.chart_fewest_rows,
        )

    def people_named(self, name: str) -> list[Person]:
        """Give the people that a name may mean."""
        with self.storage.reading() as connection:
            return people_named(AccessStore(connection).people(), name)

    def everybody(self) -> list[Person]:
        """Give all people who have an account, for whoever is to name one."""
        with self.storage.reading() as connection:
            return AccessStore(connection).people()

    def readers_of(self, document: str, by: Person) -> tuple[str, ...]:
        """Give the groups that may read a document; raises NotFoundError to who may not."""
        with self.reading(alone(by)) as library:
            return tuple(sorted(library.document(document).description.readers))

    @property
    def today(self) -> date:
        return self.clock().date()

    def _person(self, person: str) -> Person | None:
        with self.storage.reading() as connection:
            return OPERATOR if person == OPERATOR.id else AccessStore(connection).person(person)

    def search(self, question: str, by: Person, top: int) -> list[Found]:
        """Give the ``top`` passages nearest to a question that ``by`` may read."""
        self.upkeep.bring_up_to_date()
        with self.reading(alone(by)) as library:
            return search(self.finding, library, question, top)

    def make_ready(self, report: Callable[[Progress], None] = silent) -> None:
        """Bring the tables and the shipped documents to this version; quick where they are."""
        self.storage.migrate()
        self.ingest.shipped(self.corpus, report)

    @contextmanager
    def reading(self, audience: Audience) -> Iterator[LibraryReading]:
        """Open the library as this audience may read it."""
        with self.storage.reading() as connection:
            yield LibraryReading(connection, audience)

    def retire(self, document: str, by: Person) -> Document:
        with self.recording() as act:
            readable = LibraryReading(act.connection, alone(by))
            records = RecordedStore(act.connection, act.audit, by)
            return retire(readable, records, document, by, self.clock())

    def take_care(self, document: str, care: Care, by: Person) -> Document:
        """Change who may read a document, its owner and its review date, as a lead."""
        with self.recording() as act:
            readable = LibraryReading(act.connection, alone(by))
            records = RecordedStore(act.connection, act.audit, by)
            return take_care(readable, records, document, care, by)

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
    def actions(self) -> Actions:
        """Action items: from the moment somebody says so until there is evidence."""
        return Actions(
            ActionParts(
                storage=self.storage,
                recording=self.recording,
                person=self._person,
                clock=self.clock,
                after=self._tell_of_action,
            )
        )

    @property
    def action_hooks(self) -> tuple[Callable[[Act, Action, Event], None], ...]:
        """Give who hears of each event of an action, in the transaction that keeps it."""
        return (self.webhooks.heard, Hearing(self._reminding_parts))

    def _tell_of_action(self, act: Act, action: Action, event: Event) -> None:
        for hear in self.action_hooks:
            hear(act, action, event)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Other trackers that are told of actions."""
        return Webhooks(WebhookParts(self.storage, self.recording, self.clock, self._webhook_hosts))

    @property
    def _webhook_hosts(self) -> frozenset[str]:
        return frozenset(host.lower() for host in self.settings.webhook_hosts)

    @property
    def _telling(self) -> Telling:
        poster = Poster(Fetcher(LARGEST_REPLY, self._webhook_hosts, patience=Patience(30, 10)))
        return Telling(self._webhooks_seen, poster.post, self.clock, self.settings.base_url)

    @contextmanager
    def _webhooks_seen(self) -> Iterator[WebhookStore]:
        with self.storage.reading() as connection:
            yield WebhookStore(connection)

    @cached_property
    def feeds(self) -> Feeds:
        """Calendars that people subscribe to at a secret address."""
        return Feeds(
            FeedParts(
                storage=self.storage,
                recording=self.recording,
                person=self._person,
                clock=self.clock,
                actions=self.actions,
                base_url=self.settings.base_url,
            )
        )

    def asked_for(self, person: Person) -> Asked:
        """Give whose today and whose week it is when this person names a day."""
        settings = self.settings
        return Asked(
            today=today_in(person.time_zone, self.clock()),
            week_starts=Weekday[settings.week_starts.upper()],
            working_days=frozenset(Weekday[each.upper()] for each in settings.working_days),
            fiscal_start=settings.fiscal_start,
            day_first=settings.day_first,
            languages=settings.languages,
        )

    @cached_property
    def reminding(self) -> Reminding:
        """What people are told of actions, how they want it, and whether it arrived."""
        return Reminding(self._reminding_parts)

    @cached_property
    def _reminding_parts(self) -> RemindingParts:
        settings = self.settings
        return RemindingParts(
            storage=self.storage,
            recording=self.recording,
            person=self._person,
            clock=self.clock,
            ways=self.ways,
            order=settings.reminder_ways,
            week=frozenset(int(Weekday[each.upper()]) for each in settings.working_days),
            at=time.fromisoformat(settings.reminders_at),
            console=settings.base_url,
        )

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give the ways to reach people besides the console that are set up."""
        settings = self.settings
        if not settings.smtp_host:
            return ()
        secret = settings.smtp_password
        server = Server(
            host=settings.smtp_host,
            port=settings.smtp_port,
            user=settings.smtp_user,
            password=secret.get_secret_value() if secret else "",
            sender=settings.smtp_from,
            starttls=settings.smtp_starttls,
        )
        return (Mail(server, settings.base_url, self.clock),)

    @cached_property
    def programme(self) -> Programme:
        """The twelve steps with their actions: how they come along, and the steering report."""
        return Programme(
            ProgrammeParts(
                storage=self.storage,
                charts=self.charts,
                roles=self.roles,
                reading=self.reading,
                person=self._person,
                clock=self.clock,
            )
        )

    # ---- durable work

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
        webhooks = Kind(WEBHOOK, outbound=self._telling, most_attempts=20)
        return (webhooks, *Occasions(self._reminding_parts).kinds)

    @property
    def standing_schedules(self) -> tuple[Schedule, ...]:
        """Give the schedules of the features that every installation has."""
        return (ARRANGED_EVERY_NIGHT,)

    def start_work(self) -> None:
        """Do what is due from now on, where the settings say so."""
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

    @contextmanager
    def access(self, by: Person = OPERATOR) -> Iterator[Access]:
        """Open people and keys as ``by`` administers them."""
        with self.recording() as act:
            yield Access(AccessStore(act.connection), self.clock(), by, act.audit)

    @contextmanager
    def access_seen(self, by: Person = OPERATOR) -> Iterator[Access]:
        """Open people and keys to look at them, without waiting for writers."""
        with self.storage.reading() as connection:
            audit = Audit(AuditStore(connection), self.clock)
            yield Access(AccessStore(connection), self.clock(), by, audit)

    @cached_property
    def signing_in(self) -> SigningIn:
        return SigningIn(
            self._accounts, self._seen_accounts, Passwords(), Limits(), Failures(), self.clock
        )

    def visitor(self, token: str) -> Person | None:
        return self.signing_in.visitor(token)

    @property
    def lifetime(self) -> Lifetime:
        return Lifetime(self.settings.session_idle, self.settings.session_longest)

    @contextmanager
    def _accounts(self) -> Iterator[Accounts]:
        with self.recording() as act:
            yield self._accounts_in(act)

    @contextmanager
    def _seen_accounts(self) -> Iterator[Accounts]:
        with self.storage.reading() as connection:
            yield self._accounts_in(Act(connection, Audit(AuditStore(connection), self.clock)))

    def _accounts_in(self, act: Act) -> Accounts:
        store = AccessStore(act.connection)
        return Accounts(store, self.clock(), self.lifetime, act.audit)

    def authenticate(self, secret: str) -> Grant:
        """Tell what an API key allows; a request waits for no writer but once a minute."""
        now = self.clock()
        with self.storage.reading() as connection:
            checking = KeyCheck(AccessStore(connection), now)
            grant = checking.authenticate(secret)
            note = checking.is_use_to_note(secret)
        if note:
            with self.storage.transaction() as connection:
                KeyCheck(AccessStore(connection), now).note_use(secret)
        return grant

    def _library_as(self, by: Person) -> Library:
        return Library(partial(self._changing, by), self._looking)

    @contextmanager
    def _changing(self, by: Person = SERVICE) -> Iterator[RecordedStore]:
        with self.recording() as act:
            yield RecordedStore(act.connection, act.audit, by)

    @contextmanager
    def _looking(self) -> Iterator[LibraryStore]:
        with self.storage.reading() as connection:
            yield LibraryStore(connection)

    def close(self) -> None:
        if "index" in vars(self):
            self.index.close()
        self.storage.close()
