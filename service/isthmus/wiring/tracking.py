"""Charts, role definitions, action items, and who is told of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from isthmus.actions.dates import Asked, Weekday, today_in
from isthmus.actions.desk import Actions
from isthmus.actions.desk import Parts as ActionParts
from isthmus.actions.feeds import Feeds
from isthmus.actions.feeds import Parts as FeedParts
from isthmus.actions.given import Directory
from isthmus.actions.importing import Imports, Reads
from isthmus.actions.importing import Parts as ImportParts
from isthmus.actions.model import Action, Event
from isthmus.actions.webhooks import Parts as WebhookParts
from isthmus.actions.webhooks import Webhooks
from isthmus.actions.webhooks.desk import KIND as WEBHOOK
from isthmus.actions.webhooks.sending import Telling
from isthmus.actions.webhooks.store import WebhookStore
from isthmus.answers.checking import Checking
from isthmus.audit.store import Act
from isthmus.errors import NotFoundError
from isthmus.jobs.calendar import Schedule
from isthmus.jobs.handling import Kind
from isthmus.library.fetching import Fetcher, Patience
from isthmus.library.posting import LARGEST_REPLY, Poster
from isthmus.people import Person
from isthmus.programme.desk import Parts as ProgrammeParts
from isthmus.programme.desk import Programme
from isthmus.programme.prose import Wording
from isthmus.raci.desk import Charts
from isthmus.raci.desk import Parts as ChartParts
from isthmus.raci.model import Filed as FiledChart
from isthmus.raci.rules import Thresholds
from isthmus.reminding.desk import Reminding
from isthmus.reminding.hearing import Hearing, HearingOfReviews
from isthmus.reminding.mail import Mail, Server
from isthmus.reminding.occasions import EVERY_NIGHT as ARRANGED_EVERY_NIGHT
from isthmus.reminding.occasions import Occasions
from isthmus.reminding.parts import Parts as RemindingParts
from isthmus.reminding.reviews import Step
from isthmus.reminding.ways import Way
from isthmus.roles.desk import Parts as RoleParts
from isthmus.roles.desk import Roles
from isthmus.roles.model import Filed as FiledRole
from isthmus.roles.rewording import Rewording
from isthmus.summaries.service import Summaries
from isthmus.wiring.shelves import Shelves


@dataclass(frozen=True)
class Tracking(Shelves):
    """What people agree on, and what they have to do."""

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
                after=self._tell_of_review,
                search=self._passages_near,
                models=self.models,
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
                after=self._tell_of_review,
                rewording=Rewording(self._checking, self.models),
            )
        )

    def _tell_of_review(self, act: Act, filed: FiledChart | FiledRole, event: Step) -> None:
        HearingOfReviews(self._reminding_parts)(act, filed, event)

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
                models=self.models,
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
            everybody=self.everybody,
            check=self.charts.check,
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
                wording=Wording(self._checking, self.models),
            )
        )

    def _passages_near(self, words: str, by: Person, top: int) -> list[str]:
        return [each.passage for each in self.search(words, by, top)]

    @cached_property
    def summaries(self) -> Summaries:
        """Texts that somebody pasted, summed up."""
        return Summaries(self._checking, self.models)

    def _checking(self) -> Checking:
        return Checking(self.readers.embedding().embed)

    @cached_property
    def imports(self) -> Imports:
        """Lists of actions that come in from files, however long they are."""
        return Imports(
            ImportParts(
                storage=self.storage,
                recording=self.recording,
                actions=self.actions,
                person=self._person,
                reads=self._reads,
                clock=self.clock,
            )
        )

    def _reads(self, person: Person, readers: tuple[str, ...]) -> Reads:
        def due_of(action: int) -> date | None:
            try:
                return self.actions.show(action, person).action.due
            except NotFoundError:
                return None

        return Reads(self.asked_for(person), Directory(self.people_named, due_of), readers)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Give the kinds of job that the features add."""
        webhooks = Kind(WEBHOOK, outbound=self._telling, most_attempts=20)
        return (webhooks, self.imports.kind, *Occasions(self._reminding_parts).kinds)

    @property
    def standing_schedules(self) -> tuple[Schedule, ...]:
        """Give the schedules of the features that every installation has."""
        return (ARRANGED_EVERY_NIGHT,)
