"""Plans: what somebody would have done, shown first; then each step done once, in its order.

A step is noted before it is done, under the plan's own name, as a message is: pressed again,
delivered again or begun again after a crash it is not done twice. What nobody knows the end of
stops the plan, and the reply says so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from isthmus.channels.readers import rights, still
from isthmus.edge.channels import words_for
from isthmus.errors import NotAllowedError, NotFoundError
from isthmus.hearing.binding import Binding, bound_to, comes_to, is_for, kind_of, whatever_changed
from isthmus.hearing.parts import Parts
from isthmus.messages import Button, Buttons, Message, Reply, failed, reply_as_json, reply_of
from isthmus.replying.plans import ASKED_BACK, Came, plan_done, plan_shown, understood_as
from isthmus.talks.store import Before, Key, Kind
from isthmus.understanding.commands import CarryOut, Command, OnAction, PlanStep
from isthmus.understanding.effects import changes_nothing

HOLDS_FOR: Final = timedelta(hours=8)  # a working day; steps are remembered for longer
_UNKNOWN: Final = (
    "it is being done at this moment, or was interrupted, and what came of it is not known. Look "
    "there before you say it again."
)
_READ_BY_OTHERS: Final = "it was done, and who reads here has changed meanwhile: ask me alone."
_NOTHING_MADE: Final = "no step before it made or named anything that it could go on with."
_OF_OTHERS: Final = "This was shown to somebody else, who decides on it. Say it yourself."
_OVER: Final = "This was shown too long ago, and nothing is done any more. Say it again."
_SEVERAL: Final = "“{}” may be for things of several kinds: say which one you mean."
_NO_STEP: Final = "There is no such step."

Do = Callable[[Command, Message], Reply]
About = tuple[tuple[Kind, str], ...]


@dataclass(frozen=True)
class Planning:
    parts: Parts

    # ---- shown

    def shown(
        self, steps: Sequence[PlanStep], message: Message, do: Do, instead: Button | None = None
    ) -> Reply:
        """Show steps to agree to; what only looks is done at once.

        Raises NotFoundError where it is not clear what a step is for.
        """
        settled, about = self._settled(steps, message)
        plan = self._plan(settled, message)
        if all(changes_nothing(command) for each in settled for command in each.commands):
            return understood_as(plan, self.carried_out(plan, message, do))
        return plan_shown(plan, about, instead)

    def one(self, said: str, command: Command, message: Message) -> CarryOut:
        """Give a command as a plan of its own, to be done once, however often it is pressed."""
        bound = Binding(self.parts, message).bound(command).command
        plan = self._plan((PlanStep(said, (bound,)),), message)
        return replace(plan, plan=f"{plan.plan}-one")

    def _settled(
        self, steps: Sequence[PlanStep], message: Message
    ) -> tuple[list[PlanStep], list[str]]:
        """Bind each step to what it is for, but those that go on from an earlier one."""
        settled: list[PlanStep] = []
        about: list[str] = []
        made: set[Kind] = set()
        for step in steps:
            next_, what = self._bound(step, made, message)
            settled.append(next_)
            about.append(what)
            made |= {kind for each in step.commands if (kind := comes_to(each))}
        return settled, about

    def _bound(self, step: PlanStep, made: set[Kind], message: Message) -> tuple[PlanStep, str]:
        if any(kind_of(each) in made for each in step.commands):
            return replace(step, leans=True), ""
        if len(step.commands) > 1:
            raise NotFoundError(_SEVERAL.format(step.said))
        try:
            bound = Binding(self.parts, message).bound(step.commands[0])
        except NotFoundError:
            if not _may_be_made(step.commands[0], made):
                raise
            return step, ""
        changed = is_for(bound.command) in made  # by a step before it
        command = whatever_changed(bound.command) if changed else bound.command
        return replace(step, commands=(command,)), bound.what

    def _plan(self, steps: Sequence[PlanStep], message: Message) -> CarryOut:
        """Name a plan by the message it comes of: shown again it is the same."""
        named = repr((message.place, message.id, message.by.id, message.text))
        until = self.parts.clock() + HOLDS_FOR
        plan = sha256(named.encode()).hexdigest()[:24]
        return CarryOut(plan, message.by.id, until.isoformat(), tuple(steps))

    # ---- done

    def carried_out(self, plan: CarryOut, message: Message, do: Do) -> Reply:
        """Do the steps, up to the first that fails; ``do`` carries one command out."""
        if plan.by != message.by.id:
            raise NotAllowedError(_OF_OTHERS)
        if datetime.fromisoformat(plan.until) < self.parts.clock():
            raise NotFoundError(_OVER)
        if not 0 <= plan.only <= len(plan.steps):
            raise NotFoundError(_NO_STEP)
        doing = _Doing(self.parts, plan, message, do)
        return plan_done(plan, list(doing.came()))


@dataclass(frozen=True)
class _Doing:
    parts: Parts
    plan: CarryOut
    message: Message
    do: Do

    def came(self) -> Iterator[Came]:
        """Do one step after the other; what was done before is told again."""
        about: About = ()
        for n, step in enumerate(self.plan.steps, start=1):
            if self.plan.only and n != self.plan.only:
                about += self._come_to_before(n)
                continue
            came, come_to = self._once(n, step, about)
            about += come_to
            yield came
            if came.stops or n == self.plan.only:
                return

    def _come_to_before(self, n: int) -> About:
        before = self.parts.talks.heard(self._key(n), self.parts.clock() - 2 * HOLDS_FOR)
        return _come_to(before) if before else ()

    def _once(self, n: int, step: PlanStep, about: About) -> tuple[Came, About]:
        command = bound_to(step.commands, about) if step.leans else step.commands[0]
        if command is None:
            return Came(n, step.said, None, _NOTHING_MADE), ()
        before = self.parts.talks.claim(self._key(n), self.parts.clock())
        if before and before.reply:
            return self._again(n, step, command, before), _come_to(before)
        if before and not changes_nothing(command):
            return Came(n, step.said, None, _UNKNOWN), ()
        turn = self.parts.talks.turn(self.message.place)
        reply = self._done(step, command)
        come_to = self.parts.talks.come_to_since(self.message.place, turn)
        kept = rights(self.message) | {"come_to": [[kind.value, id_] for kind, id_ in come_to]}
        self.parts.talks.keep(self._key(n), reply_as_json(reply), kept)
        return _told(n, step, command, reply), come_to

    def _again(self, n: int, step: PlanStep, command: Command, before: Before) -> Came:
        if not (before.reply and still(self.message, before.rights)):
            return Came(n, step.said, None, _READ_BY_OTHERS)
        return _told(n, step, command, reply_of(before.reply))

    def _done(self, step: PlanStep, command: Command) -> Reply:
        said = replace(self.message, text=step.said, command=None)
        try:
            return self.do(command, said)
        except Exception as error:  # noqa: BLE001 - it is logged, and kept as what came of the step
            return failed(words_for(error, self.message.channel))

    def _key(self, n: int) -> Key:
        """Name a step apart from where it is pressed: nowhere is it done a second time."""
        return Key(f"plan/{self.plan.plan}", str(n), self.plan.by)


def _may_be_made(command: Command, made: set[Kind]) -> bool:
    """Tell whether a step before may make what a command names; nobody knows a number before."""
    return not isinstance(command, OnAction) and is_for(command) in made


def _told(n: int, step: PlanStep, command: Command, reply: Reply) -> Came:
    """Tell what came of a step; what only looks and finds nothing stops no other."""
    if changes_nothing(command):
        return Came(n, step.said, reply)
    if reply.failed:
        return Came(n, step.said, reply, reply.text)
    asks_back = all(isinstance(part, Buttons) for part in reply.parts)
    return Came(n, step.said, reply, ASKED_BACK if asks_back else "")


def _come_to(before: Before) -> About:
    return tuple((Kind(kind), id_) for kind, id_ in before.rights.get("come_to", ()))
