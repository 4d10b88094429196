"""Our page, suggestions, links to the console, and workspaces that do not want us any more."""

from structlog.testing import capture_logs

from isthmus.actions.model import Draft
from isthmus.channels.model import Installation
from isthmus.jobs.model import Job, State
from isthmus.raci.desk import Hand
from isthmus_integrations.slack.visiting import command_at
from slack_of_tests import LEA, Plant, over_both

CHART = "@Isthmus draft a RACI for OT patching with IT Security and the plant manager"


@over_both
def test_the_home_shows_what_waits_and_follows_what_changes(there: Plant) -> None:
    there.slack.open_home("ana")
    there.work()
    assert "Nothing waits for you" in there.slack.sees_home("ana")
    there.slack.command("ana", "/isthmus", "action call the vendor by Friday")
    there.work()
    assert "Call the vendor" in there.slack.sees_home("ana")


@over_both
def test_the_agent_view_suggests_what_to_say(there: Plant) -> None:
    there.slack.open_home("ana", "messages")
    there.work()
    assert 1 <= len(there.slack.prompts("ana")) <= 4


@over_both
def test_a_button_of_the_home_is_answered_alone_and_refreshes_it(there: Plant) -> None:
    there.slack.command("ana", "/isthmus", "action remind me to call the vendor by Friday")
    there.slack.open_home("ana")
    there.work()
    labels = there.slack.sees_home("ana")
    assert "Done" in labels
    there.slack.press("ana", "Done", "home")
    there.work()
    assert "A-1" in there.slack.sees("ana", "dm")
    assert "Nothing waits for you" in there.slack.sees_home("ana")


@over_both
def test_a_link_unfolds_only_as_far_as_everybody_there_may_see(there: Plant) -> None:
    there.slack.unfurled = ("127.0.0.1",)
    hand = Hand(LEA)
    there.wiring.actions.add(Draft("Call the vendor", readers=("everyone",)), hand, "By hand")
    there.wiring.actions.add(Draft("Shut the turbine", readers=("plant",)), hand, "By hand")
    base = there.wiring.settings.base_url
    there.said("ana", "general", f"see {base}/actions/1 and {base}/actions/2")
    assert "Call the vendor" in there.slack.sees("ben", "general")
    assert "turbine" not in there.slack.sees("ana", "general").lower()
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    there.said("ana", "plant-only", f"see {base}/actions/2")
    assert "Shut the turbine" in there.slack.sees("lea", "plant-only")


def test_a_link_is_not_unfolded_any_more_where_somebody_joined_meanwhile(there: Plant) -> None:
    there.slack.unfurled = ("127.0.0.1",)
    secret = Draft("Shut the turbine", readers=("plant",))
    there.wiring.actions.add(secret, Hand(LEA), "By hand")
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    there.slack.say("ana", "plant-only", f"see {there.wiring.settings.base_url}/actions/1")
    there.wiring.durable.worker().run_due(stopping=lambda: bool(_to_be_sent(there)))
    assert _to_be_sent(there)
    there.slack.join("ben", "plant-only")
    there.work()
    assert "turbine" not in there.slack.sees("ben", "plant-only").lower()


def _to_be_sent(there: Plant) -> list[Job]:
    return [each for each in there.jobs(State.WAITING) if each.kind == "channels.send"]


def test_a_link_between_two_people_is_not_unfolded(there: Plant) -> None:
    secret = Draft("Shut the turbine", readers=("plant",))
    there.wiring.actions.add(secret, Hand(LEA), "By hand")
    shared = {
        "type": "link_shared",
        "user": there.slack.state.user("ana").id,
        "channel": "D0BETWEEN",
        "message_ts": "17.1",
        "links": [{"url": f"{there.wiring.settings.base_url}/actions/1"}],
    }
    team = there.slack.home_team.id
    there.channel.door.event({"team_id": team, "event_id": "Ev1", "event": shared})
    there.work()
    assert there.slack.calls_of("chat.unfurl") == []


def test_only_addresses_of_ours_are_looked_at() -> None:
    base = "https://isthmus.example"
    assert command_at(f"{base}/actions/12", base) is not None
    assert command_at(f"{base}/charts/c1?x=y", base) is not None
    assert command_at(f"{base}/roles/r1", base) is not None
    for url in (
        f"{base}.evil.example/actions/12",
        f"{base}/actions/twelve",
        f"{base}/actions/{'9' * 30}",
        f"{base}/people/ana",
        "https://evil.example/actions/12",
        base,
    ):
        assert command_at(url, base) is None


def test_who_comes_and_goes_counts_at_once(there: Plant) -> None:
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    there.said("ana", "plant-only", "@Isthmus turbine modem canary?")
    there.slack.join("ben", "plant-only")
    asked = there.said("ana", "plant-only", "@Isthmus turbine modem canary?")
    assert "canary-7731" not in there.slack.sees("ben", "plant-only", asked)
    there.slack.leave("ben", "plant-only")
    again = there.said("ana", "plant-only", "@Isthmus turbine modem canary?")
    assert "canary-7731" in there.slack.sees("ana", "plant-only", again)


def test_an_uninstalled_workspace_is_forgotten(there: Plant) -> None:
    team = there.slack.home_team.id
    there.said("ana", "general", "@Isthmus help")
    known = Installation("slack", team, "Plant", secrets={"bot_token": there.slack.token})
    there.wiring.host.installations.put(known)
    assert there.wiring.places.get("slack", team, there.slack.state.channel("general").id).name
    there.slack.uninstall()
    there.work()
    left = there.wiring.host.installations.get("slack", team)
    assert left is None or left.ended_at
    assert not there.wiring.places.get("slack", team, there.slack.state.channel("general").id).name


def test_a_token_that_was_taken_back_is_told_where_work_is_listed(there: Plant) -> None:
    asked = there.slack.say("ana", "general", "@Isthmus help")
    there.slack.revoke()
    with capture_logs():
        for _ in range(8):
            there.forward(600)
    dead = there.jobs(State.DEAD)
    assert dead
    assert all("account" in job.outcome or "token" in job.outcome.lower() for job in dead)
    assert there.slack.replies(asked) == []
