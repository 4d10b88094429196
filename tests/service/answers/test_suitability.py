import pytest

from isthmus.answers.suitability import suits


@pytest.mark.parametrize(
    ("part", "better", "worse"),
    [
        (
            "Who approves vendor access?",
            "The plant manager approves vendor access.",
            "The plant manager is informed of vendor access.",
        ),
        (
            "Who is accountable for patching?",
            "The plant manager is accountable for patching.",
            "OT engineering is responsible for patching.",
        ),
        (
            "Who is responsible for patching?",
            "OT engineering is responsible for patching.",
            "The vendor is consulted on patching.",
        ),
        (
            "Who is consulted on patching?",
            "The vendor is consulted on patching.",
            "The plant manager is accountable for patching.",
        ),
        (
            "What is a conduit?",
            "A conduit is a path between zones.",
            "A path between zones is sometimes a conduit.",
        ),
        (
            "What is T0886?",
            "T0886 Remote Services means that an attacker uses services.",
            "Access management is advised against T0886.",
        ),
        (
            "Which four tiers are there?",
            "The four tiers are named Partial, Informed, Repeatable and Adaptive.",
            "Tiers are chosen by risk, by duty, by cost, by time and by size.",
        ),
        (
            "Which two tactics are new?",
            "Impact and Evasion are new.",
            "Impact, Evasion, Discovery and Execution are tactics.",
        ),
        (
            "When is the notification due?",
            "It is due within 72 hours.",
            "The UK NIS Regulations 2018 ask for a notification.",
        ),
        (
            "When may a finding stay open?",
            "It may stay open where an exception is in place.",
            "Findings are closed by the reporter.",
        ),
        (
            "Why do exceptions expire?",
            "Otherwise they become a second policy.",
            "An exception is a recorded permission.",
        ),
        (
            "Within how many hours must it be reported?",
            "It must be reported within 24 hours.",
            "The final report is due one month after the 72-hour notification.",
        ),
        (
            "How many days are logs kept?",
            "The framework sets no fixed number of days.",
            "Logs are kept.",
        ),
        (
            "To whom do reports go?",
            "Reports are told to the vendors and the board.",
            "The CISO is accountable for reports.",
        ),
        (
            "Who is told about an incident?",
            "The board is informed of each incident.",
            "The CISO is accountable for incidents.",
        ),
        (
            "Who sits on the security committee?",
            "The members of the security committee are the CISO and the plant manager.",
            "The CISO is accountable for the security committee.",
        ),
        (
            "whos on the SIRT",
            "Current members of the SIRT:",
            "The SIRT is responsible for:",
        ),
        (
            "Who is in charge of patching?",
            "The plant manager is accountable for patching.",
            "The members of the board are informed of patching.",
        ),
        (
            "Who is to approve the window?",
            "The plant manager approves the window.",
            "The members of the board are informed of the window.",
        ),
        (
            "Who is the plant manager of the Ghent site?",
            "The plant manager of the Ghent site is the deputy director.",
            "The plant manager decides alone:",
        ),
        (
            "From when does the rule apply?",
            "The rule applies from 11 September 2026.",
            "The rule asks for a report within 72 hours.",
        ),
        (
            "When is the window?",
            "The window opens within two weeks.",
            "The window is for patches.",
        ),
        (
            "How many zones are there?",
            "The plant has 5 zones.",
            "The plant has zones.",
        ),
        ("How often is it reviewed?", "It is reviewed quarterly.", "It is reviewed."),
        ("How long do we have?", "The report is due within 72 hours.", "The report is due."),
        (
            "How many controls does the baseline have?",
            "The baseline selects 370 controls.",
            "The baseline was published in October 2020.",
        ),
        (
            "How many goals are there?",
            "The framework has 34 goals in six groups.",
            "Govern comes with 5 goals and Recover with 1.",
        ),
        (
            "How many metrics should we have?",
            "The site begins with ten metrics.",
            "A metric card states the weakness of one metric.",
        ),
        (
            "How often is the strategy reviewed?",
            "The strategy was reviewed within the last twelve months.",
            "The strategy covers every system within reach.",
        ),
        (
            "How often is the register reviewed?",
            "The register is reviewed after every change.",
            "The register has an owner.",
        ),
        (
            "Within how many hours must it be reported?",
            "It is reported within 24 hours.",
            "The final report is due within 14 days.",
        ),
        (
            "How many days are logs kept?",
            "Logs are kept for 90 consecutive calendar days.",
            "Logs are kept.",
        ),
        (
            "After how many failures does an account lock?",
            "An account locks after 5 failures.",
            "An account locks after [organization-defined number 1] failures.",
        ),
        (
            "What are the three parts of the plan?",
            "The parts are scope, roles, and dates.",
            "The plan has three parts.",
        ),
        (
            "Describe the role of the safety engineer",
            "The safety engineer is the keeper of the safety case.",
            "The safety engineer is informed about these activities:",
        ),
        (
            "Why do exceptions expire?",
            "Exceptions expire because plants change.",
            "Exceptions expire.",
        ),
        (
            "Does it force us to use the model?",
            "It does not demand the model.",
            "The model has levels.",
        ),
        (
            "Who owns the method?",
            "The risk manager owns the method.",
            "The method contains the rule for who may accept a risk.",
        ),
    ],
)
def test_the_form_that_is_asked_for_suits_better(part: str, better: str, worse: str) -> None:
    assert suits(part, better) > suits(part, worse)


def test_where_no_form_is_asked_for_none_suits_better() -> None:
    part = "Tell me about scans of the plant network"
    assert suits(part, "IT approves 5 scans in 2026.") == suits(part, "Scans can hang a PLC.") == 0
