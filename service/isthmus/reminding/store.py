"""SQL of what is said to people, within one transaction."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from isthmus.actions.seeking import ActionLists
from isthmus.actions.store import ActionStore
from isthmus.actions.tables import action_steps, actions
from isthmus.library.reading import LibraryReading
from isthmus.people import Audience
from isthmus.raci.store import ChartStore
from isthmus.reminding.model import (
    Arrival,
    Delivery,
    Message,
    News,
    Preference,
    Quiet,
    Saying,
    Subscription,
)
from isthmus.reminding.tables import (
    deliveries,
    delivery_of,
    message_of,
    messages,
    news,
    news_of,
    plain,
    preference_of,
    preference_row,
    preferences,
    quiet_of,
    quiets,
    saying_of,
    sayings,
    subscription_of,
    subscription_row,
    subscriptions,
)
from isthmus.roles.store import RoleStore

MOST_SHOWN: Final = 100


class ReminderStore:
    """Messages, what was said, deliveries and wishes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- messages

    def add_message(self, message: Message) -> bool:
        """Keep a message; False where one of its key is there already."""
        return self._insert_new(messages, plain(message))

    def message(self, message: str) -> Message | None:
        found = self._connection.execute(
            select(messages).where(messages.c.id == message)
        ).one_or_none()
        return message_of(found) if found else None

    def messages(self, person: str) -> list[Message]:
        """Give what was said to somebody, newest first."""
        theirs = select(messages).where(messages.c.person == person, messages.c.place == "")
        newest = theirs.order_by(messages.c.at.desc(), messages.c.id).limit(MOST_SHOWN)
        return [message_of(row) for row in self._connection.execute(newest)]

    def last_message(self, person: str, key_begins: str) -> Message | None:
        """Give the newest message to somebody whose key begins so."""
        alike = messages.c.key.startswith(key_begins, autoescape=True)
        theirs = select(messages).where(messages.c.person == person, alike)
        found = self._connection.execute(theirs.order_by(messages.c.at.desc()).limit(1)).first()
        return message_of(found) if found else None

    def new_messages(self, person: str) -> int:
        unseen = (messages.c.person == person, messages.c.place == "", messages.c.seen_at.is_(None))
        query = select(func.count()).select_from(messages).where(*unseen)
        return self._connection.scalar(query) or 0

    def seen(self, person: str, which: Iterable[str], at: datetime) -> None:
        theirs = and_(messages.c.person == person, messages.c.id.in_(list(which)))
        unseen = update(messages).where(theirs, messages.c.seen_at.is_(None))
        self._connection.execute(unseen.values(seen_at=at))

    # ---- what was said

    def say(self, said: Iterable[Saying]) -> None:
        for each in said:
            self._insert_new(sayings, plain(each))

    def sayings(self, person: str, about: Collection[int]) -> dict[int, list[Saying]]:
        """Give what somebody was told of these actions, by action."""
        theirs = select(sayings).where(sayings.c.person == person, sayings.c.action.in_(about))
        found: dict[int, list[Saying]] = {}
        for row in self._connection.execute(theirs.order_by(sayings.c.day)):
            found.setdefault(row.action, []).append(saying_of(row))
        return found

    # ---- who wants to hear nothing

    def quiet(self, person: str, action: int) -> Quiet:
        """Give what somebody said of hearing of an action, also where that is nothing."""
        same = (quiets.c.person == person, quiets.c.action == action)
        found = self._connection.execute(select(quiets).where(*same)).one_or_none()
        return quiet_of(found) if found else Quiet(person, action)

    def quiets(self, about: Collection[int]) -> list[Quiet]:
        rows = self._connection.execute(select(quiets).where(quiets.c.action.in_(about)))
        return [quiet_of(row) for row in rows]

    def waking(self, person: str, today: date) -> list[int]:
        """Give the actions whose snooze is over for somebody."""
        over = (quiets.c.person == person, quiets.c.until <= today)
        return list(self._connection.scalars(select(quiets.c.action).where(*over)))

    def put_quiet(self, quiet: Quiet) -> None:
        same = and_(quiets.c.person == quiet.person, quiets.c.action == quiet.action)
        self._put(quiets, same, plain(quiet))

    # ---- news

    def add_news(self, said: News) -> bool:
        return self._insert_new(news, plain(said))

    def take_news(self, person: str) -> list[News]:
        """Give what is to be told to somebody, oldest first, and forget it."""
        taken = delete(news).where(news.c.person == person).returning(news)
        found = [news_of(row) for row in self._connection.execute(taken)]
        return sorted(found, key=lambda each: (each.at, each.action, each.subject))

    # ---- deliveries

    def put_delivery(self, delivery: Delivery) -> None:
        self._put(deliveries, deliveries.c.id == delivery.id, plain(delivery))

    def delivery(self, delivery: str) -> Delivery | None:
        found = self._deliveries(deliveries.c.id == delivery)
        return found[0] if found else None

    def tried(self, message: str) -> list[Delivery]:
        return self._deliveries(deliveries.c.message == message)

    def deliveries(
        self, person: str = "", states: Collection[Arrival] = (), limit: int = MOST_SHOWN
    ) -> list[Delivery]:
        """Give deliveries, newest first: those to a person, or to everybody."""
        conditions = [deliveries.c.person == person] if person else []
        if states:
            conditions.append(deliveries.c.state.in_([each.value for each in states]))
        return self._deliveries(*conditions, limit=limit)

    def _deliveries(self, *conditions: Any, limit: int = MOST_SHOWN) -> list[Delivery]:  # noqa: ANN401 - SQL
        query = select(deliveries).where(*conditions)
        newest = query.order_by(deliveries.c.at.desc(), deliveries.c.id).limit(limit)
        return [delivery_of(row) for row in self._connection.execute(newest)]

    # ---- wishes

    def preference(self, person: str) -> Preference:
        same = preferences.c.person == person
        found = self._connection.execute(select(preferences).where(same)).one_or_none()
        return preference_of(found) if found else Preference(person)

    def put_preference(self, said: Preference) -> None:
        self._put(preferences, preferences.c.person == said.person, preference_row(said))

    def subscriptions(self, person: str = "") -> list[Subscription]:
        query = select(subscriptions)
        query = query.where(subscriptions.c.person == person) if person else query
        rows = self._connection.execute(query.order_by(subscriptions.c.person, subscriptions.c.id))
        return [subscription_of(row) for row in rows]

    def subscription(self, subscription: str) -> Subscription | None:
        same = subscriptions.c.id == subscription
        found = self._connection.execute(select(subscriptions).where(same)).one_or_none()
        return subscription_of(found) if found else None

    def put_subscription(self, said: Subscription) -> None:
        self._put(subscriptions, subscriptions.c.id == said.id, subscription_row(said))

    def remove_subscription(self, subscription: str) -> None:
        gone = delete(subscriptions).where(subscriptions.c.id == subscription)
        self._connection.execute(gone)

    def forget(self, persons: Collection[str]) -> None:
        """Forget the wishes and addresses of people who are gone."""
        for table in (preferences, subscriptions):
            self._connection.execute(delete(table).where(table.c.person.in_(persons)))

    def wishing(self) -> set[str]:
        """Give whose wishes are kept."""
        found = select(preferences.c.person).union(select(subscriptions.c.person))
        return set(self._connection.scalars(found))

    # ---- who may have something to be told

    def concerned(self) -> set[str]:
        """Give the ids of those who own something live, or lead a step."""
        owners = select(actions.c.owner).where(actions.c.live.is_(other=True)).distinct()
        leads = select(action_steps.c.lead).distinct()
        both = {*self._connection.scalars(owners), *self._connection.scalars(leads)}
        return {each for each in both if each and not each.startswith("~")}

    def led_by(self, person: str) -> list[str]:
        """Give the steps that somebody leads."""
        theirs = select(action_steps.c.step).where(action_steps.c.lead == person)
        return list(self._connection.scalars(theirs.order_by(action_steps.c.step)))

    def prune(self, before: datetime) -> None:
        """Forget old messages with their deliveries, and old sayings."""
        old = select(messages.c.id).where(messages.c.at < before)
        self._connection.execute(delete(deliveries).where(deliveries.c.message.in_(old)))
        self._connection.execute(delete(messages).where(messages.c.at < before))
        self._connection.execute(delete(sayings).where(sayings.c.day < before.date()))

    # ---- writing

    def _put(self, table: Table, same: Any, row: dict[str, Any]) -> None:  # noqa: ANN401 - SQL
        if not self._connection.execute(update(table).where(same).values(row)).rowcount:
            self._connection.execute(insert(table).values(row))

    def _insert_new(self, table: Table, row: dict[str, Any]) -> bool:
        """Insert a row; tells whether it is new, and leaves what is there as it is."""
        of_dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        new = of_dialect.insert(table).values(row).on_conflict_do_nothing()
        made = self._connection.execute(new.returning(*table.primary_key))
        return made.first() is not None


@dataclass(frozen=True)
class Within:
    """Everything that is looked at to say something, within one transaction."""

    connection: Connection

    @property
    def reminders(self) -> ReminderStore:
        return ReminderStore(self.connection)

    @property
    def actions(self) -> ActionStore:
        return ActionStore(self.connection)

    @property
    def charts(self) -> ChartStore:
        return ChartStore(self.connection)

    @property
    def roles(self) -> RoleStore:
        return RoleStore(self.connection)

    def lists(self, audience: Audience) -> ActionLists:
        return ActionLists(self.connection, audience)

    def library(self, audience: Audience) -> LibraryReading:
        return LibraryReading(self.connection, audience)
