"""The language models of the settings: opened, counted, examined, and what they were asked."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import BoundedSemaphore, Thread
from typing import Final

from isthmus.audit.store import Act
from isthmus.edge.logs import log_of
from isthmus.llm.budget import FREE, MILLION, Limits
from isthmus.llm.calls import Made
from isthmus.llm.checks import Check, check
from isthmus.llm.clients import LangChainWire
from isthmus.llm.deadlines import Patience
from isthmus.llm.door import Door, Used
from isthmus.llm.model import Models, NoModels, Purpose
from isthmus.llm.providers import Chosen, chosen
from isthmus.llm.service import Calling
from isthmus.llm.store import Records
from isthmus.llm.tally import Measured, Tally
from isthmus.llm.trying import Breaker, Trying
from isthmus.llm.wire import Wire
from isthmus.llm_settings import ModelSettings, prices_of
from isthmus.storage import Storage

log: Final = log_of("isthmus.llm")


@dataclass(frozen=True)
class LanguageModels:
    """Everything about language models that the rest of the service asks for."""

    settings: ModelSettings
    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    clock: Callable[[], datetime]
    seconds: Callable[[], float] = time.monotonic
    open_wire: Callable[[Chosen, ModelSettings], Wire] = LangChainWire
    tally: Tally = field(default_factory=Tally)

    @cached_property
    def models(self) -> Models:
        """Give the door; what cannot be used is told by the calls that ask for it."""
        named = self._chosen
        if not named:
            return NoModels()
        slots = BoundedSemaphore(self.settings.llm_at_once)
        return Door(
            used={purpose: self._used(purpose, slots) for purpose in named},
            collections=frozenset(self.settings.llm_collections),
            masked=frozenset(self.settings.llm_mask),
            clock=self.clock,
        )

    def start(self) -> None:
        """Tell in the log what cannot be used, and load the clients beside everything else."""
        for each in self._by_name.values():
            if each.fault:
                log.error("llm.not_usable", model=each.said, reason=each.fault)
        if self._chosen:
            Thread(target=self._prepare, name="llm-prepare", daemon=True).start()

    def about(self, subject: str) -> list[Made]:
        """Give the calls that were made for an answer or a chart; for administrators alone."""
        return self._records.about(subject)

    def measured(self) -> Iterator[Measured]:
        models = {purpose: each.said for purpose, each in self._chosen.items()}
        return self.tally.measured(models, self._breakers)

    def checks(self) -> Iterator[Check]:
        """Ask each model for one word."""
        for said, each in self._by_name.items():
            purposes = ", ".join(p.value for p, one in self._chosen.items() if one.said == said)
            yield check(each, self._wires[said], purposes, self._patience)

    def _prepare(self) -> None:
        for each in self._wires.values():
            each.prepare()

    @cached_property
    def _chosen(self) -> dict[Purpose, Chosen]:
        return chosen(self.settings)

    @property
    def _by_name(self) -> dict[str, Chosen]:
        return {each.said: each for each in self._chosen.values()}

    @cached_property
    def _wires(self) -> dict[str, Wire]:
        return {said: self.open_wire(each, self.settings) for said, each in self._by_name.items()}

    @cached_property
    def _breakers(self) -> dict[Purpose, Breaker]:
        """Give each purpose its own: what is too slow for one may do for another."""
        pause = self.settings.llm_pause_seconds
        return {purpose: Breaker(pause, self.seconds) for purpose in self._chosen}

    @property
    def _patience(self) -> Patience:
        return Patience(self.settings.llm_first_seconds, self.settings.llm_seconds)

    @property
    def _records(self) -> Records:
        return Records(self.storage, self.recording)

    def _used(self, purpose: Purpose, slots: BoundedSemaphore) -> Used:
        said = self._chosen[purpose].said
        calling = Calling(
            breaker=self._breakers[purpose],
            price=prices_of(self.settings.llm_prices).get(said, FREE),
            limits=self._limits,
            trying=self._trying(purpose),
            slots=slots,
            records=self._records,
            tally=self.tally,
        )
        return Used(self._wires[said], calling)

    def _trying(self, purpose: Purpose) -> Trying:
        """Say how long to wait; who is not understood at once is still waited for by the rest."""
        if purpose is Purpose.UNDERSTANDING:
            seconds = self.settings.llm_understanding_seconds
            return Trying(Patience(seconds, seconds), 0)
        return Trying(self._patience, self.settings.llm_retries)

    @property
    def _limits(self) -> Limits:
        money = self.settings.llm_money_a_day
        return Limits(
            tokens=self.settings.llm_tokens_a_day,
            micros=None if money is None else int(money * MILLION),
            tokens_of_a_person=self.settings.llm_tokens_a_person,
        )
