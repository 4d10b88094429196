"""How fast and how surely events of a chat platform are taken in, and answered once.

``PYTHONPATH=tests python -m benchmarks.intake [--seconds S] [--kills N] [--events N]``: the Slack
workspace of the tests sends signed events over HTTP to a service of its own, first 50 a second
while each answer takes 30 s, then while the service is killed again and again, and Slack's replies
to what it posts are lost. Nothing else should run on the machine meanwhile.
"""

import argparse
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.intake_service import (
    A_SECOND,
    AN_ANSWER,
    Service,
    kill_in_loops,
    print_acks,
    until_done,
)
from slack_workspace import Clock, Delivery, DropsReply, SlackWorkspace, User

CHANNEL: Final = "isthmus_integrations.slack:channel"
PLACES: Final = 10
EACH_NTH_REPLY_LOST: Final = 5
_NUMBERED: Final = re.compile(r"question (\d+)")


def told(slack: SlackWorkspace) -> dict[str, str]:
    """Give the settings with which the service talks to this workspace."""
    return {
        "ISTHMUS_SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "ISTHMUS_SLACK_BOT_TOKEN": slack.token,
        "ISTHMUS_SLACK_API_URL": slack.api_url,
    }


@contextmanager
def workspace() -> Iterator[tuple[SlackWorkspace, User]]:
    """Give a workspace with channels, in each of which somebody talks to the app."""
    with SlackWorkspace(clock=Clock(runs=True)) as slack:
        ana = slack.user("Ana", "ana@plant.example")
        for number in range(PLACES):
            slack.channel(f"plant-{number}", [ana])
        yield slack, ana


def questions(slack: SlackWorkspace, ana: User, number: int) -> list[Delivery]:
    """Write a question, and give what Slack delivers of it: a message that is also a mention."""
    slack.courier.holds = True
    slack.say(ana, f"plant-{number % PLACES}", f"@Isthmus question {number}")
    held, slack.courier.held = slack.courier.held, []
    return held


# ---- how fast


def measure_acks(channel: str, seconds: int) -> None:
    """Send events at a steady rate, whatever comes of them, and print how long acks took."""
    with workspace() as (slack, ana), tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), channel, told(slack), AN_ANSWER)
        service.start()
        slack.connect(service.url)
        sent = [one for n in range(seconds * A_SECOND // 2) for one in questions(slack, ana, n)]
        begun = time.monotonic()
        with ThreadPoolExecutor(100) as pool:
            taken = list(pool.map(lambda at: _at(slack, begun + at[0] / A_SECOND, at[1]), _n(sent)))
        service.kill()
    print_acks([(each.seconds, each.acked) for each in taken])


def _n(sent: list[Delivery]) -> list[tuple[int, Delivery]]:
    return list(enumerate(sent))


def _at(slack: SlackWorkspace, moment: float, delivery: Delivery) -> Delivery:
    """Deliver at its moment; one that is sent late counts from then, as the platform would."""
    time.sleep(max(0.0, moment - time.monotonic()))
    first = Delivery(delivery.kind, delivery.payload)
    attempted = slack.courier.deliver(first)[0]
    attempted.seconds = time.monotonic() - moment
    return attempted


# ---- how surely


def measure_effects(channel: str, events: int, kills: int) -> None:
    """Kill the service while events come in and answers go out, and print what people see."""
    with workspace() as (slack, ana), tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder), channel, told(slack))
        service.start()
        slack.connect(service.url)
        for n in range(EACH_NTH_REPLY_LOST, events, EACH_NTH_REPLY_LOST):
            slack.misbehave("chat.postMessage", DropsReply(), at_call=n)
        over = threading.Event()
        killer = threading.Thread(target=kill_in_loops, args=(service, kills, over))
        killer.start()
        with ThreadPoolExecutor(20) as pool:
            acked = list(pool.map(lambda n: _until_acked(slack, ana, n), range(events)))
        over.wait()
        killer.join()
        until_done(service)
        service.kill()
        _print_effects(slack, Counter(acked), kills)


def _until_acked(slack: SlackWorkspace, ana: User, number: int) -> int:
    """Deliver a question until it is taken, and up to three times more, as Slack may."""
    chance = Random(number)  # noqa: S311 - only moments
    time.sleep(chance.uniform(0, 20))
    for delivery in questions_of(slack, ana, number):
        while not slack.courier.deliver(Delivery(delivery.kind, delivery.payload))[0].acked:
            time.sleep(0.3)
        for _ in range(chance.randrange(4)):
            slack.courier.deliver(Delivery(delivery.kind, delivery.payload))
    return number


_WRITING: Final = threading.Lock()


def questions_of(slack: SlackWorkspace, ana: User, number: int) -> list[Delivery]:
    """Give the deliveries of one question while others write theirs."""
    with _WRITING:
        return questions(slack, ana, number)


def _print_effects(slack: SlackWorkspace, acked: Counter[int], kills: int) -> None:
    seen = Counter(_answered(slack))
    lost = [number for number in acked if number not in seen]
    twice = [number for number, times in seen.items() if times > 1]
    dropped = len(slack.calls_of("chat.postMessage")) // EACH_NTH_REPLY_LOST
    print(f"{len(acked)} questions, each delivered 2 to 8 times, the service killed {kills} times,")
    print(f"about {dropped} replies to posts lost: {len(lost)} lost, {len(twice)} answered twice")


def _answered(slack: SlackWorkspace) -> Iterator[int]:
    """Give the number of each question for each answer that people see."""
    for channel in slack.state.channels.values():
        for message in channel.messages:
            found = _NUMBERED.search(f"{message.text} {message.blocks}")
            if message.bot_id and found and not message.deleted:
                yield int(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--channel", default=CHANNEL, help="what makes the channel, MODULE:NAME")
    said = parser.parse_args()
    if said.seconds:
        measure_acks(said.channel, said.seconds)
    if said.events:
        measure_effects(said.channel, said.events, said.kills)


if __name__ == "__main__":
    main()
